import NumericCore
import TestSupport
import Testing

/// A certificate that is stopped half way claims nothing: time limits and cancellation reach beyond the solver.
@Suite struct CertificationLimitTests {
    enum Game: CaseIterable, Sendable {
        case separable, coupled

        /// Of several blocks, or tiles, of creators.
        func contest() throws -> Contest {
            switch self {
            case .separable: try BenchmarkFamily.e.contest(creators: 3000, topics: 12, seed: 1)
            case .coupled: try CoupledFamily.c1.contest(creators: 600, topics: 4, seed: 1)
            }
        }
    }

    /// Settings of a solve that is cancelled as soon as its certificate has begun.
    private func cancelledWhileCertifying() -> Settings {
        let flag = CancellationFlag()
        var settings = Settings()
        settings.threads = 1
        settings.progress = { if $0.stage == .certifying { flag.set() } }
        settings.isCancelled = { flag.isSet }
        return settings
    }

    @Test(arguments: Game.allCases) func aCancelledCertificateIsNoEquilibrium(game: Game) throws {
        let contest = try game.contest()
        let whole = try solve(contest)
        let left = try solve(contest, settings: cancelledWhileCertifying())
        #expect(whole.status == .converged && left.status == .cancelled)
        #expect(left.reason == "cancelled before the profile was certified")
        // The solver had done its part, and what is only sums is there.
        #expect(left.efforts.values.array == whole.efforts.values.array && left.totals == whole.totals)
        let certificate = left.certificate
        #expect(!certificate.isConverged && certificate.relativeResidual.isNaN && certificate.relativeExploitability.isNaN)
        #expect(left.utilities.count { $0.isNaN } > 0)
        for (a, b) in zip(left.utilities, whole.utilities) where !a.isNaN { #expect(a == b) }
    }

    /// The limit is a billionth of a second: every creator is left out.
    @Test(arguments: Game.allCases, [Settings.Exploitability.bound, .search])
    func beyondTheTimeLimitNothingIsKnown(game: Game, kind: Settings.Exploitability) throws {
        let contest = try game.contest()
        let solved = try solve(contest)
        var settings = Settings()
        (settings.timeLimit, settings.exploitability) = (1e-9, kind)
        let late = try certify(contest, efforts: solved.efforts, settings: settings)
        #expect(late.interruption == .timeLimit && !late.certificate.isConverged)
        #expect(late.certificate.relativeResidual.isNaN && late.certificate.exploitability.isNaN && late.utilities.allSatisfy(\.isNaN))
        #expect(late.totals == solved.totals && late.prices == solved.prices)
        settings.timeLimit = 1e9
        let inTime = try certify(contest, efforts: solved.efforts, settings: settings)
        #expect(inTime.interruption == nil && inTime.certificate.isConverged)
        if kind == .bound { #expect(inTime.utilities == solved.utilities) }
    }

    /// A solve that its limit stops still says how far from an equilibrium it is.
    @Test(arguments: Game.allCases) func aSolverOutOfTimeHasItsResidual(game: Game) throws {
        var settings = Settings()
        settings.timeLimit = 1e-9
        let stopped = try solve(game.contest(), settings: settings)
        #expect(stopped.status == .timeLimit && !stopped.certificate.isConverged)
        #expect(stopped.certificate.relativeResidual > 1e-10 && stopped.utilities.allSatisfy(\.isFinite))
    }

    /// A sweep drops the point whose certificate was stopped.
    @Test func aSweepEndsInTheMiddleOfACertificate() throws {
        let grid = try ParameterGrid(set: ["market.alpha=1,2"])
        let end = try sweep(Game.separable.contest(), over: grid, settings: cancelledWhileCertifying()) { point in
            Issue.record("point \(point.point) was reported")
        }
        #expect(end == .cancelled)
    }
}
