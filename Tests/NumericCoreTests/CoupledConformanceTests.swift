import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// What the shared cases of coupled contests run through.
enum CoupledConformance {
    /// Every method that solves contests whose topics are coupled.
    static let methods: [NumericCore.Method] = [.structuredNewton, .denseNewton, .projectedGradient]
}

/// A shared case: a game with the efforts, totals and capacity prices that another program found.
struct CoupledCase: Sendable, CustomTestStringConvertible {
    let name: String
    let contest: Contest
    /// n rows of K.
    let efforts: [[Double]]
    let totals: [Double]
    /// nil where the game has no capacity.
    let capacityPrices: [Double]?
    var testDescription: String { name }

    static func all() throws -> [CoupledCase] {
        struct File: Decodable {
            struct Item: Decodable { let name: String, expected: Expected }
            struct Expected: Decodable { let efforts: [[Double]], totals: [Double], capacityPrices: [Double]? }
            let cases: [Item]
        }
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "coupled.json"))
        let items = try JSONDecoder().decode(File.self, from: data).cases
        let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let games = try #require(root["cases"] as? [[String: Any]]).compactMap { $0["game"] as? [String: Any] }
        try #require(games.count == items.count)
        let scratch = try Scratch()
        return try zip(items, games).map { item, game in
            let contest = try GameFile.read(scratch.write("game.json", JSONSerialization.data(withJSONObject: game)))
            return CoupledCase(
                name: item.name, contest: contest, efforts: item.expected.efforts, totals: item.expected.totals,
                capacityPrices: item.expected.capacityPrices)
        }
    }

    /// Efforts to 1e-8 of the topic's largest, totals to a relative 1e-8, capacity prices to 1e-8 max(1, price); in words,
    /// empty where all agree.
    func disagreements(_ equilibrium: Equilibrium) -> [String] {
        guard equilibrium.status == .converged else { return ["\(equilibrium.status.rawValue): \(equilibrium.reason ?? "")"] }
        var found: [String] = []
        for topic in 0..<contest.topics {
            if !(abs(equilibrium.totals[topic] - totals[topic]) <= 1e-8 * totals[topic]) {
                found.append("topic \(topic): total \(equilibrium.totals[topic]), expected \(totals[topic])")
            }
            let largest = efforts.map { $0[topic] }.max() ?? 0
            for creator in 0..<contest.creators {
                let effort = equilibrium.efforts[creator: creator, topic: topic]
                if !(abs(effort - efforts[creator][topic]) <= 1e-8 * largest) {
                    found.append("creator \(creator), topic \(topic): effort \(effort), expected \(efforts[creator][topic])")
                }
            }
        }
        guard equilibrium.capacityPrices?.count == capacityPrices?.count else {
            return found + ["\(equilibrium.capacityPrices?.count ?? 0) capacity prices, expected \(capacityPrices?.count ?? 0)"]
        }
        for (creator, pair) in zip(equilibrium.capacityPrices ?? [], capacityPrices ?? []).enumerated()
        where !(abs(pair.0 - pair.1) <= 1e-8 * max(1, pair.1)) {
            found.append("creator \(creator): capacity price \(pair.0), expected \(pair.1)")
        }
        return found
    }

    /// The largest violation of a creator's conditions at the expected profile, relative to the price: computed here from
    /// the definitions, without the library's solvers or certificate.
    func residual() -> Double {
        var worst = 0.0
        for topic in 0..<contest.topics {
            let total = efforts.reduce(0) { $0 + $1[topic] }
            let price = contest.topic(topic).price(at: total)
            for creator in 0..<contest.creators {
                guard let cell = contest.layout.cell(creator: creator, topic: topic) else { continue }
                let x = efforts[creator][topic]
                let rho = contest.costs.exponent(ofCell: cell, topic: topic)
                var marginal = price.value + x * price.slope - contest.costs.coefficients[cell] * rho * pow(x, rho - 1)
                if let coupling = contest.coupling {
                    let similar = (0..<contest.topics).reduce(0) { $0 + coupling.matrix[topic * contest.topics + $1] * efforts[creator][$1] }
                    marginal -= coupling.weights[creator] * similar
                }
                if let capacity = contest.capacity, let prices = capacityPrices { marginal -= prices[creator] * capacity.weights[topic] }
                worst = max(worst, (x > 0 ? abs(marginal) : max(0, marginal)) / price.value)
            }
        }
        return worst
    }
}

/// The 16 shared cases of contests with similar topics and capacities.
@Suite struct CoupledConformanceTests {
    @Test(arguments: try CoupledCase.all(), CoupledConformance.methods)
    func coupledContest(_ fixture: CoupledCase, method: NumericCore.Method) throws {
        var settings = Settings()
        settings.method = method
        let equilibrium = try solve(fixture.contest, settings: settings)
        #expect(equilibrium.method == method.rawValue)
        #expect(fixture.disagreements(equilibrium) == [])
    }

    /// The expected profiles are equilibria of the games as they are read.
    @Test(arguments: try CoupledCase.all())
    func theExpectedProfileIsAnEquilibrium(_ fixture: CoupledCase) {
        #expect(fixture.residual() <= 1e-9)
        for (creator, row) in fixture.efforts.enumerated() {
            guard let capacity = fixture.contest.capacity, let prices = fixture.capacityPrices else { continue }
            let use = row.indices.reduce(0) { $0 + capacity.weights[$1] * row[$1] }
            #expect(use <= capacity.limits[creator] * (1 + 1e-12))
            #expect(prices[creator] >= 0 && (prices[creator] <= 1e-12 || abs(use / capacity.limits[creator] - 1) <= 1e-9))
        }
    }

    /// The comparison itself: what is expected agrees, and each kind of number that is off is named.
    @Test func whatIsOffIsNamed() throws {
        let fixture = try #require(try CoupledCase.all().first { $0.capacityPrices != nil && $0.contest.coupling != nil })
        let layout = fixture.contest.layout
        let cells = (0..<layout.topics).flatMap { topic in layout.range(ofTopic: topic).map { fixture.efforts[layout.creator(ofCell: $0, topic: topic)][topic] } }
        var equilibrium = madeUpEquilibrium(of: fixture.contest, efforts: cells)
        equilibrium.totals = fixture.totals
        equilibrium.capacityPrices = fixture.capacityPrices
        #expect(fixture.disagreements(equilibrium) == [])
        var changed = equilibrium
        changed.totals[0] *= 1 + 1e-7
        #expect(fixture.disagreements(changed).count == 1 && fixture.disagreements(changed)[0].contains("total"))
        changed = equilibrium
        changed.capacityPrices?[1] += 1e-3
        #expect(fixture.disagreements(changed).count == 1 && fixture.disagreements(changed)[0].contains("creator 1: capacity price"))
        changed.capacityPrices = nil
        #expect(fixture.disagreements(changed).count == 1)
        changed = madeUpEquilibrium(of: fixture.contest, efforts: cells.map { $0 * 1.001 })
        (changed.totals, changed.capacityPrices) = (fixture.totals, fixture.capacityPrices)
        #expect(fixture.disagreements(changed).contains { $0.contains("effort") })
        changed = equilibrium
        changed.status = .stalled
        #expect(fixture.disagreements(changed).count == 1)
    }
}
