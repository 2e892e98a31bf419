/// A first-price auction between two bidders whose value is 0 or 1, with assistants that tell each the other's value, correct with
/// probability q. The equilibrium in closed form.
///
/// P(value 1) = h independently, l = 1 - h; of equal bids the higher value wins, and a bidder of value 0 bids 0. With
/// sL = h(1-q) + lq the probability of hearing "low", piL = h(1-q)/sL and piH = hq/sH are what a bidder of value 1 believes. The family is
/// that of Fang, Morris 2006 (J. Economic Theory 126); the closed forms were derived here.
/// ```swift
/// BinaryAuction(highProbability: 0.5, accuracy: 0.75)?.surplus[0]   // 15/52
/// ```
public struct BinaryAuction: Sendable {
    /// Each bidder's expected gain, value less bid.
    public let surplus: [ExactNumber]
    /// What the seller gets: 1 - l^2, the value that is always handed over, less both surpluses.
    public let revenue: ExactNumber
    /// The largest bid after hearing "low": such a bidder mixes on [0, topLow].
    public let topLow: ExactNumber
    /// The largest bid of all: after "high" a bidder mixes on [topLow, topHigh].
    public let topHigh: ExactNumber
    /// Probability of bidding 0 of a bidder of value 1 that heard "low"; other than 0 only where one bidder alone has an assistant.
    public let massAtZero: ExactNumber

    /// - Parameters:
    ///   - highProbability: h, in (0, 1).
    ///   - accuracy: q, in [1/2, 1].
    ///   - assisted: which of the two has an assistant. Without any, everybody with value 1 mixes on [0, h]: as at q = 1/2.
    /// - Returns: nil outside these domains.
    public init?(highProbability: ExactNumber, accuracy: ExactNumber, assisted: (Bool, Bool) = (true, true)) {
        guard highProbability.value > 0, highProbability.value < 1, accuracy.value >= 0.5, accuracy.value <= 1 else { return nil }
        let q = assisted == (false, false) ? 0.5 : accuracy
        let isAlone = assisted.0 != assisted.1
        if let h = highProbability.exact, let q = q.exact, let found = BinaryBids(h, q, isAlone: isAlone), found.isDefined {
            self.init(found, second: assisted == (false, true))
        } else if let found = BinaryBids(highProbability.value, q.value, isAlone: isAlone) {
            self.init(found, second: assisted == (false, true))
        } else {
            return nil
        }
    }

    private init(_ found: BinaryBids<some GameNumber>, second: Bool) {
        let pair = [found.surplus.exactNumber, found.rivalSurplus.exactNumber]
        surplus = second ? pair.reversed() : pair
        revenue = found.revenue.exactNumber
        topLow = found.topLow.exactNumber
        topHigh = found.topHigh.exactNumber
        massAtZero = found.massAtZero.exactNumber
    }
}

/// The formulas in one arithmetic, in forms that add and never subtract numbers of like size, so that rare high values and precise signals
/// keep their digits. `surplus` is the first bidder's, who has an assistant.
private struct BinaryBids<Number: GameNumber> {
    let surplus: Number
    let rivalSurplus: Number
    let revenue: Number
    let topLow: Number
    let topHigh: Number
    let massAtZero: Number

    var isDefined: Bool { [surplus, rivalSurplus, revenue, topLow, topHigh, massAtZero].allSatisfy(\.isDefined) }

    init?(_ h: Number, _ q: Number, isAlone: Bool) {
        let one = Number(1)
        let (l, wrong) = (one - h, one - q)
        let (low, high) = (h * wrong + l * q, h * q + l * wrong)
        guard low > .zero, high > .zero else { return nil }
        // Both bounds are of the form 1 - (1 - x)(1 - y) = x + y (1 - x).
        if isAlone {
            // The rival of value 1 is indifferent on [0, topHigh] between bids that beat "low" with probability G_L and "high" with G_H;
            // the informed one's replies to the rival's F give F(topLow) = sL and with it topLow/(1 - topLow) = h(1-q) sL/(lq).
            let share = l * q + h * wrong * low
            let rest = l * q / share
            topLow = h * wrong * low / share
            topHigh = topLow + h * q * rest
            // 1 - topHigh = (1 - topLow)(1 - hq), and l + h(1-q) G_L(0) = 1 - topHigh in a form that has a limit at q = 1.
            let stake = rest * (h * wrong + l)
            massAtZero = l * h * (q - wrong) / share
            surplus = h * (l * q + high * stake)
            rivalSurplus = h * stake
            // 1 - l^2 less both surpluses, with l = 1 - h put in and h^2 taken out.
            revenue = h * h * (l * q * (h * q + (l + l) * wrong) + h * wrong * wrong * (one + l)) / share
        } else {
            let share = h * wrong * wrong + l * q
            topLow = h * wrong * wrong / share
            topHigh = topLow + h * q * q / high * (l * q / share)
            massAtZero = .zero
            surplus = h * l * q * (h * wrong + l) / share
            rivalSurplus = surplus
            revenue = h * h * ((one + l) * wrong * wrong + l * q * (q - wrong)) / share
        }
    }
}
