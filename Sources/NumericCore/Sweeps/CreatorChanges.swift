/// Who takes part in a contest while the axes of a grid change it: entry, exit, and creators like those there are.
struct CreatorChanges {
    /// Most creators that copies may make.
    static let creatorLimit = 100_000_000

    private let contest: Contest
    private var ofEach = 1
    private var ofOne: [Int: Int] = [:]
    private var first: Int
    private var absent: Int?
    private var last: ParameterGrid.Axis?

    init(_ contest: Contest) {
        self.contest = contest
        first = contest.creators
    }

    /// - Throws: ``ParameterError`` for a value that is no number of creators, or a creator that the game has not.
    mutating func apply(_ axis: ParameterGrid.Axis, _ change: ParameterField.CreatorChange, _ value: Double) throws(ParameterError) {
        func error(_ expected: String, _ found: String = "\(value)") -> ParameterError {
            ParameterError(option: axis.option, field: "\(axis.field)", expected: expected, found: found)
        }
        guard axis.operation == .set else { throw error("--set", "--scale") }
        let n = contest.creators
        let lowest = switch change { case .count: 1; case .without: -1; case .copies: 0 }
        let highest = switch change { case .count: n; case .without: n - 1; case .copies: Self.creatorLimit }
        guard let number = Int(exactly: value), (lowest...highest).contains(number) else { throw error("a whole number from \(lowest) to \(highest)") }
        last = axis
        switch change {
        case .count: first = number
        case .without: absent = number < 0 ? nil : number
        case .copies(of: nil): ofEach = number
        case .copies(of: let creator?):
            let named = contest.creatorNames?.firstIndex(of: creator)
            guard let index = named ?? Int(creator), (0..<n).contains(index) else {
                throw error("a creator's index from 0 to \(n - 1)\(contest.creatorNames == nil ? "" : ", or its name")", "\"\(creator)\"")
            }
            guard ofOne.updateValue(number, forKey: index) == nil else { throw error("each creator once", "creator \(index) a second time") }
        }
    }

    /// The creators who take part, by their indices in the game: in its order, copies side by side. nil: each once.
    /// - Throws: ``ParameterError`` where nobody is left, or too many are there.
    func takingPart() throws(ParameterError) -> [Int]? {
        guard let last else { return nil }
        let numbers = (0..<contest.creators).map { $0 < first && $0 != absent ? ofOne[$0] ?? ofEach : 0 }
        var count = 0
        for number in numbers where count <= Self.creatorLimit { count += number }
        guard count >= 1, count <= Self.creatorLimit else {
            throw ParameterError(
                option: last.option, field: "\(last.field)", expected: "1 to \(Self.creatorLimit) creators who take part", found: count < 1 ? "nobody" : "more")
        }
        if numbers.allSatisfy({ $0 == 1 }) { return nil }
        return numbers.indices.flatMap { repeatElement($0, count: numbers[$0]) }
    }
}

extension Contest {
    /// The contest among some of its creators, who may be there several times: the same cells, limits and weights for each.
    /// The second of a name is called `name (2)`.
    /// - Precondition: `chosen` names creators of the contest in rising order, at least one.
    /// - Complexity: O(chosen cells), a copy of their numbers.
    func among(_ chosen: [Int]) throws(FieldError) -> Contest {
        var offsets = [0]
        var creatorIndex: [Int32] = []
        var coefficients: [Double] = []
        var exponents: [Double] = []
        for topic in 0..<topics {
            for (place, creator) in chosen.enumerated() {
                guard let cell = layout.cell(creator: creator, topic: topic) else { continue }
                creatorIndex.append(Int32(place))
                coefficients.append(costs.coefficients[cell])
                if let each = costs.perCellExponents { exponents.append(each[cell]) }
            }
            offsets.append(coefficients.count)
        }
        let isDense = coefficients.count == chosen.count * topics
        func each(_ values: PerCreator) -> PerCreator { values.isShared ? values : PerCreator(chosen.map { values[$0] }) }
        return try Contest(
            market: market,
            costs: PowerCost(
                layout: isDense ? CellLayout(creators: chosen.count, topics: topics)
                    : CellLayout(creators: chosen.count, offsets: offsets, creatorIndex: creatorIndex),
                coefficients: CellBuffer(coefficients), exponents: costs.perCellExponents == nil ? costs.exponents : .perCell(CellBuffer(exponents))),
            coupling: coupling.map { $0.with(weights: each($0.weights)) },
            totalEffort: totalEffort.map { cost throws(FieldError) in
                try TotalEffortCost(scale: each(cost.scale), exponent: cost.exponent, weights: cost.weights)
            },
            capacity: capacity.map { Capacity(limits: each($0.limits), weights: $0.weights) },
            competition: competition, inclusiveTerms: inclusiveTerms, name: name, creatorNames: creatorNames.map { Self.names($0, of: chosen) }, topicNames: topicNames)
    }

    /// A name for each of the chosen, none twice.
    private static func names(_ names: [String], of chosen: [Int]) -> [String] {
        var taken = Set(names)
        var previous: Int?
        var copy = 1
        return chosen.map { creator in
            copy = creator == previous ? copy + 1 : 1
            previous = creator
            if copy == 1 { return names[creator] }
            while !taken.insert("\(names[creator]) (\(copy))").inserted { copy += 1 }
            return "\(names[creator]) (\(copy))"
        }
    }
}
