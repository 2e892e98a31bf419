import CKernels

/// One plain step of ``ProjectedGradient`` (`projected`) from a profile that stays as it is, as often as wanted. For measuring what
/// a step costs.
package final class ProjectedIteration {
    private let kernel: ProjectedStep
    private let point: CoupledPoint
    private let next: CoupledPoint
    private let game: CoupledGame

    /// - Parameters:
    ///   - start: a profile on the contest's cells.
    ///   - threads: over creators.
    /// - Throws: ``FieldError`` where no kernel target can run, ``LinearAlgebraError`` without OpenBLAS.
    /// - Complexity: O(cells); 25 doubles a cell.
    package init(_ contest: Contest, from start: Equilibrium, threads: Int) throws {
        try LinearAlgebra.load()
        nb_blas_set_threads(1)
        let game = CoupledGame(contest, kernels: try KernelTarget.active().table)
        let workers = Workers(threads: threads)
        let arena = DoublesArena()
        self.game = game
        point = CoupledPoint(game, arena)
        next = CoupledPoint(game, arena)
        kernel = ProjectedStep(game, workers: workers, arena: arena)
        let initial = CoupledSolve(game: game, settings: Settings(), interruption: Interruption(Settings())).start(from: start)
        point.effort.update(from: initial.effort, count: game.count)
        point.capacityPrice.update(from: initial.capacityPrices, count: game.creators)
        CoupledEquations(game, workers: workers).evaluate(point)
        kernel.look(at: point)
    }

    package func run() {
        next.capacityPrice.update(from: point.capacityPrice, count: game.creators)
        _ = kernel.step(base: point, from: point, to: next, gradient: nil)
    }

    /// The largest change of a topic's total that the last step made, relative; infinite where one is not a number.
    package var change: Double {
        (0..<game.topics).reduce(0.0) { most, k in
            let change = abs(next.totals[k] - point.totals[k]) / max(point.totals[k], .leastNormalMagnitude)
            return change <= most ? most : change.isNaN ? .infinity : change
        }
    }
}
