import NumericCore
@testable import Planning
@testable import PublishedClaims
import Testing

/// What windows and pauses promise, held against what they pay.
@Suite struct PauseGuaranteeTests {
    private func game(_ index: Int, rounds: ClosedRange<Int>, topics: ClosedRange<Int> = 1...2) throws -> PlanningGame {
        var family = RandomPlanningGames(seed: 31)
        family.memory = .short
        family.topics = topics
        family.rounds = rounds
        let drawn = try family.game(index)
        return drawn.with(rounds: drawn.rounds, initial: [Double](repeating: 0, count: drawn.topics))
    }

    private func epsilon(_ index: Int) -> Double { 0.1 + 0.1 * Double(index % 9) }

    @Test(arguments: 0..<4) func pausesKeepHalfOfTheOptimum(_ batch: Int) throws {
        var checked = 0
        for index in stride(from: batch, to: 140, by: 4) {
            let game = try game(index, rounds: 3...6)
            guard let window = PauseGuarantee(game).window(epsilon: epsilon(index)), window <= 6 else { continue }
            var settings = PlanSettings()
            settings.epsilon = epsilon(index)
            let result = try makePlan(for: game, method: .optimizeThenPause, settings: settings)
            let promised = try #require(result.guarantee)
            #expect(promised.window == window && promised.pause == window)
            #expect(promised.factor >= (1 - epsilon(index)) / 2 - 1e-12)
            #expect(result.value >= promised.factor * PlanEnumeration(game).optimum - 1e-12, "\(index)")
            checked += 1
        }
        #expect(checked >= 20)
    }

    @Test(arguments: 0..<4) func pausesKeepHalfOfTheWindowBound(_ batch: Int) throws {
        var checked = 0
        for index in stride(from: batch, to: 220, by: 4) {
            let game = try game(index, rounds: 20...79, topics: 1...3)
            let theory = PauseGuarantee(game)
            guard let window = theory.window(epsilon: epsilon(index)), window <= 6 else { continue }
            let values = WindowBound.values(game, longest: window, labels: 20_000)
            let search = LabelSearch(game: game, width: 20_000, tail: nil, shorter: values)
            let plan = WindowPlan(game, window: window, pause: window, search: search)
            #expect(plan.isExact)
            let value = PlanSimulation(of: plan.plan, in: game).value
            #expect(abs(value - plan.value) <= 1e-11 * max(1, value))
            let bound = WindowBound.composed(values, rounds: game.rounds)
            #expect(value >= (1 - epsilon(index)) / 2 * bound - 1e-12, "\(index)")
            checked += 1
        }
        #expect(checked >= 25)
    }

    /// Theorem 2 window by window: W(w_j) - w_j kappa each, the first without loss.
    @Test func everyWindowPaysItsShare() throws {
        for index in 0..<60 {
            let game = try game(index, rounds: 12...17)
            let (window, pause) = (1 + index % 3, 1 + index / 3 % 3)
            let values = WindowBound.values(game, longest: window, labels: 20_000)
            let search = LabelSearch(game: game, width: 20_000, tail: nil, shorter: values)
            let plan = WindowPlan(game, window: window, pause: pause, search: search).plan
            let rounds = PlanSimulation(of: plan, in: game).stretches.flatMap { [Double](repeating: $0.topic < 0 ? 0 : $0.payoff, count: $0.rounds) }
            let loss = PauseGuarantee(game).loss(pause: pause)
            for start in stride(from: 0, to: game.rounds, by: window + pause) {
                let length = min(window, game.rounds - start)
                let paid = rounds[start..<start + length].reduce(0, +)
                #expect(paid >= values[length] - (start == 0 ? 0 : Double(length) * loss) - 1e-12, "\(index)")
            }
        }
    }

    /// The best of all starting offsets keeps (1 - epsilon) w/(w + p).
    @Test func theBestOffsetKeepsItsShare() throws {
        var checked = 0
        for index in 0..<240 {
            let game = try game(index, rounds: 3...6)
            let (window, pause) = (1 + index % 3, 1 + index / 3 % 4)
            guard let promise = PauseGuarantee(game).promise(window: window, pause: pause, bestOffset: true) else { continue }
            let search = LabelSearch(game: game, width: 20_000, tail: nil)
            let best = (0..<window + pause).map { WindowPlan(game, window: window, pause: pause, offset: $0, search: search).value }.max()
            #expect(try #require(best) >= promise.factor * PlanEnumeration(game).optimum - 1e-12, "\(index)")
            checked += 1
        }
        #expect(checked >= 120, "\(checked)")
    }

    @Test func theClosedFormIsLongEnough() throws {
        var checked = 0
        for index in 0..<200 {
            let theory = PauseGuarantee(try game(index, rounds: 3...6))
            guard let closed = theory.closedFormWindow(epsilon: 0.3), let least = theory.window(epsilon: 0.3) else { continue }
            #expect(closed >= least, "\(index)")
            #expect(Double(closed) * theory.loss(pause: closed) <= 0.3 * theory.bestPayoff * (1 + 1e-12), "\(index)")
            checked += 1
        }
        #expect(checked >= 60, "\(checked)")
    }

    /// kappa against the worst loss of a play on a grid of memories.
    @Test func noPlayLosesMoreThanKappa() throws {
        for index in 0..<100 {
            let game = try game(index, rounds: 3...6)
            for pause in [1, 3] {
                let theory = PauseGuarantee(game)
                let loss = theory.loss(pause: pause)
                for base in [0.0, 0.4, 1.3, 6] {
                    let clean = [Double](repeating: base, count: game.topics)
                    let left = (0..<game.topics).map { base + theory.leftover(of: $0, pause: pause) }
                    let (before, after) = (game.level(after: clean), game.level(after: left))
                    for topic in 0..<game.topics {
                        #expect(game.payoff(of: topic, at: before) - game.payoff(of: topic, at: after) <= loss + 1e-12, "\(index)")
                    }
                }
            }
        }
    }

    @Test func noPromiseWhereNothingIsForgotten() throws {
        let game = try PlanningGame(
            topics: 2, rounds: 9, quality: 0.8, cost: 0.1, memory: [0.5, 1], gap: .exponential(initial: 0.5, rate: 0.4), link: Link(.logistic, scale: 4))
        let theory = PauseGuarantee(game)
        #expect(theory.window(epsilon: 0.9) == nil && theory.closedFormWindow(epsilon: 0.9) == nil)
        let result = try makePlan(for: game, method: .optimizeThenPause)
        #expect(result.guarantee == nil && result.ratio != nil)
    }
}
