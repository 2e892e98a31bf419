import Foundation

/// A point of a sweep as its file keeps it: totals and certificate, not the efforts.
public struct SweepRecord: Codable, Sendable, Equatable {
    public var point: Int
    /// Value of each parameter, by the field of its axis.
    public var parameters: [String: Double]
    public var status: String
    /// Why not converged.
    public var reason: String?
    /// s_k summed over topics.
    public var grandTotal: Double
    /// s_k, K values.
    public var totals: [Double]
    /// M alpha s^bt, K values.
    public var genAI: [Double]
    /// P_k(s_k), K values; nil where infinite.
    public var prices: [Double?]
    /// Payoffs summed over creators.
    public var utilitySum: Double
    public var certificate: Certified
    public var iterations: Int
    public var kernelTarget: String
    /// Wall-clock seconds of the solve: the only member that differs between equal sweeps.
    public var seconds: Double

    /// A certificate; nil where a number is infinite or missing.
    public struct Certified: Codable, Sendable, Equatable {
        public var relativeResidual: Double?
        public var roundingFloor: Double?
        public var exploitability: Double?
        public var relativeExploitability: Double?
        public var exploitabilityKind: String
        public var worstCreator: Int
        public var uniqueness: String
        public var condition: String
    }

    public init(_ point: SweepPoint, axes: [SweepHeader.Axis]) {
        let equilibrium = point.equilibrium
        let certificate = equilibrium.certificate
        func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
        self.point = point.point
        parameters = Dictionary(uniqueKeysWithValues: zip(axes.map(\.field), point.parameters))
        status = equilibrium.status.rawValue
        reason = equilibrium.reason
        totals = equilibrium.totals
        grandTotal = totals.reduce(0, +)
        genAI = equilibrium.genAI
        prices = equilibrium.prices.map(finite)
        utilitySum = equilibrium.utilities.reduce(0, +)
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

    /// The record as one line of JSON, keys always in this order, no line end.
    public func line(axes: [SweepHeader.Axis]) -> String {
        func number(_ value: Double?) -> String { LineMembers.number(value ?? .nan) }
        var members = LineMembers()
        members.add("point", "\(point)")
        var settings = LineMembers()
        for axis in axes { settings.add(axis.field, number(parameters[axis.field])) }
        members.add("parameters", settings.object)
        members.add("status", LineMembers.text(status))
        if let reason { members.add("reason", LineMembers.text(reason)) }
        members.add("grandTotal", number(grandTotal))
        members.add("totals", LineMembers.list(totals.map(number)))
        members.add("genAI", LineMembers.list(genAI.map(number)))
        members.add("prices", LineMembers.list(prices.map(number)))
        members.add("utilitySum", number(utilitySum))
        var inner = LineMembers()
        inner.add("relativeResidual", number(certificate.relativeResidual))
        inner.add("roundingFloor", number(certificate.roundingFloor))
        inner.add("exploitability", number(certificate.exploitability))
        inner.add("relativeExploitability", number(certificate.relativeExploitability))
        inner.add("exploitabilityKind", LineMembers.text(certificate.exploitabilityKind))
        inner.add("worstCreator", "\(certificate.worstCreator)")
        inner.add("uniqueness", LineMembers.text(certificate.uniqueness))
        inner.add("condition", LineMembers.text(certificate.condition))
        members.add("certificate", inner.object)
        members.add("iterations", "\(iterations)")
        members.add("kernelTarget", LineMembers.text(kernelTarget))
        members.add("seconds", number(seconds))
        return members.object
    }
}

/// A sweep read back: its header and the points finished so far.
public struct StoredSweep: Sendable, Equatable {
    public var header: SweepHeader
    public var records: [SweepRecord]

    public init(header: SweepHeader, records: [SweepRecord]) {
        self.header = header
        self.records = records
    }

    /// Reads a sweep's file. Whatever follows the last line end (a line torn by a crash) is left out.
    /// - Throws: `FileError` naming the line that is no header or no point, or is out of order.
    public static func read(_ path: String) throws(FileError) -> StoredSweep {
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path)) } catch {
            throw FileError(file: path, expected: "a sweep's file", found: FileManager.default.fileExists(atPath: path) ? "an unreadable one" : "no file")
        }
        return try parse(data, file: path).sweep
    }

    /// The sweep in the complete lines of `data`, and how many bytes these take.
    static func parse(_ data: Data, file: String) throws(FileError) -> (sweep: StoredSweep, bytes: Int) {
        let bytes = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 - data.startIndex } ?? 0
        var lines = data.prefix(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        let decoder = JSONDecoder()
        guard let first = lines.popFirst(), let header = try? decoder.decode(SweepHeader.self, from: first),
            header.schema == SweepHeader.schema
        else {
            throw FileError(file: file, field: "line 1", expected: "the header of a sweep (schema \(SweepHeader.schema))", found: "something else")
        }
        var records: [SweepRecord] = []
        for line in lines {
            let number = "line \(records.count + 2)"
            guard let record = try? decoder.decode(SweepRecord.self, from: line) else {
                throw FileError(file: file, field: number, expected: "a point of a sweep", found: "something else")
            }
            guard record.point == records.count, record.point < header.points else {
                throw FileError(file: file, field: number, expected: "point \(records.count) of \(header.points)", found: "point \(record.point)")
            }
            guard record.totals.count == header.topics, header.axes.allSatisfy({ record.parameters[$0.field] != nil }) else {
                throw FileError(file: file, field: number, expected: "\(header.topics) totals and every parameter", found: "fewer or more")
            }
            records.append(record)
        }
        return (StoredSweep(header: header, records: records), bytes)
    }
}
