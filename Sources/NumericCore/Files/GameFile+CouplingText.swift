/// What couples the topics of a game, on its way to a file: inline, or in NumPy files beside the document.
struct CoupledText {
    private let contest: Contest
    /// The names of the files beside the document, by how they end.
    private var files: [String: String] = [:]

    /// Matrices of more topics have a file of their own.
    static let inlineTopics = 64

    init(_ contest: Contest) { self.contest = contest }

    private enum Ending {
        static let matrix = "coupling.npy"
        static let couplingWeights = "coupling-weights.npy"
        static let scale = "total-effort.npy"
        static let limits = "capacity.npy"
    }

    /// How the names of the files end that a contest needs; none where all is inline.
    static func sideEndings(_ contest: Contest) -> [String] {
        var endings: [String] = []
        if contest.coupling != nil, contest.topics > inlineTopics { endings.append(Ending.matrix) }
        for (ending, parameter) in perCreator(contest) where isLarge(parameter) { endings.append(ending) }
        return endings
    }

    private static func perCreator(_ contest: Contest) -> [(ending: String, parameter: PerCreator?)] {
        [
            (Ending.couplingWeights, contest.coupling?.weights), (Ending.scale, contest.totalEffort?.scale),
            (Ending.limits, contest.capacity?.limits),
        ]
    }

    private static func isLarge(_ parameter: PerCreator?) -> Bool { (parameter?.values.count ?? 0) > GameFile.inlineCells }

    /// Writes the files beside the document.
    mutating func writeSideFiles(beside place: OutputPlace, to output: OutputFiles) throws(FileError) {
        func add(_ ending: String, _ header: NpyHeader, _ values: UnsafeBufferPointer<Double>) throws(FileError) -> String {
            let path = place.sideFile(ending)
            let file = try output.add(path)
            try file.write(array: header.bytes)
            try file.write(array: values)
            return Paths.name(of: path)
        }
        if let coupling = contest.coupling, contest.topics > Self.inlineTopics {
            // Symmetric: rows and columns are the same numbers.
            let header = NpyHeader(rows: contest.topics, columns: contest.topics)
            files[Ending.matrix] = try add(
                Ending.matrix, header, UnsafeBufferPointer(start: coupling.matrix.base, count: coupling.matrix.count))
        }
        for (ending, parameter) in Self.perCreator(contest) {
            guard let parameter, Self.isLarge(parameter) else { continue }
            let copy = CellBuffer(parameter.values)
            files[ending] = try add(ending, NpyHeader(count: copy.count), UnsafeBufferPointer(start: copy.base, count: copy.count))
        }
    }

    /// The members `coupling` and `totalEffort` of the object `cost`.
    func writeCosts(_ json: inout JSONWriter) {
        if let coupling = contest.coupling {
            json.object("coupling") { json in
                if let name = files[Ending.matrix] {
                    json.sideFile("matrix", "npy", name)
                } else {
                    json.matrix("matrix", rows: coupling.topics, columns: coupling.topics) { coupling.matrix[$0 * coupling.topics + $1] }
                }
                write("weights", coupling.weights, Ending.couplingWeights, &json)
            }
        }
        if let total = contest.totalEffort {
            json.object("totalEffort") { json in
                write("scale", total.scale, Ending.scale, &json)
                json.number("exponent", total.exponent)
                json.perTopic("weights", total.weights)
            }
        }
    }

    /// The object `capacity`.
    func writeCapacity(_ json: inout JSONWriter) {
        guard let capacity = contest.capacity else { return }
        json.object("capacity") { json in
            write("limits", capacity.limits, Ending.limits, &json)
            json.perTopic("weights", capacity.weights)
        }
    }

    private func write(_ key: String, _ parameter: PerCreator, _ ending: String, _ json: inout JSONWriter) {
        if let name = files[ending] {
            json.sideFile(key, "npy", name)
        } else if parameter.isShared {
            json.number(key, parameter.values[0])
        } else {
            json.numbers(key, parameter.values)
        }
    }
}
