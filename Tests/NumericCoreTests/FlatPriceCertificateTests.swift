import Foundation
import NumericCore
import Testing

/// Prices that never fall, over linear costs: what ends effort is the cost of all topics together or a capacity, and the best payoff
/// is known in closed form. Nobody's effort matters to anybody else.
@Suite struct FlatPriceCertificateTests {
    enum Stop: CaseIterable, Sendable { case totalEffort, similarity, singularSimilarity, capacity }

    /// P = mu/(1 + alpha) = 5 and 4.
    private static let margins: [[Double]] = [[5 - 1, 4 - 1.3], [5 - 0.7, 4 - 2.0]]
    private static let (scale, theta, weights, limits) = (0.3, 2.5, [1.1, 0.7], [2.3, 1.7])
    private static let matrices: [Stop: [[Double]]] = [.similarity: [[1, 0.3], [0.3, 0.9]], .singularSimilarity: [[1, 1], [1, 1]]]

    private func contest(_ stop: Stop) throws -> Contest {
        let apart = try Contest(
            market: Market(mu: [10, 8], alpha: 1, beta: 0, gamma: 0), costs: .power(coefficients: [[1, 1.3], [0.7, 2]], exponent: 1))
        return try apart.with(
            coupling: Self.matrices[stop].map { try CouplingCost(matrix: $0, weights: PerCreator(Self.scale)) },
            totalEffort: stop == .totalEffort
                ? TotalEffortCost(scale: PerCreator(Self.scale), exponent: Self.theta, weights: PerTopic(Self.weights)) : nil,
            capacity: stop == .capacity ? Capacity(limits: PerCreator(Self.limits), weights: PerTopic(Self.weights)) : nil)
    }

    /// The best efforts of a creator, and its capacity price.
    private func best(_ stop: Stop, _ creator: Int) -> (efforts: [Double], price: Double) {
        let v = Self.margins[creator]
        func alone(_ topic: Int, _ effort: Double) -> [Double] { topic == 0 ? [effort, 0] : [0, effort] }
        let perWeight = [v[0] / Self.weights[0], v[1] / Self.weights[1]]
        let topic = perWeight[0] >= perWeight[1] ? 0 : 1
        switch stop {
        case .totalEffort:
            return (alone(topic, pow(perWeight[topic] / Self.scale, 1 / (Self.theta - 1)) / Self.weights[topic]), 0)
        case .capacity: return (alone(topic, Self.limits[creator] / Self.weights[topic]), perWeight[topic])
        case .singularSimilarity: return (alone(0, v[0] / Self.scale), 0)
        case .similarity:
            let (a, b, d) = (1.0, 0.3, 0.9)
            let determinant = (a * d - b * b) * Self.scale
            let first = (d * v[0] - b * v[1]) / determinant
            let inner: [Double] = [first, (a * v[1] - b * v[0]) / determinant]
            return (inner[1] > 0 ? inner : alone(0, v[0] / (a * Self.scale)), 0)
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { a[0] * b[0] + a[1] * b[1] }

    private func payoff(_ stop: Stop, _ creator: Int, _ x: [Double]) -> Double {
        var payoff = Self.dot(Self.margins[creator], x)
        if let q = Self.matrices[stop] {
            for k in 0..<2 { payoff -= Self.scale / 2 * x[k] * Self.dot(q[k], x) }
        }
        if stop == .totalEffort {
            payoff -= Self.scale / Self.theta * pow(Self.dot(Self.weights, x), Self.theta)
        }
        return payoff
    }

    /// At the equilibrium and short of it: no bound is below the true gain, the search is at it, and the equilibrium gains nothing.
    @Test(arguments: Stop.allCases, [1, 1 - 1e-12, 0.9, 0.5, 1e-3, 0]) func gainsAreBounded(stop: Stop, part: Double) throws {
        let contest = try contest(stop)
        let best = (0..<2).map { self.best(stop, $0) }
        let efforts = best.map { $0.efforts.map { part * $0 } }
        let gains = (0..<2).map { payoff(stop, $0, best[$0].efforts) - payoff(stop, $0, efforts[$0]) }
        let revenue = best.map { Self.dot([5, 4], $0.efforts) }.max()!
        let profile = EffortProfile(layout: contest.layout, values: CellBuffer((0..<2).flatMap { k in efforts.map { $0[k] } }))
        for kind in [Settings.Exploitability.bound, .search] {
            var settings = Settings()
            settings.exploitability = kind
            let certificate = try certify(
                contest, efforts: profile, capacityPrices: stop == .capacity ? best.map { $0.price } : nil, settings: settings).certificate
            let (found, expected) = (certificate.exploitability, gains.max()!)
            #expect(found.isFinite && found >= expected - 1e-12 * revenue, "\(stop) at \(part), \(kind): \(found) for \(expected)")
            if kind == .search || part >= 1 - 1e-12 {
                #expect(found <= expected + 1e-9 * revenue, "\(stop) at \(part), \(kind): \(found) for \(expected)")
            }
            #expect(certificate.isConverged == (part >= 1 - 1e-12))
        }
    }

    /// What the solver finds is certified, with nothing left unknown.
    @Test(arguments: [Stop.totalEffort, .similarity, .capacity]) func solutionsAreCertified(stop: Stop) throws {
        let solved = try solve(contest(stop))
        #expect(solved.status == .converged, "\(solved.reason ?? "")")
        #expect(solved.certificate.relativeExploitability <= 1e-9)
        for creator in 0..<2 {
            let earned = payoff(stop, creator, (0..<2).map { solved.efforts[creator: creator, topic: $0] })
            #expect(abs(earned - payoff(stop, creator, best(stop, creator).efforts)) <= 1e-8)
        }
    }
}
