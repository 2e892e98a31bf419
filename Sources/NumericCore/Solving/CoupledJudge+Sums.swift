/// What is judged of a creator as a whole.
extension CoupledJudge {
    /// Complementarity and infeasibility. b'x is known to some roundings of itself.
    func note(lambda: Double, used: Double, limit: Double, revenue: Double, _ verdict: inout Verdict) {
        if limit == .infinity {
            if lambda > 0 { verdict.note(residual: .infinity, floor: 0) }
            return
        }
        let excess = max(0, used - limit)
        verdict.note(
            residual: excess == 0 ? 0 : limit == 0 ? .infinity : excess / limit, floor: limit == 0 ? 0 : 0x1p-49 * (used / limit))
        guard lambda > 0 else { return }
        let scale = revenue > 0 ? revenue : 1
        verdict.note(residual: lambda * abs(limit - used) / scale, floor: 0x1p-49 * lambda * max(limit, used) / scale)
    }

    /// Takes a creator's numbers into the verdict of its tile.
    func add(
        gain: Double, revenue: Double, utility: Double, isBound: Bool, creator i: Int, _ own: Verdict, _ verdict: inout Verdict
    ) {
        verdict.residual = worse(verdict.residual, own.residual)
        verdict.floor = worse(verdict.floor, own.floor)
        verdict.excess = worse(verdict.excess, own.excess)
        verdict.gain = worse(verdict.gain, gain)
        // Of a bound the best reply's revenue is not known, but from no loss the gain cannot exceed it.
        let scale = max(revenue, isBound && utility >= 0 ? gain : 0)
        let relative = gain.isNaN ? .nan : gain == 0 || scale == 0 ? 0 : gain / scale
        if isWorse(relative, than: verdict.relativeGain) {
            verdict.relativeGain = relative
            verdict.worstCreator = i
        }
    }

    /// Topics without attention: an effort there is no part of any profile. What it costs is lost, and can be gained back.
    func withoutAttention(_ utilities: SharedTable<Double>) -> Verdict {
        var verdict = Verdict()
        for k in 0..<contest.topics where !markets[k].pays {
            for cell in contest.layout.range(ofTopic: k) where efforts.values.base[cell] != 0 {
                let creator = contest.layout.creator(ofCell: cell, topic: k)
                let x = efforts.values.base[cell]
                let reply = BestReply(
                    market: markets[k], cost: contest.costs.coefficients[cell], rho: contest.costs.exponent(ofCell: cell, topic: k), rivals: 0)
                utilities[creator] -= reply.cost(of: x)
                verdict.note(residual: .infinity, floor: 0)
                verdict.gain = worse(verdict.gain, reply.cost(of: x))
                verdict.relativeGain = 1
                verdict.worstCreator = creator
            }
        }
        return verdict
    }
}
