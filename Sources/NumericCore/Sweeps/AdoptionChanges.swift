/// On what terms GenAI is open, and who is told to use it, while the axes of a grid change them.
struct AdoptionChanges {
    /// Fees as changed so far.
    private(set) var terms: InclusiveTerms
    /// Users a topic where a grid fixes them; nil: adoption is searched.
    private(set) var users: Int?
    private let contest: Contest

    init(_ contest: Contest) {
        self.contest = contest
        terms = contest.inclusiveTerms
    }

    /// - Throws: ``ParameterError`` for a game that is not inclusive, a fee outside its domain, or users that are no number of creators.
    mutating func apply(_ axis: ParameterGrid.Axis, _ number: ParameterField.AdoptionNumber, _ value: Double) throws(ParameterError) {
        func error(_ expected: String, _ found: String) -> ParameterError {
            ParameterError(option: axis.option, field: "\(axis.field)", expected: expected, found: found)
        }
        guard contest.competition == .inclusive else { throw error("an inclusive game", contest.competition.rawValue) }
        let isSet = axis.operation == .set
        func changed(_ old: Double) -> Double { isSet ? value : old * value }
        do throws(FieldError) {
            switch number {
            case .feeShare: terms.fee = try UsageFee(share: changed(terms.fee.share), flat: terms.fee.flat)
            case .feeFlat: terms.fee = try UsageFee(share: terms.fee.share, flat: changed(terms.fee.flat))
            case .hybridFee: terms.hybrid = try Hybrid(isAllowed: terms.hybrid.isAllowed, fee: changed(terms.hybrid.fee))
            case .users: break
            }
        } catch { throw ParameterError(option: axis.option, field: error.field, expected: error.expected, found: error.found) }
        if number == .hybridFee, !terms.hybrid.isAllowed { throw error("a game that allows hybrids", "one that does not") }
        guard number == .users else { return }
        guard isSet else { throw error("--set", "--scale") }
        guard contest.isSeparable else { throw error("a game whose topics are separate", "topics that costs or capacities join") }
        guard terms.adoption == .perTopic || contest.topics == 1 else { throw error("adoption per-topic", terms.adoption.rawValue) }
        guard let count = Int(exactly: value), count >= 0 else { throw error("a whole number of at least 0", "\(value)") }
        users = count
    }
}

extension Contest {
    /// The actions in which the `users` creators with the largest costs of each topic use GenAI, or all where there are fewer.
    /// - Complexity: O(cells), one sort a topic.
    func actions(users: Int) throws(SolveError) -> [AdoptionAction] {
        try thresholdActions(self, humans: (0..<topics).map { max(0, layout.range(ofTopic: $0).count - users) })
    }
}
