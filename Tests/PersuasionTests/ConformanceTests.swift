import Foundation
@testable import Persuasion
import TestSupport
import Testing

/// The cases of Tests/Fixtures/persuasion.json through the library.
@Suite struct ConformanceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: Data
        var testDescription: String { name }
        func decoded<Value: Decodable>(_: Value.Type) throws -> Value { try JSONDecoder().decode(Value.self, from: text) }
    }

    static func cases(_ kind: String) -> [Case] {
        guard let data = try? Data(contentsOf: Fixtures.folder.appending(path: "persuasion.json")),
            let root = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any], let cases = root["cases"] as? [[String: Any]]
        else { return [] }
        return cases.filter { $0["kind"] as? String == kind }.compactMap { item in
            guard let text = try? JSONSerialization.data(withJSONObject: item), let name = item["name"] as? String else { return nil }
            return Case(name: name, text: text)
        }
    }

    struct Thresholds: Decodable {
        let types, weights: [Double]
        let queries: Int
        let cost: Double?
        let expected: Expected
        struct Expected: Decodable {
            let pooled, singleTarget, informed, tolerance: Double
            let messages: [Message]
            let valueByQueries, greedy, adaptive: [Double]
            let cuts: [Int]
            let costly: Costly?
        }
        struct Message: Decodable { let weight, likelihoodRatio: Double }
        struct Costly: Decodable {
            let nonAdaptive, adaptive: Double
            let queries: Int
        }
    }

    struct Partitions: Decodable {
        let types, weights: [Double]
        let partitions: [[Int]]
        let expected: Expected
        struct Expected: Decodable {
            let best: [Best]
            let greedy: [Double]
            let tolerance: Double
        }
        struct Best: Decodable {
            let queries: Int
            let value: Double
        }
    }

    struct Finite: Decodable {
        let prior: [Double]
        let sender, receiver: [[Double]]
        let expected: Expected
        struct Expected: Decodable {
            let value, tolerance: Double
            let certificate: Certificate
        }
        struct Certificate: Decodable {
            let statePrices: [Double]
            let obedience: [Multiplier]
        }
        struct Multiplier: Decodable {
            let recommended, instead: Int
            let multiplier: Double
        }
    }

    @Test func thereAre19Cases() {
        #expect(["threshold queries", "partition queries", "finite persuasion"].map { Self.cases($0).count } == [11, 2, 6])
    }

    @Test(arguments: cases("threshold queries")) func thresholds(given: Case) throws {
        let game = try given.decoded(Thresholds.self)
        let expected = game.expected
        func agree(_ found: [Double?], _ wanted: [Double], _ what: Comment) {
            #expect(found.count == wanted.count, what)
            for (a, b) in zip(found, wanted) { #expect(abs((a ?? .nan) - b) <= expected.tolerance, what) }
        }
        let types = try PrivateTypes(probabilities: game.types, weights: game.weights)
        let pooled = types.pooledPolicy()
        agree([pooled.value, pooled.singleTarget, types.informedValue], [expected.pooled, expected.singleTarget, expected.informed], "pooled")
        agree(pooled.messages.map(\.weight), expected.messages.map(\.weight), "weights")
        agree(pooled.messages.map(\.likelihoodRatio), expected.messages.map(\.likelihoodRatio), "ratios")
        #expect(abs(types.sales(of: pooled.messages) - pooled.value) <= 1e-14)
        let plan = try types.cuts(upTo: game.queries)
        agree(plan.values, expected.valueByQueries, "values")
        #expect(plan.cuts == expected.cuts)
        agree(types.greedyCuts(upTo: game.queries).values, expected.greedy, "greedy")
        agree(types.adaptiveValues(upTo: 3), expected.adaptive, "adaptive")
        if let cost = game.cost, let wanted = expected.costly {
            let costly = try types.costlyQueries(cost: cost)
            agree([costly.nonAdaptive, costly.adaptive], [wanted.nonAdaptive, wanted.adaptive], "costly")
            #expect(costly.queries == wanted.queries)
        }
    }

    @Test(arguments: cases("partition queries")) func partitions(given: Case) throws {
        let game = try given.decoded(Partitions.self)
        let queries = try PartitionQueries(types: PrivateTypes(probabilities: game.types, weights: game.weights), partitions: game.partitions)
        let best = try #require(queries.best())
        try #require(best.count == game.expected.best.count)
        for (found, wanted) in zip(best, game.expected.best) {
            #expect(abs(found.value - wanted.value) <= game.expected.tolerance)
            #expect(found.members.count <= wanted.queries)
            #expect(abs(queries.value(of: found.members) - found.value) <= 1e-14)
        }
        let greedy = queries.greedy()
        try #require(greedy.count == game.expected.greedy.count)
        for (found, wanted) in zip(greedy, game.expected.greedy) { #expect(abs(found.value - wanted) <= game.expected.tolerance) }
    }

    /// The value, our certificate, and the stored one beside our policy: prices of anybody prove it.
    @Test(arguments: cases("finite persuasion")) func finite(given: Case) throws {
        let game = try given.decoded(Finite.self)
        let problem = try FinitePersuasion(prior: game.prior, sender: game.sender, receiver: game.receiver)
        let optimum = problem.solve()
        #expect(optimum.reason == nil)
        #expect(abs(optimum.certificate.value - game.expected.value) <= game.expected.tolerance)
        #expect(optimum.certificate.isCertified(tolerance: 1e-12))
        var multipliers = [[Double]](repeating: [Double](repeating: 0, count: problem.actions), count: problem.actions)
        for entry in game.expected.certificate.obedience { multipliers[entry.recommended][entry.instead] = entry.multiplier }
        let stored = PersuasionCertificate(
            of: problem, policy: optimum.policy, statePrices: game.expected.certificate.statePrices, multipliers: multipliers)
        #expect(stored.isCertified())
    }
}
