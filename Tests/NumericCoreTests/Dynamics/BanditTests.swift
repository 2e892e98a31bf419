import Foundation
import NumericCore
import TestSupport
import Testing

/// Mirror descent of creators that see only what they were paid.
@Suite struct BanditTests {
    /// Slope of log distance over log steps for each of ten seeds: mean and the 95% interval of Student's t.
    private func slope(
        _ contest: Contest, _ geometry: LearningDynamics.Geometry, _ feedback: BanditFeedback, steps: Int, from first: Int
    ) throws -> (mean: Double, high: Double, last: Double) {
        let equilibrium = try solve(contest)
        var slopes: [Double] = []
        var last = 0.0
        for seed in 1...10 {
            var settings = SimulationSettings()
            settings.steps = steps
            settings.seed = UInt64(seed)
            settings.threads = 1
            let trajectory = try simulate(
                contest, dynamics: .mirrorDescent(geometry, .bandit(feedback)), settings: settings, equilibrium: equilibrium.efforts)
            let points = trajectory.records.filter { $0.step >= first }.map { (x: log(Double($0.step)), y: log($0.distance)) }
            let (x, y) = (points.map(\.x).reduce(0, +) / Double(points.count), points.map(\.y).reduce(0, +) / Double(points.count))
            let both = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
            slopes.append(both / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) })
            last += (trajectory.records.last?.distance ?? .nan) / 10
        }
        let mean = slopes.reduce(0, +) / 10
        let deviation = (slopes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 9).squareRoot()
        let width = 2.262 * deviation / 10.0.squareRoot()
        return (mean, mean + width, last)
    }

    /// The distance falls as T^(-1/3) or faster: the whole interval of the fitted exponent lies at or below -1/3.
    @Test(arguments: LearningDynamics.Geometry.allCases) func theDistanceFallsAsTheCubeRootOrFaster(geometry: LearningDynamics.Geometry) throws {
        for contest in [try DynamicsGames.interior(), try DynamicsGames.interiorInTwo()] {
            let residual = try slope(contest, geometry, BanditFeedback(), steps: 30_000, from: 30)
            #expect(residual.high <= -1.0 / 3, "\(residual)")
            #expect(residual.last < 0.05)
        }
    }

    /// The source's own bound is on the squared distance: O(T^(-1/3)), half of that exponent for the distance itself.
    @Test(arguments: LearningDynamics.Geometry.allCases) func onePointEstimatesKeepTheSourcesRate(geometry: LearningDynamics.Geometry) throws {
        let found = try slope(DynamicsGames.interior(), geometry, BanditFeedback(estimate: .onePoint), steps: 100_000, from: 30)
        #expect(found.high <= -1.0 / 6, "\(found)")
        #expect(found.last < 0.2)
    }

    /// Nobody is ever asked to play outside its action set: efforts and the records of a game with capacities stay inside.
    @Test(arguments: LearningDynamics.Geometry.allCases, BanditFeedback.Estimate.allCases)
    func learnsWithinCapacities(geometry: LearningDynamics.Geometry, estimate: BanditFeedback.Estimate) throws {
        let contest = try DynamicsGames.coupled()[3].contest
        let capacity = try #require(contest.capacity)
        let equilibrium = try solve(contest)
        var settings = SimulationSettings()
        settings.steps = 3000
        let trajectory = try simulate(
            contest, dynamics: .mirrorDescent(geometry, .bandit(BanditFeedback(estimate: estimate))), settings: settings, equilibrium: equilibrium.efforts)
        #expect(trajectory.end == .stepLimit && trajectory.records.last?.step == 3000)
        for i in 0..<contest.creators {
            let used = (0..<contest.topics).reduce(0) { $0 + capacity.weights[$1] * trajectory.efforts[creator: i, topic: $1] }
            #expect(used <= capacity.limits[i] * (1 + 1e-14))
        }
        for record in trajectory.records { #expect(record.distance.isFinite && record.exploitability >= 0) }
    }

    /// The same seed gives the same bits, another one others.
    @Test func seedsDifferAndRepeat() throws {
        let contest = try DynamicsGames.interiorInTwo()
        func efforts(_ seed: UInt64) throws -> [UInt64] {
            var settings = SimulationSettings()
            settings.steps = 50
            settings.seed = seed
            return bits(try simulate(contest, dynamics: .mirrorDescent(.euclidean, .bandit(BanditFeedback())), settings: settings).efforts.values)
        }
        #expect(try efforts(1) == efforts(1))
        #expect(try efforts(1) != efforts(2))
    }
}
