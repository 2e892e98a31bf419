import NumericCore
@testable import Planning
@testable import PublishedClaims
import Testing

/// A tenth of the specification's verification table for fading and mixed memory, against all plans.
@Suite struct FadingVerificationTests {
    static let games = 178
    static let batches = 6

    private func each(_ batch: Int, _ check: (PlanningGame, Double, Int) throws -> Void) throws {
        for index in stride(from: batch, to: Self.games, by: Self.batches) {
            let game = try PlanEnumeration.game(index, seed: 21)
            guard !game.isTimeInsensitive else { continue }
            try check(game, PlanEnumeration(game).optimum, index)
        }
    }

    @Test(arguments: 0..<batches) func exactSearchIsExact(_ batch: Int) throws {
        try each(batch) { game, optimum, index in
            let slack = 1e-11 * max(1, optimum)
            let result = try makePlan(for: game, method: .branchAndBound)
            #expect(result.status == .optimal && abs(result.value - optimum) <= slack, "\(index)")
            // By the tail of the arm bound alone, and with no bound at all.
            let arms = try #require(ArmBound(game, target: 0))
            for tail in [arms.sweep, nil] {
                let outcome = LabelSearch(game: game, width: 20_000, tail: tail)
                    .run(from: game.initial, rounds: game.rounds, best: -1, overflow: .drop)
                #expect(outcome.isExact && abs(outcome.value - optimum) <= slack, "\(index)")
            }
        }
    }

    @Test(arguments: 0..<batches) func boundsHoldAndPoliciesStayBelow(_ batch: Int) throws {
        try each(batch) { game, optimum, index in
            let slack = 1e-11 * max(1, optimum)
            let values = WindowBound.values(game, longest: 3, labels: 20_000)
            #expect(WindowBound.composed(values, rounds: game.rounds) >= optimum - slack, "\(index)")
            var effort = ArmBound.Effort()
            (effort.plainSteps, effort.stages, effort.gridSize) = (25, [(4, 20), (8, 20)], 16)
            var arms = try #require(ArmBound(game, target: 0, effort: effort))
            let plain = arms.plain
            #expect(plain >= optimum - slack, "\(index)")
            arms.refine(target: 0)
            #expect(arms.value >= optimum - slack && arms.value <= plain + slack, "\(index)")
            #expect(try #require(ArmCertificate.bound(of: game, arms.prices)) >= optimum - slack, "\(index)")
            for (width, overflow) in [(2, LabelSearch.Overflow.drop), (8, .drop), (2, .merge), (30, .merge)] {
                for tail in [arms.sweep, nil] {
                    let outcome = LabelSearch(game: game, width: width, tail: tail, shorter: tail == nil ? values : [])
                        .run(from: game.initial, rounds: game.rounds, best: 0, overflow: overflow)
                    #expect(outcome.bound >= optimum - slack && outcome.value <= optimum + slack, "\(index)")
                    let played = PlanSimulation(of: Plan(outcome.actions ?? []).over(game.rounds), in: game).value
                    #expect(abs(played - outcome.value) <= slack, "\(index)")
                }
            }
            for method in PlanMethod.allCases where method.obstacle(in: game) == nil {
                let result = try makePlan(for: game, method: method)
                #expect(result.value <= optimum + slack, "\(index) \(method)")
                #expect(result.bounds.allSatisfy { $0.value >= optimum - slack }, "\(index) \(method)")
            }
        }
    }

    /// Bounds of the rows of one sweep from N = 0 bound W(s), and whatever a state can bring.
    @Test func rowsOfASweepBoundShorterHorizons() throws {
        for index in 0..<30 {
            let drawn = try PlanEnumeration.game(index, seed: 22)
            let game = drawn.with(rounds: 6, initial: [Double](repeating: 0, count: drawn.topics))
            var arms = try #require(ArmBound(game, target: 0))
            arms.refine(target: 0)
            let bounds = arms.byRounds
            for s in 0...4 {
                let optimum = s == 0 ? 0 : PlanEnumeration(game.with(rounds: s)).optimum
                #expect(bounds[s] >= optimum - 1e-11, "\(index)")
            }
        }
    }
}
