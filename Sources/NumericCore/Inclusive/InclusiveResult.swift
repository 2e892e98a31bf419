#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a creator does in a topic of an inclusive contest.
public enum AdoptionAction: String, Sendable, CaseIterable {
    /// Own effort, possibly 0.
    case human
    /// GenAI, no effort.
    case genAI
    /// Own effort and GenAI, where ``Hybrid`` allows it.
    case both

    /// Whether it counts in M.
    var usesGenAI: Bool { self != .human }
    /// Whether its effort counts in s.
    var makesEffort: Bool { self != .genAI }
}

/// A profile of actions and efforts with everything that follows from it.
public struct InclusiveEquilibrium: Sendable {
    /// `converged` where the certificate says that nobody gains: only then an equilibrium.
    public var status: Status
    /// What each creator does in each topic in which it is eligible, in the order of the contest's layout.
    public var actions: [AdoptionAction]
    /// s_k, human effort of each topic.
    public var totals: [Double]
    /// x of every eligible cell; 0 where only GenAI is used.
    public var efforts: EffortProfile
    /// M alpha s^bt of each topic.
    public var genAI: [Double]
    /// P_k(s_k) with M_k users; infinite where s_k = 0 and the limit is.
    public var prices: [Double]
    /// Payoff of each creator after fees, n values.
    public var utilities: [Double]
    /// m/n of each topic, n its eligible creators; 0 where there are none.
    public var genAIFractions: [Double]
    /// The part of all eligible cells that use GenAI.
    public var genAIFraction: Double
    /// ``certifyAdoption(_:actions:efforts:settings:)``; its exploitability is the epsilon of an epsilon-equilibrium.
    public var certificate: Certificate

    /// What a creator does in a topic, nil where it is not eligible.
    public subscript(creator creator: Int, topic topic: Int) -> AdoptionAction? {
        efforts.layout.cell(creator: creator, topic: topic).map { actions[$0] }
    }

    /// Human effort in all topics together.
    public var grandTotal: Double { totals.reduce(0, +) }
}

/// How adoption is searched.
public enum AdoptionSearch: String, Sendable, CaseIterable {
    /// All sets where a topic has at most 20 eligible creators, else threshold sets where its creators share an exponent, else
    /// best responses; with global adoption all sets for at most 12 creators, else best responses.
    case automatic
    /// All 2^n sets of each topic (n <= 20), or all 2^n global choices (n <= 12).
    case allSets = "all-sets"
    /// The sets whose humans are the h creators with the smallest costs, h = 0...n; one exponent a topic.
    case thresholds
    /// One best move after another, from several starts, until nobody gains or a set returns.
    case bestResponse = "best-response"
}

/// Knobs of ``solveInclusive(_:settings:)``.
public struct InclusiveSettings: Sendable {
    /// Tolerance, time limit, cancellation, threads, progress. The tolerance is also what a gain may be of revenue. The iteration limit stays
    /// as it is: every contest of humans is solved to its end, since a set whose contest is not would be neither found nor ruled out.
    public var solver = Settings()
    /// What is searched.
    public var search = AdoptionSearch.automatic
    /// Equilibria listed a topic and in all, at least 1; the others are counted. Fewer where their efforts would not fit.
    public var equilibriumLimit = 1000
    /// Starts of best responses: nobody on GenAI, everybody, then sets drawn from the seed.
    public var starts = 12
    /// Moves of one start of best responses.
    public var moveLimit = 10_000
    /// Of the random starts.
    public var seed: UInt64 = 1

    /// The defaults.
    public init() {}

    /// - Throws: ``FieldError`` naming the first knob outside its domain.
    public func validate() throws(FieldError) {
        try solver.validate()
        guard solver.iterationLimit == Settings().iterationLimit else {
            throw FieldError(
                field: "iterationLimit", expected: "its default, \(Settings().iterationLimit), in a search of who uses GenAI, which timeLimit stops",
                found: "\(solver.iterationLimit)")
        }
        for (field, value) in [("equilibriumLimit", equilibriumLimit), ("starts", starts), ("moveLimit", moveLimit)] where value < 1 {
            throw FieldError(field: field, expected: "at least 1", found: "\(value)")
        }
    }
}

/// What was searched in one topic, or over all topics together, and what that proves.
public struct AdoptionSearched: Sendable {
    /// The topic; nil where one choice holds for all.
    public var topic: Int?
    /// The way taken.
    public var search: AdoptionSearch
    /// Eligible creators.
    public var creators: Int
    /// Whether every set of the kind searched was looked at or ruled out by a proved bound, and all its equilibria with it. Never
    /// with hybrids, whose totals are looked for on a grid.
    public var isComplete: Bool
    /// Contests of humans that were solved.
    public var solves: Int
    /// Ranges of totals or of numbers of humans that were bounded, or moves made.
    public var pieces: Int
    /// Equilibria found, listed or not.
    public var found: Int
    /// In words: what was enumerated and what that proves.
    public var statement: String
}

/// Every equilibrium that was found, and what the search proves.
public struct InclusiveResult: Sendable {
    /// `converged` where there is an equilibrium, `noneFound` where none was found, `unsupported`, or why the search was stopped.
    public var status: Status
    /// Why not converged.
    public var reason: String?
    /// Sorted by total human effort, largest first.
    public var equilibria: [InclusiveEquilibrium]
    /// Where there is none: the profile found whose best deviator gains least.
    public var best: InclusiveEquilibrium?
    /// One for each topic, or one for all.
    public var searched: [AdoptionSearched]
    /// Equilibria there are of the kinds searched: the product over topics; more than are listed where they are many.
    public var count: Double
    /// Where the time went: the search, then the solves and certificates of what is listed.
    public var seconds = Equilibrium.Seconds()
    /// The kernels that ran: `portable`, `avx2`, `avx512` or `neon`.
    public var kernelTarget = ""
    /// Threads that were allowed.
    public var threads = 1
}

/// The part of creators who stay human and its bound's shape: 1 - m/n against mu^a / (alpha n^b), with
/// a = (gamma - beta)/(gamma + rho - 1) and b = 1 - (gamma - beta)(rho - 1)/(gamma + rho - 1).
///
/// Only the shape is known: the constant between the two depends on costs. Source: Yao, Li, Nekipelov, Wang, Xu, ICML 2024,
/// arXiv:2402.15467.
public struct HumanFractionBound: Sendable, Equatable {
    /// 1 - m/n.
    public var humanFraction: Double
    /// mu^a / (alpha n^b); infinite where alpha = 0.
    public var shape: Double

    /// - Parameters:
    ///   - creators: n >= 1, of whom `users` use GenAI.
    ///   - rho: the exponent of their costs.
    public init(mu: Double, alpha: Double, beta: Double, gamma: Double, rho: Double, creators: Int, users: Int) {
        humanFraction = 1 - Double(users) / Double(creators)
        let sum = gamma + rho - 1
        let a = sum > 0 ? (gamma - beta) / sum : 0
        shape = pow(mu, a) / (alpha * pow(Double(creators), 1 - a * (rho - 1)))
    }
}
