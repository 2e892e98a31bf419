/// What is tried in turn.
enum SolveStep: Equatable {
    case pure, extreme, paths, sequenceForm

    var searched: Searched {
        switch self {
        case .pure: .pure
        case .extreme: .extreme
        case .paths: .paths
        case .sequenceForm: .sequenceForm
        }
    }

    /// Whether it lists mixed equilibria, of which rounding may join or hide some. One equilibrium hides no other.
    var listsMixed: Bool { self == .extreme || self == .paths }

    /// The steps for what is asked for, the first that comes to a result ending them.
    /// - Parameter strategies: the number of reduced strategies of each player. Pairs that fit no table are not refused where nobody asked
    ///   for the table.
    /// - Throws: ``SolveFailure/conceptDoesNotFit(concept:players:)``.
    static func plan(_ concept: Concept?, strategies: [Double], pairLimit: Int) throws(SolveFailure) -> [SolveStep] {
        let players = strategies.count
        func fitting(_ players: ClosedRange<Int>, _ steps: [SolveStep]) throws(SolveFailure) -> [SolveStep] {
            guard let concept, !players.contains(strategies.count) else { return steps }
            throw .conceptDoesNotFit(concept: concept, players: strategies.count)
        }
        switch concept {
        case .pure?: return [.pure]
        case .extreme?: return try fitting(1...2, players == 2 ? [.extreme, .paths] : [.pure])
        case .lemkeHowson?: return try fitting(2...2, [.paths])
        case .sequenceForm?: return try fitting(2...2, [.sequenceForm])
        case nil where players != 2: return [.pure]
        case nil: return strategies.reduce(1, *) > Double(pairLimit) ? [.sequenceForm] : [.extreme, .paths, .sequenceForm]
        }
    }
}

/// What comes of a step in one arithmetic.
enum StepOutcome<Result> {
    case solved(Result)
    /// A number is not known in this arithmetic or outgrew it, rounding led astray, or its numbers take too much room or time.
    case notInThisArithmetic
    /// The time or the work that the step may take was used up.
    case outOfTime

    var result: Result? {
        guard case .solved(let result) = self else { return nil }
        return result
    }
}

/// Why a step has no outcome ``StepOutcome/solved(_:)``.
enum StepFailure: Error {
    /// The game is too large for the step in any arithmetic.
    case refused(SolveFailure)
    case notInThisArithmetic
    case outOfTime
}
