import NumericCore
import Testing

@testable import Persuasion

/// Certificates at every scale of payoffs: right answers are confirmed, wrong ones are not.
@Suite struct CertificateTests {
    /// An action that nobody would ever take, at a loss of `depth`, changes nothing: 0.8, by a mix that the certificate confirms.
    @Test(arguments: [1, 1e3, 1e9, 1e10, 1e13, 1e30, 1e100]) func dreadfulActionsHideNothing(depth: Double) throws {
        let problem = try FinitePersuasion(prior: [0.6, 0.4], sender: [[0, 1, 0], [0, 1, 0]], receiver: [[0, -1, -depth], [0, 1, -depth]])
        let found = problem.solve()
        #expect(abs(found.certificate.value - 0.8) <= 1e-12 && found.isCertified && found.reason == nil)
        // What the sender would like, and the receiver would not do.
        let wish: [[Double]] = [[0, 1, 0], [0, 1, 0]]
        let noMultipliers = [[Double]](repeating: [0, 0, 0], count: 3)
        let wished = PersuasionCertificate(of: problem, policy: wish, statePrices: [0.6, 0.4], multipliers: noMultipliers)
        #expect(!wished.isCertified() && abs(wished.obedienceError - 0.2) <= 1e-15)
    }

    /// What all of the sender's payoffs have in common changes no policy: the value above it is that of the game without it, and the value is that sum, rounded.
    @Test(arguments: [0, 1e3, 1e6, 1e10, 1e15, -1e15]) func commonPayoffsHideNothing(common: Double) throws {
        let sender: [[Double]] = [[5, 2, 7, 4], [1, 5, 5, 0], [7, 5, 5, 4], [5, 0, 0, 4]]
        func solved(_ common: Double) throws -> PersuasionCertificate {
            let problem = try FinitePersuasion(
                prior: [0.9989012076726589, 9.989012076726588e-10, 0.0009989012076726588, 9.989012076726588e-05],
                sender: sender.map { $0.map { $0 + common } }, receiver: [[0, 8, 1, 1], [1, 6, 8, 7], [7, 3, 4, 1], [6, 6, 2, 7]])
            let found = problem.solve()
            #expect(found.isCertified, "\(found.reason ?? "") \(found.certificate)")
            return found.certificate
        }
        let (certificate, plain) = try (solved(common), solved(0))
        #expect(abs(certificate.excessValue - plain.excessValue) <= 1e-9 * plain.stake && abs(certificate.stake - plain.stake) <= 1e-9 * plain.stake)
        #expect(abs(certificate.value - common - plain.value) <= certificate.valueError + 1e-12, "\(certificate)")
    }

    /// The same where the optimum is known: a buyer with prior p buys with probability min(1, 2 p), for `step` more than what all sales have in common.
    @Test(arguments: [0, 1e9, 8e15, 1e15, 1e16, -1e16, 1e99], [0.25, 0.3, 0.4]) func commonPayoffsLeaveTheOptimum(common: Double, prior: Double) throws {
        let step = max(1, common.ulp)
        let sender = [[common, common + step], [common, common + step]]
        let receiver: [[Double]] = [[0, -1], [0, 1]]
        let one = try FinitePersuasion(prior: [1 - prior, prior], sender: sender, receiver: receiver).solve()
        let several = try PublicPersuasion(
            types: [.init(weight: 0.5, prior: [1 - prior, prior]), .init(weight: 0.5, prior: [1 - prior, prior])], sender: sender, receiver: receiver).solve()
        let best = 2 * prior * step
        #expect(one.isCertified && several.isCertified)
        #expect(abs(one.certificate.excessValue - best) <= 1e-12 * step && abs((several.certificate?.excessValue ?? .nan) - best) <= 1e-12 * step)
        // The nearest double, and how far that is from the optimum is stated.
        let distance = abs(one.certificate.value - common - best)
        #expect(distance <= one.certificate.valueError + 1e-12 * step && one.certificate.valueError <= 1e-12 * step + common.ulp / 2)
        // Another policy at the same prices, or the prices of another, prove nothing.
        let silent = PersuasionCertificate(
            of: try FinitePersuasion(prior: [1 - prior, prior], sender: sender, receiver: receiver), policy: [[1, 0], [1, 0]],
            excessPrices: one.certificate.excessPrices, multipliers: one.certificate.multipliers)
        #expect(!silent.isCertified() && abs(silent.gap - best) <= 1e-12 * step)
    }

    /// Each state has a worst payoff of its own: what is common to the actions of one state goes away as well.
    @Test func statesHaveWorstPayoffsOfTheirOwn() throws {
        let found = try FinitePersuasion(prior: [0.75, 0.25], sender: [[1e16, 1e16 + 2], [-3e15, -3e15 + 1]], receiver: [[0, -1], [0, 1]]).solve()
        // In the first state a third buy.
        #expect(found.isCertified && abs(found.certificate.excessValue - (0.25 * 2 + 0.25)) <= 1e-12)
        #expect(abs(found.certificate.value - (0.75 * 1e16 - 0.25 * 3e15 + 0.75)) <= found.certificate.valueError)
    }

    /// Nor does a state that never is, or hardly ever, whatever would be at stake in it.
    @Test(arguments: [0, 1e-300, 1e-100, 1e-30, 1e-15], [1, 1e9, 1e14, 1e100]) func unlikelyStatesHideNothing(chance: Double, depth: Double) throws {
        let problem = try FinitePersuasion(
            prior: [0.6, 0.4 - chance, chance], sender: [[0, 1], [0, 1], [0, 1]], receiver: [[0, -1], [0, 1], [0, -depth]])
        let found = problem.solve()
        // In the third state the good is recommended with probability 0.4 / (chance depth) at most, which adds nothing that counts.
        #expect(!found.isCertified || abs(found.certificate.value - 0.8) <= 1e-9, "\(found.certificate)")
        #expect(found.isCertified, "\(found.reason ?? "") \(found.certificate)")
        let wish: [[Double]] = [[0, 1], [0, 1], [0, 1]]
        let wished = PersuasionCertificate(of: problem, policy: wish, statePrices: problem.prior, multipliers: [[0, 0], [0, 0]])
        #expect(!wished.isCertified() && wished.obedienceError >= 0.19)
    }

    /// A problem in other units, and the same problem.
    private static func scaled(_ problem: FinitePersuasion, sender: Double, receiver: Double) throws -> FinitePersuasion {
        try FinitePersuasion(
            prior: problem.prior, sender: problem.sender.map { $0.map { $0 * sender } }, receiver: problem.receiver.map { $0.map { $0 * receiver } })
    }

    /// Units do not matter: right answers are confirmed in all of them, and a policy or a price that is off by a millionth in none.
    @Test(arguments: [1e-100, 1e-40, 1e-12, 1, 1e12, 1e40, 1e99], [1e-100, 1e-9, 1, 1e9, 1e99]) func wrongAnswersAreSeenInAllUnits(
        sender: Double, receiver: Double
    ) throws {
        for seed in 0..<12 as Range<UInt64> {
            let plain = try FinitePersuasionTests.draw(7000 + seed, states: 4, actions: 3)
            let problem = try Self.scaled(plain, sender: sender, receiver: receiver)
            let (found, reference) = (problem.solve(), plain.solve())
            #expect(found.isCertified && reference.isCertified, "seed \(seed)")
            #expect(abs(found.certificate.value / sender - reference.certificate.value) <= 1e-9)
            try Self.expectPerturbationsAreSeen(of: problem, found, "seed \(seed)")
        }
    }

    /// Each state in units of its own, which its probability makes up for: the linear program is the same, and so is what it is worth.
    @Test(arguments: 0..<40 as Range<UInt64>) func statesInUnitsOfTheirOwn(seed: UInt64) throws {
        var random = PlainRandom(seed: 8000 + seed)
        let plain = try FinitePersuasionTests.draw(8000 + seed, states: 4, actions: 3)
        let reach = [3, 10, 30, 90][Int(seed % 4)]
        let units = plain.prior.map { _ in Self.power(of: 10, random.below(reach)) }
        let weights = zip(plain.prior, units).map { $0 / $1 }
        let sum = weights.reduce(0, +)
        func inUnits(_ matrix: [[Double]]) -> [[Double]] { zip(matrix, units).map { row, unit in row.map { $0 * unit } } }
        let problem = try FinitePersuasion(prior: weights.map { $0 / sum }, sender: inUnits(plain.sender), receiver: inUnits(plain.receiver))
        let (found, reference) = (problem.solve(), plain.solve())
        #expect(found.isCertified, "\(found.reason ?? "") \(found.certificate)")
        #expect(abs(found.certificate.value * sum - reference.certificate.value) <= 1e-9 * max(1, reference.certificate.value))
        try Self.expectPerturbationsAreSeen(of: problem, found, "units \(units)")
    }

    /// Each receiver's action in units of its own: actions that are worse by up to 1e100 in every state.
    @Test(arguments: 0..<40 as Range<UInt64>) func actionsInUnitsOfTheirOwn(seed: UInt64) throws {
        var random = PlainRandom(seed: 9000 + seed)
        let plain = try FinitePersuasionTests.draw(9000 + seed, states: 4, actions: 3)
        let losses = (0..<2).map { _ in Self.power(of: 10, 1 + random.below(99)) }
        let problem = try FinitePersuasion(
            prior: plain.prior, sender: plain.sender.map { $0 + [99, 99] }, receiver: plain.receiver.map { row in row + losses.map { -$0 } })
        let (found, reference) = (problem.solve(), plain.solve())
        #expect(found.isCertified, "\(found.reason ?? "") \(found.certificate)")
        #expect(abs(found.certificate.value - reference.certificate.value) <= 1e-9)
        try Self.expectPerturbationsAreSeen(of: problem, found, "losses \(losses)")
    }

    /// Any two matrices: whatever is called certified is obeyed row by row, and no perturbation of it is.
    @Test(arguments: 0..<60 as Range<UInt64>) func wildPayoffs(seed: UInt64) throws {
        var random = PlainRandom(seed: 10_000 + seed)
        let (states, actions) = (2 + random.below(3), 2 + random.below(3))
        func matrix(_ reach: Int) -> [[Double]] {
            (0..<states).map { _ in (0..<actions).map { _ in (random.unit() - 0.5) * Self.power(of: 10, random.below(2 * reach) - reach) } }
        }
        let weights = (0..<states).map { _ in Self.power(of: 10, -random.below(1 + Int(seed % 30))) }
        let sum = weights.reduce(0, +)
        let reach = [2, 5, 20, 99][Int(seed % 4)]
        let problem = try FinitePersuasion(prior: weights.map { $0 / sum }, sender: matrix(reach), receiver: matrix(reach))
        let found = problem.solve()
        guard found.isCertified else {
            #expect(found.reason != nil && reach > 2)
            return
        }
        for (action, other) in (0..<actions).flatMap({ a in (0..<actions).map { (a, $0) } }) where action != other {
            let terms = (0..<states).map { w in
                problem.prior[w] * found.policy[w][action] * (problem.receiver[w][action] - problem.receiver[w][other])
            }
            #expect(terms.reduce(0, +) >= -1e-9 * terms.reduce(0) { $0 + abs($1) })
        }
        try Self.expectPerturbationsAreSeen(of: problem, found, "seed \(seed)")
    }

    private static func power(of base: Double, _ exponent: Int) -> Double {
        (0..<abs(exponent)).reduce(1) { power, _ in exponent > 0 ? power * base : power / base }
    }

    /// Prices off by a millionth of what is at stake, multipliers that are negative or gone, probabilities that are negative, do not add up, or
    /// are moved to where the sender would like them: what is then not obeyed or not optimal must be seen.
    private static func expectPerturbationsAreSeen(of problem: FinitePersuasion, _ found: OptimalPersuasion, _ comment: Comment) throws {
        let right = found.certificate
        func certificate(_ policy: [[Double]]? = nil, _ prices: [Double]? = nil, _ multipliers: [[Double]]? = nil) -> PersuasionCertificate {
            PersuasionCertificate(
                of: problem, policy: policy ?? found.policy, excessPrices: prices ?? right.excessPrices, multipliers: multipliers ?? right.multipliers)
        }
        #expect(certificate().isCertified(), comment)
        // What the payoffs themselves are good to is no error that could be seen.
        let magnitude = zip(problem.prior, problem.sender).reduce(0) { $0 + $1.0 * ($1.1.lazy.map(abs).max() ?? 0) }
        let step = 1e-6 * right.stake
        if step > 1e-12 * magnitude {
            for state in problem.prior.indices where problem.prior[state] > 0 {
                for change in [step, -step] {
                    var prices = right.excessPrices
                    prices[state] += change
                    if prices[state] != right.excessPrices[state] { #expect(!certificate(nil, prices).isCertified(), comment) }
                }
            }
        }
        for state in problem.prior.indices {
            for action in 0..<problem.actions {
                var policy = found.policy
                policy[state][action] += 1e-6
                #expect(!certificate(policy).isCertified(), comment)
                policy = found.policy
                policy[state][action] = -1e-12
                #expect(!certificate(policy).isCertified(), comment)
                var multipliers = right.multipliers
                multipliers[action][(action + 1) % problem.actions] = -1e-12
                #expect(!certificate(nil, nil, multipliers).isCertified(), comment)
                for bad in [Double.nan, .infinity] {
                    policy[state][action] = bad
                    #expect(!certificate(policy).isCertified(), comment)
                }
            }
        }
        // A thousandth of a state's mass elsewhere: still certified only where it is obeyed and as good.
        for state in problem.prior.indices where problem.prior[state] > 0 {
            for (from, to) in (0..<problem.actions).flatMap({ a in (0..<problem.actions).map { (a, $0) } }) where from != to {
                var policy = found.policy
                let moved = policy[state][from] * 1e-3
                guard moved > 0 else { continue }
                policy[state][from] -= moved
                policy[state][to] += moved
                let changed = problem.prior[state] * moved * (problem.sender[state][to] - problem.sender[state][from])
                let isAsGood = abs(changed) <= 1e-8 * right.stake + 1e-12 * magnitude
                if !isAsGood || !Self.isObeyed(policy, in: problem) { #expect(!certificate(policy).isCertified(), comment) }
            }
        }
    }

    /// Straight from the definition, to a part in 1e8 of what is added up.
    private static func isObeyed(_ policy: [[Double]], in problem: FinitePersuasion) -> Bool {
        (0..<problem.actions).allSatisfy { a in
            (0..<problem.actions).allSatisfy { b in
                let terms = problem.prior.indices.map { problem.prior[$0] * policy[$0][a] * (problem.receiver[$0][a] - problem.receiver[$0][b]) }
                return terms.reduce(0, +) >= -1e-8 * terms.reduce(0) { $0 + abs($1) }
            }
        }
    }
}
