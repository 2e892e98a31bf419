extension FinitePersuasion {
    /// An optimal policy with prices that prove it.
    ///
    /// States of probability 0 have no part in the program; their recommendation is the sender's favourite and their price 0. Policies are not
    /// unique: compare values and certificates. A small program whose solution in doubles has no certificate is solved once more in fractions.
    /// - Parameter watch: asked before every pivot; a search that ends early returns what it has, with the reason.
    /// - Complexity: each pivot O(states x actions x rows), rows being states and the obedience rows that were ever violated.
    public func solve(watch: PersuasionWatch = .none) -> OptimalPersuasion {
        let scaled = ScaledObedience(of: self)
        let search = scaled.program.solve(leastStake: 1e-13, watch: watch)
        var found = judged(search.solutions, scaled)
        var pivots = search.pivots
        if found?.certificate.isCertified() != true, watch.end == .complete, scaled.program.isSmall {
            let scaled = ScaledObedience(of: self, isExact: true)
            if let exact = ExactDictionary.solution(of: scaled.program, watch: watch) {
                pivots += exact.pivots
                if let better = judged([exact.solution], scaled), better.certificate.isCertified() { found = better }
            }
        }
        let (policy, certificate) = found ?? (scaled.favourites, PersuasionCertificate(
            of: self, policy: scaled.favourites, excessPrices: leastPrices(scaled.noMultipliers), multipliers: scaled.noMultipliers))
        let failure = certificate.isCertified() ? nil : search.reason ?? "rounding left a policy that its certificate does not confirm"
        return OptimalPersuasion(policy: policy, certificate: certificate, pivots: pivots, reason: watch.end == .complete ? failure : watch.end.reason)
    }

    /// The first policy that its certificate confirms, else the first. Solutions are tried one after the other, each as it is, then without what rounding may
    /// have left, and with the faintest recommendations heard as what they are.
    private func judged(_ solutions: [ObedienceProgram.Solution], _ scaled: ScaledObedience) -> (policy: [[Double]], certificate: PersuasionCertificate)? {
        var first: (policy: [[Double]], certificate: PersuasionCertificate)?
        for solution in solutions {
            let multipliers = scaled.multipliers(solution)
            let prices = leastPrices(multipliers)
            for faintest in [0, 1e-15, 1e-12] {
                let policy = scaled.policy(solution, above: faintest)
                let candidate = faintest == 0 ? policy : relabelled(policy, below: 1e-12 * scaled.senderUnit)
                let certificate = PersuasionCertificate(of: self, policy: candidate, excessPrices: prices, multipliers: multipliers)
                if certificate.isCertified() { return (candidate, certificate) }
                first = first ?? (candidate, certificate)
            }
        }
        return first
    }

    /// The least prices above the worst actions' earnings that multipliers allow: p_w max_a [uS(w, a) - min uS(w, .) + sum_a' lambda(a, a') (uR(w, a) - uR(w, a'))].
    func leastPrices(_ multipliers: [[Double]]) -> [Double] {
        prior.indices.map { state in
            let least = sender[state].min() ?? 0
            return prior[state] * (0..<actions).reduce(-Double.infinity) { max($0, worth(of: $1, in: state, above: least, multipliers)) }
        }
    }

    /// uS(w, a) - least + sum_a' lambda(a, a') (uR(w, a) - uR(w, a')).
    func worth(of action: Int, in state: Int, above least: Double, _ multipliers: [[Double]]) -> Double {
        var worth = sender[state][action] - least
        for other in 0..<actions where multipliers[action][other] != 0 {
            worth += multipliers[action][other] * (receiver[state][action] - receiver[state][other])
        }
        return worth
    }

    /// A policy whose disobeyed recommendations are called by what the receiver does on hearing them, where that can cost the sender next to nothing.
    ///
    /// What was a message with a recommendation becomes one with another, which stays obeyed: its rows gain terms that are >= 0.
    /// - Parameter limit: most that the sender may have at stake in a message, sum_w p_w x(a | w) (max uS - min uS).
    private func relabelled(_ policy: [[Double]], below limit: Double) -> [[Double]] {
        var policy = policy
        let likely = prior.indices.filter { prior[$0] > 0 }
        for action in 0..<actions {
            let used = likely.filter { policy[$0][action] > 0 }
            let atStake = used.reduce(0) { $0 + prior[$1] * policy[$1][action] * ((sender[$1].max() ?? 0) - (sender[$1].min() ?? 0)) }
            guard !used.isEmpty, atStake <= limit else { continue }
            let rows = (0..<actions).map { ObedienceRow(of: self, policy, action, $0, used) }
            guard rows.contains(where: { $0.relativeLoss > 1e-12 }),
                let reply = rows.indices.max(by: { (rows[$0].loss, -$0) < (rows[$1].loss, -$1) }) else { continue }
            for state in used {
                policy[state][reply] += policy[state][action]
                policy[state][action] = 0
            }
        }
        return policy
    }
}

/// What ``FinitePersuasion/solve(watch:)`` found.
public struct OptimalPersuasion: Sendable, Equatable {
    /// x(a | w), entry [w][a].
    public let policy: [[Double]]
    /// What proves it, recomputed from policy and prices alone.
    public let certificate: PersuasionCertificate
    /// Steps of the simplex method.
    public let pivots: Int
    /// Why there is no optimum that the certificate confirms; nil where there is one.
    public let reason: String?

    /// Whether the search came to its end and the certificate confirms what it found.
    public var isCertified: Bool { reason == nil && certificate.isCertified() }
}
