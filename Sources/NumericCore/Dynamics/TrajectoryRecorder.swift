import CKernels

/// Takes the measure of profiles on the way.
final class TrajectoryRecorder: @unchecked Sendable {
    private let learning: LearningGame
    private let payoffs: Payoffs
    private let gradient: UnsafeMutablePointer<Double>
    /// x* by position.
    private let equilibrium: UnsafeMutablePointer<Double>?
    private(set) var records: [Trajectory.Record] = []

    init(_ learning: LearningGame, equilibrium: EffortProfile?) {
        self.learning = learning
        payoffs = Payoffs(learning)
        gradient = learning.doubles(learning.count)
        guard let equilibrium else {
            self.equilibrium = nil
            return
        }
        let efforts = learning.doubles(learning.count)
        learning.game.gather(equilibrium.values, to: efforts)
        self.equilibrium = efforts
    }

    /// Keeps a record of a profile by position.
    /// - Complexity: O(cells), one power a cell; with a capacity O(d log d) a creator more.
    func record(_ step: Int, _ effort: UnsafeMutablePointer<Double>) {
        struct Part {
            var far = 0.0
            var size = 0.0
            var gain = 0.0
            var relativeGain = 0.0
        }
        let parts = SharedTable(count: learning.tiles.tiles, filledWith: Part())
        let learning = learning
        nonisolated(unsafe) let x = effort
        payoffs.evaluate(x)
        payoffs.forEachCreator(x, gradient: gradient) { i, positions in
            var part = parts[i / CreatorTiles.size]
            let gain = self.gain(i, positions, x)
            var revenue = 0.0
            for p in positions {
                revenue += self.payoffs.revenue(p, x[p])
                guard let equilibrium = self.equilibrium, learning.bound[p] > 0 else { continue }
                let weight = learning.scale[p] / learning.bound[p]
                let apart = x[p] - equilibrium[p]
                part.far += weight * apart * apart
                part.size += weight * equilibrium[p] * equilibrium[p]
            }
            part.gain = max(part.gain, gain)
            if gain > 0 { part.relativeGain = max(part.relativeGain, gain / max(gain, revenue)) }
            parts[i / CreatorTiles.size] = part
        }
        var all = Part()
        for part in parts.array {
            all.far += part.far
            all.size += part.size
            all.gain = max(all.gain, part.gain)
            all.relativeGain = max(all.relativeGain, part.relativeGain)
        }
        records.append(Trajectory.Record(
            step: step, distance: equilibrium == nil ? .nan : all.far == 0 ? 0 : (all.far / all.size).squareRoot(),
            exploitability: all.gain, relativeExploitability: all.relativeGain,
            totals: Array(UnsafeBufferPointer(start: payoffs.totals, count: learning.game.topics))))
    }

    /// max over y in X_i of <g, y - x>: everything that pays, as far as the capacity goes, the best paid first.
    private func gain(_ i: Int, _ positions: Range<Int>, _ x: UnsafePointer<Double>) -> Double {
        let view = learning.game.view
        guard let limit = view.limit?[i], limit.isFinite, let weight = view.limit_weight else {
            return positions.reduce(0) { $0 + gradient[$1] * ((gradient[$1] > 0 ? learning.bound[$1] : 0) - x[$1]) }
        }
        var left = limit
        var gain = 0.0
        for p in positions { gain -= gradient[p] * x[p] }
        let paid = positions.filter { gradient[$0] > 0 }.sorted {
            let (a, b) = (gradient[$0] / weight[learning.topic($0)], gradient[$1] / weight[learning.topic($1)])
            return a > b || (a == b && $0 < $1)
        }
        for p in paid where left > 0 {
            let effort = min(learning.bound[p], left / weight[learning.topic(p)])
            gain += gradient[p] * effort
            left -= weight[learning.topic(p)] * effort
        }
        return max(0, gain)
    }
}
