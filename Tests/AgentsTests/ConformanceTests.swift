import Foundation
import TestSupport
import Testing
@testable import Agents

/// The cases of Tests/Fixtures/agents.json, computed independently in exact fractions.
@Suite struct AgentsConformanceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let kind: String
        /// A file of the program's schema.
        let text: String
        let expected: Expected
        var testDescription: String { name }
    }

    struct Expected: Decodable, Sendable {
        let equilibria: [Equilibrium]?
        let plan: Plan?
        let value: Value?
        let surplus: [Double]?
        let revenue: Double?
        let topLow: Double?
        let topHigh: Double?
        let massAtZero: Double?
        let exactSurplus: Surplus?
        let tolerance: Double
    }
    /// One fraction for both bidders, or two.
    enum Surplus: Decodable, Equatable, Sendable {
        case both(String), each([String])
        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let both = try? value.decode(String.self) { self = .both(both) } else { self = .each(try value.decode([String].self)) }
        }
    }
    /// What a result's file says of an auction.
    struct AuctionResult: Decodable {
        let exactSurplus: Surplus?
    }
    struct Equilibrium: Decodable, Sendable {
        let payoffs: [Double]
        let exact: [String]
        let society: Double
    }
    struct Plan: Decodable, Sendable {
        let ask: Bool
        let action: Int?
        let reply: [Int]?
    }
    struct Value: Decodable, Sendable {
        let best: Difference
        let worst: Difference
    }
    struct Difference: Decodable, Sendable {
        let players: [Double]
        let society: Double
    }

    static let cases: [Case] = {
        let data = try! Data(contentsOf: Fixtures.folder.appending(path: "agents.json"))
        let root = try! JSONSerialization.jsonObject(with: data) as! [String: Any]
        return (root["cases"] as! [[String: Any]]).map { item in
            let kind = item["kind"] as! String
            var file = item["game"] as? [String: Any] ?? [:]
            if kind == "game" {
                if item["credulous"] as! Bool { file["beliefs"] = "credulous" }
                if (item["concept"] as! String).contains("pure") { file["concept"] = "pure" }
            } else {
                file = item.filter { !["expected", "name"].contains($0.key) }
                file["schema"] = "nashbench/agents/1"
            }
            return Case(
                name: item["name"] as! String, kind: kind,
                text: String(decoding: try! JSONSerialization.data(withJSONObject: file), as: UTF8.self),
                expected: try! JSONDecoder().decode(Expected.self, from: JSONSerialization.data(withJSONObject: item["expected"]!)))
        }
    }()

    @Test func thereAreTwentyFive() { #expect(Self.cases.count == 25) }

    @Test(arguments: cases.filter { $0.kind == "game" }) func games(given: Case) throws {
        guard case .game(let game, _, let concept) = try AgentsFile.read(text: given.text, named: given.name) else {
            Issue.record("no game")
            return
        }
        let settings = AssistedSettings(concept: concept)
        let solution = try solve(game, settings: settings)
        #expect(solution.isExact && solution.certificate == 0)
        let expected = try #require(given.expected.equilibria)
        // Outcomes as sets: several equilibria may lead to one. In fractions, so that nothing is merged by rounding.
        let found = Set(solution.equilibria.map { $0.payoffs.map(\.description).joined(separator: " ") + " | \(rounded($0.society.value))" })
        #expect(found == Set(expected.map { $0.exact.joined(separator: " ") + " | \(rounded($0.society))" }))
        for equilibrium in solution.equilibria {
            #expect(expected.contains { close($0.payoffs, equilibrium.payoffs) && close([$0.society], [equilibrium.society]) })
        }
        if let plan = given.expected.plan {
            let strategies = try #require(solution.equilibria.first).strategies
            try #require(strategies.count == 1 && strategies[0].count == 1 && strategies[0][0].plan.count == 1)
            let cell = strategies[0][0].plan[0]
            #expect(cell.asks == plan.ask && cell.action == plan.action && cell.reply == plan.reply)
        }
        if let value = given.expected.value {
            let computed = try #require(try AssistantValue(in: game, settings: settings))
            for (one, other) in [(computed.best, value.best), (computed.worst, value.worst)] {
                #expect(close(other.players, one.players) && close([other.society], [one.society]), "\(one)")
            }
        }
        func close(_ expected: [Double], _ found: [ExactNumber]) -> Bool {
            expected.count == found.count && zip(expected, found).allSatisfy { abs($0 - $1.value) <= given.expected.tolerance }
        }
    }

    private func rounded(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }

    @Test(arguments: cases.filter { $0.kind != "game" }) func auctions(given: Case) throws {
        guard case .auction(let auction, _) = try AgentsFile.read(text: given.text, named: given.name) else {
            Issue.record("no auction")
            return
        }
        let (expected, tolerance) = (given.expected, given.expected.tolerance)
        for (one, other) in zip(auction.surplus, try #require(expected.surplus)) { #expect(abs(one.value - other) <= tolerance) }
        #expect(abs(auction.revenue.value - (expected.revenue ?? .nan)) <= tolerance)
        #expect(abs(auction.topLow.value - (expected.topLow ?? .nan)) <= tolerance)
        #expect(abs(auction.topHigh.value - (expected.topHigh ?? .nan)) <= tolerance)
        #expect(abs(auction.massAtZero.value - (expected.massAtZero ?? 0)) <= tolerance)
        var text = ""
        AgentsResultFile.json(auction, name: nil) { text += $0 }
        let written = try JSONDecoder().decode(AuctionResult.self, from: Data(text.utf8))
        #expect(expected.exactSurplus != nil && written.exactSurplus == expected.exactSurplus)
    }
}
