/// Memories of one topic on a grid, rounded down: what the arm bound knows of N_i.
///
/// A topic that never forgets (gamma = 1) is played a whole number of times, so its grid holds every count that can
/// occur, each formed by the additions of the simulation. A topic that fades has `size` points at equal steps over
/// [0, largest memory]; a memory between two points is taken for the lower one, which by the monotonicity of the game
/// (less memory never hurts) can only raise a bound.
///
/// After a round the point g becomes `idle[g]` where the topic rests, gamma N, and `played[g]` where it is played,
/// gamma (N + 1).
struct ArmGrid: Sendable {
    let points: [Double]
    let idle: [Int32]
    let played: [Int32]
    /// The point of the initial memory.
    let start: Int
    private let inverseStep: Double
    private let counted: Bool
    private let offset: Double

    /// - Complexity: O(size).
    init(memory gamma: Double, initial: Double, rounds: Int, size: Int) {
        if gamma == 1, rounds < 4 * size {
            var counts = [initial]
            for _ in 0..<rounds { counts.append(counts[counts.count - 1] + 1) }
            points = counts
            idle = counts.indices.map(Int32.init)
            played = counts.indices.map { Int32(min($0 + 1, rounds)) }
            (start, inverseStep, counted, offset) = (0, 1, true, initial)
            return
        }
        var largest = initial
        var memory = initial
        for _ in 0..<min(rounds, 1 << 20) {
            let next = gamma * (memory + 1)
            if next <= memory { break }
            memory = next
            largest = max(largest, memory)
        }
        if largest < 0x1p-900 { largest = 0 } // counts as no memory at all, which a bound may do; its reciprocal would overflow
        let step = largest > 0 ? largest / Double(max(1, size - 1)) : 1
        let inverse = 1 / step
        let last = largest > 0 ? size - 1 : 0
        // One part in 10^13 below the quotient: rounding may lower a point, never raise it.
        func point(_ value: Double) -> Int { min(last, max(0, Int(value * inverse * (1 - 1e-13)))) }
        let grid = (0...last).map { Double($0) * step }
        points = grid
        idle = grid.map { Int32(point(gamma * $0)) }
        played = grid.map { Int32(point(gamma * ($0 + 1))) }
        start = point(initial)
        (inverseStep, counted, offset) = (inverse * (1 - 1e-13), false, 0)
    }

    var count: Int { points.count }

    /// The point at or below a memory that a plan can reach.
    @inline(__always)
    func point(of memory: Double) -> Int {
        let place = (memory - offset) * inverseStep
        // Counts are whole up to the rounding of their additions.
        return min(points.count - 1, max(0, Int(counted ? place + 0x1p-20 : place)))
    }
}
