import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TopicMarket {
    /// The right-hand limit of ``adopterIncome(at:payoff:)`` at s = 0 in the base market, beta >= 0: positive where gt = 0 or the payoff is
    /// the printed one, though the income at 0 itself is 0.
    func adopterIncomeAtZero(payoff: GenAIPayoff) -> Double {
        guard strength > 0, mu > 0, players > 0, payoff == .printed || gamma == 1 else { return 0 }
        return mu * (beta < gamma ? 1 : strength / (strength + 1)) / Double(players) // the limit of w is 1, or a/(1 + a)
    }

    /// The least and the most that ``adopterIncome(at:payoff:)`` is for totals in [low, high].
    ///
    /// With e = w beta + (1 - w) gamma the income's rate dlog A/dlog s is bt - e (derived) or beta - e (printed). w falls
    /// in s where beta <= gamma, so e rises and either rate changes sign at most once, from + to -: the income has no
    /// minimum inside, and its maximum there is where w = (2 gamma - 1 - beta)/(gamma - beta) (derived; the printed
    /// one never rises). Towards s = 0 it tends to what this returns for low = 0 at the top, not to its value 0 there.
    func adopterIncomeRange(from low: Double, to high: Double, payoff: GenAIPayoff) -> ClosedRange<Double> {
        guard strength > 0, mu > 0, high > 0 else { return 0...0 }
        let ends = (adopterIncome(at: low, payoff: payoff), adopterIncome(at: high, payoff: payoff))
        var most = max(ends.0, ends.1)
        if low == 0 { most = max(most, adopterIncomeAtZero(payoff: payoff)) }
        if payoff == .derived, gamma < 1, beta < gamma {
            let weight = (2 * gamma - 1 - beta) / (gamma - beta)
            if weight > 0, weight < 1 {
                let peak = pow(weight / ((1 - weight) * strength), 1 / (beta - gamma))
                if peak > low, peak < high { most = max(most, adopterIncome(at: peak, payoff: payoff)) }
            }
        }
        return min(ends.0, ends.1)...most
    }
}

/// One topic of an inclusive contest: its eligible creators, numbered in the order of the layout, and what each would earn.
struct InclusiveTopic: Sendable {
    let contest: Contest
    /// Its number in the contest.
    let number: Int
    /// c of every eligible creator.
    let costs: [Double]
    /// rho of every eligible creator; one value where they share it.
    let exponents: [Double]
    nonisolated(unsafe) let kernels: UnsafePointer<nb_kernels>

    init(_ contest: Contest, topic: Int, kernels: UnsafePointer<nb_kernels>) {
        self.contest = contest
        number = topic
        self.kernels = kernels
        let cells = contest.layout.range(ofTopic: topic)
        costs = contest.costs.coefficients.withDoubles(cells) { Array(UnsafeBufferPointer(start: $0, count: cells.count)) }
        if let rho = contest.costs.exponent(ofTopic: topic) {
            exponents = [rho]
        } else {
            let all = cells.map { contest.costs.exponent(ofCell: $0, topic: topic) }
            exponents = Set(all).count == 1 ? [all[0]] : all
        }
    }

    /// Number of eligible creators.
    var count: Int { costs.count }
    /// rho where all creators share it.
    var commonExponent: Double? { exponents.count == 1 ? exponents[0] : nil }
    func exponent(_ creator: Int) -> Double { exponents.count == 1 ? exponents[0] : exponents[creator] }

    /// The market with m GenAI users.
    func market(users: Int) -> TopicMarket { contest.topic(number, players: users) }

    /// Payoff of one of m users where humans put in s.
    func userPayoff(at total: Double, users: Int) -> Double { afterFees(income(at: total, users: users)) }

    /// Before fees.
    func income(at total: Double, users: Int) -> Double {
        market(users: users).adopterIncome(at: total, payoff: contest.inclusiveTerms.payoff)
    }

    /// (1 - phi) income - flat, which rises with the income.
    func afterFees(_ income: Double) -> Double {
        let fee = contest.inclusiveTerms.fee
        return (1 - fee.share) * income - fee.flat
    }

    var flatFee: Double { contest.inclusiveTerms.fee.flat }

    /// Bounds of ``income(at:users:)`` over totals.
    func incomeRange(from low: Double, to high: Double, users: Int) -> ClosedRange<Double> {
        market(users: users).adopterIncomeRange(from: low, to: high, payoff: contest.inclusiveTerms.payoff)
    }

    /// Efforts that solve the first-order conditions of `creators` at a trial total, as if they were all human.
    func respond(_ creators: Range<Int>, at point: TotalPoint, into efforts: UnsafeMutablePointer<Double>) {
        var sums = nb_share_sums()
        var at = point.kernel
        costs.withUnsafeBufferPointer { costs in
            exponents.withUnsafeBufferPointer { exponents in
                let isShared = exponents.count == 1
                kernels.pointee.share_pass(
                    creators.count, costs.baseAddress! + creators.lowerBound,
                    exponents.baseAddress! + (isShared ? 0 : creators.lowerBound), isShared ? 0 : 1, &at, nil, nil, &sums, efforts)
            }
        }
    }
}

/// A trial total of a topic with its price and elasticity; or a price of one market with the elasticity of another, which bounds
/// what lies between them.
struct TotalPoint {
    let total: Double
    let price: Double
    let elasticity: Double
    let kernel: nb_topic_point

    /// At log s = t. `bound`: take e from this market in place of the curve's own.
    init(_ curve: TopicCurve, t: Double, elasticityOf bound: TopicCurve? = nil) {
        var point = TrialTotal(t: t).point(on: curve).point
        if let bound {
            let other = TrialTotal(t: t).point(on: bound).point
            point.elasticity = other.elasticity
            point.log_elasticity = other.log_elasticity
            point.inverse_elasticity = other.inverse_elasticity
            point.elasticity_rate = other.elasticity_rate
            point.elasticity_over_total = other.elasticity_over_total
        }
        kernel = point
        total = point.total
        price = 1 / point.inverse_price
        elasticity = point.elasticity
    }

    /// What a human with share z earns where its first-order condition holds: x P (r + e z)/rho, r = rho - 1, since then
    /// c x^rho = x P (1 - e z)/rho.
    func payoff(share: Double, rho: Double) -> Double { share * total * price * (((rho - 1) + elasticity * share) / rho) }
}
