import CKernels

/// Solves all topics together by one of the methods that can. Efforts go to `efforts`.
func answerTogether(
    _ contest: Contest, _ method: Method, settings: Settings, kernels: UnsafePointer<nb_kernels>, start: Equilibrium?, efforts: CellBuffer,
    interruption: Interruption
) throws -> Answer {
    efforts.beginFilling()
    if let k = contest.firstTopicNotMonotone {
        efforts.clear(0..<efforts.count)
        return .unsupported(k, contest)
    }
    if let reason = contest.lonelyTopic {
        efforts.clear(0..<efforts.count)
        return Answer(status: .noEquilibrium, reason: reason)
    }
    if let start, start.efforts.values.count != contest.layout.cells || !start.efforts.layout.hasSameCells(as: contest.layout) {
        throw SolveError(description: "startingFrom: expected efforts of the same \(contest.layout.cells) cells, found \(start.efforts.values.count)")
    }
    if method == .denseNewton, let reason = DenseNewton.refusal(of: contest) {
        efforts.clear(0..<efforts.count)
        return Answer(status: .unsupported, reason: reason)
    }
    try LinearAlgebra.load()
    nb_blas_set_threads(1) // threads go over creators
    let game = CoupledGame(contest, kernels: kernels)
    let solve = CoupledSolve(game: game, settings: settings, interruption: interruption)
    let initial = try start.map { solve.start(from: $0) } ?? solve.start()
    let answer = solve.run(method, from: initial)
    game.scatter(answer.effort, to: efforts)
    return answer.answer
}

extension Contest {
    /// Why there is no best reply, where that is sure: a topic with a single creator who can do anything there (eligible, and
    /// with capacity), who earns more the less it does and gains nothing elsewhere by doing more. What topics cost together only
    /// makes effort dearer, unless an entry of Q in the topic's row is negative; then nothing is said.
    fileprivate var lonelyTopic: String? {
        for k in 0..<topics where pays(k) && topic(k).isLonelyRevenueFalling {
            guard ableCreators(inTopic: k, atMost: 2) == 1 else { continue }
            let helps = coupling.map { coupling in (0..<topics).contains { coupling.matrix.base[k * topics + $0] < 0 } } ?? false
            if !helps { return "topic \(k): the only creator who can do anything there earns more the less it does (e = 1 at s = 0); the supremum is not attained" }
        }
        return nil
    }

    /// How many creators are eligible in a topic and have capacity for it, counted up to a number.
    func ableCreators(inTopic k: Int, atMost most: Int) -> Int {
        var count = 0
        for cell in layout.range(ofTopic: k) where capacity.map({ $0.limits[layout.creator(ofCell: cell, topic: k)] > 0 }) ?? true {
            count += 1
            if count == most { break }
        }
        return count
    }
}

/// One solve of all topics together, from its start to its answer.
struct CoupledSolve {
    let game: CoupledGame
    let settings: Settings
    let workers: Workers
    let interruption: Interruption

    init(game: CoupledGame, settings: Settings, interruption: Interruption) {
        self.game = game
        self.settings = settings
        workers = Workers(threads: settings.threads)
        self.interruption = interruption
    }

    /// Efforts by position, within capacities, and capacity prices by creator.
    struct Start {
        var effort: [Double]
        var capacityPrices: [Double]
    }

    func run(_ method: Method, from start: Start) -> (answer: Answer, effort: UnsafeMutablePointer<Double>, point: CoupledPoint) {
        let meter = ProgressMeter(stage: .solving, total: settings.iterationLimit, report: settings.progress)
        let outcome: CoupledOutcome
        switch method {
        case .projectedGradient:
            let steps = ProjectedGradient(game: game, workers: workers, settings: settings, interruption: interruption, meter: meter)
            outcome = steps.solve(from: start)
        case .topicNewton, .structuredNewton, .denseNewton:
            var newton = StructuredNewton(game: game, workers: workers, settings: settings, interruption: interruption, meter: meter)
            if method == .denseNewton {
                newton.direction = DenseNewton.direction
            } else if NewtonSystem(game.contest) == .products {
                let krylov = KrylovDirection(game, workers: workers, settings: settings, interruption: interruption)
                newton.direction = krylov.direction
            }
            outcome = newton.solve(from: start.effort, capacityPrices: start.capacityPrices)
        }
        let point = outcome.point
        let prices = game.hasCapacity ? (0..<game.creators).map { point.capacityPrice[$0] } : nil
        let answer = Answer(
            status: outcome.status, reason: outcome.reason, iterations: outcome.iterations, trials: outcome.trials,
            residuals: outcome.residuals, capacityPrices: prices, counters: outcome.counters)
        return (answer, point.effort, point)
    }

    /// An earlier profile, brought within capacities.
    func start(from earlier: Equilibrium) -> Start {
        var start = Start(effort: [Double](repeating: 0, count: game.count), capacityPrices: [Double](repeating: 0, count: game.creators))
        start.effort.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { game.gather(earlier.efforts.values, to: base) } }
        if let prices = earlier.capacityPrices, prices.count == game.creators { start.capacityPrices = prices }
        // A price that kept a creator from doing anything says nothing of what more capacity is worth, where there is some now.
        for i in 0..<game.creators where game.positions(i..<i + 1).allSatisfy({ start.effort[$0] == 0 }) {
            if (game.view.limit?[i] ?? .infinity) > 0 { start.capacityPrices[i] = 0 }
        }
        wake(&start)
        fit(&start)
        return start
    }

    /// Near the equilibrium that would be if topics did not help or hinder one another (``TotalsStart``).
    func start() throws -> Start {
        let efforts = CellBuffer(count: game.contest.layout.cells)
        _ = try solveTopics(
            game.contest.separable, settings: settings, kernels: game.kernels, start: nil, efforts: efforts, keeping: nil, earlier: nil,
            interruption: interruption)
        var start = Start(effort: [Double](repeating: 0, count: game.count), capacityPrices: [Double](repeating: 0, count: game.creators))
        start.effort.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { game.gather(efforts, to: base) } }
        var totals = [Double](repeating: 0, count: game.topics)
        for p in 0..<game.count { totals[Int(game.order.topics[p])] += start.effort[p] }
        return TotalsStart(game: game, workers: workers, interruption: interruption).run(from: totals)
    }

    /// Topics that nobody is in where the price there has no bound: somebody will be.
    private func wake(_ start: inout Start) {
        var totals = [Double](repeating: 0, count: game.topics)
        for p in 0..<game.count { totals[Int(game.order.topics[p])] += start.effort[p] }
        let largest = totals.max() ?? 0
        let empty = (0..<game.topics).map { totals[$0] == 0 && game.market($0).priceAtZero == .infinity }
        guard empty.contains(true) else { return }
        let effort = 1e-3 * (largest > 0 ? largest : 1) / Double(game.creators)
        for p in 0..<game.count where empty[Int(game.order.topics[p])] { start.effort[p] = effort }
    }

    /// Scales each creator's efforts into its capacity, and up to it where capacity has a price: a price on what is left over
    /// would pass for an answer, since the conditions of efforts hold with it.
    private func fit(_ start: inout Start) {
        guard let limit = game.view.limit, let weight = game.view.limit_weight else { return }
        for i in 0..<game.creators {
            let positions = game.positions(i..<i + 1)
            var used = 0.0
            for p in positions { used += weight[Int(game.order.topics[p])] * start.effort[p] }
            guard used > limit[i] || start.capacityPrices[i] > 0 else { continue }
            guard used > 0, limit[i] < .infinity else {
                if limit[i] > 0 { start.capacityPrices[i] = 0 }
                continue
            }
            for p in positions { start.effort[p] *= limit[i] / used }
        }
    }
}
