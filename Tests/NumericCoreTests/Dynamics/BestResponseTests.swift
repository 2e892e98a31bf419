import NumericCore
import TestSupport
import Testing

/// Best replies: one after the other, all at once, and part of the way.
@Suite struct BestResponseTests {
    @Test(arguments: [LearningDynamics.Rule.sequential, .damped], 0..<9)
    func comesToTheEquilibrium(rule: LearningDynamics.Rule, index: Int) throws {
        let game = try DynamicsGames.all()[index]
        let equilibrium = try solve(game.contest)
        var settings = SimulationSettings()
        settings.steps = 3000
        settings.schedule = .constant(0.2)
        let trajectory = try simulate(game.contest, dynamics: .bestResponse(rule), settings: settings, equilibrium: equilibrium.efforts)
        #expect(trajectory.end == .settled, "\(game.name): \(trajectory.end), \(trajectory.records.last.map { "\($0)" } ?? "")")
        #expect(try #require(trajectory.records.last).distance < 1e-8, "\(game.name)")
    }

    /// Each creator of n in a Tullock contest overshoots by (n - 2)/2 of what the total is off: for n = 6 replies go round.
    @Test func aCrowdCyclesAndDampingStopsIt() throws {
        let contest = try DynamicsGames.crowd()
        let equilibrium = try solve(contest)
        var settings = SimulationSettings()
        settings.steps = 2000
        let together = try simulate(contest, dynamics: .bestResponse(.simultaneous), settings: settings, equilibrium: equilibrium.efforts)
        guard case .cycle(let period) = together.end else {
            Issue.record("\(together.end) after \(together.steps)")
            return
        }
        #expect(period >= 2 && together.steps < 2000)
        #expect(try #require(together.records.last).distance > 0.1)
        // n/2 times the weight must stay below 2.
        settings.schedule = .constant(0.5)
        let damped = try simulate(contest, dynamics: .bestResponse(.damped), settings: settings, equilibrium: equilibrium.efforts)
        #expect(damped.end == .settled)
        #expect(try #require(damped.records.last).distance < 1e-11)
        let oneByOne = try simulate(contest, dynamics: .bestResponse(.sequential), settings: settings, equilibrium: equilibrium.efforts)
        #expect(oneByOne.end == .settled)
    }

    /// A cycle that is reported is one: from where it ended, that many steps lead back, and fewer do not.
    @Test func aReportedCycleIsOne() throws {
        let contest = try DynamicsGames.crowd()
        var settings = SimulationSettings()
        let found = try simulate(contest, dynamics: .bestResponse(.simultaneous), settings: settings)
        guard case .cycle(let period) = found.end else {
            Issue.record("\(found.end)")
            return
        }
        settings.start = found.efforts
        for steps in 1...period {
            settings.steps = steps
            let later = try simulate(contest, dynamics: .bestResponse(.simultaneous), settings: settings, equilibrium: found.efforts)
            let distance = try #require(later.records.last).distance
            #expect(steps == period ? distance < 1e-7 : distance > 1e-4, "after \(steps) of \(period): \(distance)")
        }
    }

    /// One round from a profile far from equilibrium: no creator that has just replied could have done better.
    @Test(arguments: 0..<9) func repliesAreBest(index: Int) throws {
        let game = try DynamicsGames.all()[index]
        let last = game.contest.creators - 1
        var settings = SimulationSettings()
        settings.steps = 1
        let efforts = try simulate(game.contest, dynamics: .bestResponse(.sequential), settings: settings).efforts
        let totals = try certify(game.contest, efforts: efforts).totals
        let deviation = Deviation(ofCreator: last, in: game.contest, efforts: efforts, totals: totals)
        #expect(deviation.relativeGain < 1e-12, "\(game.name): \(deviation)")
    }
}
