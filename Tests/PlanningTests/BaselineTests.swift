import Planning
import Testing

/// What one compares with.
@Suite struct BaselineTests {
    @Test(arguments: try PlanningCase.all()) func baselinesPayWhatIsExpected(_ item: PlanningCase) throws {
        func value(_ method: PlanMethod) throws -> Double { try makePlan(for: item.game, method: method).value }
        #expect(item.agrees(try value(.greedy), item.expected.greedy))
        #expect(item.agrees(try value(.bestTopic), item.expected.bestTopic))
        #expect(item.agrees(try value(.roundRobin), item.expected.roundRobin))
        #expect(try value(.optOut) == 0)
        for method in [PlanMethod.uniform, .ucb] { #expect(try value(method) <= item.expected.optimum + 1e-11) }
    }

    @Test(arguments: [PlanMethod.uniform, .ucb]) func chanceIsTheSeedsAlone(method: PlanMethod) throws {
        let game = try PlanningGame(
            topics: 3, rounds: 500, quality: [0.9, 0.8, 0.7], cost: 0.2, memory: 0.5, gap: .exponential(initial: 0.5, rate: 0.4),
            link: Link(.logistic, scale: 4))
        func plan(seed: UInt64, threads: Int) throws -> Plan {
            var settings = PlanSettings()
            settings.seed = seed
            settings.threads = threads
            return try makePlan(for: game, method: method, settings: settings).plan
        }
        let first = try plan(seed: 5, threads: 1)
        #expect(try plan(seed: 5, threads: 2) == first)
        #expect(try plan(seed: 6, threads: 1) != first)
        #expect(Set(first.actions).isSuperset(of: [0, 1, 2]))
    }

    @Test func uniformPlaysEveryActionAboutAsOften() throws {
        let game = try PlanningGame(topics: 3, rounds: 4000, quality: 1, cost: 0, gap: .linear(initial: 0.5, rate: 0.01))
        let actions = try makePlan(for: game, method: .uniform).plan.actions
        for action in -1...2 { #expect(abs(actions.count { $0 == action } - 1000) < 150) }
    }

    @Test func ucbLearnsWhichTopicPays() throws {
        let game = try PlanningGame(
            topics: 2, rounds: 3000, quality: [0.9, 0.1], cost: [0.1, 0.3], memory: 0, gap: .linear(initial: 0.1, rate: 0),
            link: Link(.logistic, scale: 8))
        let plan = try makePlan(for: game, method: .ucb).plan
        #expect(plan.actions.suffix(2000).count { $0 == 0 } > 1500)
        let poor = try PlanningGame(
            topics: 2, rounds: 3000, quality: 0.5, cost: 0.95, memory: 0, gap: .linear(initial: 0.1, rate: 0), link: Link(.logistic))
        #expect(try makePlan(for: poor, method: .ucb).plan.plays < 2000)
    }
}
