/// A game in fractions of 128 bits, in doubles and in fractions of any size, each made when it is first used.
final class Arithmetics {
    private let game: AssistedGame
    private let settings: AssistedSettings
    private let watch: SolveWatch
    private let views: [PlayerView]
    /// The number of reduced strategies of each player.
    let sizes: [Double]
    private lazy var exact = solver(Rational.self, settings, watch)
    private lazy var rounded = solver(Double.self, settings, watch)
    /// The most bases visited in each polytope in fractions of any size.
    private static let wideBasisLimit = 2_000
    /// The most payoffs, pairs of strategies times states, of a game that is small: one whose list is had in fractions of any size before
    /// doubles are tried.
    private static let smallTable = 20_000.0
    /// The share of ``AssistedSettings/wideWork`` that is spent before doubles are tried.
    private static let firstShare = 0.01

    init(_ game: AssistedGame, _ settings: AssistedSettings, _ watch: SolveWatch) {
        (self.game, self.settings, self.watch, views) = (game, settings, watch, game.views)
        sizes = views.map(\.strategies)
    }

    /// nil where the game is not known in this arithmetic.
    private func solver<Number>(_: Number.Type, _ settings: AssistedSettings, _ watch: SolveWatch) -> AssistedSolver<Number>? {
        WeightedGame(game, Number.self, views: views).map { AssistedSolver(game: $0, settings: settings, watch: watch) }
    }

    /// The result of the first step that comes to one; nothing, and why, where the time was over before.
    func solution(_ steps: [SolveStep]) throws(SolveFailure) -> AssistedSolution {
        var isUnconfirmed = false
        for (place, step) in steps.enumerated() {
            guard let judged = try judgement(step) else { continue }
            if judged.isResult {
                var solution = judged.solution
                solution.stopped = judged.isWhole && place == 0 ? nil : watch.stopped
                return solution
            }
            isUnconfirmed = true
        }
        guard let stopped = watch.stopped, let last = steps.last else {
            throw isUnconfirmed || steps == [.pure] ? .beyondDoubles : .noPathEnded(pivots: settings.pivotLimit)
        }
        return AssistedSolution(
            equilibria: [], searched: last.searched, isExact: false, strategies: sizes, undominated: nil, stopped: stopped)
    }

    /// What certificates leave of a step in the best arithmetic that serves; nil where none does, or the time was over.
    private func judgement(_ step: SolveStep) throws(SolveFailure) -> Judgement? {
        let short = try inShortFractions(step)
        if let judged = short.result { return judged }
        // Lists of what doubles may join or hide come from fractions first.
        let isIllScaled = step.listsMixed && rounded?.game.isIllScaled == true
        var isWideFirst = isIllScaled
        if case .notInThisArithmetic = short, step.listsMixed, exact != nil, isSmall { isWideFirst = true }
        if isWideFirst, let wide = try inLongFractions(step, share: Self.firstShare) { return wide }
        let close = try inDoubles(step)
        if let close, close.missing == 0 { return close }
        guard step != .pure, !isIllScaled, !watch.isOver, let wide = try inLongFractions(step) else { return close }
        return wide
    }

    private var isSmall: Bool {
        sizes.reduce(1, *) * Double(game.liveStates.count) <= Self.smallTable
    }

    private func inShortFractions(_ step: SolveStep) throws(SolveFailure) -> StepOutcome<Judgement> {
        let fits = step != .sequenceForm || SequenceForm<Rational>.size(of: views) <= settings.exactSequenceLimit
        guard fits, let exact else { return .notInThisArithmetic }
        switch try exact.candidates(step) {
        case .solved(let found): return exact.judged(found).map { .solved($0) } ?? .notInThisArithmetic
        case .notInThisArithmetic: return .notInThisArithmetic
        case .outOfTime: return .outOfTime
        }
    }

    private func inDoubles(_ step: SolveStep) throws(SolveFailure) -> Judgement? {
        guard let rounded, let found = try rounded.candidates(step).result else { return nil }
        return rounded.judged(found)
    }

    /// In fractions of any size, within a share of ``AssistedSettings/wideWork``. Exact where all weights fit 128 bits and the game is one
    /// of fractions; weights that do not fit are the nearest doubles, which the certificate judges as it judges all doubles.
    /// - Returns: nil where not everything found is confirmed.
    private func inLongFractions(_ step: SolveStep, share: Double = 1) throws(SolveFailure) -> Judgement? {
        if step == .sequenceForm, SequenceForm<Double>.size(of: views) > settings.wideSequenceLimit { return nil }
        var limited = settings
        limited.exactBasisLimit = min(settings.exactBasisLimit, Self.wideBasisLimit)
        guard let wide = solver(WideRational.self, limited, watch.part(work: settings.wideWork * share)),
            let found = try wide.candidates(step).result
        else { return nil }
        let (short, long) = found.split { exact != nil && $0.narrow != nil }
        // Weights may fit where a sum in their certificate does not. Judging is no part of the work that is bounded.
        let judge = AssistedSolver(game: wide.game, settings: settings, watch: watch)
        guard let certain = judge.judged(short) else { return nil }
        if long.found.isEmpty { return certain }
        guard let rounded, let close = long.converted({ Double?($0.double) }), let judged = rounded.judged(close), judged.missing == 0
        else { return nil }
        return certain.joined(with: judged)
    }
}
