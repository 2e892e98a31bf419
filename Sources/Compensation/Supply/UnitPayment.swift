#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// What a token is paid where D tokens are sold: phi(D), for m models that compete (derived).
///
///     share rule:      phi = m^(1 - eta) sigma v(D)/D          sigma agreed beforehand
///     marginal price:  phi = m^(1 - eta) v'(D)
///
/// In either case the elasticity of phi falls in D on every stretch where v is smooth, so that phi has at most one hump there: of a
/// share it is e_D - 1, of the marginal price dln p_D/dlnD, whose terms were checked curve by curve.
public struct UnitPayment: Sendable, Equatable {
    /// v
    public let value: DataValue
    /// nil: the marginal price.
    public let share: Double?
    /// m^(1 - eta) >= 0
    public let models: Double

    /// A payment of a share of profit, or at the marginal price.
    /// - Throws: ``FieldError`` for a negative share or number of models.
    public init(value: DataValue, share: Double?, models: Double = 1) throws(FieldError) {
        if let share { try NumberDomain.nonnegative.check(share, "share.value") }
        try NumberDomain.nonnegative.check(models, "models")
        (self.value, self.share, self.models) = (value, share, models)
    }

    /// phi(D); 0 without data.
    /// - Complexity: O(1), two powers.
    @inline(__always)
    public func callAsFunction(_ tokens: Double) -> Double {
        guard tokens > 0 else { return 0 }
        if let share { return models * share * value.profit(tokens) / tokens }
        return models * (value.marginalValue(tokens) / tokens)
    }

    /// dln phi/dlnD where phi is positive and smooth.
    private func elasticity(_ tokens: Double) -> Double {
        share == nil ? value.marginalPriceElasticity(tokens) : value.elasticity(tokens) - 1
    }

    /// A stretch on which phi rises or falls throughout.
    struct Piece: Sendable, Equatable {
        let low: Double
        let high: Double
        /// At the ends, from within.
        let atLow: Double
        let atHigh: Double
    }

    /// [0, most] in stretches on which phi is monotone: between the kinks of v, and on either side of a hump.
    /// - Complexity: O(kinks), a bisection each.
    func pieces(upTo most: Double) -> [Piece] {
        guard most > 0 else { return [] }
        let kinks = value.kinks.filter { $0 < most }
        let ends = [0] + kinks + [most]
        var pieces: [Piece] = []
        for (low, high) in zip(ends, ends.dropFirst()) where high > low {
            let inside = (low: inner(low, towards: 1), high: high == most ? most : inner(high, towards: -1))
            func piece(_ a: Double, _ b: Double, _ atA: Double, _ atB: Double) { pieces.append(Piece(low: a, high: b, atLow: atA, atHigh: atB)) }
            if let hump = hump(inside.low, inside.high) {
                let top = self(hump)
                piece(low, hump, self(inside.low), top)
                piece(hump, high, top, self(inside.high))
            } else {
                piece(low, high, self(inside.low), self(inside.high))
            }
        }
        return pieces
    }

    /// A point just inside a stretch that begins or ends at a kink: where the marginal price jumps, further off than the kink's place
    /// is uncertain. A share is continuous.
    private func inner(_ kink: Double, towards side: Double) -> Double {
        kink == 0 ? 0x1p-830 : share == nil ? kink * (1 + side * 0x1p-40) : kink
    }

    /// Where the elasticity passes 0, strictly inside; nil where it does not. Bisection in ln D, then in D.
    private func hump(_ low: Double, _ high: Double) -> Double? {
        guard low < high, self(high) > 0 else { return nil }
        // Where profit is so small that doubles lose its digits there is only up.
        let nothing = 0x1p-960
        func rises(_ tokens: Double) -> Bool { !(value.profit(tokens) > nothing) || elasticity(tokens) > 0 }
        guard rises(low), !rises(high) else { return nil }
        var (a, b) = (low, high)
        for _ in 0..<200 {
            let middle = b > 2 * a ? exp((log(a) + log(b)) / 2) : a + (b - a) / 2
            guard middle > a, middle < b else { break }
            if rises(middle) { a = middle } else { b = middle }
        }
        return a > low && b < high ? b : nil
    }

    /// Whether phi falls nowhere on [0, most]: then who sells encourages others, and there are a largest and a smallest
    /// equilibrium.
    func rises(upTo most: Double) -> Bool {
        let pieces = pieces(upTo: most)
        return pieces.allSatisfy { $0.atHigh >= $0.atLow } && zip(pieces, pieces.dropFirst()).allSatisfy { $1.atLow >= $0.atHigh * (1 - 0x1p-30) }
    }
}

/// Where phi is largest on an interval, from its monotone stretches.
struct PaymentBound: Sendable {
    let payment: UnitPayment
    let pieces: [UnitPayment.Piece]

    init(_ payment: UnitPayment, upTo most: Double) { (self.payment, pieces) = (payment, payment.pieces(upTo: most)) }

    /// An upper bound on phi over [low, high], attained but for kinks.
    func largest(from low: Double, to high: Double) -> Double {
        var largest = max(payment(low), payment(high))
        for piece in pieces where piece.high > low && piece.low < high {
            if piece.low >= low { largest = max(largest, piece.atLow) }
            if piece.high <= high { largest = max(largest, piece.atHigh) }
        }
        return largest
    }
}
