import Foundation
import Testing

@testable import NumericCore

@Suite struct EquilibriumFileTests {
    @Test(arguments: [true, false], [0, 1, 2, 3])
    func roundTrip(gap: Bool, kind: Int) throws {
        let (named, npy) = (kind % 2 == 0, kind / 2 == 0)
        let scratch = try Scratch()
        let contest = try GameFileTests.contest(.shared(2), gap: gap, named: named)
        let efforts = (0..<contest.layout.cells).map { $0 == 4 ? 0 : hardNumbers[$0] }
        let equilibrium = madeUpEquilibrium(of: contest, efforts: efforts)
        try EquilibriumFile.write(equilibrium, of: contest, to: scratch.path("out.json"), npy: npy)
        #expect(try scratch.contents == (gap ? ["out.efforts.csv", "out.json"] : npy ? ["out.efforts.npy", "out.json"] : ["out.json"]))
        let back = try EquilibriumFile.read(scratch.path("out.json"), of: contest)
        #expect(bits(back.efforts.values) == bits(efforts))
        #expect(bits(back.totals) == bits(equilibrium.totals))
        #expect(back.certificate == equilibrium.certificate)
        #expect(back.status == .converged)
    }

    @Test func textHasEffortsInlineAndTheDocumentedOrder() throws {
        let scratch = try Scratch()
        let contest = try GameFileTests.contest(.shared(2), gap: true, named: true)
        var equilibrium = madeUpEquilibrium(of: contest, efforts: Array(hardNumbers.prefix(8)))
        equilibrium.status = .stalled
        equilibrium.reason = "the residual stopped falling"
        equilibrium.certificate.exploitability = .nan
        let text = EquilibriumFile.json(equilibrium, of: contest)
        let keys = [
            "schema", "status", "reason", "method", "creators", "topics", "creatorNames", "topicNames", "totals", "efforts", "genAI", "prices",
            "utilities", "certificate", "relativeResidual", "roundingFloor", "exploitability", "relativeExploitability", "exploitabilityKind",
            "worstCreator", "uniqueness", "condition", "iterations", "seconds", "read", "solve", "certify", "write", "kernelTarget", "threads", "version",
        ]
        let places = keys.map { text.range(of: "\"\($0)\": ")?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        #expect(text.contains("\"prices\": [null, "))
        let back = try EquilibriumFile.read(scratch.write("text.json", text), of: contest)
        #expect(bits(back.efforts.values) == bits(equilibrium.efforts.values))
        #expect(back.certificate.exploitability.isNaN)
        #expect(!back.certificate.isConverged && back.status == .stalled)
    }

    @Test func effortsOfLargeGamesAreMapped() throws {
        let scratch = try Scratch()
        let layout = CellLayout(creators: 2001, topics: 50)
        let ones = CellBuffer([Double](repeating: 1, count: layout.cells))
        let contest = try Contest(market: Market(mu: 10), costs: PowerCost(layout: layout, coefficients: ones, exponents: .shared(2)))
        let efforts = (0..<layout.cells).map { Double($0) / 3 }
        try EquilibriumFile.write(madeUpEquilibrium(of: contest, efforts: efforts), of: contest, to: scratch.path("out.json"))
        #expect(try scratch.contents == ["out.efforts.npy", "out.json"])
        #expect(try bits(EquilibriumFile.read(scratch.path("out.json"), of: contest).efforts.values) == bits(efforts))
    }
}
