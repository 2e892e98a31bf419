#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// All roots of a topic's aggregate equation F(t) = sum_i z_i(t) - 1 = 0, t = log s, that an equilibrium can have, by subdivision
/// with proofs.
///
/// A piece of t is
/// - dropped where bounds show F < 0 or F > 0 all over it, or that some creator would rather do nothing (``ReplyShare``);
/// - settled where every share exists all over it and dF/dt is shown to have one sign wherever F = 0: between two roots of the same
///   direction F would have to cross 0 the other way, so that there is one root or none, and which follows from the signs of F at the
///   ends, themselves shown by bounds;
/// - halved otherwise, at a point where the sign of F is certain, down to a width of 1e-9 (relative to |t| beyond 1).
///
/// Pieces left at that width, or when the limit of pieces is reached, are returned as unresolved: none is ever dropped without one of the
/// proofs. They occur where two roots are closer than about 1e-7 of s, where a root touches 0 without crossing, where a
/// creator's payoff is 0 at a kink, and where F is 0 within rounding all over a piece (a lone creator at small totals with e(0+) = 1).
struct RootIsolation {
    let reply: AggregateReply

    /// log s of all totals looked at: nearly the range of doubles.
    static let range = Bounds(-700, 700)
    private static let pieceLimit = 20_000
    private static let smallestWidth = 1e-9

    /// What was found, in rising order.
    struct Outcome {
        /// Pieces of log s with one root each.
        var roots: [Bounds] = []
        /// Pieces of which nothing is proved.
        var unresolved: [Bounds] = []
        var pieces = 0
        /// Why it ended early.
        var interruption: Status?
        /// The sign of F at the smallest total: nil or 0 where not known.
        var signAtZero: Int?
    }

    private struct End {
        var point: PriceEnclosure.Point
        var sign: Int?
    }

    /// - Complexity: O(kinds) a piece; tens to hundreds of pieces for most markets.
    func run(_ interruption: Interruption) -> Outcome {
        var outcome = Outcome()
        let (first, last) = (end(at: Self.range.low), end(at: Self.range.high))
        outcome.signAtZero = first.sign
        var pieces = [(first, last)]
        while let (a, b) = pieces.popLast() {
            let piece = Bounds(a.point.t, b.point.t)
            outcome.pieces += 1
            if outcome.interruption == nil { outcome.interruption = interruption.status }
            if outcome.pieces > Self.pieceLimit || outcome.interruption != nil {
                outcome.unresolved.append(piece)
                continue
            }
            let found = reply.over(a.point, b.point)
            if found.isExcluded { continue }
            if let slope = found.slope, slope.hasSign, let p = a.sign, let q = b.sign, p != 0, q != 0 {
                if p != q { outcome.roots.append(piece) }
                continue
            }
            // No sign can ever be told here: s P of a lone creator tends to a limit, and F to 0 with the total.
            if found.isLevel {
                outcome.unresolved.append(piece)
                continue
            }
            guard piece.high - piece.low > Self.smallestWidth * max(1, abs(piece.low), abs(piece.high)), let middle = split(piece) else {
                outcome.unresolved.append(piece)
                continue
            }
            pieces.append((middle, b))
            pieces.append((a, middle))
        }
        outcome.unresolved = merged(outcome.unresolved)
        return outcome
    }

    private func end(at t: Double) -> End {
        let point = reply.prices.point(t)
        return End(point: point, sign: reply.sign(at: point))
    }

    /// A point inside where the sign of F is certain, or that there is none, if one of a few near the middle is such.
    private func split(_ piece: Bounds) -> End? {
        var middle: End?
        for part in [0.5, 0.46, 0.55, 0.41, 0.61] {
            let t = piece.low + part * (piece.high - piece.low)
            guard t > piece.low, t < piece.high else { return nil }
            let found = end(at: t)
            if found.sign != 0 { return found }
            if middle == nil { middle = found }
        }
        return middle
    }

    /// Neighbours as one.
    private func merged(_ pieces: [Bounds]) -> [Bounds] {
        var merged: [Bounds] = []
        for piece in pieces.sorted(by: { $0.low < $1.low }) {
            if let last = merged.last, last.high == piece.low {
                merged[merged.count - 1].high = piece.high
            } else {
                merged.append(piece)
            }
        }
        return merged
    }

    /// The root in a piece that has one, as a total: false position with bisection, to the last places of s.
    func total(in piece: Bounds) -> Double {
        var (low, high) = (exp(piece.low), exp(piece.high))
        var (below, above) = (reply.excess(at: low), reply.excess(at: high))
        var lastSide = 0
        for step in 0..<400 {
            var s = low - below * (high - low) / (above - below)
            // A wide piece is halved in log s.
            if !(s > low && s < high) || step % 4 == 3 { s = high > 2 * low ? (low * high).squareRoot() : low + 0.5 * (high - low) }
            if !(s > low && s < high) { break }
            let value = reply.excess(at: s)
            if value == 0 { return s }
            if (value < 0) == (below < 0) {
                (low, below) = (s, value)
                if lastSide == 1 { above *= 0.5 }
                lastSide = 1
            } else {
                (high, above) = (s, value)
                if lastSide == -1 { below *= 0.5 }
                lastSide = -1
            }
        }
        return abs(reply.excess(at: low)) < abs(reply.excess(at: high)) ? low : high
    }
}

extension RootIsolation {
    /// Totals from log s.
    func totals(in piece: Bounds) -> ClosedRange<Double> { exp(piece.low)...exp(piece.high) }
}
