/// Finds the Bayes-Nash equilibria of a game with assistants: the Nash equilibria of its reduced form.
///
/// Fractions are computed with where every number of the game is a decimal or a fraction and nothing outgrows 128 bits; else doubles,
/// whose certificate says how far from an equilibrium rounding has left them.
/// - Throws: ``SolveFailure`` where the game is too large for what is asked for.
/// - Complexity: ``PureEquilibria``, ``ExtremeEquilibria``, ``LemkeHowson`` say it for each concept.
public func solve(_ game: AssistedGame, settings: AssistedSettings = AssistedSettings()) throws(SolveFailure) -> AssistedSolution {
    if settings.concept == .lemkeHowson, game.players.count != 2 { throw .conceptDoesNotFit(concept: .lemkeHowson, players: game.players.count) }
    if settings.concept == .extreme, game.players.count > 2 { throw .conceptDoesNotFit(concept: .extreme, players: game.players.count) }
    let exact = WeightedGame(game, Rational.self).map { AssistedSolver(game: $0, settings: settings) }
    let hasPaths = game.players.count == 2 && settings.concept != .pure
    if let solution = try exact?.solution(basisLimit: settings.concept == .lemkeHowson ? 0 : settings.exactBasisLimit) { return solution }
    guard let rounded = WeightedGame(game, Double.self).map({ AssistedSolver(game: $0, settings: settings) }) else { throw .beyondDoubles }
    if settings.concept != .lemkeHowson, let solution = try rounded.solution(basisLimit: settings.basisLimit) { return solution }
    // Doubles may visit all bases where fractions would take too long; paths are short enough for fractions.
    if hasPaths, settings.concept != .lemkeHowson, let solution = try exact?.solution(basisLimit: 0) { return solution }
    guard hasPaths, let solution = try rounded.solution(basisLimit: 0) else {
        throw hasPaths ? .noPathEnded(pivots: settings.pivotLimit) : .beyondDoubles
    }
    return solution
}

/// The steps of a solve in one arithmetic.
private struct AssistedSolver<Number: GameNumber> {
    let game: WeightedGame<Number>
    let settings: AssistedSettings
    /// The most payoffs that are added up in fractions before doubles take over.
    private static var exactTable: Double { 5_000_000 }
    /// Made once: it reads the whole game. nil where probabilities are not known in this arithmetic.
    private let certificate: AssistedCertificate<Number>?

    init(game: WeightedGame<Number>, settings: AssistedSettings) {
        (self.game, self.settings, certificate) = (game, settings, AssistedCertificate(game.game))
    }

    /// Two players: all extreme equilibria up to a limit on bases, the ends of paths where it is 0. nil where this arithmetic does not serve.
    func solution(basisLimit: Int) throws(SolveFailure) -> AssistedSolution? {
        do {
            guard game.players == 2, settings.concept != .pure else {
                let search = PureEquilibria(game: game, settings: settings)
                if let one = search.oneOptimalPlan() {
                    let found = [try equilibrium([[(one.strategy, Number(1))]])]
                    return try sorted(found, .onePlan, undominated: nil, optimalPlans: one.of)
                }
                let found = try search.all().map { profile throws(ArithmeticOverflow) in try equilibrium(profile.map { [($0, Number(1))] }) }
                return try sorted(found, game.players == 1 ? .optimalPlans : .pure, undominated: nil)
            }
            return try twoPlayers(basisLimit: basisLimit)
        } catch let failure as SolveFailure {
            throw failure
        } catch {
            return nil
        }
    }

    private func twoPlayers(basisLimit: Int) throws -> AssistedSolution? {
        let sizes = game.views.map(\.strategies)
        let pairs = sizes[0] * sizes[1]
        guard pairs <= Double(settings.pairLimit) else { throw SolveFailure.tooManyProfiles(found: pairs, limit: settings.pairLimit) }
        if Number.isExact, pairs * Double(game.probabilities.count) > Self.exactTable { return nil }
        let strategies = try game.views.indices.map {
            try game.views[$0].reducedStrategies(player: game.game.players[$0], limit: settings.pairLimit)
        }
        let full = try Bimatrix(game, strategies[0], strategies[1])
        let kept = full.undominated()
        let reduced = full.restricted(rows: kept.rows, columns: kept.columns)
        var (mixed, searched) = ([MixedPair<Number>](), Number.isExact ? Searched.extreme : .extremeRounded)
        if basisLimit > 0 {
            guard let all = try ExtremeEquilibria(game: reduced, basisLimit: basisLimit).all() else { return nil }
            mixed = all
        } else {
            mixed = Self.distinct(try LemkeHowson(game: reduced, pivotLimit: settings.pivotLimit).all())
            searched = .paths
        }
        guard !mixed.isEmpty else { return nil }
        let found = try mixed.map { pair in
            try equilibrium([
                Self.support(pair.row).map { (strategies[0][kept.rows[$0]], pair.row[$0]) },
                Self.support(pair.column).map { (strategies[1][kept.columns[$0]], pair.column[$0]) },
            ])
        }
        return try sorted(found, searched, undominated: [kept.rows.count, kept.columns.count])
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
        _ found: [Found], _ searched: Searched, undominated: [Int]?, optimalPlans: Double? = nil
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
            undominated: undominated, optimalPlans: optimalPlans)
    }
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
