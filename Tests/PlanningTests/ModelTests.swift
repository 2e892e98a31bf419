import Planning
import Testing

/// The model: order of the steps in a round, links, gaps, plans played for real.
@Suite struct ModelTests {
    @Test func thereAre33Cases() throws {
        #expect(try PlanningCase.all().count == 33)
        #expect(try PlanningCase.remembering().count == 17)
    }

    @Test(arguments: try PlanningCase.all()) func listedPlansPayWhatIsExpected(_ item: PlanningCase) throws {
        guard let actions = item.expected.plan, let trace = item.expected.trace else { return }
        let plan = Plan(actions)
        try plan.validate(for: item.game)
        let simulation = PlanSimulation(of: plan, in: item.game)
        #expect(item.agrees(simulation.value, item.expected.optimum))
        let rounds = simulation.stretches.flatMap { [PlanSimulation.Stretch](repeating: $0, count: $0.rounds) }
        #expect(rounds.map(\.topic) == trace.map(\.topic))
        for (round, wanted) in zip(rounds, trace) {
            #expect(item.agrees(round.level, wanted.level) && item.agrees(round.payoff, wanted.payoff))
            #expect(item.agrees(round.genAIPayoff, wanted.genAIPayoff))
        }
        for (count, wanted) in zip(simulation.finalState, try #require(item.expected.finalState)) { #expect(item.agrees(count, wanted)) }
    }

    @Test(arguments: Link.Kind.allCases, [0.3, 1.0, 7.0]) func chancesAddUpAndAreMonotone(kind: Link.Kind, scale: Double) {
        let link = Link(kind, scale: scale)
        let qualities = stride(from: 0, through: 1.5, by: 0.125)
        for x in qualities {
            #expect(link(x, over: x) == 0.5)
            for y in qualities {
                #expect(abs(link(x, over: y) + link(y, over: x) - 1) < 1e-15)
                #expect((0...1).contains(link(x, over: y)))
                #expect(link(x + 0.125, over: y) >= link(x, over: y) && link(x, over: y + 0.125) <= link(x, over: y))
            }
        }
    }

    @Test func gapsHaveTheirFormulas() throws {
        func game(_ gap: Gap) throws -> PlanningGame { try PlanningGame(topics: 1, rounds: 1, quality: 1, cost: 0, gap: gap) }
        let power = try game(.power(initial: 0.5, floor: 0.1, rate: 3, exponent: 2))
        #expect(abs(power.gap(of: 0, after: 1) - (0.1 + 0.4 / 16)) < 1e-15)
        let linear = try game(.linear(initial: 0.5, floor: 0.1, rate: 0.25))
        #expect(abs(linear.gap(of: 0, after: 2) - 0.3) < 1e-15 && linear.gap(of: 0, after: 9) == 0.1)
        let table = try game(.table([[0.5, 0.3, 0.2]]))
        #expect([0, 0.5, 1, 1.75, 2, 7].map { table.gap(of: 0, after: $0) } == [0.5, 0.4, 0.3, 0.3 + (0.2 - 0.3) * 0.75, 0.2, 0.2])
        #expect(table.genAIQualityLimit(of: 0) == 0.8)
        let still = try game(.exponential(initial: 0.5, rate: 0))
        #expect(still.genAIQualityLimit(of: 0) == 0.5)
    }

    @Test func memoryFadesAfterThePlayEnters() throws {
        let game = try PlanningGame(topics: 3, rounds: 2, quality: 1, cost: 0, memory: [0, 0.5, 1], initial: 4, gap: .linear(initial: 1, rate: 0.1))
        var state = game.initial
        game.advance(&state, playing: 1)
        #expect(state == [0, 2.5, 4])
        game.advance(&state, playing: Plan.optOut)
        #expect(state == [0, 1.25, 4])
    }

    @Test func bradleyTerryKnowsZeroQualities() {
        let link = Link(.bradleyTerry, scale: 2)
        #expect(link(0, over: 0) == 0.5 && link(0, over: 1) == 0 && link(1, over: 0) == 1)
        #expect(link(1e-300, over: 1e300) == 0)
        #expect(link(0.5, over: -1e-17) == 1)
    }

    @Test func plansAreRuns() {
        var plan = Plan([1, 1, 0, -1])
        #expect(plan.runs == [.init(topic: 1, rounds: 2), .init(topic: 0, rounds: 1), .init(topic: -1, rounds: 1)])
        #expect(plan.plays == 3 && plan.lastPlay == 3 && plan.rounds == 4)
        plan.append(-1, rounds: 2)
        #expect(plan.actions == [1, 1, 0, -1, -1, -1])
        #expect(plan.over(2) == Plan([1, 1]) && plan.over(7).rounds == 7 && plan.over(7).lastPlay == 3)
        #expect(Plan().over(2) == Plan([-1, -1]) && Plan().lastPlay == 0)
    }

    @Test func longRunsOfASpentTopicArePlayedAtOnce() throws {
        let rounds = PlanningGame.longestHorizon
        let game = try PlanningGame(topics: 1, rounds: rounds, quality: 1, cost: 0.25, gap: .linear(initial: 0.5, floor: 0.25, rate: 0.125))
        let simulation = PlanSimulation(of: Plan(0, rounds: rounds), in: game)
        #expect(simulation.stretches.count == 9)
        #expect(simulation.finalState == [Double(rounds)])
        #expect(simulation.stretches.last?.level == 0.75)
    }
}
