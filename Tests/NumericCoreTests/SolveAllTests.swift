import NumericCore
import Synchronization
import TestSupport
import Testing

/// Batches: every contest as if it were alone, whatever the threads.
@Suite struct SolveAllTests {
    /// Separable and coupled contests of several sizes, some without an equilibrium.
    private func contests() throws -> [Contest] {
        var contests: [Contest] = []
        for seed in 1...12 {
            contests.append(try BenchmarkFamily.h2.contest(creators: 5 * seed, topics: 1 + seed % 4, seed: UInt64(seed)))
            contests.append(try PlantedCoupledGames().game(seed: UInt64(seed)).game.contest())
        }
        contests.insert(try PlainGame(mu: 10, costs: [1], exponent: 2).contest(), at: 3)
        contests.insert(try PlainGame(mu: 10, alpha: 1, beta: -0.2, gamma: 0.8, costs: [1, 2], exponent: 2).contest(), at: 7)
        return contests
    }

    private func same(_ a: Equilibrium, _ b: Equilibrium) -> Bool {
        a.status == b.status && a.reason == b.reason && a.method == b.method && bits(a.efforts.values) == bits(b.efforts.values)
            && bits(a.totals) == bits(b.totals) && bits(a.prices) == bits(b.prices) && bits(a.utilities) == bits(b.utilities)
            && a.capacityPrices.map(bits) == b.capacityPrices.map(bits) && a.iterations == b.iterations
            && a.certificate.relativeResidual.bitPattern == b.certificate.relativeResidual.bitPattern
    }

    @Test(arguments: [1, 2, 7]) func everyResultIsThatOfASolveAlone(threads: Int) throws {
        let contests = try contests()
        var settings = Settings()
        settings.threads = threads
        let results = try solveAll(contests, settings: settings)
        #expect(results.count == contests.count)
        for (index, (contest, result)) in zip(contests, results).enumerated() {
            #expect(same(try result.get(), try solve(contest)), "contest \(index)")
        }
        #expect(try results[3].get().status == .noEquilibrium)
        #expect(try results[7].get().searches.count == 1)
    }

    private struct Failed: Error, Equatable { let index: Int }

    @Test(arguments: [1, 3]) func resultsComeInOrderAndAFailureStopsNobody(threads: Int) throws {
        var settings = Settings()
        settings.threads = threads
        var seen: [Int] = []
        let shares = Mutex<[Int]>([])
        try solveAll(
            40, settings: settings, progress: { done, total in shares.withLock { $0.append(done * 1000 + total) } },
            contest: { index in
                if index % 10 == 4 { throw Failed(index: index) }
                return try BenchmarkFamily.e.contest(creators: index % 7 == 0 ? 2000 : 3, topics: 2, seed: UInt64(index))
            },
            onResult: { index, result in
                seen.append(index)
                switch result {
                case .success(let equilibrium): #expect(index % 10 != 4 && equilibrium.status == .converged)
                case .failure(let error): #expect(error as? Failed == Failed(index: index) && index % 10 == 4)
                }
            })
        #expect(seen == Array(0..<40))
        #expect(shares.withLock { $0 } == (1...40).map { $0 * 1000 + 40 })
    }

    /// Cancelled once three results are in: those stand, and what had not begun says so.
    @Test(arguments: [1, 4]) func cancellationLeavesTheRestNotBegun(threads: Int) throws {
        var settings = Settings()
        settings.threads = threads
        let flag = CancellationFlag()
        settings.isCancelled = { flag.isSet }
        var converged = 0
        var notBegun = 0
        try solveAll(
            200, settings: settings, contest: { try BenchmarkFamily.e.contest(creators: 5, topics: 1, seed: UInt64($0)) },
            onResult: { index, result in
                if index == 2 { flag.set() }
                switch result {
                case .success(let equilibrium): converged += equilibrium.status == .converged ? 1 : 0
                case .failure(let error): notBegun += error is NotBegun ? 1 : 0
                }
            })
        #expect(converged >= 3)
        #expect(notBegun >= 200 - 3 - 5 * threads)
    }

    @Test func nothingIsNothingAndBadSettingsAreRefused() throws {
        #expect(try solveAll([]).isEmpty)
        var settings = Settings()
        settings.tolerance = 0
        #expect(throws: FieldError.self) { try solveAll([], settings: settings) }
    }
}
