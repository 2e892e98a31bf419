import Foundation
import TestSupport
import Testing

/// The cases of Tests/Fixtures/exclusive.json through the built program, without any choice of method or tolerance.
@Suite struct ConformanceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let game: Data
        let totals: [Double]
        let efforts: [[Double]]
        let exponents: [[Double]]
        var testDescription: String { name }
    }

    static let cases: [Case] = {
        let data = try! Data(contentsOf: Fixtures.folder.appending(path: "exclusive.json"))
        let root = try! JSONSerialization.jsonObject(with: data) as! [String: Any]
        return (root["cases"] as! [[String: Any]]).map { item in
            let game = item["game"] as! [String: Any]
            let expected = item["expected"] as! [String: Any]
            return Case(
                name: item["name"] as! String, game: try! JSONSerialization.data(withJSONObject: game),
                totals: expected["totals"] as! [Double], efforts: expected["efforts"] as! [[Double]],
                exponents: (game["cost"] as! [String: Any])["exponents"] as! [[Double]])
        }
    }()

    @Test func thereAreThirtyThree() { #expect(Self.cases.count == 33) }

    @Test(arguments: cases) func solves(given: Case) throws {
        let folder = try TemporaryFolder()
        try given.game.write(to: folder.url.appending(path: "game.json"))
        let outcome = try Program.run(["solve", "game.json", "--json"], in: folder)
        #expect(outcome.status == 0)
        let found = try EquilibriumRecord(outcome.output)
        #expect(found.status == "converged")
        try #require(found.totals.count == given.totals.count && found.efforts.count == given.efforts.count)
        for (total, expected) in zip(found.totals, given.totals) {
            #expect(abs(total - expected) <= 1e-11 * expected, "total \(total), expected \(expected)")
        }
        for (i, row) in given.efforts.enumerated() {
            try #require(found.efforts[i].count == row.count)
            for (k, written) in row.enumerated() {
                // An effort's error is about the residual over rho - 1; linear costs have no such amplification.
                let rho = given.exponents[i][k]
                let tolerance = 1e-11 * (rho > 1 ? max(1, 1 / (rho - 1)) : 1)
                let expected = written < 0x1p-1022 ? 0 : written
                let effort = found.efforts[i][k] ?? 0
                #expect(abs(effort - expected) <= tolerance * expected, "effort [\(i)][\(k)] \(effort), expected \(expected)")
            }
        }
    }
}
