/// What couples the topics of a contest while the axes of a grid change it.
struct CoupledChanges {
    private(set) var coupling: CouplingCost?
    private(set) var capacity: Capacity?
    private let before: TotalEffortCost?
    /// h and theta, made one cost when all axes have been applied.
    private var scale: PerCreator?
    private var exponent: Double
    private var effortWeights: PerTopic
    private let creators: Int
    private let topics: Int

    init(_ contest: Contest) {
        coupling = contest.coupling
        capacity = contest.capacity
        before = contest.totalEffort
        scale = before?.scale
        exponent = before?.exponent ?? 2
        effortWeights = before?.weights ?? 1
        creators = contest.creators
        topics = contest.topics
    }

    /// The cost of total effort after all changes.
    /// - Throws: ``FieldError`` for an exponent outside its domain.
    func totalEffort() throws(FieldError) -> TotalEffortCost? {
        guard let scale else { return nil }
        if let before, before.scale == scale, before.exponent == exponent, before.weights == effortWeights { return before }
        return try TotalEffortCost(scale: scale, exponent: exponent, weights: effortWeights)
    }

    /// - Throws: ``ParameterError`` where the game has nothing there to change.
    mutating func apply(_ axis: ParameterGrid.Axis, _ value: Double) throws(ParameterError) {
        let isSet = axis.operation == .set
        /// What the game has, changed; nil: it has nothing. Who has no limit has none, whatever it is multiplied by.
        func number(_ old: Double) -> Double { isSet ? value : old == .infinity ? old : old * value }
        func changed(_ old: PerCreator?) -> PerCreator? { isSet ? PerCreator(value) : old?.map(number) }
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
        case .creatorNumber(let which, let creator):
            guard creator < creators else { throw axis.outside(creators, "creator", found: creator) }
            switch which {
            case .couplingWeights:
                guard let coupling else { throw missing("a coupling matrix and weights above 0") }
                self.coupling = coupling.with(weights: coupling.weights.changing(creator, of: creators, number))
            case .totalEffortScale: // who has no cost of total effort yet pays h = 0 where another's is set
                guard let old = scale ?? (isSet ? 0 : nil) else { throw missing("a cost of total effort") }
                scale = old.changing(creator, of: creators, number)
            case .capacityLimits:
                guard let old = capacity?.limits ?? (isSet ? PerCreator(.infinity) : nil) else { throw missing("a capacity") }
                capacity = Capacity(limits: old.changing(creator, of: creators, number), weights: capacity?.weights ?? 1)
            }
        case .topicWeight(let which, let topic):
            if let topic, topic >= topics { throw axis.outside(topics, "topic", found: topic) }
            func changed(_ old: PerTopic) -> PerTopic { topic.map { old.changing($0, of: topics, number) } ?? (isSet ? PerTopic(value) : old.map(number)) }
            switch which {
            case .totalEffort:
                guard scale != nil else { throw missing("a cost of total effort") }
                effortWeights = changed(effortWeights)
            case .capacity:
                guard let old = capacity else { throw missing("a capacity") }
                capacity = Capacity(limits: old.limits, weights: changed(old.weights))
            }
        case .market, .costCoefficients, .creatorCost, .costExponents, .topicExponent, .adoption, .creators: break
        }
    }
}

extension AxisValues {
    /// The same with one of `count` values changed.
    func changing(_ index: Int, of count: Int, _ transform: (Double) -> Double) -> AxisValues {
        var each = (0..<count).map { self[$0] }
        each[index] = transform(each[index])
        return AxisValues(each)
    }
}

extension ParameterGrid.Axis {
    /// An index that the game has not.
    func outside(_ count: Int, _ what: String, found: Int) -> ParameterError {
        ParameterError(option: option, field: "\(field)", expected: "a \(what) from 0 to \(count - 1)", found: "\(found)")
    }
}
