#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Cells whose observed output no cost makes optimal: P + x P' <= 0.
public struct CalibrationError: Error, CustomStringConvertible, Sendable {
    /// One observed cell that cannot be rationalised.
    public struct Cell: Sendable, Equatable {
        /// The creator's name.
        public var creator: String
        /// The topic's name.
        public var topic: String
        /// Observed output x, in the units of the table.
        public var output: Double
        /// x/s
        public var share: Double
    }
    /// How many there are.
    public var count: Int
    /// The first of them, at most 20.
    public var cells: [Cell]

    /// The count and the listed cells, a line each, with what to try.
    public var description: String {
        let list = cells.map { "  \($0.creator), \($0.topic): output \($0.output), share \($0.share)" }.joined(separator: "\n")
        let more = count > cells.count ? "\n  and \(count - cells.count) more" : ""
        return "\(count) cells cannot be rationalised: their marginal revenue P + x P' is not positive, so no cost makes the observed output optimal (choose gamma < 1, a larger alpha, or leave them out)\n\(list)\(more)"
    }
}

/// The contest whose equilibrium is the observed output.
///
/// s_k = sum_i x_ik, mu_k = A_k s_k^-gt (A_k (s_k + M alpha s_k^bt)^-gt where demand is by total content), and each cost follows from its first-order condition,
/// c_ik = (P_k + x_ik P'_k) / (rho x_ik^(rho - 1)); P + x P' is formed as P (1 - e + e (s - x)/s), without cancellation.
///
/// ```swift
/// let table = try ObservedTable.read(output: "output.csv", attention: "attention.csv")
/// let contest = try calibrate(table, alpha: 0.5, beta: 0.3, gamma: 0.8, exponent: 1.5)
/// try solve(contest).totals   // the observed totals
/// ```
/// A royalty, a licence (in units of attention a unit of output), a share of conversation and demand by total content are those of
/// ``Market``: costs follow from the first-order condition with its P and P'.
/// - Throws: ``CalibrationError`` with all cells that cannot be rationalised, ``FieldError`` for parameters outside
///   their domain.
/// - Complexity: O(cells), one power each.
public func calibrate(
    _ observed: ObservedTable, alpha: PerTopic, beta: PerTopic, gamma: PerTopic, exponent: PerTopic,
    royalty: PerTopic = 0, licence: Market.Licence = .none, conversationShare: PerTopic = 1, demand: Demand = .human,
    competition: Competition = .exclusive
) throws -> Contest {
    let layout = observed.layout
    var totals = [Double](repeating: 0, count: layout.topics)
    for k in 0..<layout.topics {
        var sum = CompensatedSum()
        for cell in layout.range(ofTopic: k) { sum.add(observed.output.base[cell]) }
        totals[k] = sum.value
    }
    for (field, parameter) in [("exponent", exponent), ("market.gamma", gamma)] where !parameter.isShared && parameter.values.count != layout.topics {
        throw FieldError(field: field, expected: "one number or one for each of \(layout.topics) topics", found: "\(parameter.values.count)")
    }
    for (k, rho) in exponent.values.enumerated() where !(rho >= 1 && rho.isFinite) {
        throw FieldError(field: exponent.label("exponent", k), expected: "a finite number >= 1", found: "\(rho)")
    }
    let choice = try Market(
        mu: 1, alpha: alpha, beta: beta, gamma: gamma, royalty: royalty, licence: licence, conversationShare: conversationShare,
        demand: demand)
    try choice.validate(topics: layout.topics)
    let players = competition == .humanOnly ? 0 : 1
    var market = choice
    market.mu = PerTopic((0..<layout.topics).map { k in
        let content = demand == .human ? totals[k] : totals[k] + choice.topic(k, players: players, hasVariants: true).genAIOutput(at: totals[k])
        return observed.attention[k] * pow(content, gamma[k] - 1)
    })
    try market.validate(topics: layout.topics)
    let output = EffortProfile(layout: layout, values: observed.output)
    let costs = CellBuffer(count: layout.cells)
    var failed = CalibrationError(count: 0, cells: [])
    for k in 0..<layout.topics {
        let topic = market.topic(k, players: players, hasVariants: true)
        let price = topic.price(at: totals[k]).value
        let (e, complement) = topic.elasticity(at: totals[k])
        for cell in layout.range(ofTopic: k) {
            let x = observed.output.base[cell]
            let marginalRevenue = price * (complement + e * (output.rivals(ofCell: cell, topic: k, total: totals[k]) / totals[k]))
            let cost = marginalRevenue / (exponent[k] * pow(x, exponent[k] - 1))
            if marginalRevenue > 0 && cost > 0 && cost.isFinite {
                costs.base[cell] = cost
                continue
            }
            failed.count += 1
            if failed.cells.count < 20 {
                failed.cells.append(
                    .init(creator: observed.creatorNames[layout.creator(ofCell: cell, topic: k)], topic: observed.topicNames[k], output: x, share: x / totals[k]))
            }
        }
    }
    if failed.count > 0 { throw failed }
    return try Contest(
        market: market,
        costs: PowerCost(
            layout: layout, coefficients: costs, exponents: exponent.isShared ? .shared(exponent[0]) : .perTopic(exponent.values)),
        competition: competition, creatorNames: observed.creatorNames, topicNames: observed.topicNames)
}
