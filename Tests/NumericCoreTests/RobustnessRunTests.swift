import NumericCore
import Synchronization
import TestSupport
import Testing

/// Threads, warm starts and interruptions.
@Suite struct RobustnessRunTests {
    private func expectSameBits(_ contest: Contest, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var settings = Settings()
        settings.threads = 1
        let one = try solve(contest, settings: settings)
        settings.threads = 2
        let two = try solve(contest, settings: settings)
        #expect(one.status == .converged && two.threads == 2, sourceLocation: sourceLocation)
        #expect(one.totals == two.totals && one.utilities == two.utilities, sourceLocation: sourceLocation)
        #expect(one.certificate == two.certificate && one.iterations == two.iterations, sourceLocation: sourceLocation)
        let equal = one.efforts.values.withUnsafeValues { a in two.efforts.values.withUnsafeValues { b in a.elementsEqual(b) } }
        #expect(equal, sourceLocation: sourceLocation)
    }

    @Test(arguments: BenchmarkFamily.allCases)
    func sameBitsForTwoThreadsDense(_ family: BenchmarkFamily) throws {
        try expectSameBits(family.contest(creators: 500, topics: 6, seed: 2))
    }

    @Test func sameBitsForTwoThreadsSparse() throws {
        var games = RandomGames()
        games.creators = 50...60
        games.ineligible = 0.7
        for seed in 0..<20 as Range<UInt64> { try expectSameBits(games.game(seed: 400 + seed).contest()) }
    }

    @Test func sameBitsForTwoThreadsOneLargeTopic() throws {
        try expectSameBits(BenchmarkFamily.h2.contest(creators: 300_000, topics: 1, seed: 3))
    }

    @Test func sameBitsForTwoThreadsManyTopics() throws {
        try expectSameBits(BenchmarkFamily.h1.contest(creators: 7, topics: 1500, seed: 4))
    }

    /// From its own equilibrium, from that of a changed game, and from one that has nothing to do with it.
    @Test(arguments: 0..<20)
    func warmStartsReachTheSameEquilibrium(_ seed: Int) throws {
        var games = RandomGames()
        games.exponents = [1.5, 2, 3]
        let game = games.game(seed: UInt64(9500 + seed))
        var other = game
        other.mu = game.mu.map { $0 * 1e6 }
        let cold = try solve(game.contest())
        #expect(cold.status == .converged)
        for start in [cold, try solve(other.contest())] {
            let warm = try solve(game.contest(), startingFrom: start)
            let complaints = Agreement(totals: 1e-13, efforts: 1e-13).disagreements(
                warm, of: game, totals: cold.totals.map { Wide($0) }, efforts: cold.efforts.rows.map { $0.map { Wide($0) } })
            #expect(complaints.isEmpty, "\(complaints)")
        }
    }

    @Test func aWarmStartNeedsFewerPasses() throws {
        let contest = try BenchmarkFamily.h1.contest(creators: 300, topics: 5, seed: 6)
        let cold = try solve(contest)
        #expect(try solve(contest, startingFrom: cold).iterations < cold.iterations)
    }

    @Test func aStartOfAnotherShapeIsRefused() throws {
        let contest = try BenchmarkFamily.e.contest(creators: 4, topics: 3, seed: 1)
        let start = try solve(BenchmarkFamily.e.contest(creators: 4, topics: 2, seed: 1))
        #expect(throws: SolveError.self) { try solve(contest, startingFrom: start) }
    }

    @Test func effortsGoIntoTheCallersMemory() throws {
        let contest = try BenchmarkFamily.h2.contest(creators: 9, topics: 4, seed: 1)
        let memory = CellBuffer(Array(repeating: -1, count: 36))
        let equilibrium = try solve(contest, into: memory)
        #expect(equilibrium.efforts.values === memory)
        #expect(try memory.array == solve(contest).efforts.values.array)
        #expect(throws: SolveError.self) { try solve(contest, into: CellBuffer(count: 35)) }
    }

    @Test func settingsOutsideTheirDomainAreRefused() throws {
        let contest = try BenchmarkFamily.e.contest(creators: 4, topics: 3, seed: 1)
        let broken: [(String, (inout Settings) -> Void)] = [
            ("tolerance", { $0.tolerance = 0 }), ("tolerance", { $0.tolerance = .nan }), ("iterationLimit", { $0.iterationLimit = 0 }),
            ("timeLimit", { $0.timeLimit = -1 }), ("threads", { $0.threads = 0 }),
        ]
        for (field, spoil) in broken {
            var settings = Settings()
            spoil(&settings)
            #expect { try solve(contest, settings: settings) } throws: { ($0 as? FieldError)?.field == field }
        }
    }

    @Test(arguments: [1, 2])
    func theTimeLimitEndsASolve(_ threads: Int) throws {
        var settings = Settings()
        settings.timeLimit = 1e-9
        settings.threads = threads
        let equilibrium = try solve(BenchmarkFamily.h1.contest(creators: 100, topics: 50, seed: 1), settings: settings)
        #expect(equilibrium.status == .timeLimit)
        #expect(equilibrium.reason != nil && !equilibrium.certificate.isConverged)
    }

    @Test(arguments: [1, 2])
    func cancellationEndsASolve(_ threads: Int) throws {
        let asked = AskedCounter()
        var settings = Settings()
        settings.threads = threads
        settings.isCancelled = { asked.next() > 20 }
        let equilibrium = try solve(BenchmarkFamily.h1.contest(creators: 100, topics: 200, seed: 1), settings: settings)
        #expect(equilibrium.status == .cancelled)
        #expect(equilibrium.reason != nil && !equilibrium.certificate.isConverged)
    }

    /// What an interrupted or limited solve leaves are the efforts of a trial total, near the equilibrium's after some passes, or none.
    @Test(arguments: BenchmarkFamily.allCases, 1...7) func whatIsLeftAreEfforts(family: BenchmarkFamily, asked: Int) throws {
        let game = try family.contest(creators: 3000, topics: 1, seed: 3)
        let total = try solve(game).totals[0]
        let counter = AskedCounter()
        var stopped = Settings()
        stopped.threads = 1
        stopped.isCancelled = { counter.next() > asked }
        var limited = Settings()
        limited.iterationLimit = asked
        for settings in [stopped, limited] {
            let left = try solve(game, settings: settings).totals[0]
            #expect(left == 0 || (left > total / 10 && left < total * 10), "\(left), not about \(total)")
        }
    }

    @Test func theIterationLimitEndsASolve() throws {
        var settings = Settings()
        settings.iterationLimit = 1
        let equilibrium = try solve(BenchmarkFamily.h1.contest(creators: 100, topics: 5, seed: 1), settings: settings)
        #expect(equilibrium.status == .iterationLimit)
        #expect(equilibrium.reason != nil && !equilibrium.certificate.isConverged && equilibrium.iterations == 1)
    }

    @Test func progressReachesTheEndOfBothStages() throws {
        let seen = Mutex<[Progress]>([])
        var settings = Settings()
        settings.progress = { report in seen.withLock { $0.append(report) } }
        _ = try solve(BenchmarkFamily.e.contest(creators: 50, topics: 40, seed: 1), settings: settings)
        for stage in [Progress.Stage.solving, .certifying] {
            let reports = seen.withLock { $0.filter { $0.stage == stage } }
            #expect(reports.contains { $0.done == 2000 } && reports.allSatisfy { $0.total == 2000 && $0.done <= 2000 })
        }
    }
}

/// How often a solve asked whether it is cancelled.
private final class AskedCounter: Sendable {
    private let count = Atomic<Int>(0)
    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
