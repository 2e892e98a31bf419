/// A way to go from one profile to the next.
protocol LearningRule: AnyObject {
    /// x by position: what is recorded.
    var effort: UnsafeMutablePointer<Double> { get }
    /// Makes step t = 1, 2, ...
    /// - Returns: the largest move over the step size: ``SimulationSettings/tolerance``.
    func advance(_ step: Int) -> Double
}

/// What every rule that steps along gradients keeps, creator after creator.
final class GradientSteps {
    let learning: LearningGame
    let payoffs: Payoffs
    let schedule: StepSchedule
    let effort: UnsafeMutablePointer<Double>
    /// x/u
    let part: UnsafeMutablePointer<Double>
    let gradient: UnsafeMutablePointer<Double>
    let push: UnsafeMutablePointer<Double>
    let room: UnsafeMutablePointer<Double>
    /// Sum of (|move| / gamma)^2 by creator.
    let moved: UnsafeMutablePointer<Double>
    /// b = a u and v = M b by position, where there is a capacity.
    private let capacity: (weight: UnsafeMutablePointer<Double>, pull: UnsafeMutablePointer<Double>)?

    /// - Parameter metric: M in units of u, by creator and position.
    init(_ learning: LearningGame, schedule: StepSchedule, start: UnsafeMutablePointer<Double>, metric: (Int, Int) -> Double) {
        self.learning = learning
        self.schedule = schedule
        payoffs = Payoffs(learning)
        effort = start
        part = learning.doubles(learning.count)
        gradient = learning.doubles(learning.count)
        push = learning.doubles(learning.count)
        room = learning.doubles(learning.count)
        moved = learning.doubles(learning.game.creators)
        for p in 0..<learning.count { part[p] = learning.bound[p] > 0 ? start[p] / learning.bound[p] : 0 }
        guard let weight = learning.game.view.limit_weight else {
            capacity = nil
            return
        }
        let capacity = (weight: learning.doubles(learning.count), pull: learning.doubles(learning.count))
        for i in 0..<learning.game.creators {
            for p in learning.game.positions(i..<i + 1) {
                capacity.weight[p] = weight[learning.topic(p)] * learning.bound[p]
                capacity.pull[p] = metric(i, p) * capacity.weight[p]
            }
        }
        self.capacity = capacity
    }

    /// The step of one creator.
    func proximal(_ geometry: LearningDynamics.Geometry, _ creator: Int, _ positions: Range<Int>) -> ProximalStep {
        let first = positions.lowerBound
        var bounds: (weight: UnsafePointer<Double>, pull: UnsafePointer<Double>, limit: Double)?
        if let capacity, let limit = learning.game.view.limit?[creator], limit.isFinite {
            bounds = (UnsafePointer(capacity.weight + first), UnsafePointer(capacity.pull + first), limit)
        }
        return ProximalStep(geometry: geometry, count: positions.count, capacity: bounds)
    }

    /// Takes z of a creator over into its effort; the largest change of z, and the sum of the squares of all.
    func take(_ z: UnsafePointer<Double>, _ positions: Range<Int>) -> (largest: Double, squares: Double) {
        var (largest, squares) = (0.0, 0.0)
        for p in positions {
            let change = z[p] - part[p]
            largest = max(largest, abs(change))
            squares += change * change
            part[p] = z[p]
            effort[p] = learning.bound[p] * z[p]
        }
        return (largest, squares)
    }
}

/// Mirror descent and dual averaging along exact gradients.
final class ExactDescent: LearningRule, @unchecked Sendable {
    private let steps: GradientSteps
    private let geometry: LearningDynamics.Geometry
    /// y of dual averaging, in units of u.
    private let accumulated: UnsafeMutablePointer<Double>?
    /// The log odds of entropic steps: near a bound the efforts themselves hold too few digits of them.
    private let logOdds: UnsafeMutablePointer<Double>?
    /// The log odds before a step.
    private let oddsBefore: UnsafeMutablePointer<Double>?
    private let next: UnsafeMutablePointer<Double>
    var effort: UnsafeMutablePointer<Double> { steps.effort }

    init(
        _ learning: LearningGame, _ geometry: LearningDynamics.Geometry, isLazy: Bool, schedule: StepSchedule, start: UnsafeMutablePointer<Double>
    ) {
        // M of x is u/p, so that of z = x/u is 1/(u p).
        steps = GradientSteps(learning, schedule: schedule, start: start) { _, p in
            learning.bound[p] > 0 ? 1 / (learning.bound[p] * learning.scale[p]) : 0
        }
        self.geometry = geometry
        next = learning.doubles(learning.count)
        accumulated = isLazy ? learning.doubles(learning.count) : nil
        let isEntropic = geometry == .entropic
        logOdds = isEntropic ? learning.doubles(learning.count) : nil
        oddsBefore = isEntropic ? learning.doubles(learning.count) : nil
        if let logOdds { for p in 0..<learning.count { logOdds[p] = ProximalStep.logOdds(steps.part[p]) } }
        if let accumulated { for p in 0..<learning.count { accumulated[p] = steps.part[p] } }
    }

    /// What still pushes a creator of dual averaging inwards: its efforts may stand still at a bound while y comes back from
    /// far outside. With a capacity that the pushes agree on, only whether it moves is known.
    private func pull(_ positions: Range<Int>, _ change: Double) -> Double {
        var largest = change
        for p in positions where (steps.part[p] == 0 && steps.push[p] > 0) || (steps.part[p] == 1 && steps.push[p] < 0) {
            largest = max(largest, abs(steps.push[p]))
        }
        return largest
    }

    /// The largest move about to be made, relative to the effort: entropic steps multiply, and an effort that falls without end
    /// has not settled before it is 0. One beyond half its bound that moves inwards counts relative to what is left of the bound, which falls
    /// short of nothing that doubles hold. Moves within the last place of the log odds, which reach to -700, are none.
    private func relativeMove(_ positions: Range<Int>) -> Double {
        guard let logOdds, let oddsBefore else { return 0 }
        var largest = 0.0
        for p in positions {
            if next[p] != steps.part[p] { largest = max(largest, abs(next[p] - steps.part[p]) / max(next[p], steps.part[p])) }
            if steps.part[p] > 0.5 { largest = max(largest, oddsBefore[p] - logOdds[p]) }
        }
        return largest > 0x1p-42 ? largest : 0
    }

    func advance(_ step: Int) -> Double {
        let learning = steps.learning
        let largest = SharedTable(count: learning.tiles.tiles, filledWith: 0.0)
        steps.payoffs.evaluate(effort)
        steps.payoffs.forEachCreator(effort, gradient: steps.gradient) { i, positions in
            let steps = self.steps
            let size = steps.schedule.size(step: step, moved: steps.moved[i])
            // The gradient in z is u g; times M it is g/p.
            for p in positions {
                steps.push[p] = learning.bound[p] > 0 ? size * steps.gradient[p] / learning.scale[p] : 0
                self.next[p] = steps.part[p]
                if let logOdds = self.logOdds { self.oddsBefore?[p] = logOdds[p] }
            }
            let first = positions.lowerBound
            let proximal = steps.proximal(self.geometry, i, positions)
            if let accumulated = self.accumulated {
                // No push is longer than X_i is wide: an empty topic's price is all but infinite, and y would never come back.
                for p in positions { accumulated[p] += min(max(steps.push[p], -1), 1) }
                proximal.project(accumulated + first, to: self.next + first)
            } else {
                proximal(self.next + first, push: steps.push + first, room: steps.room + first, keeping: self.logOdds.map { $0 + first })
            }
            let relative = self.relativeMove(positions)
            let change = steps.take(self.next, positions)
            steps.moved[i] += change.squares / (size * size)
            let move = self.accumulated == nil ? max(relative, change.largest) : self.pull(positions, change.largest)
            let tile = i / CreatorTiles.size
            largest[tile] = max(largest[tile], move / size)
        }
        return largest.array.max() ?? 0
    }
}
