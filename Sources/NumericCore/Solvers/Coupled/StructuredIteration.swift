import CKernels

/// One iteration of ``StructuredNewton`` from a profile that stays as it is, as often as wanted: the Newton direction and the
/// trial points it leads to. For measuring what an iteration costs.
package final class StructuredIteration {
    private let newton: StructuredNewton
    private let equations: CoupledEquations
    private let point: CoupledPoint
    private let trial: CoupledPoint
    private let work: StructuredNewton.Work

    /// What one iteration did.
    package struct Outcome: Sendable {
        /// Whether a point was better than the profile.
        package var isAccepted: Bool
        /// Points that were tried.
        package var trials: Int
        /// max |N|/P of the profile, and of the last point tried.
        package var residuals: (before: Double, after: Double)
    }

    /// - Parameters:
    ///   - start: a profile on the contest's cells.
    ///   - threads: over creators.
    /// - Throws: ``FieldError`` where no kernel target can run, ``LinearAlgebraError`` without OpenBLAS.
    /// - Complexity: O(cells); 16 doubles a cell.
    package init(_ contest: Contest, from start: Equilibrium, threads: Int) throws {
        try LinearAlgebra.load()
        nb_blas_set_threads(1)
        var settings = Settings()
        settings.threads = threads
        let game = CoupledGame(contest, kernels: try KernelTarget.active().table)
        let arena = DoublesArena()
        newton = StructuredNewton(
            game: game, workers: Workers(threads: threads), settings: settings, interruption: Interruption(settings),
            meter: ProgressMeter(stage: .solving, total: settings.iterationLimit, report: nil))
        equations = CoupledEquations(game, workers: newton.workers)
        point = CoupledPoint(game, arena)
        trial = CoupledPoint(game, arena)
        work = StructuredNewton.Work(game, arena)
        let initial = CoupledSolve(game: game, settings: settings, interruption: newton.interruption).start(from: start)
        point.effort.update(from: initial.effort, count: game.count)
        point.capacityPrice.update(from: initial.capacityPrices, count: game.creators)
        equations.evaluate(point)
    }

    package func run() -> Outcome {
        var trials = 0
        let isAccepted = newton.advance(equations, point, trial, work, 0, &trials)
        return Outcome(
            isAccepted: isAccepted, trials: trials, residuals: (point.sums.residual, trial.sums.residual))
    }
}
