import NumericCore

extension CompensationNumbers {
    /// What the curvature of a value of data says of prices and of Shapley's value, on drawn economies.
    static func curvature() throws -> [CheckedNumber] {
        let concave = try CurvatureCheck(.concave, values: 200, seed: 1)
        let rising = try CurvatureCheck(.convexWithRisingCurvature, values: 100, seed: 2)
        let falling = try CurvatureCheck(.convexWithFallingCurvature, values: 40, seed: 3)
        func row(_ subject: String, _ statement: String, _ found: Int) -> CheckedNumber {
            CheckedNumber(subject: subject, statement: statement, source: .derived, claimed: 0, found: Double(found))
        }
        return [
            row("shares", "values of 200 concave in data with a marginal price above the mean one, profit over tokens", concave.marginalAboveMean),
            row("splits", "values of 200 concave in data whose Shapley value a token is higher for a larger producer", concave.largeFavoured),
            row("splits", "values of 100 convex in data, v''' >= 0, whose Shapley value a token is higher for a larger producer", rising.largeFavoured),
            row("splits", "values of 40 convex in data, v''' <= 0, whose Shapley value a token is higher for a smaller producer", falling.smallFavoured),
        ]
    }
}

/// Values of data v on [0, D] drawn until so many have a certain curvature, and whom Shapley's value favours among three producers.
///
/// Concavity gives v'(D) <= v(D)/D: a share `marginal` of at most 1. It does not give a share `marginal` below that of the rule `average`,
/// which follows the model's size as well. Of two producers the third derivative says which is paid more a token; a convex value
/// may favour either (derived).
struct CurvatureCheck {
    enum Kind {
        /// No second difference above 0.
        case concave
        /// No second difference below 0, and they do not fall.
        case convexWithRisingCurvature
        /// No second difference below 0, and they do not rise.
        case convexWithFallingCurvature
    }

    private(set) var marginalAboveMean = 0
    private(set) var largeFavoured = 0
    private(set) var smallFavoured = 0

    /// Points of [0, D] whose differences are looked at: between them v may bend otherwise.
    private static let points = 61
    /// Differences of payments a token below this part are rounding.
    private static let slack = 1e-9

    /// - Throws: ``FieldError`` where fewer than `values` of the kind are among the first 20,000 drawn.
    init(_ kind: Kind, values: Int, seed: UInt64) throws {
        var found = 0
        var draw: UInt64 = 0
        while found < values {
            guard draw < 20_000 else {
                throw FieldError(field: "values", expected: "at most \(found) of this curvature", found: "\(values)")
            }
            let random = CounterRandom(seed: seed, stream: draw)
            draw += 1
            let value = try DataValue(law: .hoffmann, parameters: 7e10, profit: Self.curve(random))
            let total = random.logUniform(in: 1e7...1e14, at: 0)
            guard Self.isOf(kind, value, total) else { continue }
            found += 1
            if value.elasticity(total) > 1 + Self.slack { marginalAboveMean += 1 }
            let parts = (1...3).map { random.uniform(in: 0.05...1, at: $0) }.sorted()
            let tokens = parts.map { $0 / parts.reduce(0, +) * total }
            let paid = zip(try ShapleySplit.exact(value, tokens: tokens, threads: 1).values, tokens).map { $0 / $1 }
            let pairs = zip(paid, paid.dropFirst())
            if pairs.contains(where: { $1 > $0 * (1 + Self.slack) }) { largeFavoured += 1 }
            if pairs.contains(where: { $0 > $1 * (1 + Self.slack) }) { smallFavoured += 1 }
        }
    }

    /// One of the four families with a parameter.
    private static func curve(_ random: CounterRandom) throws(FieldError) -> ProfitCurve {
        let reference = ScalingLaw.hoffmann.loss(parameters: 7e10, tokens: 1.4e12)
        switch Int(random.unit(at: 10) * 4) {
        case 0: return try .linear(cut: 3, profit: 1e9, atLoss: reference)
        case 1: return try .power(cut: 3, ref: reference, scale: 1e9, q: random.uniform(in: 1.5...6, at: 11))
        case 2: return try .exponential(ref: reference, scale: 1e9, k: random.logUniform(in: 1...20, at: 11))
        default: return try .elastic(ref: reference, scale: 1e9, kappa: random.logUniform(in: 2...30, at: 11))
        }
    }

    private static func isOf(_ kind: Kind, _ value: DataValue, _ total: Double) -> Bool {
        let profits = (0..<points).map { value.profit(total * Double($0) / Double(points - 1)) }
        guard let last = profits.last, last > 0 else { return false }
        let rounding = 1e-12 * last
        let slopes = zip(profits, profits.dropFirst()).map { $1 - $0 }
        let second = zip(slopes, slopes.dropFirst()).map { $1 - $0 }
        let third = zip(second, second.dropFirst()).map { $1 - $0 }
        switch kind {
        case .concave: return second.allSatisfy { $0 <= rounding }
        case .convexWithRisingCurvature: return second.allSatisfy { $0 >= -rounding } && third.allSatisfy { $0 >= -rounding }
        case .convexWithFallingCurvature: return second.allSatisfy { $0 >= -rounding } && third.allSatisfy { $0 <= rounding }
        }
    }
}
