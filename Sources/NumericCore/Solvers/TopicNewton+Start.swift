import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where a topic's solve begins when no earlier total is given.
extension TopicNewton {
    /// Where to begin: log s of a contest made of a sample of the cells, each standing for its part of the topic.
    /// Small topics are their own sample, but then the solve does the work: one guess is enough.
    func sampledStart() -> Double {
        let guess = firstGuess()
        let runs = min(max(cells.count / 1024, 16), 64)
        let run = 64
        guard cells.count > 4 * runs * run else { return guess }
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * runs * run) { memory in
            let costs = memory.baseAddress!
            let exponents = costs + runs * run
            let takers = exponents + runs * run
            let stride = self.costs.exponent(ofTopic: topic) == nil ? 1 : 0
            for r in 0..<runs {
                let first = cells.lowerBound + r * (cells.count / runs)
                self.costs.coefficients.withDoubles(first..<first + run) { (costs + r * run).update(from: $0, count: run) }
                self.costs.withExponents(from: first, topic: topic) { source, _ in
                    (exponents + r * run * stride).update(from: source, count: stride == 1 ? run : 1)
                }
            }
            let sample = CellRun(count: runs * run, cost: costs, exponent: exponents, stride: stride)
            return start(of: sample, takers: takers, from: guess)
        }
    }

    /// log s, to about a sample's own accuracy, where the cells of `sample` stand for the topic's.
    private func start(of sample: CellRun, takers: UnsafeMutablePointer<Double>, from guess: Double) -> Double {
        let weight = Double(cells.count) / Double(sample.count)
        var trial = TrialTotal(t: guess)
        var kept: (trial: TrialTotal, point: nb_topic_point)?
        var search = TotalSearch()
        for _ in 0..<12 {
            let (point, complement) = trial.point(on: curve)
            let move = kept.flatMap { self.move(from: $0.trial, $0.point, to: trial, point) }
            if move == nil { kept = (trial, point) }
            var sums = kernels.pointee.shares(of: sample, at: point, move: move, taker: takers, effort: nil)
            sums.share *= weight
            sums.share_slope *= weight
            sums.square *= weight
            sums.cube *= weight
            sums.dominant *= weight
            sums.slack *= weight
            sums.slack_slope *= weight
            let balance = balance(sums, point, complement)
            let step = search.step(from: trial.t, value: balance.value, proposal: proposal(balance, at: trial))
            trial.move(by: step)
            if abs(step) < 1e-2 { break }
        }
        return trial.t
    }

    /// log s if every cell were like the cheapest of the first few: log(c rho) + r (t - log n) = log P(t).
    private func firstGuess() -> Double {
        var cheapest = cells.lowerBound
        for cell in cells.prefix(64) where costs.coefficients[cell] < costs.coefficients[cheapest] { cheapest = cell }
        let rho = costs.exponent(ofCell: cheapest, topic: topic)
        let logCost = log(costs.coefficients[cheapest] * rho)
        let r = max(rho - 1, 0.1)
        let logCount = log(Double(cells.count))
        var t = 0.0
        for _ in 0..<20 {
            let value = curve(t)
            let step = (value.logPrice - logCost - r * (t - logCount)) / (r + value.elasticity)
            t += step
            if abs(step) < 0.1 { break }
        }
        return t
    }
}
