#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Mirror descent along gradients that each creator estimates from its own payoffs: ``BanditFeedback``.
final class BanditDescent: LearningRule, @unchecked Sendable {
    private let steps: GradientSteps
    private let geometry: LearningDynamics.Geometry
    private let feedback: BanditFeedback
    private let random: CounterRandom
    /// What is played.
    private let query: UnsafeMutablePointer<Double>
    /// Z by position.
    private let direction: UnsafeMutablePointer<Double>
    private let payoff: UnsafeMutablePointer<Double>
    private let lastPayoff: UnsafeMutablePointer<Double>
    private let next: UnsafeMutablePointer<Double>
    /// By creator: payoffs are counted in this, so that a step size has no unit.
    private let unit: UnsafeMutablePointer<Double>
    /// Efforts that can pay, by creator.
    private let dimension: [Int]
    var effort: UnsafeMutablePointer<Double> { steps.effort }

    init(
        _ learning: LearningGame, _ geometry: LearningDynamics.Geometry, _ feedback: BanditFeedback, schedule: StepSchedule, seed: UInt64,
        start: UnsafeMutablePointer<Double>
    ) {
        let creators = learning.game.creators
        let unit = learning.doubles(creators)
        var dimension = [Int](repeating: 0, count: creators)
        for i in 0..<creators {
            for p in learning.game.positions(i..<i + 1) where learning.bound[p] > 0 {
                unit[i] = max(unit[i], learning.bound[p] * learning.scale[p])
                dimension[i] += 1
            }
        }
        steps = GradientSteps(learning, schedule: schedule, start: start) { i, p in learning.bound[p] > 0 ? 1 / unit[i] : 0 }
        self.unit = unit
        self.dimension = dimension
        self.geometry = geometry
        self.feedback = feedback
        random = CounterRandom(seed: seed, stream: 0x6261_6e64)
        query = learning.doubles(learning.count)
        direction = learning.doubles(learning.count)
        next = learning.doubles(learning.count)
        payoff = learning.doubles(creators)
        lastPayoff = learning.doubles(creators)
        // The start may lie at the boundary: its own shrunk copy does not.
        for i in 0..<creators { shrink(i, learning.game.positions(i..<i + 1), by: shrinking(1), steps.part, to: steps.part) }
        for p in 0..<learning.count { effort[p] = learning.bound[p] * steps.part[p] }
    }

    /// delta_t / r
    private func shrinking(_ step: Int) -> Double { feedback.radius * pow(Double(step), -feedback.exponent) }

    /// z of X_i to its place in the copy that is shrunk towards (r, ..., r).
    private func shrink(
        _ creator: Int, _ positions: Range<Int>, by share: Double, _ from: UnsafePointer<Double>, to: UnsafeMutablePointer<Double>
    ) {
        let centre = steps.learning.innerRadius[creator]
        for p in positions where steps.learning.bound[p] > 0 { to[p] = from[p] + share * (centre - from[p]) }
    }

    /// The other way.
    private func unshrink(_ creator: Int, _ positions: Range<Int>, by share: Double, to: UnsafeMutablePointer<Double>) {
        let centre = steps.learning.innerRadius[creator]
        for p in positions where steps.learning.bound[p] > 0 {
            to[p] = min(max(centre + (steps.part[p] - centre) / (1 - share), 0), 1)
        }
    }

    func advance(_ step: Int) -> Double {
        let learning = steps.learning
        let share = shrinking(step)
        learning.tiles.run { _, creators, _ in
            for i in creators {
                let positions = learning.game.positions(i..<i + 1)
                self.draw(i, positions, step)
                let radius = share * learning.innerRadius[i]
                for p in positions {
                    self.query[p] = learning.bound[p] * min(max(self.steps.part[p] + radius * self.direction[p], 0), 1)
                }
            }
        }
        steps.payoffs.evaluate(query)
        steps.payoffs.payoffs(query, into: payoff)
        let largest = SharedTable(count: learning.tiles.tiles, filledWith: 0.0)
        learning.tiles.run { _, creators, _ in
            for i in creators {
                let tile = i / CreatorTiles.size
                largest[tile] = max(largest[tile], self.learn(i, learning.game.positions(i..<i + 1), step, share))
            }
        }
        return largest.array.max() ?? 0
    }

    /// Takes what creator i has just been paid into account; the largest move over the step size.
    private func learn(_ i: Int, _ positions: Range<Int>, _ step: Int, _ share: Double) -> Double {
        let seen = feedback.estimate == .onePoint ? payoff[i] : step == 1 ? 0 : payoff[i] - lastPayoff[i]
        lastPayoff[i] = payoff[i]
        guard dimension[i] > 0 else { return 0 }
        let learning = steps.learning
        let size = steps.schedule.size(step: step, moved: steps.moved[i])
        let factor = size * Double(dimension[i]) / (share * learning.innerRadius[i]) * (seen / unit[i])
        for p in positions { steps.push[p] = factor * direction[p] }
        let first = positions.lowerBound
        unshrink(i, positions, by: share, to: next)
        steps.proximal(geometry, i, positions)(next + first, push: steps.push + first, room: steps.room + first)
        for p in positions where learning.bound[p] == 0 { next[p] = 0 }
        shrink(i, positions, by: share, next, to: next)
        let change = steps.take(next, positions)
        steps.moved[i] += change.squares / (size * size)
        return change.largest / size
    }

    /// A direction uniform on the unit sphere: independent normal numbers (Box and Muller 1958, doi:10.1214/aoms/1177706645)
    /// over their length. The numbers depend on seed, step and position alone.
    private func draw(_ creator: Int, _ positions: Range<Int>, _ step: Int) {
        let learning = steps.learning
        var squares = 0.0
        for p in positions {
            guard learning.bound[p] > 0 else {
                direction[p] = 0
                continue
            }
            let counter = 2 &* (UInt64(step) &* UInt64(learning.count) &+ UInt64(p))
            let length = (-2 * log(1 - random.unit(at: counter))).squareRoot()
            direction[p] = length * cos(2 * .pi * random.unit(at: counter &+ 1))
            squares += direction[p] * direction[p]
        }
        let length = squares.squareRoot()
        for p in positions where length > 0 { direction[p] /= length }
    }
}
