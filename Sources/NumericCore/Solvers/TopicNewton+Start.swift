import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where a topic's solve begins when no earlier total is given.
extension TopicNewton {
    /// Where to begin: log s of a contest made of a sample of the cells, each standing for its part of the topic.
    /// Small topics are their own sample, but then the loop above does the work: one guess is enough.
    func sampledStart() -> Double {
        var trial = TrialTotal(t: firstGuess())
        let blocks = 16
        let block = 64
        guard cells.count > 4 * blocks * block else { return trial.t }
        let stride = cells.count / blocks
        let weight = Double(cells.count) / Double(blocks * block)
        var search = TotalSearch()
        for _ in 0..<12 {
            let (point, complement) = trial.point(on: curve)
            var total = TileTotal()
            for b in 0..<blocks {
                let first = cells.lowerBound + b * stride
                total.add(sums(over: first..<first + block, at: point, writing: false))
            }
            var sums = total.value
            sums.share *= weight
            sums.share_slope *= weight
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
