import CKernels

/// The Newton direction where K x K blocks a creator would take too long: the same equations by generalised conjugate residuals,
/// truncated after a few directions and preconditioned by all of the system but the products with Q (``KrylovSystem``).
///
/// What is left is all but symmetric: only P'' makes G differ between creators of a topic, by about their shares. With two
/// directions kept it takes as many products as GMRES without restart, where GMRES(30) takes up to a quarter more and
/// BiCGStab a half. Each direction is solved as far as the Newton step it serves can gain (Eisenstat and Walker's second choice).
/// Sources: Eisenstat, Elman and Schultz, SIAM J. Numer. Anal. 20 (1983), doi:10.1137/0720023 (Orthomin);
/// Eisenstat and Walker, SIAM J. Sci. Comput. 17 (1996), doi:10.1137/0917003.
/// - Complexity: 2 n K^2 operations by dgemm an iteration, some tens to 200 iterations a direction; 13 doubles a cell, and one
///   K x K matrix where capacities or total effort join topics. No sum depends on the number of threads.
final class KrylovDirection {
    /// |r| over |b| to which every direction is solved; nil: as far as pays.
    var tolerance: Double?
    /// Iterations a direction; most need a tenth.
    var iterationLimit = 1000
    /// Products with Q (of all creators) so far.
    private(set) var products = 0

    private let game: CoupledGame
    private let system: KrylovSystem
    private let interruption: Interruption
    private let sought: Double
    /// The last direction's |b| and tolerance.
    private var last: (size: Double, tolerance: Double)?
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
        guard system.linearise(point), solve(point) else {
            // Blocks take longer, but make headway with any similarity; an interrupted solve ends with its next step.
            guard game.topics < NewtonSystem.mostTopicsOfBlocks, interruption.status == nil else { return nil }
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
        guard let last, size < .infinity else { return Self.forcing.upperBound }
        let ratio = size / last.size
        var term = 0.9 * ratio * ratio
        let memory = 0.9 * last.tolerance * last.tolerance
        if memory > 0.1 { term = max(term, memory) }
        // No further than the conditions need.
        term = max(term, 1e-2 * sought / point.sums.residual)
        return min(max(term, Self.forcing.lowerBound), Self.forcing.upperBound)
    }

    /// A y = b by GCR. false without an answer.
    private func solve(_ point: CoupledPoint) -> Bool {
        let (solution, residual, tiles, system) = (SharedPositions(solution), SharedPositions(residual), system.tiles, system)
        let k = game.topics
        let squares = SharedTable(count: tiles.slots, filledWith: 0.0)
        tiles.run { [game] slot, creators, _ in
            let positions = game.positions(creators)
            system.rightSide(point, creators, residual.base)
            for p in positions { solution[p] = 0 }
            squares[slot] += dot(positions, residual.base, residual.base)
        }
        let size = squares.array.reduce(0, +).squareRoot()
        guard size.isFinite else { return false }
        guard size > 0 else { return true }
        let target = forcingTerm(size, point)
        last = (size, target)
        var kept: [(step: SharedPositions, image: SharedPositions, square: Double)] = []
        var left = 1.0
        let parts = SharedTable(count: tiles.slots * k, filledWith: 0.0)
        let columns = Self.kept + 2
        let sums = SharedTable(count: tiles.slots * columns, filledWith: 0.0)
        func sum(_ column: Int) -> Double { (0..<tiles.slots).reduce(0) { $0 + sums[$1 * columns + column] } }
        for iteration in 0..<iterationLimit {
            if interruption.status != nil { return false }
            let next = directions[iteration % directions.count]
            let (step, image) = (SharedPositions(next.step), SharedPositions(next.image))
            parts.base.update(repeating: 0, count: parts.count)
            sums.base.update(repeating: 0, count: sums.count)
            tiles.run { slot, creators, _ in
                system.beginInverse(creators, residual.base, step.base, sums: parts.base + slot * k)
            }
            var totals = [Double](repeating: 0, count: k)
            totals.withUnsafeMutableBufferPointer { tiles.add(parts, into: $0.baseAddress!) }
            totals = system.totalStep(totals)
            totals.withUnsafeBufferPointer { totals in
                nonisolated(unsafe) let totals = totals.baseAddress!
                tiles.run { [game, kept] slot, creators, room in
                    system.endInverse(creators, residual.base, totalStep: totals, step.base, image.base, room)
                    let positions = game.positions(creators)
                    for (j, old) in kept.enumerated() { sums[slot * columns + j] += dot(positions, image.base, old.image.base) }
                }
            }
            products += 1
            let overlaps = kept.indices.map { sum($0) / kept[$0].square }
            tiles.run { [game, kept] slot, creators, _ in
                let positions = game.positions(creators)
                for (old, overlap) in zip(kept, overlaps) {
                    add(positions, -overlap, old.step.base, to: step.base)
                    add(positions, -overlap, old.image.base, to: image.base)
                }
                sums[slot * columns + Self.kept] += dot(positions, image.base, image.base)
                sums[slot * columns + Self.kept + 1] += dot(positions, image.base, residual.base)
            }
            let square = sum(Self.kept)
            let length = sum(Self.kept + 1) / square
            guard square > 0, length.isFinite else { break }
            squares.base.update(repeating: 0, count: squares.count)
            tiles.run { [game] slot, creators, _ in
                let positions = game.positions(creators)
                add(positions, length, step.base, to: solution.base)
                add(positions, -length, image.base, to: residual.base)
                squares[slot] += dot(positions, residual.base, residual.base)
            }
            left = squares.array.reduce(0, +).squareRoot() / size
            if left <= target { return true }
            if kept.count == Self.kept { kept.removeFirst() }
            kept.append((step, image, square))
        }
        return left <= Self.useful
    }
}
