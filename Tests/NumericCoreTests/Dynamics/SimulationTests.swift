import Foundation
@testable import NumericCore
import TestSupport
import Testing

/// What all dynamics share: threads, limits, records, settings.
@Suite struct SimulationTests {
    static let everything: [LearningDynamics] = [
        .mirrorDescent(.euclidean), .mirrorDescent(.entropic), .gradientPlay, .mirrorDescent(.euclidean, .bandit(BanditFeedback())),
        .mirrorDescent(.entropic, .bandit(BanditFeedback(estimate: .residual))), .bestResponse(.sequential), .bestResponse(.simultaneous),
        .bestResponse(.damped),
    ]

    /// Several tiles of creators, so that sums are shared out.
    @Test(arguments: everything) func threadsDoNotMatter(dynamics: LearningDynamics) throws {
        let large = try BenchmarkFamily.h2.contest(creators: 300, topics: 3, seed: 2)
        for contest in [large, try DynamicsGames.coupled()[3].contest] {
            func run(_ threads: Int) throws -> Trajectory {
                var settings = SimulationSettings()
                settings.steps = contest.creators > 100 ? 5 : 40
                settings.threads = threads
                return try simulate(contest, dynamics: dynamics, settings: settings, equilibrium: nil)
            }
            let one = try run(1)
            for threads in [2, 5] {
                let many = try run(threads)
                #expect(bits(many.efforts.values) == bits(one.efforts.values), "\(threads) threads")
                #expect(many.records.map { bits($0.totals) } == one.records.map { bits($0.totals) })
                #expect(many.records.map(\.exploitability) == one.records.map(\.exploitability))
                #expect(many.end == one.end && many.steps == one.steps)
            }
        }
    }

    @Test func recordsAreEvenInTheLogarithm() {
        var settings = SimulationSettings()
        settings.steps = 10_000
        settings.recordsPerDecade = 5
        let steps = settings.recordedSteps
        #expect(steps.prefix(4) == [0, 1, 2, 3] && steps.last == 10_000)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
        #expect(steps.count { $0 > 1000 } == 5)
        settings.steps = 1
        #expect(settings.recordedSteps == [0, 1])
    }

    @Test func limitsEndIt() throws {
        let contest = try DynamicsGames.interior()
        var settings = SimulationSettings()
        settings.isCancelled = { true }
        #expect(try simulate(contest, dynamics: .gradientPlay, settings: settings).end == .cancelled)
        settings.isCancelled = nil
        settings.timeLimit = 1e-9
        let late = try simulate(contest, dynamics: .gradientPlay, settings: settings)
        #expect(late.end == .timeLimit && late.steps == 0 && late.records.map(\.step) == [0])
    }

    @Test func everySettingIsChecked() throws {
        let contest = try DynamicsGames.interior()
        func refused(_ field: String, dynamics: LearningDynamics = .gradientPlay, _ change: (inout SimulationSettings) -> Void) {
            var settings = SimulationSettings()
            change(&settings)
            let error = #expect(throws: FieldError.self) { try simulate(contest, dynamics: dynamics, settings: settings) }
            #expect(error?.field == field)
        }
        refused("steps") { $0.steps = 0 }
        for size in [0, -1, .nan, .infinity] { refused("schedule") { $0.schedule = .constant(size) } }
        for exponent in [-0.1, 2.1, .nan] { refused("schedule") { $0.schedule = .power(1, exponent: exponent) } }
        for tolerance in [-1, 1, .nan] { refused("tolerance") { $0.tolerance = tolerance } }
        refused("recordsPerDecade") { $0.recordsPerDecade = 0 }
        refused("threads") { $0.threads = 0 }
        refused("timeLimit") { $0.timeLimit = 0 }
        for radius in [0, 1, .nan] { refused("radius", dynamics: .mirrorDescent(.euclidean, .bandit(BanditFeedback(radius: radius)))) { _ in } }
        for exponent in [-1, 1, .nan] {
            refused("radius exponent", dynamics: .mirrorDescent(.euclidean, .bandit(BanditFeedback(exponent: exponent)))) { _ in }
        }
    }

    @Test func profilesOfAnotherShapeAreRefused() throws {
        let contest = try DynamicsGames.interior()
        let layout = CellLayout(creators: 2, topics: 1)
        let other = EffortProfile(layout: layout, values: CellBuffer([1, 2]))
        #expect(throws: SolveError.self) { try simulate(contest, dynamics: .gradientPlay, equilibrium: other) }
        for bad in [-1, Double.nan, .infinity] {
            var settings = SimulationSettings()
            settings.start = EffortProfile(layout: contest.layout, values: CellBuffer([1, bad, 1]))
            #expect(throws: SolveError.self) { try simulate(contest, dynamics: .gradientPlay, settings: settings) }
        }
    }

    /// The points nearest in each geometry: no feasible direction brings one nearer (the conditions of the minimum).
    @Test(arguments: LearningDynamics.Geometry.allCases) func proximalStepsAreOptimal(geometry: LearningDynamics.Geometry) {
        var draws = Draws(seed: 9)
        for _ in 0..<300 {
            let d = draws.integer(1...5)
            let metric = (0..<d).map { _ in draws.logUniform(0.1...10) }
            let weight = (0..<d).map { _ in draws.logUniform(0.1...10) }
            let pull = zip(metric, weight).map { $0 * $1 }
            let before = (0..<d).map { _ in draws.uniform(0.01...0.99) }
            let limit = weight.reduce(0, +) * draws.uniform(0.05...1.2)
            let push = (0..<d).map { _ in draws.uniform(-3...3) * draws.pick([0.01, 1, 30]) }
            var z = before
            step(geometry, weight, pull, limit, push, &z)
            let used = zip(weight, z).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(used <= limit * (1 + 1e-14))
            // The multiplier that each inner coordinate implies: (push - change of the mirror image) / pull, the same for all.
            let implied = (0..<d).filter { z[$0] > 1e-9 && z[$0] < 1 - 1e-9 }.map { j -> Double in
                let change = geometry == .euclidean ? z[j] - before[j] : logit(z[j]) - logit(before[j])
                return (push[j] - change) / pull[j]
            }
            let lambda = implied.first ?? 0
            for value in implied { #expect(abs(value - lambda) <= 1e-6 * max(1, abs(lambda))) }
            #expect(lambda >= -1e-6)
            if !implied.isEmpty, used < limit * (1 - 1e-9) { #expect(abs(lambda) <= 1e-6) }
        }
    }
}

private func logit(_ z: Double) -> Double { log(z) - log1p(-z) }

/// One step of a creator of plain arrays.
private func step(
    _ geometry: LearningDynamics.Geometry, _ weight: [Double], _ pull: [Double], _ limit: Double, _ push: [Double], _ z: inout [Double]
) {
    var room = z
    weight.withUnsafeBufferPointer { weight in
        pull.withUnsafeBufferPointer { pull in
            push.withUnsafeBufferPointer { push in
                z.withUnsafeMutableBufferPointer { z in
                    room.withUnsafeMutableBufferPointer { room in
                        let proximal = ProximalStep(
                            geometry: geometry, count: z.count, capacity: (weight.baseAddress!, pull.baseAddress!, limit))
                        proximal(z.baseAddress!, push: push.baseAddress!, room: room.baseAddress!)
                    }
                }
            }
        }
    }
}
