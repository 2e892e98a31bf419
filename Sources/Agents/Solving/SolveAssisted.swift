import NumericCore

/// Finds the Bayes-Nash equilibria of a game with assistants: the Nash equilibria of its reduced form.
///
/// Fractions are computed with where every number of the game is a decimal or a fraction and nothing outgrows 128 bits; else doubles,
/// whose certificate says how far from an equilibrium rounding has left them. Where that is too far, fractions of any size do what they can
/// of two players within ``AssistedSettings/wideWork``. Where all extreme equilibria of two players are too many for either, paths are
/// followed, again in fractions first.
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
    let arithmetics = Arithmetics(game, settings, watch)
    var steps: [SolveStep]
    switch settings.concept {
    case .pure?: steps = [.pure]
    case .lemkeHowson?: steps = [.paths]
    case .sequenceForm?: steps = [.sequenceForm]
    case .extreme?: steps = players != 2 ? [.pure] : [.extreme, .paths]
    case nil: steps = players != 2 ? [.pure] : [.extreme, .paths, .sequenceForm]
    }
    // What fits no table of pairs is not refused where nobody asked for the table.
    let sizes = arithmetics.sizes
    if settings.concept == nil, players == 2, sizes.reduce(1, *) > Double(settings.pairLimit) { steps = [.sequenceForm] }
    var (place, isUnconfirmed) = (0, false)
    while place < steps.count {
        do throws(SolveFailure) {
            let attempt = try arithmetics.attempt(steps[place])
            if var solution = attempt.solution {
                solution.stopped = attempt.isWhole && place == 0 ? nil : watch.stopped
                return solution
            }
            isUnconfirmed = isUnconfirmed || attempt.missing > 0
            place += 1
        } catch {
            guard settings.concept == nil, case .tableauTooLarge = error else { throw error }
            (steps, place) = ([.sequenceForm], 0)
        }
    }
    guard let stopped = watch.stopped, let last = steps.last else {
        throw isUnconfirmed || steps == [.pure] ? .beyondDoubles : .noPathEnded(pivots: settings.pivotLimit)
    }
    return AssistedSolution(
        equilibria: [], searched: last.searched, isExact: false, strategies: sizes, undominated: nil, stopped: stopped)
}

/// A game in fractions of 128 bits, in doubles, and where it takes them in fractions of any size.
private final class Arithmetics {
    private let game: AssistedGame
    private let settings: AssistedSettings
    private let watch: SolveWatch
    private let views: [PlayerView]
    private let exact: AssistedSolver<Rational>?
    private let rounded: AssistedSolver<Double>?
    /// The most bases visited in each polytope in fractions of any size.
    private static let wideBasisLimit = 2_000
    /// The number of reduced strategies of each player.
    let sizes: [Double]

    init(_ game: AssistedGame, _ settings: AssistedSettings, _ watch: SolveWatch) {
        (self.game, self.settings, self.watch, views) = (game, settings, watch, game.views)
        exact = WeightedGame(game, Rational.self, views: views).map { AssistedSolver(game: $0, settings: settings, watch: watch) }
        rounded = WeightedGame(game, Double.self, views: views).map { AssistedSolver(game: $0, settings: settings, watch: watch) }
        sizes = views.map(\.strategies)
    }

    /// What came of a step: nothing, or a list; candidates that no certificate confirms; whether what the list claims to hold is whole even
    /// where time ran out on the way to it.
    struct Attempt {
        var solution: AssistedSolution?
        var missing = 0
        var isWhole = false
    }

    func attempt(_ step: SolveStep) throws(SolveFailure) -> Attempt {
        let fitsExact = step != .sequenceForm || SequenceForm<Rational>.size(of: views) <= settings.exactSequenceLimit
        if fitsExact, let exact, let found = try exact.candidates(step), let judged = exact.judged(found) { return attempt(judged) }
        // Lists of what doubles may join or hide come from fractions first. One equilibrium by the sequence form hides no other.
        let isWideFirst = (step == .extreme || step == .paths) && rounded?.game.isIllScaled == true
        if isWideFirst, let wide = try attemptWide(step, share: 0.01) { return wide }
        var best = Attempt()
        if let rounded, let found = try rounded.candidates(step), let judged = rounded.judged(found) {
            best = attempt(judged)
            if judged.missing == 0 { return best }
        }
        guard step != .pure, !isWideFirst, !watch.isOver, let wide = try attemptWide(step) else { return best }
        return wide
    }

    private func attempt(_ judged: Judgement) -> Attempt {
        // Of many candidates that were found none may be confirmed; a search that found none is a result.
        let isResult = judged.missing == 0 || !judged.solution.equilibria.isEmpty
        return Attempt(solution: isResult ? judged.solution : nil, missing: judged.missing, isWhole: judged.isWhole)
    }

    /// In fractions of any size, within ``AssistedSettings/wideWork``; the result in 128 bits where they hold it, else in the nearest
    /// doubles, which the certificate judges as it judges all doubles.
    private func attemptWide(_ step: SolveStep, share: Double = 1) throws(SolveFailure) -> Attempt? {
        let size = SequenceForm<Double>.size(of: views)
        if step == .sequenceForm, size > settings.wideSequenceLimit { return nil }
        guard let wide = WeightedGame(game, WideRational.self, views: views) else { return nil }
        var settings = settings
        settings.exactBasisLimit = min(settings.exactBasisLimit, Self.wideBasisLimit)
        let solver = AssistedSolver(game: wide, settings: settings, watch: watch.part(work: settings.wideWork * share))
        guard let found = try solver.candidates(step) else { return nil }
        if let exact, let narrow = found.converted(\.narrow), let judged = exact.judged(narrow) { return attempt(judged) }
        guard let rounded, let close = found.converted({ Double?($0.double) }), let judged = rounded.judged(close) else { return nil }
        let attempt = attempt(judged)
        return attempt.solution == nil || judged.missing > 0 ? nil : attempt
    }
}

/// What is tried in turn.
enum SolveStep {
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
