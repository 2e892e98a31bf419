import NumericCore
import TestSupport
import Testing

/// Mirror descent and gradient play with exact gradients on monotone games.
@Suite struct MirrorDescentTests {
    static let exact: [LearningDynamics] = [.mirrorDescent(.euclidean), .mirrorDescent(.entropic), .gradientPlay]

    @Test(arguments: exact, 0..<9) func comesToTheCertifiedEquilibrium(dynamics: LearningDynamics, index: Int) throws {
        let game = try DynamicsGames.all()[index]
        let equilibrium = try solve(game.contest)
        try #require(equilibrium.status == .converged, "\(game.name): \(equilibrium.reason ?? "")")
        var settings = SimulationSettings()
        settings.steps = 20_000
        let trajectory = try simulate(game.contest, dynamics: dynamics, settings: settings, equilibrium: equilibrium.efforts)
        let (first, last) = (try #require(trajectory.records.first), try #require(trajectory.records.last))
        #expect(first.distance > 1e-2, "\(game.name)")
        // Entropic steps approach a corner, where efforts are 0, but never reach it.
        #expect(last.distance < 1e-6, "\(game.name): \(trajectory.end) after \(trajectory.steps), \(last)")
        #expect(last.relativeExploitability < 1e-5, "\(game.name)")
        for (found, expected) in zip(last.totals, equilibrium.totals) { #expect(abs(found - expected) <= 1e-5 * expected, "\(game.name)") }
        #expect(last.step == trajectory.steps)
    }

    /// With a small constant step Euclidean mirror descent brings the weighted distance down at every record.
    @Test func theDistanceNeverRises() throws {
        let contest = try BenchmarkFamily.e.contest(creators: 6, topics: 2, seed: 3)
        let equilibrium = try solve(contest)
        var settings = SimulationSettings()
        settings.steps = 400
        settings.schedule = .constant(0.01)
        settings.recordsPerDecade = 1000
        let records = try simulate(contest, dynamics: .mirrorDescent(.euclidean), settings: settings, equilibrium: equilibrium.efforts).records
        for (before, after) in zip(records, records.dropFirst()) { #expect(after.distance < before.distance, "step \(after.step)") }
    }

    private static let three = PlainGame(mu: 10, alpha: 1, beta: 0.3, gamma: 0.8, costs: [1, 2, 3], exponent: 2)

    /// From bounds entropic steps lead inwards though a small one is far below what doubles next to 1 hold: odds of e^36 go down to those
    /// of the equilibrium step by step. From 0 as well, and with a start whose efforts lie on different sides.
    @Test(arguments: [[1e6, 1e6, 1e6], [0, 0, 0], [0, 1e6, 1]]) func comesBackFromTheBounds(start: [Double]) throws {
        let contest = try Self.three.contest()
        let equilibrium = try solve(contest)
        var settings = SimulationSettings()
        settings.start = EffortProfile(layout: contest.layout, values: CellBuffer(start))
        settings.schedule = .constant(0.05)
        settings.steps = 20_000
        let trajectory = try simulate(contest, dynamics: .mirrorDescent(.entropic), settings: settings, equilibrium: equilibrium.efforts)
        let last = try #require(trajectory.records.last)
        #expect(last.distance < 1e-9, "\(trajectory.end) after \(trajectory.steps), \(last.distance)")
    }

    /// What is pushed inwards has not settled, however near to its bound it is and however short the step.
    @Test(arguments: [0, 1e-14, 1e-12, 1e-9], [0.05, 1e-3]) func doesNotSettleNextToTheBound(away: Double, step: Double) throws {
        let contest = try Self.three.contest()
        var settings = SimulationSettings()
        settings.steps = 1
        settings.start = EffortProfile(layout: contest.layout, values: CellBuffer([1e6, 1e6, 1e6]))
        settings.schedule = .constant(1e-300) // stays where it is
        let bounds = try simulate(contest, dynamics: .mirrorDescent(.euclidean), settings: settings).efforts.values.array
        settings.start = EffortProfile(layout: contest.layout, values: CellBuffer(bounds.map { $0 * (1 - away) }))
        settings.schedule = .constant(step)
        settings.steps = 200
        let trajectory = try simulate(contest, dynamics: .mirrorDescent(.entropic), settings: settings)
        #expect(trajectory.end == .stepLimit && trajectory.steps == 200)
    }

    /// Efforts stay within capacities on the way, and a binding one is used up at the end.
    @Test(arguments: exact) func staysWithinCapacities(dynamics: LearningDynamics) throws {
        let contest = try DynamicsGames.coupled()[2].contest
        let capacity = try #require(contest.capacity)
        for steps in [1, 2, 5, 50, 5000] {
            var settings = SimulationSettings()
            settings.steps = steps
            let efforts = try simulate(contest, dynamics: dynamics, settings: settings).efforts
            for i in 0..<contest.creators {
                let used = (0..<contest.topics).reduce(0) { $0 + capacity.weights[$1] * efforts[creator: i, topic: $1] }
                #expect(used <= capacity.limits[i] * (1 + 1e-14), "creator \(i) after \(steps)")
                if steps == 5000, i == 0 { #expect(used > capacity.limits[i] * (1 - 1e-9)) }
            }
        }
    }

    /// The bound on what a deviator could gain is one: never below what a search of all best replies finds.
    @Test(arguments: 0..<9) func exploitabilityIsABound(index: Int) throws {
        let game = try DynamicsGames.all()[index]
        for steps in [1, 3, 30] {
            var settings = SimulationSettings()
            settings.steps = steps
            let trajectory = try simulate(game.contest, dynamics: .mirrorDescent(.euclidean), settings: settings)
            var search = Settings()
            search.exploitability = .search
            let searched = try certify(game.contest, efforts: trajectory.efforts, settings: search).certificate
            let last = try #require(trajectory.records.last)
            #expect(last.exploitability >= searched.exploitability * (1 - 1e-9), "\(game.name) after \(steps)")
            #expect(last.distance.isNaN)
        }
    }

    /// The start is where it begins, and an equilibrium is where it stays.
    @Test(arguments: exact) func anEquilibriumIsARestingPlace(dynamics: LearningDynamics) throws {
        let contest = try BenchmarkFamily.e.contest(creators: 10, topics: 2, seed: 8)
        let equilibrium = try solve(contest)
        var settings = SimulationSettings()
        settings.start = equilibrium.efforts
        settings.steps = 100
        settings.tolerance = 0
        let records = try simulate(contest, dynamics: dynamics, settings: settings, equilibrium: equilibrium.efforts).records
        #expect(records[0].distance == 0)
        for record in records { #expect(record.distance < 1e-12) }
    }
}
