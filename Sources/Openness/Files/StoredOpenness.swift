import NumericCore

/// What a result file says, read back without its game.
public enum StoredOpenness: Sendable, Equatable {
    case equilibrium(StoredEquilibrium)
    case sweep(StoredSweep)

    /// One equilibrium.
    public struct StoredEquilibrium: Sendable, Equatable {
        /// The game's name; nil where it has none.
        public let name: String?
        /// All but the single followers.
        public let outcome: OpennessOutcome
        /// By follower, in the order of the game.
        public let adopts: [Bool]
        /// e_i, x_i and payoffs, by follower.
        public let efforts, outputs, payoffs: [Double]
        /// The most anybody gains by deviating, relative to mu.
        public let largestGain: Double
    }

    /// Points of a sweep, and what its summary says of the whole range of openness.
    public struct StoredSweep: Sendable, Equatable {
        /// The game's name; nil where it has none.
        public let name: String?
        /// N.
        public let followers: Int
        /// Rising in openness, each level under all practices.
        public let points: [OpennessOutcome]
        /// Under the posted tariff: where welfare is below the closed model's, and where the leader holds effort down.
        public let trap, limited: [OpennessInterval]
        /// Where the developer gains from offering a free trial.
        public let offerSet: [OpennessInterval]
        /// The developer's own best openness by practice, and what it gets there.
        public let best: [OpennessPractice: (openness: Double, payoff: Double)]

        /// The points under one practice.
        public func points(_ practice: OpennessPractice) -> [OpennessOutcome] {
            points.filter { $0.policy.isIntegrated == practice.isIntegrated && $0.policy.hasFreeTrial == practice.hasFreeTrial }
        }

        public static func == (one: Self, other: Self) -> Bool {
            one.name == other.name && one.followers == other.followers && one.points == other.points && one.trap == other.trap
                && one.limited == other.limited && one.offerSet == other.offerSet && one.best.mapValues(\.openness) == other.best.mapValues(\.openness)
                && one.best.mapValues(\.payoff) == other.best.mapValues(\.payoff)
        }
    }

    /// - Throws: `FileError` naming the key path that is missing or wrong, or the schema of another economy.
    package init(_ result: OtherResult) throws(FileError) {
        guard let first = result.documents.first else { throw FileError(file: "", expected: "an openness result", found: "nothing") }
        try first.document(schema: OpennessResultFile.schema)
        if case .object(let members) = first.value, members["summary"] != nil {
            self = .sweep(try StoredSweep(first, points: Array(result.documents.dropFirst())))
        } else {
            self = .equilibrium(try StoredEquilibrium(first))
        }
    }
}

extension StoredOpenness.StoredEquilibrium {
    fileprivate init(_ document: JSONNode) throws(FileError) {
        let root = try document.object(
            OpennessOutcome.keys + [
                "schema", "version", "name", "joint", "tariff", "certificate", "adopts", "followerOutputs", "followerEfforts", "followerPayoffs",
            ])
        name = try root["name"]?.string()
        outcome = try OpennessOutcome(root)
        var adopts: [Bool] = []
        for node in try root.required("adopts", expected: "a list").elements() { adopts.append(try node.bool()) }
        self.adopts = adopts
        func list(_ key: String) throws(FileError) -> [Double] {
            try root.required(key, expected: "\(adopts.count) numbers").numbers(count: adopts.count)
        }
        (efforts, outputs, payoffs) = (try list("followerEfforts"), try list("followerOutputs"), try list("followerPayoffs"))
        let certificate = try root.required("certificate", expected: "an object").object([
            "isConfirmed", "largestGain", "leaderGain", "effortGain", "adoptionGain", "accountingResidual", "leaderEfforts",
        ])
        largestGain = try certificate.required("largestGain", expected: "a number").numberOrNull() ?? .infinity
    }
}

extension StoredOpenness.StoredSweep {
    fileprivate init(_ header: JSONNode, points lines: [JSONNode]) throws(FileError) {
        let root = try header.object(["schema", "version", "name", "points", "followers", "parameters", "summary"])
        name = try root["name"]?.string()
        followers = try root.required("followers", expected: "a count").integer()
        var points: [OpennessOutcome] = []
        for line in lines { points.append(try OpennessOutcome(line.object(OpennessOutcome.keys))) }
        let count = try root.required("points", expected: "a count")
        guard try count.integer() == points.count else { throw count.error(expected: "as many points as there are lines, \(points.count)") }
        self.points = points
        let summary = try root.required("summary", expected: "an object").object([
            "limited", "trap", "trialBites", "trialExpanded", "integratedLimited", "offerSet", "integrationHarms", "trialHarms", "welfareAtZero",
            "welfareBeforeEntry", "welfareAfterEntry", "welfareAtOne", "practices", "integration", "trial",
        ])
        func intervals(_ key: String) throws(FileError) -> [OpennessInterval] {
            let node = try summary.required(key, expected: "ends of intervals")
            let ends = try node.numbers()
            guard ends.count.isMultiple(of: 2) else { throw node.error(expected: "two ends for each interval", found: "\(ends.count)") }
            return stride(from: 0, to: ends.count, by: 2).map { OpennessInterval(ends[$0], ends[$0 + 1]) }
        }
        (trap, limited, offerSet) = (try intervals("trap"), try intervals("limited"), try intervals("offerSet"))
        let practices = try summary.required("practices", expected: "an object").object(OpennessPractice.allCases.map(\.rawValue))
        var best: [OpennessPractice: (openness: Double, payoff: Double)] = [:]
        for practice in OpennessPractice.allCases {
            let found = try practices.required(practice.rawValue, expected: "an object").object(["regimes", "trap", "best"])
            let choice = try found.required("best", expected: "an object").object(["openness", "payoff", "welfare"])
            best[practice] = (
                try choice.required("openness", expected: "a number").number(), try choice.required("payoff", expected: "a number").number()
            )
        }
        self.best = best
    }
}

extension OpennessOutcome {
    /// Of a line.
    fileprivate static let keys = [
        "openness", "integrated", "freeTrial", "regime", "adopters", "leaderEffort", "monopolyEffort", "total", "price", "leaderPayoff",
        "developerPayoff", "followersPayoff", "consumerSurplus", "welfare", "gap",
    ]

    fileprivate init(_ root: JSONObject) throws(FileError) {
        func number(_ key: String) throws(FileError) -> Double { try root.required(key, expected: "a number").number() }
        func flag(_ key: String) throws(FileError) -> Bool { try root.required(key, expected: "true or false").bool() }
        self.init(
            policy: OpennessPolicy(openness: try number("openness"), isIntegrated: try flag("integrated"), hasFreeTrial: try flag("freeTrial")),
            regime: try root.required("regime", expected: "a regime").word(OpennessRegime.self),
            adopters: try root.required("adopters", expected: "a count").integer(), leaderEffort: try number("leaderEffort"),
            monopolyEffort: try number("monopolyEffort"), total: try number("total"), price: try number("price"),
            leaderPayoff: try number("leaderPayoff"), developerPayoff: try number("developerPayoff"), followersPayoff: try number("followersPayoff"),
            consumerSurplus: try number("consumerSurplus"), welfare: try number("welfare"),
            gap: try root.required("gap", expected: "a number or null").numberOrNull() ?? .infinity)
    }
}
