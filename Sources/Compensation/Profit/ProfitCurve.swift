#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a model of a given loss earns: pi(L) >= 0, not rising in L.
///
/// The idea that loss units convert into profit, and that models above some loss are worth nothing, is that of a 2021 memo on paying
/// the producers of data; it has no formulas. The five families below are this project's (derived), and so are their parameters'
/// values wherever the user does not state them.
///
/// ```swift
/// let curve = try ProfitCurve.linear(cut: 3, profit: 1e9, atLoss: 1.9366)
/// curve.profit(1.9366)   // 1e9
/// ```
public struct ProfitCurve: Sendable, Equatable {
    /// The family with its parameters, checked.
    public let kind: Kind

    /// The families.
    public enum Kind: Sendable, Equatable {
        /// slope (cut - L)+
        case linear(cut: Double, slope: Double)
        /// scale ((cut - L)+/(cut - ref))^q
        case power(cut: Double, ref: Double, scale: Double, q: Double)
        /// scale e^(-k (L - ref))
        case exponential(ref: Double, scale: Double, k: Double)
        /// scale (L/ref)^-kappa
        case elastic(ref: Double, scale: Double, kappa: Double)
        /// Piecewise linear through (loss, profit), losses rising, profits not rising, flat outside.
        case table([Point])
    }

    /// A point of a table.
    public struct Point: Sendable, Equatable {
        /// L > 0
        public let loss: Double
        /// pi >= 0
        public let profit: Double

        /// A point; checked where a table is made of it.
        public init(loss: Double, profit: Double) { (self.loss, self.profit) = (loss, profit) }
    }

    init(kind: Kind) { self.kind = kind }

    /// pi(L); 0 at an infinite loss, but for a table, which is flat beyond its last point.
    @inline(__always)
    public func profit(_ loss: Double) -> Double {
        switch kind {
        case .linear(let cut, let slope): return loss < cut ? slope * (cut - loss) : 0
        case .power(let cut, let ref, let scale, let q): return loss < cut ? scale * exp(q * log((cut - loss) / (cut - ref))) : 0
        case .exponential(let ref, let scale, let k): return scale * exp(-k * (loss - ref))
        case .elastic(let ref, let scale, let kappa): return scale * exp(-kappa * log(loss / ref))
        case .table(let points): return Self.profit(points, loss)
        }
    }

    /// pi'(L) <= 0: of a kink the value on its right.
    @inline(__always)
    public func slope(_ loss: Double) -> Double {
        switch kind {
        case .linear(let cut, let slope): return loss < cut ? -slope : 0
        case .power(let cut, _, _, let q): return loss < cut ? -q * profit(loss) / (cut - loss) : 0
        case .exponential(_, _, let k): return -k * profit(loss)
        case .elastic(_, _, let kappa): return -kappa * profit(loss) / loss
        case .table(let points): return Self.slope(points, loss)
        }
    }

    /// pi''/pi' where the curve falls smoothly; 0 within the pieces of a table.
    func curvature(_ loss: Double) -> Double {
        switch kind {
        case .linear, .table: 0
        case .power(let cut, _, _, let q): loss < cut ? -(q - 1) / (cut - loss) : 0
        case .exponential(_, _, let k): -k
        case .elastic(_, _, let kappa): -(kappa + 1) / loss
        }
    }

    /// The loss from which on profit is 0; nil where it never is. Of a table that of its first point without profit.
    public var cut: Double? {
        switch kind {
        case .linear(let cut, _), .power(let cut, _, _, _): cut
        case .exponential, .elastic: nil
        case .table(let points): points.first { $0.profit == 0 }?.loss
        }
    }

    /// Losses at which the curve is not smooth, rising: the cut, or a table's points.
    var kinks: [Double] {
        switch kind {
        case .linear(let cut, _), .power(let cut, _, _, _): [cut]
        case .exponential, .elastic: []
        case .table(let points): points.map(\.loss)
        }
    }

    var isTable: Bool { if case .table = kind { true } else { false } }

    private static func profit(_ points: [Point], _ loss: Double) -> Double {
        guard let right = points.firstIndex(where: { $0.loss > loss }) else { return points[points.count - 1].profit }
        guard right > 0 else { return points[0].profit }
        let (a, b) = (points[right - 1], points[right])
        return a.profit + (b.profit - a.profit) * ((loss - a.loss) / (b.loss - a.loss))
    }

    private static func slope(_ points: [Point], _ loss: Double) -> Double {
        guard let right = points.firstIndex(where: { $0.loss > loss }), right > 0 else { return 0 }
        let (a, b) = (points[right - 1], points[right])
        return (b.profit - a.profit) / (b.loss - a.loss)
    }
}
