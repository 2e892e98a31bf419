import NumericCore

/// Who is paid what, and who would sell: all that ``compensate(_:threads:)`` finds.
public struct CompensationResult: Sendable {
    /// L(N, D)
    public let loss: Double
    /// dL/dlnN and dL/dlnD
    public let logSlopes: ScalingLaw.LogSlopes
    /// pi(L) of one model.
    public let profit: Double
    /// Data's share by every rule.
    public let shares: DataShares
    /// The rule that decides.
    public let rule: ShareRule
    /// sigma by that rule; NaN where it says nothing.
    public let share: Double
    /// v'(D), the memo's nominal price of a token, for one model.
    public let marginalPrice: Double
    /// sigma v(D)/D, for one model.
    public let averagePrice: Double
    /// sigma m pi m^-eta: what all models pay together; 0 without profit.
    public let pool: Double
    /// Of each producer, adding up to the pool within 2 units of its last place; nil where only the sum of tokens is known.
    public let payments: [Double]?
    /// Of the payments, where the split was sampled.
    public let standardErrors: [Double]?
    /// How the split was computed, where it is a Shapley value.
    public let shapley: ShapleySplit?
    /// The sell side, where there are reservations.
    public let participation: Participation?
    /// What its payments are: phi.
    public let unitPayment: UnitPayment?
    /// Producers by what they ask.
    public let supply: Supply?
    /// What a buyer who sets the price does, where there are reservations.
    public let postedPrice: PostedPrice?
    /// Where a market at the marginal price of one model rests with most data, which a posted price is compared with.
    public let competitive: MarketPoint?
    /// The price of a unit of content, where tokens per unit are given and data earn something.
    public let licence: LicenceTerms?
    /// What to keep in mind, in words.
    public let warnings: [String]

    /// pool/n, which is the memo's payment per producer.
    public func averagePayment(_ producers: Int) -> Double { pool / Double(producers) }
}

/// Computes payments by all rules, the split among producers, who would sell, what a buyer would post, and the licence price.
///
/// Payments are what the pool comes to where every producer sells; participation says who would.
/// - Parameter threads: nil for one a core; the result is the same for every number.
/// - Throws: ``FieldError`` for a split without weights to divide by, an exact Shapley value out of reach, and a rule that says
///   nothing where there is a profit (a Shapley share whose baseline earns as much).
/// - Complexity: O(n log n) but for Shapley values (``ShapleySplit``).
public func compensate(_ economy: DataEconomy, threads: Int? = nil) throws(FieldError) -> CompensationResult {
    let (value, data) = (economy.value, economy.tokens)
    let profit = value.profit(data)
    let shares = DataShares(of: value, tokens: data, baseline: economy.baseline, flat: economy.flatShare)
    let share = shares[economy.rule]
    if profit > 0, share.isNaN {
        throw FieldError(
            field: "share.rule", expected: "a rule that gives a share", found: "\(economy.rule.rawValue), where the baseline earns as much as the model")
    }
    let pool = profit > 0 ? share * economy.market.factor * profit : 0
    let division = try PoolDivision(economy, pool: pool, threads: threads)
    var warnings = Warnings(economy, shares, profit: profit).texts

    var supply: Supply?
    var unitPayment: UnitPayment?
    if let producers = economy.producers, let reservations = producers.reservations {
        supply = try Supply(tokens: producers.tokens, reservations: reservations)
        if economy.rule == .marginal || share.isFinite {
            unitPayment = try UnitPayment(value: value, share: economy.rule == .marginal ? nil : share, models: economy.market.factor)
        } else {
            warnings.append("the share by \(economy.rule.rawValue) is undefined without profit: who would sell is not looked for")
        }
    }
    let participation = supply.flatMap { supply in unitPayment.map { Participation(of: supply, $0, threads: threads) } }
    if let participation, participation.equilibriaFound > participation.equilibria.count {
        warnings.append("\(participation.equilibriaFound) equilibria found, the first and the last \(participation.equilibria.count / 2) listed")
    }
    let posted = try supply.map { supply throws(FieldError) in
        try PostedPrice(of: supply, value, floor: economy.minimumPrice, threads: threads)
    }
    let competitive = try supply.flatMap { supply throws(FieldError) in
        supply.marketPoints(try UnitPayment(value: value, share: nil), threads: threads).last
    }
    var licence: LicenceTerms?
    if let tokensPerUnit = economy.tokensPerUnit {
        if profit > 0 {
            licence = try LicenceTerms(
                value, tokensPerUnit: tokensPerUnit, units: data / tokensPerUnit, outsideTokens: economy.outsideTokens,
                share: economy.rule == .marginal ? nil : share)
        } else {
            warnings.append("without profit there is no licence price")
        }
    }
    return CompensationResult(
        loss: value.loss(data), logSlopes: value.law.logSlopes(parameters: value.parameters, tokens: data), profit: profit, shares: shares,
        rule: economy.rule, share: share, marginalPrice: value.marginalPrice(data), averagePrice: profit > 0 ? share * profit / data : 0,
        pool: pool, payments: division.payments, standardErrors: division.standardErrors, shapley: division.shapley,
        participation: participation, unitPayment: unitPayment, supply: supply, postedPrice: posted, competitive: competitive,
        licence: licence, warnings: warnings)
}

/// A pool by the rule of the economy.
private struct PoolDivision {
    var payments: [Double]?
    var standardErrors: [Double]?
    var shapley: ShapleySplit?

    init(_ economy: DataEconomy, pool: Double, threads: Int?) throws(FieldError) {
        guard let producers = economy.producers else { return }
        switch economy.split {
        case .tokens: payments = try splitProportionally(pool, weights: producers.tokens, threads: threads)
        case .weights:
            payments = try splitProportionally(pool, weights: producers.tokens, times: producers.weights, threads: threads)
        case .retrieval:
            guard let counts = producers.retrievals else {
                throw FieldError(field: "producers.retrievals", expected: "a count for each producer, for the split by retrieval", found: "nothing")
            }
            payments = try splitProportionally(pool, weights: counts, times: producers.weights, threads: threads)
        case .shapley, .shapleySampled:
            let split: ShapleySplit
            if case .shapleySampled(let pairs, let seed) = economy.split {
                split = try .sampled(economy.value, tokens: producers.tokens, pairs: pairs, seed: seed, threads: threads)
            } else {
                split = try .exact(economy.value, tokens: producers.tokens, threads: threads)
            }
            shapley = split
            let total = ExactTotal.of(split.values, workers: Workers(threads: 1)).value
            // Without profit there is nothing to divide, and nobody contributed.
            payments = total > 0 ? try splitProportionally(pool, weights: split.values, threads: threads) : split.values.map { _ in 0 }
            standardErrors = split.standardErrors.map { errors in errors.map { total > 0 ? $0 * (pool / total) : 0 } }
        }
    }
}

/// What a person should know before believing the numbers.
private struct Warnings {
    var texts: [String] = []

    init(_ economy: DataEconomy, _ shares: DataShares, profit: Double) {
        if !ScalingLaw.coveredTokens.contains(economy.tokens) {
            texts.append("\(economy.tokens) tokens lie outside what the laws were fitted to (1e8 to 1e14)")
        }
        if profit == 0 { texts.append("the loss is above the cut: no profit, no payments, and no marginal or average share") }
        if shares.marginal > 1 { texts.append("the marginal share is \(shares.marginal): payments at the marginal price exceed the profit") }
    }
}
