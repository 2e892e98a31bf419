/// The steps of a solve in one arithmetic.
final class AssistedSolver<Number: GameNumber> {
    let game: WeightedGame<Number>
    let settings: AssistedSettings
    let watch: SolveWatch
    /// Made once: it reads the whole game. nil where probabilities are not known in this arithmetic.
    private lazy var certificate = AssistedCertificate<Number>(game.game)
    private var form: ReducedForm<Number>?
    /// The most payoffs that are added up in fractions before doubles take over.
    private static var exactTable: Double { 5_000_000 }
    /// What fractions cost beside doubles, about: their share of the work that paths may take.
    private static var exactWork: Double { 100 }

    init(game: WeightedGame<Number>, settings: AssistedSettings, watch: SolveWatch) {
        (self.game, self.settings, self.watch) = (game, settings, watch)
    }

    /// What a step finds.
    /// - Throws: where the game is too large for the step in any arithmetic.
    func candidates(_ step: SolveStep) throws(SolveFailure) -> StepOutcome<Candidates<Number>> {
        do throws(StepFailure) {
            switch step {
            case .pure: return .solved(try pure())
            case .extreme: return .solved(try extreme())
            case .paths: return .solved(try paths())
            case .sequenceForm: return .solved(try sequenceForm())
            }
        } catch {
            switch error {
            case .refused(let failure): throw failure
            case .notInThisArithmetic: return .notInThisArithmetic
            case .outOfTime: return .outOfTime
            }
        }
    }

    private func pure() throws(StepFailure) -> Candidates<Number> {
        let search = PureEquilibria(game: game, settings: settings, watch: watch.part(0.7))
        if let one = search.oneOptimalPlan() {
            return Candidates(found: [[[[(one.strategy, Number(1))]]]], searched: .onePlan, optimalPlans: one.of)
        }
        let profiles = try allowed { () throws(SolveFailure) in try search.all() }
        return Candidates(found: profiles.map { [$0.map { [($0, Number(1))] }] }, searched: game.players == 1 ? .optimalPlans : .pure, isWhole: false)
    }

    /// Part of the time is kept for paths.
    private func extreme() throws(StepFailure) -> Candidates<Number> {
        let form = try reducedForm()
        let limit = Number.isExact ? settings.exactBasisLimit : settings.basisLimit
        let share = watch.part(Number.isExact ? 0.3 : 0.6)
        let search = ExtremeEquilibria(game: form.bimatrix, basisLimit: limit, watch: share)
        guard let mixed = try fitting({ () throws(ArithmeticOverflow) in try search.all() }) else { throw .outOfTime }
        guard !mixed.isEmpty else { throw share.stopped == nil ? .notInThisArithmetic : .outOfTime }
        return form.candidates(mixed, Number.isExact ? .extreme : .extremeRounded, isWhole: share.stopped == nil)
    }

    private func paths() throws(StepFailure) -> Candidates<Number> {
        let form = try reducedForm()
        let work = settings.pathWork / (Number.isExact ? Self.exactWork : 1)
        let search = LemkeHowson(game: form.bimatrix, pivotLimit: settings.pivotLimit, workLimit: work)
        let mixed = try fitting { () throws(ArithmeticOverflow) in try search.all(watch) }
        guard !mixed.isEmpty else { throw .outOfTime }
        return form.candidates(Self.distinct(mixed), .paths, isWhole: false)
    }

    private func sequenceForm() throws(StepFailure) -> Candidates<Number> {
        let size = SequenceForm<Number>.size(of: game.views)
        guard size <= settings.sequenceLimit else { throw .refused(.tooManySequences(found: size, limit: settings.sequenceLimit)) }
        let found = try fitting { () throws(ArithmeticOverflow) -> Candidates<Number>? in
            let form = SequenceForm(game)
            let problem = try form.complementarity()
            let path = LemkePath(rows: problem.rows, right: problem.right, pivotLimit: settings.pivotLimit)
            guard let solution = try path.solution(watch) else { return nil }
            var mixed: MixedPlans<Number> = []
            for (player, weights) in form.weights(solution).enumerated() { mixed.append(try form.plans(player, weights)) }
            return Candidates(found: [[mixed]], searched: .sequenceForm)
        }
        guard let found else { throw Number.isExact ? .outOfTime : .notInThisArithmetic }
        return found
    }

    /// What outgrew the arithmetic, or was given up in the midst of a computation.
    private func fitting<Result>(_ body: () throws(ArithmeticOverflow) -> Result) throws(StepFailure) -> Result {
        do throws(ArithmeticOverflow) {
            return try body()
        } catch {
            throw watch.stopped == nil && !watch.isSpent ? .notInThisArithmetic : .outOfTime
        }
    }

    private func allowed<Result>(_ body: () throws(SolveFailure) -> Result) throws(StepFailure) -> Result {
        do throws(SolveFailure) {
            return try body()
        } catch {
            throw .refused(error)
        }
    }

    /// The table of pairs without dominated strategies, made once; not where fractions would take too long over it, and
    /// not where half of the time did not suffice: the rest is for what needs no table.
    private func reducedForm() throws(StepFailure) -> ReducedForm<Number> {
        if let form { return form }
        let watch = watch.part(0.5)
        let sizes = game.views.map(\.strategies)
        let pairs = sizes[0] * sizes[1]
        guard pairs <= Double(settings.pairLimit) else { throw .refused(.tooManyProfiles(found: pairs, limit: settings.pairLimit)) }
        if Number.isExact, pairs * Double(game.probabilities.count) > Self.exactTable { throw .notInThisArithmetic }
        var strategies: [[ReducedStrategy]] = []
        for (view, player) in zip(game.views, game.game.players) {
            strategies.append(try allowed { () throws(SolveFailure) in
                try view.reducedStrategies(player: player, limit: settings.pairLimit, watch)
            })
        }
        // Some are missing where the time was over.
        guard zip(strategies, sizes).allSatisfy({ Double($0.count) == $1 }) else { throw .outOfTime }
        let table = try fitting { () throws(ArithmeticOverflow) in try Bimatrix(game, strategies[0], strategies[1], watch) }
        guard let table, let kept = table.undominated(watch) else { throw .outOfTime }
        let (rows, columns) = (Double(kept.rows.count), Double(kept.columns.count))
        let entries = (rows + columns + 1) * max(rows, columns)
        guard entries <= Double(settings.tableauLimit) else {
            if Number.isExact { throw .notInThisArithmetic }
            throw .refused(.tableauTooLarge(strategies: [kept.rows.count, kept.columns.count], limit: settings.tableauLimit))
        }
        // A fraction takes as much room as four doubles or more.
        if Number.isExact, entries * Double(MemoryLayout<Number>.stride / 8) > Double(settings.tableauLimit) { throw .notInThisArithmetic }
        let made = ReducedForm(strategies: strategies, kept: kept, bimatrix: table.restricted(rows: kept.rows, columns: kept.columns))
        form = made
        return made
    }

    private static func distinct(_ pairs: [MixedPair<Number>]) -> [MixedPair<Number>] {
        var kept: [MixedPair<Number>] = []
        for pair in pairs where !kept.contains(where: { other in
            zip(other.row + other.column, pair.row + pair.column).allSatisfy { $0.isLevel(with: $1) }
        }) { kept.append(pair) }
        return kept
    }
}

extension AssistedSolver {
    /// What the certificates confirm. nil where fractions leave one without a confirmation:
    /// something outgrew them. Where the time is over the rest is left out.
    func judged(_ candidates: Candidates<Number>) -> Judgement? {
        var (confirmed, missing, isWhole) = ([Judged](), 0, candidates.isWhole)
        for (place, alternatives) in candidates.found.enumerated() {
            if place > 0 || candidates.searched == .pure, watch.isOver {
                isWhole = false
                break
            }
            watch.report("certificates", place, of: candidates.found.count)
            let judged = alternatives.lazy.compactMap(self.equilibrium).first(where: \.isConfirmed)
            if let judged { confirmed.append(judged) } else { missing += 1 }
            if Number.isExact, missing > 0 { return nil }
        }
        let solution = AssistedSolution(
            equilibria: Judged.ordered(confirmed), searched: candidates.searched, isExact: Number.isExact,
            strategies: game.views.map(\.strategies), undominated: candidates.undominated, stopped: nil, optimalPlans: candidates.optimalPlans)
        return Judgement(solution: solution, missing: missing, isWhole: isWhole)
    }

    /// Payoffs of mixed strategies, summed over the profiles that are played, and the certificate; nil where a number does not fit.
    private func equilibrium(_ mixed: MixedPlans<Number>) -> Judged? {
        var profiles: [([ReducedStrategy], Number)] = [([], Number(1))]
        for options in mixed { profiles = profiles.flatMap { one in options.map { (one.0 + [$0.strategy], one.1 * $0.weight) } } }
        var total = Outcome(payoffs: [Number](repeating: .zero, count: game.players), society: Number.zero)
        for (profile, weight) in profiles {
            let outcome = game.outcome(profile, playing: \.played)
            for player in total.payoffs.indices { total.payoffs[player] += weight * outcome.payoffs[player] }
            total.society += weight * outcome.society
        }
        let plans = mixed.map { $0.map { WeightedPlan(probability: $0.weight.exactNumber, plan: $0.strategy.plan) } }
        guard (total.payoffs + [total.society]).allSatisfy(\.isDefined), let findings = certificate?.examine(plans) else { return nil }
        let (payoffs, society) = game.reported(total)
        return Judged(
            equilibrium: AssistedEquilibrium(strategies: plans, payoffs: payoffs, society: society, gain: findings.gain),
            isConfirmed: findings.confirms(payoffs: payoffs, society: society))
    }
}

/// A two-player game in undominated pure strategies.
private struct ReducedForm<Number: GameNumber> {
    let strategies: [[ReducedStrategy]]
    /// Those that are left.
    let kept: (rows: [Int], columns: [Int])
    let bimatrix: Bimatrix<Number>

    /// Pairs in doubles without what may be rounding, and as they are where the certificate misses a weight that was none.
    func candidates(_ pairs: [MixedPair<Number>], _ searched: Searched, isWhole: Bool) -> Candidates<Number> {
        let found = pairs.map { pair in
            let trimmed = pair.trimmed
            return (trimmed.row == pair.row && trimmed.column == pair.column ? [pair] : [trimmed, pair]).map { pair in
                [mixed(pair.row, 0, kept.rows), mixed(pair.column, 1, kept.columns)]
            }
        }
        return Candidates(found: found, searched: searched, undominated: [kept.rows.count, kept.columns.count], isWhole: isWhole)
    }

    private func mixed(_ weights: [Number], _ player: Int, _ kept: [Int]) -> [(strategy: ReducedStrategy, weight: Number)] {
        weights.indices.filter { weights[$0] > .zero }.map { (strategies[player][kept[$0]], weights[$0]) }
    }
}
