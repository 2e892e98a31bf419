import NumericCore

/// What a file of ``CompensationResultFile`` says, but for the payments that lie beside it: for pictures and pages.
public struct StoredCompensation: Sendable {
    /// Of the economy.
    public let name: String?
    /// N
    public let parameters: Double
    /// D
    public let tokens: Double
    /// L
    public let loss: Double
    /// pi of one model.
    public let profit: Double
    /// Data's share by each rule, NaN where it says nothing.
    public let shares: [ShareRule: Double]
    /// The rule that decides.
    public let rule: ShareRule
    /// sigma by it, NaN where it says nothing.
    public let share: Double
    /// m
    public let models: Double
    /// What all models pay together.
    public let pool: Double
    /// n; nil where only their tokens are known.
    public let producers: Int?
    /// n names.
    public let names: [String]?
    /// n payments; nil where they lie beside the file, or nobody is named.
    public let payments: [Double]?
    /// Their standard errors, where the split was sampled.
    public let standardErrors: [Double]?
    /// The sell side; nil where nobody said what they ask.
    public let sellSide: SellSide?
    /// v and d of the licence price; nil where none was asked for.
    public let licence: (scale: Double, decay: Double)?
    /// Topics of a contest before and after the licence.
    public let contest: Contest?
    /// What to keep in mind.
    public let warnings: [String]
    /// The version of nashbench that wrote the file.
    public let version: String?

    /// Who would sell.
    public struct SellSide: Sendable {
        /// How many sell in each equilibrium, with their data and pay.
        public let equilibria: [(count: Int, tokens: Double, unitPayment: Double)]
        /// Where a market of price takers rests.
        public let points: [MarketPoint]
        /// What was looked at.
        public let searched: String
        /// D, phi(D), and what the producer asks whom D reaches.
        public let curve: [(tokens: Double, unitPayment: Double, asked: Double)]
    }

    /// A contest solved with the licence price.
    public struct Contest: Sendable {
        /// How the solve ended.
        public let status: String
        /// K names; nil where the game has none.
        public let names: [String]?
        /// s_k without the licence.
        public let before: [Double]
        /// s_k with it.
        public let after: [Double]
        /// What is paid for each topic's data.
        public let payments: [Double]
    }

    /// Whether a file says of itself that it is one; a pipe, which can be read but once, is not looked into.
    package static func isStored(_ path: String) -> Bool {
        guard let contents = try? FileBytes(path, mayBePipe: false) else { return false }
        return contents.bytes.prefix(256).contains(Array("\"\(CompensationResultFile.schema)\"".utf8))
    }

    /// Reads a result; payments beside it are not looked for.
    /// - Throws: `FileError` naming the key path.
    public static func read(_ path: String) throws(FileError) -> StoredCompensation {
        try StoredCompensation(JSONParser.document(FileBytes(path)))
    }

    private static let keys = [
        "schema", "name", "parameters", "tokens", "loss", "logSlopes", "compute", "optimalN", "optimalD", "optimalTokensPerParameter", "profit",
        "shares", "rule", "share", "models", "competition", "pool", "unitPayment",
        "producers", "payment", "split", "method", "efficiencyError", "names", "payments", "standardErrors", "participation", "postedPrice", "licence",
        "contest", "warnings", "version",
    ]

    private init(_ document: JSONNode) throws(FileError) {
        try document.document(schema: CompensationResultFile.schema)
        let root = try document.object(Self.keys)
        func number(_ key: String) throws(FileError) -> Double { try root.required(key, expected: "a number or null").numberOrNull() ?? .nan }
        (parameters, tokens, loss) = (try number("parameters"), try number("tokens"), try number("loss"))
        (profit, share, models, pool) = (try number("profit"), try number("share"), try number("models"), try number("pool"))
        name = try root["name"]?.string()
        rule = try root.required("rule", expected: "a rule").word(ShareRule.self)
        let given = try root.required("shares", expected: "an object").object(ShareRule.allCases.map(\.rawValue))
        var shares: [ShareRule: Double] = [:]
        for rule in ShareRule.allCases { shares[rule] = try given.required(rule.rawValue, expected: "a number or null").numberOrNull() ?? .nan }
        self.shares = shares
        producers = try root["producers"]?.integer()
        names = try root["names"]?.strings()
        payments = try root["payments"].flatMap { node throws(FileError) in node.isObject ? nil : try node.numbers() }
        if let payments, let node = root["payments"], payments.count != producers { throw node.error(expected: "as many numbers as producers", found: "\(payments.count)") }
        standardErrors = try root["standardErrors"]?.numbers()
        if let standardErrors, let node = root["standardErrors"], standardErrors.count != producers {
            throw node.error(expected: "as many numbers as producers", found: "\(standardErrors.count)")
        }
        if let names, let node = root["names"], names.count != producers { throw node.error(expected: "as many names as producers", found: "\(names.count)") }
        sellSide = try root["participation"].map { node throws(FileError) in try SellSide(node) }
        licence = try root["licence"].map { node throws(FileError) in
            let terms = try node.object(["v", "d", "price", "elasticity", "exact", "monotone", "leastOutsidePart", "units", "outsideData"])
            return (try terms.required("v", expected: "a number").number(), try terms.required("d", expected: "a number").number())
        }
        contest = try root["contest"].map { node throws(FileError) in try Contest(node) }
        warnings = try root["warnings"]?.strings() ?? []
        version = try root["version"]?.string()
    }
}

extension StoredCompensation.SellSide {
    fileprivate init(_ node: JSONNode) throws(FileError) {
        let object = try node.object([
            "equilibria", "largest", "smallest", "largestCount", "smallestCount", "marketFixedPoints", "unitPaymentRises", "searched", "curve",
        ])
        var equilibria: [(Int, Double, Double)] = []
        for element in try object.required("equilibria", expected: "a list").elements() {
            let found = try element.object(["count", "tokens", "members", "unitPayment", "payments", "certified"])
            equilibria.append((
                try found.required("count", expected: "a count").integer(), try found.required("tokens", expected: "a number").number(),
                try found.required("unitPayment", expected: "a number").numberOrNull() ?? .nan
            ))
        }
        self.equilibria = equilibria
        var points: [MarketPoint] = []
        for element in try object.required("marketFixedPoints", expected: "a list").elements() {
            let point = try element.object(["tokens", "unitPayment", "stable"])
            points.append(MarketPoint(
                tokens: try point.required("tokens", expected: "a number").number(),
                unitPayment: try point.required("unitPayment", expected: "a number").numberOrNull() ?? .nan,
                stable: try point.required("stable", expected: "true or false").bool()))
        }
        self.points = points
        searched = try object.required("searched", expected: "what was searched").string()
        let curve = try object.required("curve", expected: "an object").object(["tokens", "unitPayment", "asked"])
        let tokens = try curve.required("tokens", expected: "numbers").numbers()
        let paid = try curve.required("unitPayment", expected: "numbers").numbers(count: tokens.count)
        let asked = try curve.required("asked", expected: "numbers").numbers(count: tokens.count)
        self.curve = tokens.indices.map { (tokens[$0], paid[$0], asked[$0]) }
    }
}

extension StoredCompensation.Contest {
    fileprivate init(_ node: JSONNode) throws(FileError) {
        let object = try node.object([
            "status", "reason", "method", "topicNames", "statusBefore", "totalsBefore", "totals", "prices", "licencePrices", "lawPrices", "licencePayments", "utilities", "certificate",
        ])
        status = try object.required("status", expected: "a status").string()
        after = try object.required("totals", expected: "numbers").numbers()
        before = try object.required("totalsBefore", expected: "numbers").numbers(count: after.count)
        payments = try object.required("licencePayments", expected: "numbers").numbers(count: after.count)
        names = try object["topicNames"]?.strings()
        if let names, let node = object["topicNames"], names.count != after.count { throw node.error(expected: "\(after.count) names", found: "\(names.count)") }
    }
}
