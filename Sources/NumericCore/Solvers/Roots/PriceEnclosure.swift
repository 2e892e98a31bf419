#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Proved bounds of a topic's elasticity e = -dlog P/dt and of de/dt over a piece of t = log s, for every market.
///
/// A price is a sum of at most three parts (``MarketVariant``), and each part's elasticity e_j rises or falls over all t:
/// de_j/dt = K_j w (1 - w) with w a logistic function of t and K_j a constant, so that it is largest in size, K_j/4, where w = 1/2
/// and falls away from there.
///
///     mu/D:                 K = (gamma - beta)^2            w = 1/2 at log a/(gamma - beta)
///     mu s^-gamma:          K = 0
///     T^-gamma, T^gt/s:     K = gamma d^2, -gt d^2          the same, d = gamma - beta
///     (s + s0)^-d:          K = d                           w = 1/2 at log s0
///
/// Values at the two ends therefore bound e_j and de_j/dt. The log of the ratio of two parts has the slope e_j - e_k, which bounds
/// the weights p_j = P_j/P over the piece, and
///
///     e = sum_j p_j e_j,   de/dt = sum_j p_j de_j/dt - sum_{j<k} p_j p_k (e_j - e_k)^2.
///
/// Source: derived here.
struct PriceEnclosure: Sendable {
    let market: TopicMarket
    private let curve: TopicCurve
    private let parts: [Part]
    /// d of a licence, and the sizes of the logarithms of what does not depend on t.
    private let (decay, constants): (Double, Double)

    /// One P_j: its shape, K, and where de_j/dt is largest.
    private struct Part: Sendable {
        var kind: Kind
        var rate: Double
        var centre: Double

        enum Kind: Sendable {
            case base
            case market(VariantCurve, logWeight: Double)
            case licence(DataLicence)
        }
    }

    /// A price at one t, with its parts.
    struct Point: Sendable {
        let t: Double
        let logPrice: Double
        let elasticity: Double
        fileprivate let parts: [PartPoint]
    }

    fileprivate struct PartPoint: Sendable {
        var logSize: Double
        var elasticity: Double
        var slope: Double
    }

    init(_ market: TopicMarket) {
        self.market = market
        curve = TopicCurve(market)
        func size(_ value: Double) -> Double { value > 0 ? abs(log(value)) : 0 }
        let terms = market.variant?.licence ?? .none
        decay = terms.price > 0 ? terms.decay : 0
        constants = 1 + size(market.mu) + size(market.strength) + size(terms.price) + decay * size(terms.outsideData)
        let gap = market.gamma - market.beta
        let hasGenAI = market.strength > 0 && gap > 0
        let centre = hasGenAI ? log(market.strength) / gap : 0
        let bend = hasGenAI ? gap * gap : 0
        guard let variant = market.variant else {
            parts = [Part(kind: .base, rate: bend, centre: centre)]
            return
        }
        let isTotal = variant.demand == .total
        var parts: [Part] = []
        func add(conversation: Double, weight: Double, rate: Double) {
            guard market.mu > 0, weight > 0 else { return }
            var alone = variant.withoutLicence
            (alone.royalty, alone.conversationShare) = (Royalty(share: 0), conversation)
            parts.append(Part(kind: .market(VariantCurve(market, alone), logWeight: log(weight)), rate: rate, centre: centre))
        }
        add(conversation: 1, weight: variant.sharedPart, rate: isTotal ? market.gamma * bend : bend)
        add(conversation: 0, weight: variant.humanPart, rate: isTotal ? (market.gamma - 1) * bend : 0)
        let licence = variant.licence
        if licence.price > 0 {
            let isBent = licence.outsideData > 0
            parts.append(Part(kind: .licence(licence), rate: isBent ? licence.decay : 0, centre: isBent ? log(licence.outsideData) : 0))
        }
        self.parts = parts
    }

    /// The price at t.
    func point(_ t: Double) -> Point {
        let value = curve(t)
        let points = parts.map { part -> PartPoint in
            switch part.kind {
            case .base:
                return PartPoint(logSize: value.logPrice, elasticity: value.elasticity, slope: value.elasticitySlope)
            case .market(let curve, let logWeight):
                let (term, logScale) = curve.term(t)
                return PartPoint(
                    logSize: logScale + log(term.size) + logWeight, elasticity: term.elasticity, slope: term.elasticitySlope)
            case .licence(let licence):
                let shape = licence.shape(at: exp(t))
                return PartPoint(logSize: licence.logPrice(t), elasticity: shape.elasticity, slope: shape.elasticitySlope)
            }
        }
        return Point(t: t, logPrice: value.logPrice, elasticity: value.elasticity, parts: points)
    }

    /// Bounds of e and of de/dt between two points.
    func over(_ a: Point, _ b: Point) -> (elasticity: Bounds, slope: Bounds) {
        let width = b.t - a.t
        let elasticities = parts.indices.map { Bounds(holding: a.parts[$0].elasticity, b.parts[$0].elasticity) }
        let slopes = parts.indices.map { j -> Bounds in
            let (first, last) = (a.parts[j].slope, b.parts[j].slope)
            let isInside = a.t < parts[j].centre && parts[j].centre < b.t
            return isInside ? Bounds(holding: first, last, 0.25 * parts[j].rate) : Bounds(holding: first, last)
        }
        var (e, slope) = (elasticities[0], slopes[0])
        if parts.count > 1 {
            let weights = parts.indices.map { weight(of: $0, elasticities, a, b) }
            // sum p = 1: e is e_0 + sum p_j (e_j - e_0), largest and smallest where every e_j is.
            for j in parts.indices.dropFirst() {
                let (up, down) = (elasticities[j].high - elasticities[0].high, elasticities[j].low - elasticities[0].low)
                e.high += up * (up > 0 ? weights[j].high : weights[j].low)
                e.low += down * (down > 0 ? weights[j].low : weights[j].high)
            }
            slope = Bounds(0, 0)
            for j in parts.indices {
                slope = slope + weights[j] * slopes[j]
                for k in 0..<j { slope = slope - weights[j] * weights[k] * (elasticities[j] - elasticities[k]).squared }
            }
            e = e.intersected(with: Bounds(from: a.elasticity, to: b.elasticity, slope: slope, width: width))
        }
        let margin = 0x1p-46 + 0x1p-50 * magnitude(a, b)
        func sure(_ bounds: Bounds) -> Bounds { bounds.widened(by: margin * (1 + max(abs(bounds.low), abs(bounds.high)))) }
        return (sure(e), sure(slope))
    }

    /// The size of what is added up in logarithms between two points: these are good to a few units in the last place of that.
    func magnitude(_ a: Point, _ b: Point) -> Double { constants + (1 + decay) * (abs(a.t) + abs(b.t)) }

    /// 1/p_j = sum_k P_k/P_j.
    private func weight(of j: Int, _ elasticities: [Bounds], _ a: Point, _ b: Point) -> Bounds {
        var inverse = Bounds(1, 1)
        for k in parts.indices where k != j {
            func ratio(_ point: Point) -> Double { point.parts[k].logSize - point.parts[j].logSize }
            let log = Bounds(from: ratio(a), to: ratio(b), slope: elasticities[j] - elasticities[k], width: b.t - a.t)
            inverse = inverse + Bounds(exp(log.low), exp(log.high))
        }
        let margin = 0x1p-36 + 0x1p-48 * magnitude(a, b)
        return Bounds((1 - margin) / inverse.high, (1 + margin) / inverse.low).intersected(with: Bounds(0, 1))
    }
}
