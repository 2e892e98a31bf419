import Foundation
import TestSupport
import Testing
@testable import NumericCore

/// Newton directions by conjugate residuals against those by blocks, and large contests that blocks would take too long for.
@Suite struct KrylovDirectionTests {
    /// A contest with a direction of each kind.
    struct Rivals {
        let game: CoupledGame
        let solve: CoupledSolve
        let krylov: KrylovDirection

        init(_ contest: Contest, threads: Int = 1, isCancelled: (@Sendable () -> Bool)? = nil) throws {
            try LinearAlgebra.load()
            game = CoupledGame(contest, kernels: try KernelTarget.active().table)
            var settings = Settings()
            settings.threads = threads
            settings.isCancelled = isCancelled
            solve = CoupledSolve(game: game, settings: settings, interruption: Interruption(settings))
            krylov = KrylovDirection(game, workers: solve.workers, settings: settings, interruption: solve.interruption)
        }

        struct Steps {
            var totals: [Double]
            var efforts: [Double]
            var netPrices: [Double]
        }

        /// The direction at a profile, by products where `byProducts`, else by blocks; products have linear prices.
        func steps(at start: CoupledSolve.Start, byProducts: Bool, linearPrices: Bool = true) -> Steps? {
            let arena = DoublesArena()
            let equations = CoupledEquations(game, workers: solve.workers)
            let point = CoupledPoint(game, arena)
            for p in 0..<game.count { point.effort[p] = start.effort[p] }
            for i in 0..<game.creators { point.capacityPrice[i] = start.capacityPrices[i] }
            equations.evaluate(point)
            let (step, scratch, netStep) = (arena.doubles(game.count), arena.doubles(game.count), arena.doubles(game.count))
            let found = byProducts
                ? krylov.direction(equations, point, step, scratch, netStep)
                : equations.direction(point, step: step, coupledStep: scratch, netStep: netStep, linearPrices: linearPrices)
            return found.map {
                Steps(
                    totals: $0, efforts: Array(UnsafeBufferPointer(start: step, count: game.count)),
                    netPrices: Array(UnsafeBufferPointer(start: netStep, count: game.count)))
            }
        }

        func equilibrium(byProducts: Bool) throws -> CoupledOutcome {
            var newton = StructuredNewton(
                game: game, workers: solve.workers, settings: solve.settings, interruption: solve.interruption,
                meter: ProgressMeter(stage: .solving, total: solve.settings.iterationLimit, report: nil))
            if byProducts { newton.direction = krylov.direction }
            let start = try solve.start()
            return newton.solve(from: start.effort, capacityPrices: start.capacityPrices)
        }
    }

    static func withTotalEffort(_ contest: Contest) throws -> Contest {
        let (n, k) = (contest.creators, contest.topics)
        let total = try TotalEffortCost(
            scale: PerCreator((0..<n).map { 0.05 * Double($0 % 5) }), exponent: 2, weights: PerTopic((0..<k).map { 0.5 + Double($0 % 3) }))
        return try contest.with(coupling: contest.coupling, totalEffort: total, capacity: contest.capacity)
    }

    private func expectClose(_ a: [Double], _ b: [Double], _ label: String) {
        let size = b.map(abs).max() ?? 0
        #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-8 * size }, "\(label): \(zip(a, b).map { abs($0 - $1) }.max() ?? 0) of \(size)")
    }

    @Test(arguments: CoupledFamily.allCases, [false, true]) func directionsAreThoseOfBlocks(family: CoupledFamily, hasTotalEffort: Bool) throws {
        for seed in UInt64(1)...4 {
            var contest = try family.contest(creators: 40, topics: 24, seed: seed)
            if hasTotalEffort { contest = try Self.withTotalEffort(contest) }
            let rivals = try Rivals(contest)
            rivals.krylov.tolerance = 1e-13
            let start = try rivals.solve.start()
            let products = try #require(rivals.steps(at: start, byProducts: true))
            let blocks = try #require(rivals.steps(at: start, byProducts: false))
            #expect(rivals.krylov.products > 1 && rivals.krylov.products < 200)
            let label = "\(family), seed \(seed), total effort \(hasTotalEffort)"
            expectClose(products.totals, blocks.totals, label + ", totals")
            expectClose(products.efforts, blocks.efforts, label + ", efforts")
            expectClose(products.netPrices, blocks.netPrices, label + ", net prices")
        }
    }

    /// Any mix of parts, corners, linear costs, few creators with large shares, binding capacities with total effort.
    @Test(arguments: DenseNewtonTests.parts) func directionsOfMixedContests(parts: CoupledGames.Parts) throws {
        for seed in UInt64(1)...10 {
            let rivals = try Rivals(CoupledGames().contest(parts, seed: seed))
            rivals.krylov.tolerance = 1e-13
            var draws = Draws(seed: seed)
            let start = CoupledSolve.Start(
                effort: (0..<rivals.game.count).map { _ in draws.chance(0.1) ? 0 : draws.uniform(0.5...3) },
                capacityPrices: (0..<rivals.game.creators).map { _ in rivals.game.hasCapacity && draws.chance(0.5) ? 0.5 : 0 })
            let products = try #require(rivals.steps(at: start, byProducts: true))
            let blocks = try #require(rivals.steps(at: start, byProducts: false))
            let label = "parts \(parts.rawValue), seed \(seed)"
            expectClose(products.totals, blocks.totals, label + ", totals")
            expectClose(products.efforts, blocks.efforts, label + ", efforts")
            expectClose(products.netPrices, blocks.netPrices, label + ", net prices")
        }
    }

    @Test(arguments: CoupledFamily.allCases, [false, true]) func equilibriaAreThoseOfBlocks(family: CoupledFamily, hasTotalEffort: Bool) throws {
        for seed in UInt64(1)...3 {
            var contest = try family.contest(creators: 60, topics: 16, seed: seed)
            if hasTotalEffort { contest = try Self.withTotalEffort(contest) }
            let rivals = try Rivals(contest)
            let (products, blocks) = try (rivals.equilibrium(byProducts: true), rivals.equilibrium(byProducts: false))
            let label = "\(family), seed \(seed), total effort \(hasTotalEffort)"
            #expect(products.status == .converged && blocks.status == .converged, "\(label): \(products.reason ?? ""), \(blocks.reason ?? "")")
            #expect(rivals.krylov.products >= products.iterations)
            for p in 0..<rivals.game.count {
                let total = blocks.point.totals[Int(rivals.game.order.topics[p])]
                let (x, y) = (products.point.effort[p], blocks.point.effort[p])
                #expect(abs(x - y) <= 1e-8 * total, "\(label), position \(p): \(x), \(y) of \(total)")
            }
            for i in 0..<contest.creators {
                let (x, y) = (products.point.capacityPrice[i], blocks.point.capacityPrice[i])
                #expect(abs(x - y) <= 1e-8 * max(1, y), "\(label), creator \(i): \(x), \(y)")
            }
        }
    }

    @Test func threadsDoNotMatter() throws {
        let contest = try Self.withTotalEffort(CoupledFamily.c2.contest(creators: 150, topics: 20, seed: 3))
        let start = try Rivals(contest).solve.start()
        let alone = try #require(try Rivals(contest).steps(at: start, byProducts: true))
        for threads in [2, 3, 8] {
            let together = try #require(try Rivals(contest, threads: threads).steps(at: start, byProducts: true))
            #expect(together.totals == alone.totals && together.efforts == alone.efforts && together.netPrices == alone.netPrices, "\(threads)")
        }
    }

    /// An iteration that gets nowhere (here: has none) leaves the step to blocks; one that is interrupted to nobody.
    @Test func blocksAreTheWayOut() throws {
        let contest = try CoupledFamily.c1.contest(creators: 30, topics: 24, seed: 2)
        let rivals = try Rivals(contest)
        rivals.krylov.tolerance = 1e-13
        rivals.krylov.iterationLimit = 0
        let start = CoupledSolve.Start(
            effort: (0..<rivals.game.count).map { 1 + Double($0 % 7) }, capacityPrices: [Double](repeating: 0, count: 30))
        let (products, blocks) = (rivals.steps(at: start, byProducts: true), rivals.steps(at: start, byProducts: false, linearPrices: false))
        let (one, other) = (try #require(products), try #require(blocks))
        #expect(one.totals == other.totals && one.efforts == other.efforts)
        let interrupted = try Rivals(contest, isCancelled: { true })
        #expect(interrupted.steps(at: start, byProducts: true) == nil)
        #expect(try interrupted.equilibrium(byProducts: true).status == .cancelled)
    }

    /// Similarity falls with the distance of topics; every other creator has little capacity.
    static func large(creators n: Int, topics k: Int) throws -> Contest {
        var draws = Draws(seed: 11)
        let layout = CellLayout(creators: n, topics: k)
        let similar = (0..<k).map { a in (0..<k).map { b in exp(-abs(Double(a - b)) / 5) } }
        return try Contest(
            market: Market(
                mu: PerTopic((0..<k).map { _ in draws.logUniform(30...3000) }), alpha: PerTopic((0..<k).map { _ in draws.uniform(0...2) }),
                beta: 0.3, gamma: 0.8),
            costs: PowerCost(
                layout: layout, coefficients: CellBuffer((0..<layout.cells).map { _ in draws.uniform(0.2...3) }), exponents: .shared(1.5)),
            coupling: CouplingCost(matrix: similar, weights: PerCreator((0..<n).map { _ in draws.uniform(0...2) })),
            capacity: Capacity(limits: PerCreator((0..<n).map { $0 % 2 == 0 ? Double(k) : .infinity })))
    }

    @Test func twelveHundredTopics() throws {
        let contest = try Self.large(creators: 60, topics: 1200)
        #expect(NewtonSystem(contest) == .products)
        let found = try solve(contest)
        #expect(found.status == .converged && found.method == "structured-newton", "\(found.reason ?? "")")
        #expect(found.methodReason.contains("products with the similarities"), "\(found.methodReason)")
        #expect(found.certificate.isConverged && found.iterations <= 25, "\(found.iterations)")
        let binding = (found.capacityPrices ?? []).filter { $0 > 0 }.count
        #expect(binding > 0 && binding <= 30, "\(binding)")
    }

    @Test func productsWhereBlocksWouldTakeLonger() throws {
        func system(_ creators: Int, _ topics: Int) throws -> NewtonSystem { NewtonSystem(try Self.large(creators: creators, topics: topics)) }
        #expect(try system(3, 127) == .blocks && system(3, 128) == .products)
        // Three cells in ten: blocks are a fortieth of the work.
        #expect(NewtonSystem(try CoupledFamily.c3.withoutCapacity(creators: 20, topics: 160, seed: 1)) == .blocks)
        // Q of rank one is a diagonal and a column.
        let market = try Market(mu: PerTopic([Double](repeating: 50, count: 200)), alpha: 1, beta: 0.3, gamma: 0.8)
        let layout = CellLayout(creators: 3, topics: 200)
        let costs = try PowerCost(layout: layout, coefficients: CellBuffer([Double](repeating: 1, count: 600)), exponents: .shared(2))
        let flat = [[Double]](repeating: [Double](repeating: 1, count: 200), count: 200)
        #expect(NewtonSystem(try Contest(market: market, costs: costs, coupling: CouplingCost(matrix: flat, weights: 1))) == .blocks)
        #expect(NewtonSystem(try Contest(market: market, costs: costs, capacity: Capacity(limits: 5))) == .blocks)
    }
}
