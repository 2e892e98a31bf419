/// What a sweep keeps of who uses GenAI at a point of an inclusive game.
public struct AdoptionSummary: Sendable, Equatable {
    /// Equilibria found, listed or not; 0 or 1 where the grid fixes the users; NaN where a search was refused or stopped.
    public var equilibria: Double
    /// The part of eligible cells that use GenAI in the profile that the point's totals are of.
    public var genAIFraction: Double
    /// The smallest of any equilibrium listed; ``genAIFraction`` where there is none.
    public var leastFraction: Double
    /// The largest.
    public var mostFraction: Double
    /// Whether every set of the kinds searched was looked at or ruled out by proof; false where the grid fixes the users.
    public var isComplete: Bool
}

extension SweepPoint {
    /// A point of an inclusive game: the equilibrium with most human effort stands for it, the profile closest to one where there
    /// is none.
    init(point: Int, parameters: [Double], result: InclusiveResult, of contest: Contest) {
        let profile = result.equilibria.first ?? result.best
        let fractions = result.equilibria.map(\.genAIFraction)
        let fraction = profile?.genAIFraction ?? .nan
        let isAnswered = [.converged, .noneFound, .stalled].contains(result.status)
        self.init(
            point: point, parameters: parameters, equilibrium: Equilibrium(profile, of: result, contest: contest),
            adoption: AdoptionSummary(
                equilibria: isAnswered ? result.count : .nan, genAIFraction: fraction, leastFraction: fractions.min() ?? fraction,
                mostFraction: fractions.max() ?? fraction,
                isComplete: !result.searched.isEmpty && result.searched.allSatisfy(\.isComplete)))
    }

    /// A point whose users the grid fixes.
    init(point: Int, parameters: [Double], fixed profile: InclusiveEquilibrium, seconds: Double, of contest: Contest) throws {
        var result = InclusiveResult(
            status: profile.status, reason: profile.status == .noneFound ? "somebody gains by changing sides" : nil,
            equilibria: profile.status == .converged ? [profile] : [], best: profile.status == .converged ? nil : profile, searched: [],
            count: profile.status == .converged ? 1 : 0)
        result.seconds.solve = seconds
        result.kernelTarget = try KernelTarget.active().name
        self.init(point: point, parameters: parameters, result: result, of: contest)
    }
}

extension Equilibrium {
    /// One profile of an inclusive game's result, or nothing known where there is none.
    fileprivate init(_ profile: InclusiveEquilibrium?, of result: InclusiveResult, contest: Contest) {
        let unknown = [Double](repeating: .nan, count: contest.topics)
        let nothing = Certificate(
            relativeResidual: .nan, roundingFloor: .nan, exploitability: .nan, relativeExploitability: .nan, exploitabilityKind: .search,
            worstCreator: 0, uniqueness: .notClaimed, condition: "several sets of GenAI users can be equilibria", isConverged: false)
        self.init(
            status: result.status, reason: result.reason, method: "adoption-search", totals: profile?.totals ?? unknown,
            efforts: profile?.efforts ?? EffortProfile(layout: contest.layout, values: CellBuffer(count: contest.layout.cells)),
            genAI: profile?.genAI ?? unknown, prices: profile?.prices ?? unknown,
            utilities: profile?.utilities ?? [Double](repeating: .nan, count: contest.creators), certificate: profile?.certificate ?? nothing,
            iterations: result.searched.reduce(0) { $0 + $1.solves }, seconds: result.seconds, kernelTarget: result.kernelTarget,
            threads: result.threads)
    }
}

extension AdoptionSummary {
    private static let keys = ["equilibria", "genAIFraction", "leastFraction", "mostFraction", "isComplete"]

    /// The object of a sweep's line, keys always in this order.
    var line: String {
        var members = LineMembers()
        for (key, value) in zip(Self.keys, [equilibria, genAIFraction, leastFraction, mostFraction]) { members.add(key, JSONWriter.number(value)) }
        members.add("isComplete", "\(isComplete)")
        return members.object
    }

    /// Reads what ``line`` writes.
    init(_ node: JSONNode) throws(FileError) {
        let object = try node.object(Self.keys)
        func number(_ key: String) throws(FileError) -> Double { try object.required(key, expected: "a number or null").numberOrNull() ?? .nan }
        equilibria = try number("equilibria")
        genAIFraction = try number("genAIFraction")
        leastFraction = try number("leastFraction")
        mostFraction = try number("mostFraction")
        isComplete = try object.required("isComplete", expected: "true or false").bool()
    }
}
