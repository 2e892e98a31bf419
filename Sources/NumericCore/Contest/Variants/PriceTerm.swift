/// An additive part P_j of a price, by its size and by the elasticity e_j = -s P_j'/P_j.
///
/// A sum of parts is a part: with p_j = P_j / sum P the shares of two of them,
///
///     e = p_1 e_1 + p_2 e_2,   1 - e = p_1 (1 - e_1) + p_2 (1 - e_2),
///     de/dlog s = p_1 e_1' + p_2 e_2' - p_1 p_2 (e_1 - e_2)^2,
///
/// so that e and 1 - e stay sums of terms of one sign. From them P' = -e P/s and P'' = P (e (1 + e) - de/dlog s)/s^2.
/// Source: derived here.
struct PriceTerm: Sendable, Equatable {
    /// P_j, or that over a number which all parts of a sum share.
    var size: Double
    /// e_j
    var elasticity: Double
    /// 1 - e_j, formed without cancellation.
    var complement: Double
    /// de_j/dlog s
    var elasticitySlope: Double

    /// The part with another size.
    func sized(_ size: Double) -> PriceTerm {
        PriceTerm(size: size, elasticity: elasticity, complement: complement, elasticitySlope: elasticitySlope)
    }

    static func + (a: PriceTerm, b: PriceTerm) -> PriceTerm {
        if b.size == 0 { return a }
        if a.size == 0 { return b }
        let sum = a.size + b.size
        let (p, q) = (a.size / sum, b.size / sum)
        let gap = a.elasticity - b.elasticity
        return PriceTerm(
            size: sum, elasticity: p * a.elasticity + q * b.elasticity, complement: p * a.complement + q * b.complement,
            elasticitySlope: p * a.elasticitySlope + q * b.elasticitySlope - p * q * gap * gap)
    }

    /// P, P' and P'' at a total, where `size` is P.
    func price(at total: Double) -> Price {
        let bend = elasticity * (1 + elasticity) - elasticitySlope
        return Price(value: size, slope: -size * elasticity / total, curvature: size / total * bend / total)
    }
}

/// Limits of a part of a price at s = 0 from the right, and of the price of ever more effort.
struct PriceLimits: Sendable, Equatable {
    /// P(0+)
    var price: Double
    /// e(0+)
    var elasticity: Double
    /// lim s P: what a creator alone earns by next to nothing. 0 where e(0+) < 1.
    var revenue: Double
    /// lim d(s P)/ds: what a creator alone earns by its first bit of effort beyond that.
    var marginalRevenue: Double
    /// P at an infinite total.
    var priceAtInfinity: Double

    /// A part with e(0+) < 1, whose revenue starts at 0 with the price as its slope, or one of the revenue given.
    init(price: Double, elasticity: Double, revenue: Double = 0, marginalRevenue: Double? = nil, priceAtInfinity: Double) {
        self.price = price
        self.elasticity = elasticity
        self.revenue = revenue
        self.marginalRevenue = marginalRevenue ?? (elasticity < 1 ? price : elasticity == 1 ? 0 : -.infinity)
        self.priceAtInfinity = priceAtInfinity
    }

    /// The part times a number >= 0; no part at all for 0.
    func scaled(by factor: Double) -> PriceLimits? {
        guard factor > 0 else { return nil }
        return PriceLimits(
            price: factor * price, elasticity: elasticity, revenue: factor * revenue, marginalRevenue: factor * marginalRevenue,
            priceAtInfinity: factor * priceAtInfinity)
    }

    /// Of a sum. The part of the largest elasticity is all of it at 0 where prices are infinite there; where they are finite
    /// their elasticities end at 0, but for a part that vanishes.
    static func + (a: PriceLimits, b: PriceLimits) -> PriceLimits {
        let elasticity: Double
        switch (a.price.isFinite, b.price.isFinite) {
        case (false, false): elasticity = max(a.elasticity, b.elasticity)
        case (false, true): elasticity = a.elasticity
        case (true, false): elasticity = b.elasticity
        case (true, true): elasticity = a.price > 0 ? (b.price > 0 ? 0 : a.elasticity) : b.price > 0 ? b.elasticity : max(a.elasticity, b.elasticity)
        }
        return PriceLimits(
            price: a.price + b.price, elasticity: elasticity, revenue: a.revenue + b.revenue,
            marginalRevenue: a.marginalRevenue + b.marginalRevenue, priceAtInfinity: a.priceAtInfinity + b.priceAtInfinity)
    }
}
