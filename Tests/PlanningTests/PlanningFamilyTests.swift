import Planning
import NumericCore
import Testing

@Suite struct PlanningFamilyTests {
    @Test(arguments: PlanningFamily.allCases) func aSeedIsAGame(family: PlanningFamily) throws {
        let game = try family.game(topics: 4, rounds: 30, seed: 3, index: 2)
        #expect(game == (try family.game(topics: 4, rounds: 30, seed: 3, index: 2)))
        #expect(game != (try family.game(topics: 4, rounds: 30, seed: 3, index: 1)))
        #expect(game != (try family.game(topics: 4, rounds: 30, seed: 4, index: 2)))
        #expect(game.topics == 4 && game.rounds == 30 && game.isTimeInsensitive == (family != .hard))
        #expect(throws: FieldError.self) { try family.game(topics: 0, rounds: 30, seed: 3) }
        #expect(throws: FieldError.self) { try family.game(topics: 4, rounds: 0, seed: 3) }
    }

    /// What their names say, at several sizes.
    @Test(arguments: [(3, 200), (10, 1000)]) func horizonsBindOrDoNot(topics: Int, rounds: Int) throws {
        for index in 0..<5 {
            let leaving = try makePlan(for: PlanningFamily.leaving.game(topics: topics, rounds: rounds, seed: 1, index: index))
            #expect(leaving.horizonBinds == false && leaving.status == .optimal)
            #expect(leaving.longRun?.lastPlays.map { $0 <= rounds && $0 > rounds / 5 } == true)
            let binding = try makePlan(for: PlanningFamily.binding.game(topics: topics, rounds: rounds, seed: 1, index: index), method: .multiplier)
            #expect(binding.horizonBinds == true)
        }
    }
}
