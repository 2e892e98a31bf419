extension ParameterGrid {
    /// The game at a point. Changes of all topics are made before those of one topic, and the outcome is validated once
    /// as a whole (so that beta and gamma may move together).
    /// - Throws: ``ParameterError`` where the game does not admit the values.
    /// - Complexity: O(topics), and O(cells) where costs or creators change.
    public func contest(at point: Int, of contest: Contest) throws(ParameterError) -> Contest {
        let changed = try changing(contest, at: point)
        guard let chosen = try creators(at: point, of: contest) else { return changed }
        do { return try changed.among(chosen) } catch { throw refusal(error, values: values(at: point)) }
    }

    /// Who takes part at a point, by indices of the game's creators; nil: each once.
    func creators(at point: Int, of contest: Contest) throws(ParameterError) -> [Int]? {
        var changes = CreatorChanges(contest)
        for (axis, value) in zip(axes, values(at: point)) {
            if case .creators(let change) = axis.field { try changes.apply(axis, change, value) }
        }
        return try changes.takingPart()
    }

    /// Whether an axis says how many use GenAI, so that nothing is searched.
    package var fixesUsers: Bool {
        axes.contains { axis in if case .adoption(.users) = axis.field { true } else { false } }
    }

    /// Users of GenAI in each topic at a point; nil: adoption is searched.
    func users(at point: Int, of contest: Contest) throws(ParameterError) -> Int? {
        var changes = AdoptionChanges(contest)
        for (axis, value) in zip(axes, values(at: point)) {
            if case .adoption(.users) = axis.field { try changes.apply(axis, .users, value) }
        }
        return changes.users
    }

    /// The game of all its creators at a point.
    private func changing(_ contest: Contest, at point: Int) throws(ParameterError) -> Contest {
        let values = values(at: point)
        var market = contest.market
        var coefficients: ((Double) -> Double)?
        var exponents: ((Double) -> Double)?
        var coupled = CoupledChanges(contest)
        var adoption = AdoptionChanges(contest)
        var single: [CellChange] = []
        let order = axes.indices.filter { !axes[$0].field.isChangedLast } + axes.indices.filter { axes[$0].field.isChangedLast }
        for index in order {
            let axis = axes[index]
            let value = values[index]
            let change: (Double) -> Double = axis.operation == .set ? { _ in value } : { $0 * value }
            switch axis.field {
            case .market(let parameter, topic: nil):
                let old = market[keyPath: parameter.keyPath]
                market[keyPath: parameter.keyPath] = axis.operation == .set ? PerTopic(value) : old.map(change)
            case .market(let parameter, topic: let topic?):
                guard topic < contest.topics else { throw axis.outside(contest.topics, "topic", found: topic) }
                market[keyPath: parameter.keyPath] = market[keyPath: parameter.keyPath].changing(topic, of: contest.topics, change)
            case .costCoefficients: coefficients = change
            case .costExponents: exponents = change
            case .creatorCost, .topicExponent: single.append(try CellChange(axis, of: contest, change))
            case .adoption(let number): try adoption.apply(axis, number, value)
            default: try coupled.apply(axis, value)
            }
        }
        do {
            return try Contest(
                market: market, costs: try contest.costs.changing(coefficients: coefficients, exponents: exponents).changing(single),
                coupling: coupled.coupling, totalEffort: try coupled.totalEffort(), capacity: coupled.capacity,
                competition: contest.competition, inclusiveTerms: adoption.terms, name: contest.name, creatorNames: contest.creatorNames,
                topicNames: contest.topicNames)
        } catch {
            throw refusal(error, values: values)
        }
    }

    /// Checks every point against a game, before any of them is solved.
    /// - Complexity: O(count x topics), and O(cells) for each combination of cost values.
    public func validate(for contest: Contest) throws(ParameterError) {
        // Markets, cells and the rest are validated apart, so that cells are looked at once for each of their combinations.
        for part in ParameterField.Part.allCases {
            let some = try ParameterGrid(axes: axes.filter { $0.field.part == part })
            for point in 0..<some.count { _ = try some.contest(at: point, of: contest) }
        }
    }

    /// The one game of a grid with one point: `--set` and `--scale` where a single game is meant.
    /// - Throws: ``ParameterError`` where an axis has several values or the game does not admit them.
    public func onlyContest(of contest: Contest) throws(ParameterError) -> Contest {
        if let axis = axes.first(where: { $0.values.count > 1 }) {
            throw ParameterError(option: axis.option, field: "\(axis.field)", expected: "one value", found: "\(axis.values.count) (see sweep)")
        }
        return try self.contest(at: 0, of: contest)
    }

    /// The refusal of a game as the refusal of the option that asked for it.
    private func refusal(_ error: FieldError, values: [Double]) -> ParameterError {
        let index = axes.firstIndex { error.field.hasPrefix("\($0.field)") }
            ?? axes.firstIndex { error.field.hasPrefix($0.field.part == .market ? "market." : "cost.") }
            ?? 0
        let setting = zip(axes, values).map { "\($0.label) = \($1)" }.joined(separator: ", ")
        return ParameterError(
            option: axes[index].option, field: error.field, expected: error.expected, found: "\(error.found), where \(setting)")
    }
}

extension PowerCost {
    /// The same cells with other coefficients and exponents; validated anew where something changed.
    func changing(coefficients: ((Double) -> Double)?, exponents: ((Double) -> Double)?) throws(FieldError) -> PowerCost {
        if coefficients == nil && exponents == nil { return self }
        var changed = self.exponents
        if let exponents {
            switch self.exponents {
            case .shared(let rho): changed = .shared(exponents(rho))
            case .perTopic(let rhos): changed = .perTopic(rhos.map(exponents))
            case .perCell(let rhos): changed = .perCell(CellNumbers(rhos).mapped(exponents))
            }
        }
        return try PowerCost(
            layout: layout, coefficients: coefficients.map { CellNumbers(self.coefficients.mapped($0)) } ?? self.coefficients,
            exponents: changed)
    }
}

/// A change of one creator's coefficients, of one cell's, or of one topic's exponents.
private struct CellChange {
    let creator: Int?
    let topic: Int?
    let change: (Double) -> Double

    /// - Throws: ``ParameterError`` for a creator or topic that the game has not, or a cell that is not eligible.
    init(_ axis: ParameterGrid.Axis, of contest: Contest, _ change: @escaping (Double) -> Double) throws(ParameterError) {
        self.change = change
        switch axis.field {
        case .creatorCost(let creator, let topic): (self.creator, self.topic) = (creator, topic)
        case .topicExponent(let topic): (creator, self.topic) = (nil, topic)
        default: preconditionFailure("\(axis.field) is no number of single cells")
        }
        if let topic, topic >= contest.topics { throw axis.outside(contest.topics, "topic", found: topic) }
        if let creator, creator >= contest.creators { throw axis.outside(contest.creators, "creator", found: creator) }
        if let creator, let topic, contest.layout.cell(creator: creator, topic: topic) == nil {
            throw ParameterError(option: axis.option, field: "\(axis.field)", expected: "a cell with a coefficient", found: "null (not eligible)")
        }
    }
}

extension PowerCost {
    /// The same cells after changes of some of them; validated anew where there are any.
    fileprivate func changing(_ changes: [CellChange]) throws(FieldError) -> PowerCost {
        if changes.isEmpty { return self }
        var coefficients = self.coefficients
        var exponents = self.exponents
        for change in changes {
            if let creator = change.creator {
                let copy = coefficients.mapped { $0 }
                for topic in 0..<layout.topics where change.topic ?? topic == topic {
                    guard let cell = layout.cell(creator: creator, topic: topic) else { continue }
                    copy.withUnsafeMutableValues { $0[cell] = change.change($0[cell]) }
                }
                coefficients = CellNumbers(copy)
            } else if let topic = change.topic {
                switch exponents {
                case .shared(let rho): exponents = .perTopic(PerTopic(rho).changing(topic, of: layout.topics, change.change).values)
                case .perTopic(let rhos): exponents = .perTopic(PerTopic(rhos).changing(topic, of: layout.topics, change.change).values)
                case .perCell(let rhos):
                    let copy = CellNumbers(rhos).mapped { $0 }
                    copy.withUnsafeMutableValues { for cell in layout.range(ofTopic: topic) { $0[cell] = change.change($0[cell]) } }
                    exponents = .perCell(copy)
                }
            }
        }
        return try PowerCost(layout: layout, coefficients: coefficients, exponents: exponents)
    }
}
