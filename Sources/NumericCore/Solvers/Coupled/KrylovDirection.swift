import CKernels

/// The Newton direction where K x K blocks a creator would take too long: the same equations by generalised conjugate residuals,
/// truncated after a few directions and preconditioned by all of the system but the products with Q (``KrylovSystem``).
///
/// What is left is all but symmetric: only P'' makes G differ between creators of a topic, by about their shares. With two
/// directions kept it takes as many products as GMRES without restart, where GMRES(30) takes up to a quarter more and
/// BiCGStab a half. Each direction is solved as far as the Newton step it serves can gain (Eisenstat and Walker's second choice).
/// Sources: Eisenstat, Elman and Schultz, SIAM J. Numer. Anal. 20 (1983), doi:10.1137/0720023 (Orthomin);
/// Eisenstat and Walker, SIAM J. Sci. Comput. 17 (1996), doi:10.1137/0917003.
/// - Complexity: 2 n K^2 operations an iteration, by matrix products, some tens to 200 iterations a direction; 13 doubles a cell, and one
///   K x K matrix where capacities or total effort join topics. No sum depends on the number of threads.
final class KrylovDirection {
    /// |r| over |b| to which every direction is solved; nil: as far as pays.
    var tolerance: Double?
    /// Iterations a direction. The default, 4 K, takes about as long as four directions by blocks; most need a tenth.
    var iterationLimit: Int
    /// Products with Q (of all creators) so far.
    private(set) var products = 0

    private let game: CoupledGame
    private let system: KrylovSystem
    private let interruption: Interruption
    private let sought: Double
    /// |b| of the last direction.
    private var last: Double?
    /// Blocks had to take over once: from then on they are asked at once.
    private var hasGivenUp = false
    private let solution, residual: UnsafeMutablePointer<Double>
    /// z and A z of the direction in hand and of those kept.
    private let directions: [(step: UnsafeMutablePointer<Double>, image: UnsafeMutablePointer<Double>)]
    private let arena = DoublesArena()

    /// Directions that a new one is made orthogonal to.
    private static let kept = 2
    /// The loosest and the tightest that a direction is solved.
    private static let forcing = 1e-14...0.1
    /// |r| over |b| with which a direction that ran out of iterations may still serve.
    private static let useful = 0.5

    init(_ game: CoupledGame, workers: Workers, settings: Settings, interruption: Interruption) {
        self.game = game
        self.interruption = interruption
        sought = settings.tolerance
        iterationLimit = max(400, 4 * game.topics)
        system = KrylovSystem(game, workers: workers, arena: arena)
        solution = arena.doubles(game.count)
        residual = arena.doubles(game.count)
        directions = (0...Self.kept).map { [arena] _ in (arena.doubles(game.count), arena.doubles(game.count)) }
    }

    /// As ``CoupledEquations/direction(_:step:coupledStep:netStep:)``, and by it where the iteration makes no headway and blocks
    /// are not too large; nil where neither serves, and where it is interrupted.
    func direction(
        _ equations: CoupledEquations, _ point: CoupledPoint, _ step: UnsafeMutablePointer<Double>,
        _ coupledStep: UnsafeMutablePointer<Double>, _ netStep: UnsafeMutablePointer<Double>
    ) -> [Double]? {
        guard !hasGivenUp, system.linearise(point), solve(point) else {
            // Blocks take longer, but make headway with any similarity; an interrupted solve ends with its next step.
            guard game.topics < NewtonSystem.mostTopicsOfBlocks, interruption.status == nil else { return nil }
            hasGivenUp = true
            return equations.direction(point, step: step, coupledStep: coupledStep, netStep: netStep)
        }
        var totalStep = [Double](repeating: 0, count: game.topics)
        for p in 0..<game.count { step[p] = system.root[p] * solution[p] }
        totalStep.withUnsafeMutableBufferPointer { equations.tiles.totals(step, into: $0.baseAddress!) }
        guard totalStep.allSatisfy(\.isFinite) else { return nil }
        nonisolated(unsafe) let (step, coupledStep, netStep) = (step, coupledStep, netStep)
        totalStep.withUnsafeBufferPointer { totalStep in
            nonisolated(unsafe) let totalStep = totalStep.baseAddress!
            equations.tiles.run { _, creators, room in
                equations.findNetSteps(
                    point, creators, totalStep: totalStep, step: step, coupledStep: coupledStep, netStep: netStep, room)
            }
        }
        return totalStep
    }

    /// How far to solve: what Newton's step gains is bounded by the square of what the last one gained.
    private func forcingTerm(_ size: Double, _ point: CoupledPoint) -> Double {
        if let tolerance { return tolerance }
        guard let last else { return Self.forcing.upperBound }
        let gained = size / last
        // No further than the conditions need.
        let term = max(0.9 * gained * gained, 1e-2 * sought / point.sums.residual)
        return min(max(term, Self.forcing.lowerBound), Self.forcing.upperBound)
    }

    /// A y = b by conjugate residuals. false without an answer.
    private func solve(_ point: CoupledPoint) -> Bool {
        let size = begin(point)
        guard size.isFinite else { return false }
        guard size > 0 else { return true }
        let target = forcingTerm(size, point)
        last = size
        var kept: [Direction] = []
        var left = 1.0
        for iteration in 0..<iterationLimit {
            if interruption.status != nil { return false }
            let room = directions[iteration % directions.count]
            applyInverse(SharedPositions(room.step), SharedPositions(room.image))
            products += 1
            guard let next = orthogonal(SharedPositions(room.step), SharedPositions(room.image), to: kept) else { break }
            left = advance(next) / size
            if left <= target { return true }
            if kept.count == Self.kept { kept.removeFirst() }
            kept.append(next)
        }
        return left <= Self.useful
    }

    /// z with A z = q, |q|^2, and the length q'r/|q|^2 that leaves least of r.
    private struct Direction {
        let step: SharedPositions
        let image: SharedPositions
        let square: Double
        let length: Double
    }

    /// y = 0, r = b. |b|.
    private func begin(_ point: CoupledPoint) -> Double {
        let (solution, residual) = (SharedPositions(solution), SharedPositions(residual))
        return sums(1) { [game, system] creators, sums in
            system.rightSide(point, creators, residual.base)
            let positions = game.positions(creators)
            for p in positions { solution[p] = 0 }
            sums[0] += dot(positions, residual.base, residual.base)
        }[0].squareRoot()
    }

    /// z = M^-1 r, q = A z.
    private func applyInverse(_ step: SharedPositions, _ image: SharedPositions) {
        let residual = SharedPositions(residual)
        let totals = sums(game.topics) { [system] creators, sums in system.beginInverse(creators, residual.base, step.base, sums: sums) }
        system.totalStep(totals).withUnsafeBufferPointer { totalStep in
            nonisolated(unsafe) let totalStep = totalStep.baseAddress!
            system.tiles.run { [system] _, creators, room in
                system.endInverse(creators, residual.base, totalStep: totalStep, step.base, image.base, room)
            }
        }
    }

    /// z and q with q orthogonal to those kept; nil where nothing of q is left.
    private func orthogonal(_ step: SharedPositions, _ image: SharedPositions, to kept: [Direction]) -> Direction? {
        let residual = SharedPositions(residual)
        let overlaps = kept.isEmpty ? [] : sums(Self.kept) { [game] creators, sums in
            for (j, old) in kept.enumerated() { sums[j] += dot(game.positions(creators), image.base, old.image.base) }
        }
        let found = sums(2) { [game] creators, sums in
            let positions = game.positions(creators)
            for (old, overlap) in zip(kept, overlaps) {
                add(positions, -overlap / old.square, old.step.base, to: step.base)
                add(positions, -overlap / old.square, old.image.base, to: image.base)
            }
            sums[0] += dot(positions, image.base, image.base)
            sums[1] += dot(positions, image.base, residual.base)
        }
        let length = found[1] / found[0]
        return found[0] > 0 && length.isFinite ? Direction(step: step, image: image, square: found[0], length: length) : nil
    }

    /// y += t z, r -= t q. |r|.
    private func advance(_ next: Direction) -> Double {
        let (solution, residual) = (SharedPositions(solution), SharedPositions(residual))
        return sums(1) { [game] creators, sums in
            let positions = game.positions(creators)
            add(positions, next.length, next.step.base, to: solution.base)
            add(positions, -next.length, next.image.base, to: residual.base)
            sums[0] += dot(positions, residual.base, residual.base)
        }[0].squareRoot()
    }

    /// Runs over tiles with `count` sums each slot of its own, and adds them up slot after slot.
    private func sums(
        _ count: Int, _ body: @Sendable (_ creators: Range<Int>, _ sums: UnsafeMutablePointer<Double>) -> Void
    ) -> [Double] {
        let tiles = system.tiles
        let parts = SharedTable(count: tiles.slots * count, filledWith: 0.0)
        tiles.run { slot, creators, _ in body(creators, parts.base + slot * count) }
        var result = [Double](repeating: 0, count: count)
        result.withUnsafeMutableBufferPointer { tiles.add(parts, into: $0.baseAddress!) }
        return result
    }
}
