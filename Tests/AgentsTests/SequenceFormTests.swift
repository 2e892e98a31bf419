import NumericCore
import Testing
@testable import Agents

/// The sequence form against the reduced form, and where that does not fit.
@Suite struct SequenceFormTests {
    /// In fractions: certified exactly, and no payoff outside of those of all extreme equilibria.
    @Test func liesAmongTheExtremeEquilibria() throws {
        var (compared, credulous) = (0, 0)
        for seed in 0..<300 as Range<UInt64> {
            let game = try RandomAssistedGames.small(seed: seed)
            let found = try solve(game, settings: AssistedSettings(concept: .sequenceForm))
            #expect(found.searched == .sequenceForm && found.equilibria.count == 1 && found.isExact && found.stopped == nil)
            #expect(found.certificate == 0, "\(seed)")
            guard found.strategies.reduce(1, *) <= 150 else { continue }
            let all = try solve(game)
            try #require(all.searched == .extreme && all.isExact)
            compared += 1
            // What credulous players get is not what they plan on, and as bilinear in the weights of plans: bounded by the same ends.
            if game.beliefs == .credulous { credulous += 1 }
            let equilibrium = try #require(found.equilibria.first)
            for player in game.players.indices {
                let payoffs = all.equilibria.compactMap(\.payoffs[player].exact)
                let own = try #require(equilibrium.payoffs[player].exact)
                #expect((payoffs.min() ?? .undefined) <= own && own <= (payoffs.max() ?? .undefined), "seed \(seed), player \(player)")
            }
            if all.equilibria.count == 1 { #expect(equilibrium.payoffs == all.equilibria[0].payoffs) }
        }
        #expect(compared >= 100 && credulous >= 20)
    }

    /// The same games in doubles: one equilibrium each, whose certificate shows nothing but rounding.
    @Test func inDoubles() throws {
        var settings = AssistedSettings(concept: .sequenceForm)
        settings.exactSequenceLimit = 0
        for seed in 0..<300 as Range<UInt64> {
            let solution = try solve(RandomAssistedGames.small(seed: seed), settings: settings)
            #expect(!solution.isExact && solution.equilibria.count == 1 && (solution.certificate ?? 1) <= 1e-12, "\(seed)")
        }
    }

    /// Thirty cells a player, 6^30 plans: no reduced form. One equilibrium in doubles, judged by the certificate.
    @Test(arguments: [(30, 0.125), (30, 0)]) func manyCells(cells: Int, cost: Double) throws {
        let game = try RandomAssistedGames.wide(seed: 5, cells: cells, cost: ExactNumber(cost))
        let solution = try solve(game)
        #expect(solution.searched == .sequenceForm && (solution.strategies.min() ?? 0) > 1e12)
        let equilibrium = try #require(solution.equilibria.first)
        #expect(equilibrium.gain <= 1e-9)
        for player in [0, 1] {
            let behaviour = equilibrium.behaviour(of: player, in: game)
            #expect(behaviour.map(\.cell) == Array(0..<cells))
            for cell in behaviour {
                #expect(cell.ask.value >= 0 && cell.ask.value <= 1 + 1e-12)
                let rows = ([cell.act] + cell.reply).compactMap { $0 }
                #expect(!rows.isEmpty && rows.allSatisfy { abs($0.reduce(0) { $0 + $1.value } - 1) <= 1e-9 })
                #expect(abs(cell.ask.value - equilibrium.askProbability(player: player, cell: cell.cell)) <= 1e-12)
            }
        }
    }

    /// Fractions while they fit: a game of a few cells, the same by the reduced form's paths.
    @Test func fewCells() throws {
        var compared = 0
        for seed in 0..<5 as Range<UInt64> {
            let game = try RandomAssistedGames.wide(seed: seed, cells: 3, cost: 0.5)
            let solution = try solve(game, settings: AssistedSettings(concept: .sequenceForm))
            #expect(solution.isExact && solution.certificate == 0)
            let equilibrium = try #require(solution.equilibria.first)
            let all = try solve(game, settings: AssistedSettings(concept: .extreme))
            guard all.boundsAll else { continue }
            compared += 1
            for player in game.players.indices {
                let (own, payoffs) = (equilibrium.payoffs[player], all.equilibria.map { $0.payoffs[player] })
                #expect(payoffs.contains { !own.isLess(than: $0) } && payoffs.contains { !$0.isLess(than: own) }, "\(seed)")
            }
        }
        #expect(compared >= 3)
    }

    /// A player who never asks has a reply for each message all the same: none.
    @Test func repliesNeverAskedForAreNull() throws {
        let assistant = Assistant(information: [0, 1], cost: 100)
        let game = try AssistedGame(
            players: ["a", "b"], actions: [["x", "y"], ["x", "y"]], states: [("s", 0.5), ("t", 0.5)],
            payoffs: [[[1, 1, 0, 0], [0, 0, 2, 2]], [[1, 0, 1, 0], [1, 0, 1, 0]]], information: [[0, 0], [0, 0]], assistants: [assistant, nil])
        let solution = try solve(game, settings: AssistedSettings(concept: .sequenceForm))
        let equilibrium = try #require(solution.equilibria.first)
        let asker = equilibrium.behaviour(of: 0, in: game)
        #expect(asker.map(\.reply.count) == [2] && asker[0].reply.allSatisfy { $0 == nil } && asker[0].act?.map(\.value) == [0, 1])
        #expect(equilibrium.behaviour(of: 1, in: game).map(\.reply.count) == [0])
    }

    @Test func tooManySequencesAreSaid() throws {
        var settings = AssistedSettings(concept: .sequenceForm)
        settings.sequenceLimit = 10
        let game = try RandomAssistedGames.wide(seed: 1, cells: 4)
        // 4 cells of 2 actions, asking, and 2 replies to each message that a cell can hear, with a choice each.
        let error = #expect(throws: SolveFailure.self) { try solve(game, settings: settings) }
        guard case .tooManySequences(let found, 10) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found > 32 && error?.description.contains("at most 10") == true)
        let alone = try AssistedGame(
            players: ["a"], actions: [["x"]], states: [("s", 1)], payoffs: [[[1]]], information: [[0]], assistants: [nil])
        for (concept, players) in [(Concept.sequenceForm, "two players"), (.lemkeHowson, "two players")] {
            let failure = #expect(throws: SolveFailure.conceptDoesNotFit(concept: concept, players: 1)) {
                try solve(alone, settings: AssistedSettings(concept: concept))
            }
            #expect(failure?.description.contains("for \(players), here there is 1:") == true)
        }
        #expect(SolveFailure.conceptDoesNotFit(concept: .extreme, players: 3).description.contains("for one or two players, here there are 3:"))
    }
}
