/// A point of a sweep as its file keeps it: totals and certificate, not the efforts.
public struct SweepRecord: Sendable, Equatable {
    /// Index in the grid, from 0.
    public var point: Int
    /// Value of each parameter, by the field of its axis.
    public var parameters: [String: Double]
    /// How the solve ended.
    public var status: Status
    /// Why not converged.
    public var reason: String?
    /// n at this point.
    public var creators: Int
    /// s_k summed over topics. Here and in the lists and numbers below NaN where the file has null (infinite or not a
    /// number where it was written).
    public var grandTotal: Double
    /// s_k, K values.
    public var totals: [Double]
    /// M alpha s^bt, K values.
    public var genAI: [Double]
    /// P_k(s_k), K values; nil where infinite.
    public var prices: [Double?]
    /// GenAI's share of all content, G/(G + S) of all topics together, as ``Sensitivity/Outcome/genAIShare``; 0 without content.
    public var genAIShare: Double
    /// Utilities of all creators added up, as ``Sensitivity/Outcome/welfare``.
    public var welfare: Double
    /// How the creators' utilities are distributed.
    public var utilities: UtilityDistribution
    /// Who uses GenAI; nil unless the game is inclusive.
    public var adoption: AdoptionSummary?
    /// What the profile is worth.
    public var certificate: Certified
    /// Passes over the cells, the most any topic took.
    public var iterations: Int
    /// The kernels that ran.
    public var kernelTarget: String
    /// Wall-clock seconds of the solve: the only member that differs between equal sweeps.
    public var seconds: Double

    /// A certificate; nil where a number is infinite or missing.
    public struct Certified: Sendable, Equatable {
        /// As in ``Certificate``.
        public var relativeResidual: Double?
        /// As in ``Certificate``.
        public var roundingFloor: Double?
        /// As in ``Certificate``.
        public var exploitability: Double?
        /// As in ``Certificate``.
        public var relativeExploitability: Double?
        /// `bound` or `search`.
        public var exploitabilityKind: String
        /// Index of the creator who could gain most, from 0.
        public var worstCreator: Int
        /// `proved` or `not-claimed`.
        public var uniqueness: String
        /// What proves it, or why nothing is claimed.
        public var condition: String
    }

    /// What a file keeps of a solved point.
    public init(_ point: SweepPoint, axes: [SweepHeader.Axis]) {
        let equilibrium = point.equilibrium
        let certificate = equilibrium.certificate
        func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
        self.point = point.point
        parameters = Dictionary(uniqueKeysWithValues: zip(axes.map(\.field), point.parameters))
        status = equilibrium.status
        reason = equilibrium.reason
        creators = equilibrium.utilities.count
        totals = equilibrium.totals
        grandTotal = totals.reduce(0, +)
        genAI = equilibrium.genAI
        prices = equilibrium.prices.map(finite)
        let generated = genAI.reduce(0, +)
        genAIShare = generated + grandTotal == 0 ? 0 : generated / (generated + grandTotal)
        welfare = equilibrium.utilities.reduce(0, +)
        utilities = UtilityDistribution(equilibrium.utilities)
        adoption = point.adoption
        self.certificate = Certified(
            relativeResidual: finite(certificate.relativeResidual), roundingFloor: finite(certificate.roundingFloor),
            exploitability: finite(certificate.exploitability),
            relativeExploitability: finite(certificate.relativeExploitability),
            exploitabilityKind: certificate.exploitabilityKind.rawValue, worstCreator: certificate.worstCreator,
            uniqueness: certificate.uniqueness.rawValue, condition: certificate.condition)
        iterations = equilibrium.iterations
        kernelTarget = equilibrium.kernelTarget
        seconds = equilibrium.seconds.solve
    }

    /// Reads the line that ``line(axes:)`` writes.
    /// - Throws: `FileError` naming the key path.
    init(_ node: JSONNode, header: SweepHeader) throws(FileError) {
        let root = try node.object([
            "point", "parameters", "status", "reason", "creators", "grandTotal", "totals", "genAI", "prices", "genAIShare", "welfare",
            "utilityQuantiles", "utilityGini", "adoption", "certificate", "iterations", "kernelTarget", "seconds",
        ])
        let topics = header.topics
        func list(_ key: String) throws(FileError) -> [Double] {
            try root.required(key, expected: "\(topics) numbers").numbersOrNulls(count: topics)
        }
        point = try root.required("point", expected: "a point").integer()
        let fields = header.axes.map(\.field)
        let values = try root.required("parameters", expected: "a value for each parameter").object(fields)
        parameters = [:]
        for field in fields { parameters[field] = try values.required(field, expected: "a number").number() }
        status = try root.required("status", expected: "a status").word(Status.self)
        reason = try root["reason"]?.string()
        func number(_ key: String) throws(FileError) -> Double { try root.required(key, expected: "a number").numberOrNull() ?? .nan }
        let count = try root.required("creators", expected: "a count")
        creators = try count.integer()
        guard creators >= 1 else { throw count.error(expected: "a count of at least 1") }
        grandTotal = try number("grandTotal")
        totals = try list("totals")
        genAI = try list("genAI")
        prices = try list("prices").map { $0.isNaN ? nil : $0 }
        genAIShare = try number("genAIShare")
        welfare = try number("welfare")
        let levels = UtilityDistribution.levels.count
        utilities = UtilityDistribution(
            quantiles: try root.required("utilityQuantiles", expected: "\(levels) numbers").numbersOrNulls(count: levels), gini: try number("utilityGini"))
        adoption = try root["adoption"].map { node throws(FileError) in try AdoptionSummary(node) }
        certificate = try Certified(root.required("certificate", expected: "an object"))
        iterations = try root.required("iterations", expected: "a count").integer()
        kernelTarget = try root.required("kernelTarget", expected: "a name").string()
        seconds = try root.required("seconds", expected: "a number").number()
    }

    /// The record as one line of JSON, keys always in this order, no line end.
    public func line(axes: [SweepHeader.Axis]) -> String {
        func number(_ value: Double?) -> String { JSONWriter.number(value ?? .nan) }
        var members = LineMembers()
        members.add("point", "\(point)")
        var settings = LineMembers()
        for axis in axes { settings.add(axis.field, number(parameters[axis.field])) }
        members.add("parameters", settings.object)
        members.add("status", JSONWriter.quoted(status.rawValue))
        if let reason { members.add("reason", JSONWriter.quoted(reason)) }
        members.add("creators", "\(creators)")
        members.add("grandTotal", number(grandTotal))
        members.add("totals", LineMembers.list(totals.map(number)))
        members.add("genAI", LineMembers.list(genAI.map(number)))
        members.add("prices", LineMembers.list(prices.map(number)))
        members.add("genAIShare", number(genAIShare))
        members.add("welfare", number(welfare))
        members.add("utilityQuantiles", LineMembers.list(utilities.quantiles.map(number)))
        members.add("utilityGini", number(utilities.gini))
        if let adoption { members.add("adoption", adoption.line) }
        var inner = LineMembers()
        inner.add("relativeResidual", number(certificate.relativeResidual))
        inner.add("roundingFloor", number(certificate.roundingFloor))
        inner.add("exploitability", number(certificate.exploitability))
        inner.add("relativeExploitability", number(certificate.relativeExploitability))
        inner.add("exploitabilityKind", JSONWriter.quoted(certificate.exploitabilityKind))
        inner.add("worstCreator", "\(certificate.worstCreator)")
        inner.add("uniqueness", JSONWriter.quoted(certificate.uniqueness))
        inner.add("condition", JSONWriter.quoted(certificate.condition))
        members.add("certificate", inner.object)
        members.add("iterations", "\(iterations)")
        members.add("kernelTarget", JSONWriter.quoted(kernelTarget))
        members.add("seconds", number(seconds))
        return members.object
    }
}

extension SweepRecord.Certified {
    init(_ node: JSONNode) throws(FileError) {
        let object = try node.object(EquilibriumFile.certificateKeys)
        func number(_ key: String) throws(FileError) -> Double? { try object.required(key, expected: "a number or null").numberOrNull() }
        func text(_ key: String) throws(FileError) -> String { try object.required(key, expected: "a string").string() }
        relativeResidual = try number("relativeResidual")
        roundingFloor = try number("roundingFloor")
        exploitability = try number("exploitability")
        relativeExploitability = try number("relativeExploitability")
        exploitabilityKind = try text("exploitabilityKind")
        worstCreator = try object.required("worstCreator", expected: "a creator's index").integer()
        uniqueness = try text("uniqueness")
        condition = try text("condition")
    }
}
