import Foundation
import NumericCore
import TestSupport
import Testing

/// The solver against the slow independent reference.
@Suite struct ReferenceTests {
    @Test(arguments: 0..<240)
    func randomGame(_ seed: Int) throws {
        let game = RandomGames().game(seed: UInt64(seed))
        let complaints = Agreement().disagreementsWithReference(try solve(game.contest()), of: game)
        #expect(complaints.isEmpty, "\(complaints.prefix(5))")
    }

    @Test(arguments: BenchmarkFamily.allCases, [(1, 3), (2, 6), (40, 4), (400, 6)])
    func benchmarkFamily(_ family: BenchmarkFamily, _ size: (creators: Int, topics: Int)) throws {
        let contest = try family.contest(creators: size.creators, topics: size.topics, seed: 11)
        let game = PlainGame(contest)
        let complaints = Agreement().disagreementsWithReference(try solve(contest), of: game)
        #expect(complaints.isEmpty, "\(complaints.prefix(5))")
    }

    /// The reference itself, on a contest whose equilibrium is known in closed form: n alike, P = mu/s, cost c x^rho,
    /// mu (n - 1)/n^2 = c rho x^rho.
    @Test(arguments: [1.0, 1.001, 1.5, 3.0])
    func referenceOnSymmetricTullock(_ exponent: Double) {
        let game = PlainGame(mu: 7, costs: Array(repeating: 0.3, count: 9), exponent: exponent)
        let rho = Wide(exponent)
        let x = exp(log(Wide(7) * 8 / 81 / (Wide(0.3) * rho)) / rho)
        #expect(abs(game.reference(0).total / (9 * x) - 1) < 1000 * Wide.ulpOfOne)
    }

    /// The reference where one creator holds all but 1e-30 of the topic: x_2 follows from x_1 and the closed form
    /// s = mu/(c_1 + c_2), x_i = s c_j/(c_1 + c_2) of two creators with linear costs.
    @Test func referenceWithADominantCreator() {
        let game = PlainGame(mu: 5, costs: [2, 2e30], exponent: 1)
        let solved = game.reference(0)
        let sum = Wide(2) + Wide(2e30)
        #expect(abs(solved.total * sum / 5 - 1) < 1000 * Wide.ulpOfOne)
        #expect(abs(solved.efforts[0] * sum * sum / (5 * Wide(2e30)) - 1) < 1000 * Wide.ulpOfOne)
    }
}

extension PlainGame {
    /// A dense contest of the library as plain arrays.
    init(_ contest: Contest) {
        let topics = 0..<contest.topics
        let n = contest.creators
        func rows(_ value: (Int, Int) -> Double) -> [[Double]] { (0..<n).map { i in topics.map { value($0 * n + i, $0) } } }
        self.init(
            mu: topics.map { contest.market.mu[$0] }, alpha: topics.map { contest.market.alpha[$0] },
            beta: topics.map { contest.market.beta[$0] }, gamma: topics.map { contest.market.gamma[$0] },
            coefficients: rows { cell, _ in contest.costs.coefficients[cell] },
            exponents: rows { cell, k in contest.costs.exponent(ofCell: cell, topic: k) },
            competition: contest.competition, label: contest.name ?? "")
    }
}
