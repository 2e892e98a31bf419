import NumericCore

/// Finds the Bayes-Nash equilibria of a game with assistants: the Nash equilibria of its reduced form.
///
/// Fractions are computed with where every number of the game is a decimal or a fraction and nothing outgrows 128 bits; else doubles,
/// whose certificate says how far from an equilibrium rounding has left them. Where all extreme equilibria of two players are too
/// many for either, paths are followed, again in fractions first.
/// - Throws: ``SolveFailure`` where the game is too large for what is asked for.
/// - Complexity: ``PureEquilibria``, ``ExtremeEquilibria``, ``LemkeHowson``, ``LemkePath`` say it for each concept.
public func solve(_ game: AssistedGame, settings: AssistedSettings = AssistedSettings()) throws(SolveFailure) -> AssistedSolution {
    let players = game.players.count
    switch settings.concept {
    case .lemkeHowson?, .sequenceForm?, .extreme?:
        let least = settings.concept == .extreme ? 1 : 2
        guard (least...2).contains(players) else { throw .conceptDoesNotFit(concept: settings.concept ?? .extreme, players: players) }
    case .pure?, nil: break
    }
    let watch = SolveWatch(settings)
    let views = game.views
    let exact = WeightedGame(game, Rational.self, views: views).map { AssistedSolver(game: $0, settings: settings, watch: watch) }
    let rounded = WeightedGame(game, Double.self, views: views).map { AssistedSolver(game: $0, settings: settings, watch: watch) }
    var steps: [SolveStep]
    switch settings.concept {
    case .pure?: steps = [.pure]
    case .lemkeHowson?: steps = [.paths]
    case .sequenceForm?: steps = [.sequenceForm]
    case .extreme?, nil: steps = players != 2 ? [.pure] : [.extreme, .paths]
    }
    // What fits no table of pairs is not refused where nobody asked for the table.
    let sizes = views.map(\.strategies)
    if settings.concept == nil, players == 2, sizes.reduce(1, *) > Double(settings.pairLimit) { steps = [.sequenceForm] }
    var place = 0
    while place < steps.count {
        do throws(SolveFailure) {
            if let solution = try exact?.solution(steps[place]) { return solution }
            if let solution = try rounded?.solution(steps[place]) { return solution }
            place += 1
        } catch {
            guard settings.concept == nil, case .tableauTooLarge = error else { throw error }
            (steps, place) = ([.sequenceForm], 0)
        }
    }
    guard let stopped = watch.stopped, let last = steps.last else {
        throw steps == [.pure] ? .beyondDoubles : .noPathEnded(pivots: settings.pivotLimit)
    }
    return AssistedSolution(
        equilibria: [], searched: last.searched, isExact: false, strategies: sizes, undominated: nil, stopped: stopped)
}

/// What is tried in turn.
private enum SolveStep {
    case pure, extreme, paths, sequenceForm

    var searched: Searched {
        switch self {
        case .pure: .pure
        case .extreme: .extreme
        case .paths: .paths
        case .sequenceForm: .sequenceForm
        }
    }
}

/// The steps of a solve in one arithmetic.
private final class AssistedSolver<Number: GameNumber> {
    let game: WeightedGame<Number>
    let settings: AssistedSettings
    let watch: SolveWatch
    /// Made once: it reads the whole game. nil where probabilities are not known in this arithmetic.
    private let certificate: AssistedCertificate<Number>?
    private var form: ReducedForm<Number>?
    /// The most payoffs that are added up in fractions before doubles take over.
    private static var exactTable: Double { 5_000_000 }
    /// What fractions cost beside doubles, about: their share of the work that paths may take.
    private static var exactWork: Double { 100 }

    init(game: WeightedGame<Number>, settings: AssistedSettings, watch: SolveWatch) {
        (self.game, self.settings, self.watch) = (game, settings, watch)
        certificate = AssistedCertificate(game.game)
    }

    /// nil where this arithmetic does not serve, or the time for this step was over.
    func solution(_ step: SolveStep) throws(SolveFailure) -> AssistedSolution? {
        do {
            switch step {
            case .pure: return try pure()
            case .extreme: return try extreme()
            case .paths: return try paths()
            case .sequenceForm: return try sequenceForm()
            }
        } catch let failure as SolveFailure {
            throw failure
        } catch {
            return nil
        }
    }

    private func pure() throws -> AssistedSolution {
        let search = PureEquilibria(game: game, settings: settings, watch: watch.part(0.7))
        if let one = search.oneOptimalPlan() {
            let found = [try equilibrium([[(one.strategy, Number(1))]])]
            return try sorted(found, .onePlan, undominated: nil, optimalPlans: one.of, stopped: nil)
        }
        let profiles = try search.all()
        var found: [Found] = []
        for (place, profile) in profiles.enumerated() {
            if watch.isOver { break }
            watch.report("certificates", place, of: profiles.count)
            found.append(try equilibrium(profile.map { [($0, Number(1))] }))
        }
        return try sorted(found, game.players == 1 ? .optimalPlans : .pure, undominated: nil, stopped: watch.stopped)
    }

    /// Part of the time is kept for paths.
    private func extreme() throws -> AssistedSolution? {
        guard let form = try reducedForm() else { return nil }
        let limit = Number.isExact ? settings.exactBasisLimit : settings.basisLimit
        let share = watch.part(Number.isExact ? 0.3 : 0.6)
        guard let mixed = try ExtremeEquilibria(game: form.bimatrix, basisLimit: limit, watch: share).all(), !mixed.isEmpty else { return nil }
        // What was given up in fractions was not left undone.
        return try solution(mixed, form, Number.isExact ? .extreme : .extremeRounded, stopped: nil)
    }

    private func paths() throws -> AssistedSolution? {
        guard let form = try reducedForm() else { return nil }
        let work = settings.pathWork / (Number.isExact ? Self.exactWork : 1)
        let mixed = try LemkeHowson(game: form.bimatrix, pivotLimit: settings.pivotLimit, workLimit: work).all(watch)
        return mixed.isEmpty ? nil : try solution(Self.distinct(mixed), form, .paths, stopped: watch.stopped)
    }

    private func sequenceForm() throws -> AssistedSolution? {
        let size = SequenceForm<Number>.size(of: game.views)
        guard size <= settings.sequenceLimit else { throw SolveFailure.tooManySequences(found: size, limit: settings.sequenceLimit) }
        if Number.isExact, size > settings.exactSequenceLimit { return nil }
        let form = SequenceForm(game)
        let problem = try form.complementarity()
        let path = LemkePath(rows: problem.rows, right: problem.right, pivotLimit: settings.pivotLimit)
        guard let solution = try path.solution(watch) else { return nil }
        let mixed = try form.weights(solution).enumerated().map { try form.plans($0.offset, $0.element) }
        return try sorted([try equilibrium(mixed)], .sequenceForm, undominated: nil, stopped: nil)
    }

    private func solution(
        _ mixed: [MixedPair<Number>], _ form: ReducedForm<Number>, _ searched: Searched, stopped: Status?
    ) throws -> AssistedSolution {
        let found = try mixed.map { pair in
            try equilibrium([
                Self.support(pair.row).map { (form.strategies[0][form.kept.rows[$0]], pair.row[$0]) },
                Self.support(pair.column).map { (form.strategies[1][form.kept.columns[$0]], pair.column[$0]) },
            ])
        }
        return try sorted(found, searched, undominated: [form.kept.rows.count, form.kept.columns.count], stopped: stopped)
    }

    /// The table of pairs without dominated strategies, made once; nil where fractions would take too long over it, and
    /// where the time is over.
    private func reducedForm() throws -> ReducedForm<Number>? {
        if let form { return form }
        let sizes = game.views.map(\.strategies)
        let pairs = sizes[0] * sizes[1]
        guard pairs <= Double(settings.pairLimit) else { throw SolveFailure.tooManyProfiles(found: pairs, limit: settings.pairLimit) }
        if Number.isExact, pairs * Double(game.probabilities.count) > Self.exactTable { return nil }
        let strategies = try game.views.indices.map {
            try game.views[$0].reducedStrategies(player: game.game.players[$0], limit: settings.pairLimit, watch)
        }
        // Some are missing where the time was over.
        guard zip(strategies, sizes).allSatisfy({ Double($0.count) == $1 }) else { return nil }
        guard let full = try Bimatrix(game, strategies[0], strategies[1], watch), let kept = full.undominated(watch) else { return nil }
        let (rows, columns) = (Double(kept.rows.count), Double(kept.columns.count))
        let entries = (rows + columns + 1) * max(rows, columns)
        guard entries <= Double(settings.tableauLimit) else {
            if Number.isExact { return nil }
            throw SolveFailure.tableauTooLarge(strategies: [kept.rows.count, kept.columns.count], limit: settings.tableauLimit)
        }
        // A fraction takes as much room as four doubles.
        if Number.isExact, 4 * entries > Double(settings.tableauLimit) { return nil }
        let made = ReducedForm(strategies: strategies, kept: kept, bimatrix: full.restricted(rows: kept.rows, columns: kept.columns))
        form = made
        return made
    }

    private static func support(_ weights: [Number]) -> [Int] { weights.indices.filter { weights[$0] > .zero } }

    private static func distinct(_ pairs: [MixedPair<Number>]) -> [MixedPair<Number>] {
        var kept: [MixedPair<Number>] = []
        for pair in pairs where !kept.contains(where: { other in
            zip(other.row + other.column, pair.row + pair.column).allSatisfy { $0.isLevel(with: $1) }
        }) { kept.append(pair) }
        return kept
    }

    /// Payoffs of mixed strategies, summed over the profiles that are played, and the certificate.
    private func equilibrium(_ mixed: [[(strategy: ReducedStrategy, weight: Number)]]) throws(ArithmeticOverflow) -> Found {
        var profiles: [([ReducedStrategy], Number)] = [([], Number(1))]
        for options in mixed { profiles = profiles.flatMap { one in options.map { (one.0 + [$0.strategy], one.1 * $0.weight) } } }
        var total = Outcome(payoffs: [Number](repeating: .zero, count: game.players), society: Number.zero)
        for (profile, weight) in profiles {
            let outcome = game.outcome(profile, playing: \.played)
            for player in total.payoffs.indices { total.payoffs[player] += weight * outcome.payoffs[player] }
            total.society += weight * outcome.society
        }
        let plans = mixed.map { $0.map { WeightedPlan(probability: $0.weight.exactNumber, plan: $0.strategy.plan) } }
        guard (total.payoffs + [total.society]).allSatisfy(\.isDefined),
            let findings = certificate?.examine(plans)
        else { throw ArithmeticOverflow() }
        let (payoffs, society) = game.reported(total)
        return Found(
            equilibrium: AssistedEquilibrium(strategies: plans, payoffs: payoffs, society: society, gain: findings.gain),
            isConfirmed: findings.confirms(payoffs: payoffs, society: society))
    }

    /// What the certificate does not confirm is left out of a list in doubles, and leaves fractions without a result.
    private func sorted(
        _ found: [Found], _ searched: Searched, undominated: [Int]?, optimalPlans: Double? = nil, stopped: Status?
    ) throws -> AssistedSolution {
        let confirmed = found.filter(\.isConfirmed)
        guard confirmed.count == found.count || !Number.isExact else { throw ArithmeticOverflow() }
        guard found.isEmpty || !confirmed.isEmpty else { throw SolveFailure.beyondDoubles }
        let ordered = confirmed.sorted { a, b in
            for (one, other) in zip(a.order, b.order) where one.isLess(than: other) || other.isLess(than: one) { return other.isLess(than: one) }
            return false
        }
        return AssistedSolution(
            equilibria: ordered.map(\.equilibrium), searched: searched, isExact: Number.isExact, strategies: game.views.map(\.strategies),
            undominated: undominated, stopped: stopped, optimalPlans: optimalPlans)
    }
}

/// A two-player game in undominated pure strategies.
private struct ReducedForm<Number: GameNumber> {
    let strategies: [[ReducedStrategy]]
    /// Those that are left.
    let kept: (rows: [Int], columns: [Int])
    let bimatrix: Bimatrix<Number>
}

/// An equilibrium and whether its certificate agrees.
private struct Found {
    let equilibrium: AssistedEquilibrium
    let isConfirmed: Bool
    /// What equilibria are sorted by, the largest first: total payoff, society, then the payoffs the other way round.
    let order: [ExactNumber]

    init(equilibrium: AssistedEquilibrium, isConfirmed: Bool) {
        (self.equilibrium, self.isConfirmed) = (equilibrium, isConfirmed)
        order = [equilibrium.payoffs.reduce(0, +), equilibrium.society] + equilibrium.payoffs.map { 0 - $0 }
    }
}
