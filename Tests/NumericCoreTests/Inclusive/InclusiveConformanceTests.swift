import Foundation
import NumericCore
import TestSupport
import Testing

/// The shared inclusive cases: exactly the listed equilibria, no more and no fewer.
@Suite struct InclusiveConformanceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var game: PlainInclusive
        var equilibria: [(usesGenAI: [Bool], total: Double, efforts: [Double])]
        var tolerance: Double
        var testDescription: String { name }
    }

    static func cases() throws -> [Case] {
        struct File: Decodable { var cases: [Entry] }
        struct Entry: Decodable {
            var name: String
            var game: Game
            var expected: Expected
        }
        struct Game: Decodable {
            var market: Market
            var cost: Cost
            var genAIPayoff: String
            struct Market: Decodable { var mu, alpha, beta, gamma: [Double] }
            struct Cost: Decodable { var coefficients, exponents: [[Double]] }
        }
        struct Expected: Decodable {
            var equilibria: [One]
            var relativeTolerance: Double
            struct One: Decodable {
                var genAI: [Bool]
                var total: Double
                var efforts: [Double]
            }
        }
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "inclusive.json"))
        return try JSONDecoder().decode(File.self, from: data).cases.map { entry in
            let market = entry.game.market
            return Case(
                name: entry.name,
                game: PlainInclusive(
                    mu: market.mu[0], alpha: market.alpha[0], beta: market.beta[0], gamma: market.gamma[0],
                    costs: entry.game.cost.coefficients.map { $0[0] }, exponents: entry.game.cost.exponents.map { $0[0] },
                    isPrinted: entry.game.genAIPayoff == "printed"),
                equilibria: entry.expected.equilibria.map { ($0.genAI, $0.total, $0.efforts) }, tolerance: entry.expected.relativeTolerance)
        }
    }

    @Test func thereAre24Cases() throws {
        let cases = try Self.cases()
        #expect(cases.count == 24)
        #expect(cases.reduce(0) { $0 + $1.equilibria.count } > 20)
    }

    @Test(arguments: try cases()) func exactlyTheListedEquilibria(_ item: Case) throws {
        let result = try solveInclusive(item.game.contest())
        #expect(result.status == (item.equilibria.isEmpty ? .noneFound : .converged))
        let expected = item.equilibria.sorted { $0.total > $1.total }
        try #require(result.equilibria.count == expected.count)
        for (found, listed) in zip(result.equilibria, expected) {
            #expect(found.actions == listed.usesGenAI.map { $0 ? .genAI : .human })
            #expect(abs(found.totals[0] - listed.total) <= item.tolerance * listed.total)
            for (x, y) in zip(found.efforts.values.array, listed.efforts) { #expect(abs(x - y) <= item.tolerance * listed.total) }
            #expect(found.certificate.isConverged)
            #expect(found.certificate.relativeExploitability <= 1e-12)
        }
        #expect(result.searched.allSatisfy { $0.isComplete })
        if expected.isEmpty {
            let best = try #require(result.best)
            #expect(best.certificate.exploitability > 0)
            let least = item.game.all().map(\.gain).min()!
            #expect(abs(best.certificate.exploitability - least) <= 1e-8 * least, "the best of all sets")
        }
    }
}
