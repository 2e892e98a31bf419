#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The curves by their parameters, or through a point: a profit that was earned at a loss.
extension ProfitCurve {
    /// slope (cut - L)+
    /// - Throws: ``CompensationError`` for a parameter that is not positive.
    public static func linear(cut: Double, slope: Double) throws(CompensationError) -> ProfitCurve {
        try CompensationError.check(cut, "profit.cut", .positive)
        try CompensationError.check(slope, "profit.slope", .positive)
        return ProfitCurve(kind: .linear(cut: cut, slope: slope))
    }

    /// slope (cut - L)+ with the slope that earns `profit` at `loss`.
    /// - Throws: ``CompensationError``; also where the cut does not lie above that loss.
    public static func linear(cut: Double, profit: Double, atLoss loss: Double) throws(CompensationError) -> ProfitCurve {
        try check(profit: profit, atLoss: loss, cut: cut)
        return try linear(cut: cut, slope: profit / (cut - loss))
    }

    /// scale ((cut - L)+/(cut - ref))^q: `scale` is earned at `ref`.
    /// - Throws: ``CompensationError`` for a parameter that is not positive, or a cut that does not lie above ref.
    public static func power(cut: Double, ref: Double, scale: Double, q: Double) throws(CompensationError) -> ProfitCurve {
        try check(profit: scale, atLoss: ref, cut: cut, field: "profit.scale", lossField: "profit.ref")
        try CompensationError.check(q, "profit.q", .positive)
        return ProfitCurve(kind: .power(cut: cut, ref: ref, scale: scale, q: q))
    }

    /// scale e^(-k (L - ref)): `scale` is earned at `ref`.
    /// - Throws: ``CompensationError`` for a parameter that is not positive.
    public static func exponential(ref: Double, scale: Double, k: Double) throws(CompensationError) -> ProfitCurve {
        for (name, value) in [("ref", ref), ("scale", scale), ("k", k)] { try CompensationError.check(value, "profit.\(name)", .positive) }
        return ProfitCurve(kind: .exponential(ref: ref, scale: scale, k: k))
    }

    /// scale (L/ref)^-kappa: `scale` is earned at `ref`.
    /// - Throws: ``CompensationError`` for a parameter that is not positive.
    public static func elastic(ref: Double, scale: Double, kappa: Double) throws(CompensationError) -> ProfitCurve {
        for (name, value) in [("ref", ref), ("scale", scale), ("kappa", kappa)] { try CompensationError.check(value, "profit.\(name)", .positive) }
        return ProfitCurve(kind: .elastic(ref: ref, scale: scale, kappa: kappa))
    }

    /// The elasticity of a curve that keeps the part `ratio` of its profit where the loss is 1.1 times as large,
    /// kappa = -ln(ratio)/ln 1.1: an answer to the memo's question how a model of loss 1.1 L compares with one of L.
    /// - Throws: ``CompensationError`` for a ratio outside (0, 1).
    public static func elasticity(keeping ratio: Double) throws(CompensationError) -> Double {
        guard ratio > 0, ratio < 1 else {
            throw CompensationError(field: "profit.ratio", expected: "a number strictly between 0 and 1", found: "\(ratio)")
        }
        return -log(ratio) / log(1.1)
    }

    /// Piecewise linear through points, flat outside.
    /// - Throws: ``CompensationError`` naming the first point that is out of order or out of range; at least one must earn something.
    public static func table(_ points: [Point]) throws(CompensationError) -> ProfitCurve {
        guard let first = points.first else { throw CompensationError(field: "profit.points", expected: "at least one point", found: "none") }
        for (index, point) in points.enumerated() {
            try CompensationError.check(point.loss, "profit.points[\(index)][0]", .positive)
            try CompensationError.check(point.profit, "profit.points[\(index)][1]", .nonnegative)
            guard index > 0 else { continue }
            let before = points[index - 1]
            guard point.loss > before.loss else {
                throw CompensationError(field: "profit.points[\(index)][0]", expected: "a loss above \(before.loss)", found: "\(point.loss)")
            }
            guard point.profit <= before.profit else {
                throw CompensationError(field: "profit.points[\(index)][1]", expected: "a profit of at most \(before.profit)", found: "\(point.profit)")
            }
        }
        guard first.profit > 0 else { throw CompensationError(field: "profit.points[0][1]", expected: "a profit above 0", found: "0") }
        return ProfitCurve(kind: .table(points))
    }

    private static func check(
        profit: Double, atLoss loss: Double, cut: Double, field: String = "profit.at.profit", lossField: String = "the loss at profit.at"
    ) throws(CompensationError) {
        try CompensationError.check(cut, "profit.cut", .positive)
        try CompensationError.check(loss, lossField, .positive)
        try CompensationError.check(profit, field, .positive)
        guard cut > loss else { throw CompensationError(field: "profit.cut", expected: "a loss above \(loss), where the profit is given", found: "\(cut)") }
    }
}
