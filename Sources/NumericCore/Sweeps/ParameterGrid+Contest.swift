extension ParameterGrid {
    /// The game at a point. Changes of all topics are made before those of one topic, and the outcome is validated once
    /// as a whole (so that beta and gamma may move together).
    /// - Throws: ``ParameterError`` where the game does not admit the values.
    /// - Complexity: O(topics), and O(cells) where costs change.
    public func contest(at point: Int, of contest: Contest) throws(ParameterError) -> Contest {
        let values = values(at: point)
        var market = contest.market
        var coefficients: ((Double) -> Double)?
        var exponents: ((Double) -> Double)?
        var coupled = CoupledChanges(contest)
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
                guard topic < contest.topics else {
                    throw ParameterError(
                        option: axis.option, field: "\(axis.field)", expected: "a topic from 0 to \(contest.topics - 1)", found: "\(topic)")
                }
                let old = market[keyPath: parameter.keyPath]
                var each = (0..<contest.topics).map { old[$0] }
                each[topic] = change(each[topic])
                market[keyPath: parameter.keyPath] = PerTopic(each)
            case .costCoefficients: coefficients = change
            case .costExponents: exponents = change
            default: try coupled.apply(axis, value)
            }
        }
        do {
            return try Contest(
                market: market, costs: try contest.costs.changing(coefficients: coefficients, exponents: exponents),
                coupling: coupled.coupling, totalEffort: try coupled.totalEffort(), capacity: coupled.capacity,
                competition: contest.competition, inclusiveTerms: contest.inclusiveTerms, name: contest.name, creatorNames: contest.creatorNames, topicNames: contest.topicNames)
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
    private func refusal(_ error: ContestError, values: [Double]) -> ParameterError {
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
    func changing(coefficients: ((Double) -> Double)?, exponents: ((Double) -> Double)?) throws(ContestError) -> PowerCost {
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
