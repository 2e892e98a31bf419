import NumericCore

/// A contest in which platforms pay for content as training data: the same game with the licence price of a scaling law.
///
/// Every topic's content is bought on the terms v (s + s0)^-d, beside what it earns from its audience.
/// ```swift
/// let paid = try LicensedContest(contest, terms: licence)
/// paid.after.totals   // what is created where data are paid for
/// ```
public struct LicensedContest: Sendable {
    /// The game with the licence.
    public let contest: Contest
    /// What is paid.
    public let terms: LicenceTerms
    /// The equilibrium without the licence.
    public let before: Equilibrium
    /// The equilibrium with it, certified by the contest's own certificate.
    public let after: Equilibrium

    /// Solves the game without and with the licence.
    ///
    /// The contest's solvers take decays up to 1, where the licence keeps the game monotone. A marginal price decays faster
    /// (d = 1 + b): totals are then searched topic by topic (``RapidDecaySearch``), every best reply of what is found is searched by
    /// the certificate, and uniqueness is not claimed.
    /// - Throws: ``FieldError`` for terms whose price rises with data or a contest that has a licence already, and what
    ///   `solve` throws.
    public init(_ contest: Contest, terms: LicenceTerms, settings: Settings = Settings()) throws {
        guard terms.decay >= 0 else {
            throw FieldError(
                field: "share.rule", expected: "a price that does not rise with data (d >= 0)", found: "d = \(terms.decay): the model has too little data")
        }
        guard contest.market.licence.price.values.allSatisfy({ $0 == 0 }) else {
            throw FieldError(field: "market.licence.price", expected: "a game without a licence of its own", found: "\(contest.market.licence.price.values.max() ?? 0)")
        }
        var market = contest.market
        market.licence = .init(price: PerTopic(terms.scale), decay: PerTopic(terms.decay), outsideData: PerTopic(terms.outsideUnits))
        self.contest = try contest.with(market: market)
        self.terms = terms
        before = try solve(contest, settings: settings)
        var solved = try solve(self.contest, settings: settings)
        if solved.status == .unsupported, terms.decay > 1 { try RapidDecaySearch(self.contest, settings).search(into: &solved) }
        after = solved
    }

    /// What is paid for the data of each topic, s v (s + s0)^-d.
    public var payments: [Double] { after.totals.map { $0 > 0 ? $0 * terms.price(at: $0) : 0 } }
}
