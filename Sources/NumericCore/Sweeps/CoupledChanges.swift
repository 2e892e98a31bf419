/// What couples the topics of a contest while the axes of a grid change it.
struct CoupledChanges {
    private(set) var coupling: CouplingCost?
    private(set) var capacity: Capacity?
    private let before: TotalEffortCost?
    /// h and theta, made one cost when all axes have been applied.
    private var scale: PerCreator?
    private var exponent: Double

    init(_ contest: Contest) {
        coupling = contest.coupling
        capacity = contest.capacity
        before = contest.totalEffort
        scale = before?.scale
        exponent = before?.exponent ?? 2
    }

    /// The cost of total effort after all changes.
    /// - Throws: ``ContestError`` for an exponent outside its domain.
    func totalEffort() throws(ContestError) -> TotalEffortCost? {
        guard let scale else { return nil }
        if let before, before.scale == scale, before.exponent == exponent { return before }
        return try TotalEffortCost(scale: scale, exponent: exponent, weights: before?.weights ?? 1)
    }

    /// - Throws: ``ParameterError`` where the game has nothing there to change.
    mutating func apply(_ axis: ParameterGrid.Axis, _ value: Double) throws(ParameterError) {
        let isSet = axis.operation == .set
        /// What the game has, changed; nil: it has nothing. Who has no limit has none, whatever it is multiplied by.
        func changed(_ old: PerCreator?) -> PerCreator? { isSet ? PerCreator(value) : old?.map { $0 == .infinity ? $0 : $0 * value } }
        func missing(_ what: String) -> ParameterError {
            ParameterError(option: axis.option, field: "\(axis.field)", expected: "a game with \(what)", found: "one without")
        }
        switch axis.field {
        case .couplingWeights:
            guard let coupling, let weights = changed(coupling.weights) else { throw missing("a coupling matrix and weights above 0") }
            self.coupling = coupling.with(weights: weights)
        case .totalEffortScale:
            guard let changed = changed(before?.scale) else { throw missing("a cost of total effort") }
            scale = changed
        case .totalEffortExponent:
            guard scale != nil else { throw missing("a cost of total effort") }
            exponent = isSet ? value : exponent * value
        case .capacityLimits:
            guard let limits = changed(capacity?.limits) else { throw missing("a capacity") }
            capacity = Capacity(limits: limits, weights: capacity?.weights ?? 1)
        case .market, .costCoefficients, .costExponents: break
        }
    }
}
