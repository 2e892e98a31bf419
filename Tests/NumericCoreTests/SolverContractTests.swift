import NumericCore
import Synchronization
import TestSupport
import Testing

/// What every method that solves all topics together owes its user: the planted equilibrium of games of all families, the same
/// answer as other methods, limits obeyed, the same bits for any number of threads. A new method is one more row.
@Suite struct SolverContractTests {
    static let methods = CoupledConformance.methods
    static let seeds: [UInt64] = Array(1...40)

    static func settings(_ method: NumericCore.Method) -> Settings {
        var settings = Settings()
        settings.method = method
        if method == .projectedGradient { settings.iterationLimit = 200_000 }
        return settings
    }

    @Test(arguments: methods) func plantedEquilibriaAreFound(method: NumericCore.Method) throws {
        for seed in Self.seeds {
            var games = PlantedCoupledGames()
            if method == .projectedGradient { games.exponents = [1.2, 1.5, 2, 3] }
            let (game, efforts, _) = games.game(seed: seed)
            let contest = try game.contest()
            let found = try solve(contest, settings: Self.settings(method))
            #expect(found.status == .converged, "\(method), seed \(seed): \(found.status), \(found.reason ?? "")")
            #expect(found.method == method.rawValue && found.certificate.isConverged)
            guard found.certificate.uniqueness == .proved else { continue }
            for k in 0..<contest.topics {
                let largest = efforts.map { $0[k] }.max() ?? 0
                for i in 0..<contest.creators {
                    let off = abs(found.efforts[creator: i, topic: k] - efforts[i][k])
                    #expect(off <= 1e-7 * largest, "\(method), seed \(seed), creator \(i), topic \(k): off by \(off) of \(largest)")
                }
            }
        }
    }

    @Test(arguments: methods) func separableContestsAgreeWithTopicNewton(method: NumericCore.Method) throws {
        var games = RandomGames()
        games.creators = 2...12
        games.exponents = [1.2, 1.5, 2, 3]
        games.widestCosts = 0.01...100
        games.ineligible = 0.1
        for seed in 1...25 as ClosedRange<UInt64> {
            let contest = try games.game(seed: seed).contest()
            let apart = try solve(contest)
            guard apart.status == .converged else { continue }
            let together = try solve(contest, settings: Self.settings(method))
            #expect(together.status == .converged, "\(method), seed \(seed): \(together.reason ?? "")")
            for k in 0..<contest.topics {
                let largest = contest.layout.range(ofTopic: k).map { apart.efforts.values[$0] }.max() ?? 0
                let off = contest.layout.range(ofTopic: k).map { abs(apart.efforts.values[$0] - together.efforts.values[$0]) }.max() ?? 0
                #expect(off <= 1e-9 * largest, "\(method), seed \(seed), topic \(k): off by \(off) of \(largest)")
            }
        }
    }

    @Test(arguments: methods) func threadsDoNotMatter(method: NumericCore.Method) throws {
        let contest = try CoupledFamily.c2.contest(creators: 150, topics: 9, seed: 3)
        var settings = Self.settings(method)
        settings.threads = 1
        let one = try solve(contest, settings: settings)
        for threads in [2, 5] {
            settings.threads = threads
            let several = try solve(contest, settings: settings)
            #expect(several.efforts.values.array.map(\.bitPattern) == one.efforts.values.array.map(\.bitPattern))
            #expect(several.capacityPrices == one.capacityPrices && several.certificate == one.certificate)
            #expect(several.iterations == one.iterations && several.residuals == one.residuals)
        }
    }

    @Test(arguments: methods) func limitsAreObeyed(method: NumericCore.Method) throws {
        let contest = try CoupledFamily.c1.contest(creators: 60, topics: 8, seed: 2)
        var settings = Self.settings(method)
        settings.iterationLimit = 1
        let short = try solve(contest, settings: settings)
        #expect(short.status == .iterationLimit && short.iterations <= 1 && short.reason != nil)
        #expect(!short.certificate.isConverged)
        settings = Self.settings(method)
        settings.isCancelled = { true }
        #expect(try solve(contest, settings: settings).status == .cancelled)
        settings = Self.settings(method)
        settings.timeLimit = 1e-9
        #expect(try solve(contest, settings: settings).status == .timeLimit)
    }

    @Test(arguments: methods) func progressIsToldAndAWarmStartIsShort(method: NumericCore.Method) throws {
        let contest = try CoupledFamily.c3.contest(creators: 80, topics: 8, seed: 5)
        let calls = Atomic<Int>(0)
        var settings = Self.settings(method)
        settings.progress = { _ in calls.wrappingAdd(1, ordering: .relaxed) }
        let cold = try solve(contest, settings: settings)
        #expect(cold.status == .converged && calls.load(ordering: .relaxed) > 0)
        let moved = try contest.with(\.mu, contest.market.mu.map { $0 * 1.01 })
        let warm = try solve(moved, settings: settings, startingFrom: cold)
        #expect(warm.status == .converged)
        #expect(warm.iterations <= cold.iterations)
        let other = try CoupledFamily.c3.contest(creators: 81, topics: 8, seed: 5)
        #expect(throws: SolveError.self) { try solve(other, settings: settings, startingFrom: cold) }
    }

    @Test(arguments: methods) func pricesThatCanRiseAreRefused(method: NumericCore.Method) throws {
        let contest = try CoupledFamily.c1.contest(creators: 5, topics: 2, seed: 1).with(\.gamma, 0.5).with(\.beta, -0.2)
        let refused = try solve(contest, settings: Self.settings(method))
        #expect(refused.status == .unsupported && refused.reason?.contains("beta < 0") == true)
        #expect(refused.certificate.uniqueness == .notClaimed)
    }
}
