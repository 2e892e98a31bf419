#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// The curves by their parameters, or through a point: a profit that was earned at a loss.
extension ProfitCurve {
    /// slope (cut - L)+
    /// - Throws: ``FieldError`` for a parameter that is not positive.
    public static func linear(cut: Double, slope: Double) throws(FieldError) -> ProfitCurve {
        try NumberDomain.positive.check(cut, "profit.cut")
        try NumberDomain.positive.check(slope, "profit.slope")
        return ProfitCurve(kind: .linear(cut: cut, slope: slope))
    }

    /// slope (cut - L)+ with the slope that earns `profit` at `loss`.
    /// - Throws: ``FieldError``; also where the cut does not lie above that loss.
    public static func linear(cut: Double, profit: Double, atLoss loss: Double) throws(FieldError) -> ProfitCurve {
        try check(profit: profit, atLoss: loss, cut: cut)
        return try linear(cut: cut, slope: profit / (cut - loss))
    }

    /// scale ((cut - L)+/(cut - ref))^q: `scale` is earned at `ref`.
    /// - Throws: ``FieldError`` for a parameter that is not positive, or a cut that does not lie above ref.
    public static func power(cut: Double, ref: Double, scale: Double, q: Double) throws(FieldError) -> ProfitCurve {
        try check(profit: scale, atLoss: ref, cut: cut, field: "profit.scale", lossField: "profit.ref")
        try NumberDomain.positive.check(q, "profit.q")
        return ProfitCurve(kind: .power(cut: cut, ref: ref, scale: scale, q: q))
    }

    /// scale e^(-k (L - ref)): `scale` is earned at `ref`.
    /// - Throws: ``FieldError`` for a parameter that is not positive.
    public static func exponential(ref: Double, scale: Double, k: Double) throws(FieldError) -> ProfitCurve {
        for (name, value) in [("ref", ref), ("scale", scale), ("k", k)] { try NumberDomain.positive.check(value, "profit.\(name)") }
        return ProfitCurve(kind: .exponential(ref: ref, scale: scale, k: k))
    }

    /// scale (L/ref)^-kappa: `scale` is earned at `ref`.
    /// - Throws: ``FieldError`` for a parameter that is not positive.
    public static func elastic(ref: Double, scale: Double, kappa: Double) throws(FieldError) -> ProfitCurve {
        for (name, value) in [("ref", ref), ("scale", scale), ("kappa", kappa)] { try NumberDomain.positive.check(value, "profit.\(name)") }
        return ProfitCurve(kind: .elastic(ref: ref, scale: scale, kappa: kappa))
    }

    /// The elasticity of a curve that keeps the part `ratio` of its profit where the loss is 1.1 times as large,
    /// kappa = -ln(ratio)/ln 1.1: an answer to the memo's question how a model of loss 1.1 L compares with one of L.
    /// - Throws: ``FieldError`` for a ratio outside (0, 1).
    public static func elasticity(keeping ratio: Double) throws(FieldError) -> Double {
        guard ratio > 0, ratio < 1 else {
            throw FieldError(field: "profit.ratio", expected: "a number strictly between 0 and 1", found: "\(ratio)")
        }
        return -log(ratio) / log(1.1)
    }

    /// Piecewise linear through points, flat outside.
    /// - Throws: ``FieldError`` naming the first point that is out of order or out of range; at least one must earn something.
    public static func table(_ points: [Point]) throws(FieldError) -> ProfitCurve {
        guard let first = points.first else { throw FieldError(field: "profit.points", expected: "at least one point", found: "none") }
        for (index, point) in points.enumerated() {
            try NumberDomain.positive.check(point.loss, "profit.points[\(index)][0]")
            try NumberDomain.nonnegative.check(point.profit, "profit.points[\(index)][1]")
            guard index > 0 else { continue }
            let before = points[index - 1]
            guard point.loss > before.loss else {
                throw FieldError(field: "profit.points[\(index)][0]", expected: "a loss above \(before.loss)", found: "\(point.loss)")
            }
            guard point.profit <= before.profit else {
                throw FieldError(field: "profit.points[\(index)][1]", expected: "a profit of at most \(before.profit)", found: "\(point.profit)")
            }
        }
        guard first.profit > 0 else { throw FieldError(field: "profit.points[0][1]", expected: "a profit above 0", found: "0") }
        return ProfitCurve(kind: .table(points))
    }

    private static func check(
        profit: Double, atLoss loss: Double, cut: Double, field: String = "profit.at.profit", lossField: String = "the loss at profit.at"
    ) throws(FieldError) {
        try NumberDomain.positive.check(cut, "profit.cut")
        try NumberDomain.positive.check(loss, lossField)
        try NumberDomain.positive.check(profit, field)
        guard cut > loss else { throw FieldError(field: "profit.cut", expected: "a loss above \(loss), where the profit is given", found: "\(cut)") }
    }
}
