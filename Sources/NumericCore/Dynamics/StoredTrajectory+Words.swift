/// How dynamics, schedules and records are written in files and on the command line.
extension LearningDynamics {
    /// `mirror-euclidean`, `mirror-entropic`, `gradient` or `best-response`.
    public var word: String {
        switch self {
        case .mirrorDescent(let geometry, _): "mirror-\(geometry.rawValue)"
        case .gradientPlay: "gradient"
        case .bestResponse: "best-response"
        }
    }
}

extension StepSchedule {
    /// `constant:0.1`, `power:1:0.5` or `adaptive:1`.
    public var word: String {
        switch self {
        case .constant(let size): "constant:\(size)"
        case .power(let size, let exponent): "power:\(size):\(exponent)"
        case .adaptive(let size): "adaptive:\(size)"
        }
    }

    /// Reads what ``word`` writes; nil for anything else. Whether the numbers are within their domains is checked when a
    /// simulation begins.
    public init?(word: String) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().compactMap { Double($0) }
        guard numbers.count == parts.count - 1 else { return nil }
        switch (parts[0], numbers.count) {
        case ("constant", 1): self = .constant(numbers[0])
        case ("power", 2): self = .power(numbers[0], exponent: numbers[1])
        case ("adaptive", 1): self = .adaptive(numbers[0])
        default: return nil
        }
    }
}

extension Trajectory.Record {
    /// The record as one line of JSON, keys always in this order, no line end; what is no finite number is null.
    public var line: String {
        var members = LineMembers()
        members.add("step", "\(step)")
        members.add("distance", JSONWriter.number(distance))
        members.add("exploitability", JSONWriter.number(exploitability))
        members.add("relativeExploitability", JSONWriter.number(relativeExploitability))
        members.add("totals", LineMembers.list(totals.map(JSONWriter.number)))
        return members.object
    }

    init(_ node: JSONNode, topics: Int) throws(FileError) {
        let root = try node.object(["step", "distance", "exploitability", "relativeExploitability", "totals"])
        func number(_ key: String) throws(FileError) -> Double {
            let found = try root.required(key, expected: "a number >= 0, or null")
            guard let value = try found.numberOrNull() else { return .nan }
            guard value >= 0 else { throw found.error(expected: "a number >= 0, or null") }
            return value
        }
        let found = try root.required("step", expected: "a step")
        guard try found.integer() >= 0 else { throw found.error(expected: "a step >= 0") }
        self.init(
            step: try found.integer(), distance: try number("distance"), exploitability: try number("exploitability"),
            relativeExploitability: try number("relativeExploitability"),
            totals: try root.required("totals", expected: "\(topics) numbers").numbersOrNulls(count: topics))
    }
}
