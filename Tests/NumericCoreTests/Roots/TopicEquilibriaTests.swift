import Foundation
import NumericCore
import TestSupport
import Testing

/// Every equilibrium of a topic, against a search over fine grids.
@Suite struct TopicEquilibriaTests {
    private func expectSame(_ game: GridReference, _ comment: String = "") throws {
        let found = try allEquilibria(of: game.contest(), topic: 0)
        let isMonotone = try game.contest().topic(0).isMonotone
        // Both where the grid looks.
        let ours = found.equilibria.filter { $0.total == 0 || game.range.contains(log($0.total)) }
        func grid(_ game: GridReference) -> [GridReference.Found] { game.equilibria().sorted { $0.total < $1.total } }
        var reference = grid(game)
        if reference.count != ours.count {
            // Shares can come and go within a step.
            var finer = game
            (finer.step, finer.shares.step) = (game.step / 16, game.shares.step / 6)
            reference = grid(finer)
        }
        #expect(found.unresolved.isEmpty, "\(comment) \(game): \(found.searched)")
        #expect(
            ours.count == reference.count && zip(ours, reference).allSatisfy { own, grid in
                zip(own.efforts, grid.efforts).allSatisfy { abs($0 - $1) <= 1e-5 * max(own.total, 1e-300) }
            }, "\(comment) \(game): found \(found.equilibria.map(\.total)), grid \(reference.map(\.total))")
        for equilibrium in found.equilibria {
            #expect(equilibrium.certificate.isConverged && equilibrium.certificate.relativeExploitability <= 1e-10)
            // Where payoffs are proved concave a bound says as much as a search.
            #expect(equilibrium.certificate.exploitabilityKind == (isMonotone ? .bound : .search))
            #expect(abs(equilibrium.efforts.reduce(0, +) - equilibrium.total) <= 1e-12 * equilibrium.total)
        }
    }

    /// Nobody creating is a strict equilibrium beside one where both create.
    @Test func nobodyCreatingCanBeAnEquilibrium() throws {
        let game = GridReference(mu: 2, beta: -0.5, gamma: 0.5, costs: [1.105, 1.2155], exponents: [1.2, 1.2])
        let found = try allEquilibria(of: game.contest(), topic: 0)
        #expect(found.equilibria.map(\.stability) == [.stable, .stable])
        #expect(found.equilibria[0].total == 0 && found.equilibria[0].price == 0 && abs(found.equilibria[1].total - 0.438) < 1e-3)
        #expect(found.searched.contains("no other equilibrium"))
        try expectSame(game)
    }

    /// Two equilibria in which both create, and nobody creating a third: the one between is unstable.
    @Test func twoCreatorsCanHaveTwoInteriorEquilibria() throws {
        let game = GridReference(
            mu: 2, beta: -0.9, gamma: 0.1, costs: [1.1051709180756477, 1.2156880098832125], exponents: [1.4, 1.4])
        let found = try allEquilibria(of: game.contest(), topic: 0)
        #expect(found.equilibria.count == 3)
        #expect(found.equilibria.map(\.stability) == [.stable, .unstable, .stable])
        try expectSame(game)
    }

    /// Costs from where everybody creates to where nobody does, through folds: at most a root is born or lost at a time.
    @Test(arguments: [(-0.9, 0.1, 1.4), (-0.5, 0.5, 1.2), (-0.5, 0.5, 1.5), (-0.3, 0.2, 1.0), (-1, 0, 1.7), (-1, 0, 2.5)])
    func twoCreatorsOverARangeOfCosts(_ beta: Double, _ gamma: Double, _ rho: Double) throws {
        for c in stride(from: 0.7, through: 1.6, by: 0.15) {
            try expectSame(GridReference(mu: 2, beta: beta, gamma: gamma, costs: [c, 1.1 * c], exponents: [rho, rho]))
        }
    }

    /// One to four creators around the cost at which the highest price just pays, exponents equal or mixed: beta < 0 in the base
    /// market, beside attention to human content alone (search, royalty), and licences of decay above 1 beside any demand.
    private func game(_ seed: Int) -> GridReference {
        var draws = Draws(seed: UInt64(900 + seed))
        let n = draws.integer(1...4)
        let gamma = draws.chance(0.3) ? 0.5 : draws.uniform(0.1...0.95)
        let hasLicence = draws.chance(0.3)
        let beta = draws.chance(0.15) ? gamma - 1 : hasLicence && draws.chance(0.4) ? gamma * draws.uniform(0...0.5) : (gamma - 1) * draws.uniform(0.2...1)
        let rho = draws.chance(0.2) ? draws.pick([1, 1.5, 2.5]) : max(1.1, 1 + abs(beta) * draws.uniform(0.3...1))
        var game = GridReference(
            mu: draws.logUniform(0.1...10), strength: draws.logUniform(0.1...10), beta: beta, gamma: gamma, costs: [], exponents: [])
        // Where e = 0 for beta < 0: w = gamma/(gamma - beta).
        let w = beta < 0 ? gamma / (gamma - beta) : 0.5
        let peak = beta < gamma ? pow((1 - w) * game.strength / w, 1 / (gamma - beta)) : 1
        game.range = log(peak) - 8...log(peak) + 8
        (game.step, game.shares) = (0.05, (-45, 0.3))
        if draws.chance(0.3) { game.royalty = draws.pick([0.002, 0.02, 0.2]) }
        if draws.chance(0.3) { game.conversation = draws.pick([0.999, 0.97, 0.7]) }
        if hasLicence {
            game.isDemandTotal = (n > 1 || beta > gamma - 1) && draws.chance(0.4)
            game.licence = (draws.logUniform(0.3...3) * game.price(peak).value, draws.uniform(1.1...5), draws.logUniform(0.2...5) * peak)
            game.licence.price *= pow(peak + game.licence.outside, game.licence.decay)
        }
        // A lone creator breaks even at a cost of K, the largest P s^-q; n alike at P s^-q = K can still create up to `most` times that.
        let (q, people) = (rho - 1, Double(n))
        let best = stride(from: log(peak) - 4, to: log(peak) + 4, by: 0.05).map { game.price(exp($0)).value * exp(-q * $0) }.max()!
        let most = pow(people, q) * (1 + q / people) / (1 + q)
        let cost = best * max(0.5, 1 + max(0.03, most - 1) * draws.uniform(-0.3...1.1))
        let spread = draws.pick([0.01, 0.05, 0.5])
        game.costs = (0..<n).map { _ in cost * exp(draws.uniform(-0.5...0.5) * spread) }
        game.exponents = (0..<n).map { _ in draws.chance(0.8) ? rho : rho + draws.pick([0.05, 0.3]) }
        return game
    }

    @Test(arguments: 0..<320) func randomGames(_ seed: Int) throws { try expectSame(game(seed), "seed \(seed)") }

    /// What those draws are: all kinds of markets, none to three equilibria, and two creators with two equilibria in which both create.
    @Test func randomGamesAreOfManyKinds() throws {
        var (counts, twice, risingVariants) = ([Int: Int](), 0, 0)
        for seed in 0..<320 {
            let game = game(seed)
            let found = try allEquilibria(of: game.contest(), topic: 0)
            counts[found.equilibria.count, default: 0] += 1
            if game.costs.count == 2, found.equilibria.count(where: { $0.total > 0 }) >= 2 { twice += 1 }
            let isBase = game.licence.price == 0 && game.royalty == 0 && game.conversation == 1 && !game.isDemandTotal
            let rises = stride(from: game.range.lowerBound, to: game.range.upperBound, by: 0.1).contains { game.price(exp($0)).slope > 0 }
            if !isBase, rises { risingVariants += 1 }
        }
        #expect(counts[1, default: 0] >= 100 && counts[2, default: 0] >= 3 && counts[3, default: 0] >= 5, "\(counts)")
        #expect(twice >= 5 && risingVariants >= 40, "\(twice), \(risingVariants)")
    }

    /// Units of effort, attention and cost change numbers, not equilibria.
    @Test(arguments: [1e-60, 1e-7, 1e9, 1e80], [1e-50, 1, 1e40]) func scalesDoNotMatter(_ effort: Double, _ money: Double) throws {
        let game = GridReference(mu: 2, beta: -0.9, gamma: 0.1, costs: [1.1051709, 1.215688], exponents: [1.4, 1.4])
        var scaled = game
        scaled.strength = pow(effort, game.gamma - game.beta)
        scaled.mu = game.mu * money
        scaled.costs = game.costs.map { $0 * money * pow(effort, -game.gamma - 0.4) }
        let (found, plain) = (try allEquilibria(of: scaled.contest(), topic: 0), try allEquilibria(of: game.contest(), topic: 0))
        #expect(found.equilibria.count == 3 && found.unresolved.isEmpty, "\(found.searched)")
        for (a, b) in zip(found.equilibria, plain.equilibria) {
            #expect(abs(a.total - b.total * effort) <= 1e-9 * b.total * effort)
            #expect(a.stability == b.stability)
        }
    }

    /// Where theory gives one equilibrium the search finds that one and proves that there is no other.
    @Test(arguments: 0..<20) func monotoneGamesHaveTheirOne(_ seed: UInt64) throws {
        let game = RandomGames().game(seed: seed)
        let contest = try game.contest()
        let equilibrium = try solve(contest)
        for k in 0..<contest.topics where !contest.layout.range(ofTopic: k).isEmpty {
            let found = try allEquilibria(of: contest, topic: k)
            #expect(found.equilibria.count == 1 && found.unresolved.isEmpty, "\(game.label) \(found.searched)")
            guard let only = found.equilibria.first else { continue }
            #expect(abs(only.total - equilibrium.totals[k]) <= 1e-9 * equilibrium.totals[k], "\(game.label), topic \(k)")
            #expect(only.stability != .unstable)
        }
    }
}
