import Foundation
import Testing
import TestSupport

@testable import NumericCore

@Suite struct GameFileTests {
    static let dense = """
        { "schema": "nashbench/game/1", "name": "three creators, two topics", "competition": "exclusive", "creators": 3, "topics": 2,
          "creatorNames": ["ana", "bo", "cy"], "topicNames": ["music", "news"],
          "market": { "mu": [100, 40], "alpha": 0.7, "beta": 0.3, "gamma": [0.8, 1.0] },
          "cost": { "coefficients": [[0.5, 1], [1, 3], [2, 1.5]], "exponents": 1.5 } }
        """

    @Test func readsADenseGame() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.dense))
        #expect(contest.name == "three creators, two topics")
        #expect(contest.competition == .exclusive)
        #expect(contest.creatorNames == ["ana", "bo", "cy"])
        #expect(contest.topicNames == ["music", "news"])
        #expect(contest.market.mu == [100, 40] && contest.market.alpha == 0.7 && contest.market.gamma == [0.8, 1.0])
        #expect(contest.layout.isDense)
        #expect(contest.costs.coefficients.array == [0.5, 1, 2, 1, 3, 1.5])
    }

    @Test func nullIsNotEligible() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.dense.replacing("[1, 3]", with: "[1, null]")))
        #expect(contest.layout.cells == 5)
        #expect(contest.layout.cell(creator: 1, topic: 1) == nil)
    }

    @Test func defaults() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", """
            {"schema": "nashbench/game/1", "competition": "human-only", "market": {"mu": 7}, "cost": {"coefficients": [[1]]}}
            """))
        #expect(contest.market.alpha == 0 && contest.market.beta == 0 && contest.market.gamma == 1)
        #expect(contest.costs.exponent(ofCell: 0, topic: 0) == 1)
        #expect(contest.name == nil && contest.creatorNames == nil)
    }

    @Test func bothNotationsGiveTheSameMarket() throws {
        let scratch = try Scratch()
        let other = Self.dense.replacing(
            #""beta": 0.3, "gamma": [0.8, 1.0]"#, with: #""scalingExponent": [0.5, 0.25], "demandExponent": [0.25, 0.0]"#)
        let contest = try GameFile.read(scratch.write("game.json", other))
        #expect(contest.market.beta == [0.25, 0.25])
        #expect(contest.market.gamma == [0.75, 1.0])
    }

    @Test func negativeBetaIsAccepted() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.dense.replacing(#""beta": 0.3, "gamma": [0.8, 1.0]"#, with: #""beta": -0.1, "gamma": 0.8"#)))
        #expect(contest.market.beta == -0.1)
    }

    @Test func byteOrderMarkIsAccepted() throws {
        let scratch = try Scratch()
        #expect(try GameFile.read(scratch.write("game.json", "\u{FEFF}" + Self.dense)).creators == 3)
    }

    @Test func everyEscapeIsRead() throws {
        let scratch = try Scratch()
        let name = #"\"\\\/\b\f\n\r\t\u00fC\uD83D\uDE00 ü"#
        let contest = try GameFile.read(scratch.write("game.json", Self.dense.replacing("three creators, two topics", with: name)))
        #expect(contest.name == "\"\\/\u{8}\u{C}\n\r\tü😀 ü")
    }

    @Test func numbersAreTheNearestDoubles() throws {
        let scratch = try Scratch()
        let text = Self.dense.replacing("[[0.5, 1], [1, 3], [2, 1.5]]", with: "[[5E-1, 1.0e+0], [0.1e1, 3.000000000000000000000000001], [2e0, 2.2250738585072011e-308]]")
        let contest = try GameFile.read(scratch.write("game.json", text))
        #expect(bits(contest.costs.coefficients) == bits([0.5, 1, 2, 1, 3, Double(bitPattern: 0x000f_ffff_ffff_ffff)]))
    }

    /// Every key of a feature, at the value that leaves it off.
    @Test func neutralValuesAreAccepted() throws {
        let scratch = try Scratch()
        let full = """
            { "schema": "nashbench/game/1", "competition": "exclusive",
              "market": { "mu": [100, 40], "alpha": 0.7, "beta": 0.3, "gamma": [0.8, 1.0],
                          "royalty": 0, "licence": {"price": 0, "decay": 0.5, "outsideData": 1}, "conversationShare": [1, 1], "demand": "human" },
              "cost": { "coefficients": [[0.5, 1], [1, null], [2, 1.5]], "exponents": 1.5,
                        "coupling": {"matrix": [[1, 0.2], [0.2, 1]], "weights": [0, 0, 0]},
                        "totalEffort": {"scale": [0, 0, 0], "exponent": 2, "weights": [1, 1]} },
              "capacity": {"limits": [null, null, null], "weights": [1, 1]},
              "genAIPayoff": "derived", "adoption": "per-topic", "usageFee": {"flat": 0, "share": 0}, "hybrid": {"allowed": false, "fee": 2} }
            """
        let contest = try GameFile.read(scratch.write("game.json", full))
        #expect(contest.layout.cells == 5 && contest.isSeparable)
    }

    @Test func exponentsOfIneligibleCellsAreIgnored() throws {
        let scratch = try Scratch()
        let text = Self.dense.replacing("[1, 3]", with: "[1, null]").replacing("\"exponents\": 1.5", with: "\"exponents\": [[1.1, 1.2], [1.3, null], [1.5, 1.6]]")
        let contest = try GameFile.read(scratch.write("game.json", text))
        guard case .perCell(let exponents) = contest.costs.exponents else { Issue.record("one exponent a cell"); return }
        #expect(exponents.array == [1.1, 1.3, 1.5, 1.2, 1.6])
    }

    @Test func csvCellsInTheOrderOfGivenNames() throws {
        let scratch = try Scratch()
        try scratch.write("cells.csv", "topic,cost,creator\r\nnews,3,cy\r\n\"music\",0.5,\"ana\"\r\nmusic,2,cy\r\n")
        let text = Self.dense.replacing("[[0.5, 1], [1, 3], [2, 1.5]]", with: #"{"csv": "cells.csv"}"#)
        let contest = try GameFile.read(scratch.write("game.json", text))
        #expect(contest.creators == 3)
        #expect(contest.costs.coefficients.array == [0.5, 2, 3])
        #expect(contest.layout.cell(creator: 2, topic: 1) == 2)
        #expect(contest.layout.cell(creator: 1, topic: 0) == nil)
    }

    @Test func csvNamesInOrderOfFirstAppearance() throws {
        let scratch = try Scratch()
        try scratch.write("cells.csv", "\u{FEFF}creator,topic,cost,exponent\nbo,\"a, \"\"b\"\"\n2\",1,1.5\n\ncy,x,2,1.25\nbo,x,3,1\n")
        let contest = try GameFile.read(scratch.write("game.json", """
            {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": 7}, "cost": {"coefficients": {"csv": "cells.csv"}}}
            """))
        #expect(contest.creatorNames == ["bo", "cy"])
        #expect(contest.topicNames == ["a, \"b\"\n2", "x"])
        #expect(contest.costs.coefficients.array == [1, 3, 2])
        guard case .perCell(let exponents) = contest.costs.exponents else { Issue.record("one exponent a cell"); return }
        #expect(exponents.array == [1.5, 1, 1.25])
    }

    // Writing and reading back: the same contest, bit for bit.

    static func contest(_ exponents: CostExponents, gap: Bool, named: Bool) throws -> Contest {
        let layout = gap ? CellLayout(creators: 4, offsets: [0, 3, 7, 8], creatorIndex: [0, 2, 3, 0, 1, 2, 3, 1]) : CellLayout(creators: 4, topics: 3)
        let coefficients = CellBuffer((0..<layout.cells).map { hardNumbers[$0] })
        return try Contest(
            market: Market(mu: [1.0 / 3, 1e-200, 1e200], alpha: [0.1, 0, 1e9], beta: [0.1, 0.2, -0.1], gamma: 0.7),
            costs: PowerCost(layout: layout, coefficients: coefficients, exponents: exponents), competition: .humanOnly, name: "a \"quoted\"\n\u{1} naïve\\name",
            creatorNames: named ? ["a,b", "\"q\"", "ü\n", " space"] : nil, topicNames: named ? ["t", "t,2", "\r\n"] : nil)
    }

    @Test(arguments: [true, false], [0, 1, 2])
    func roundTrip(gap: Bool, kind: Int) throws {
        let scratch = try Scratch()
        let cells = gap ? 8 : 12
        let exponents: CostExponents = [
            .shared(1.7), .perTopic([1, 1.1, 3]), .perCell(CellBuffer((0..<cells).map { 1 + Double($0) / 7 })),
        ][kind]
        let contest = try Self.contest(exponents, gap: gap, named: true)
        try GameFile.write(contest, to: scratch.path("game.json"))
        #expect(try scratch.contents == (gap ? ["game.cells.csv", "game.json"] : ["game.json"]))
        let back = try GameFile.read(scratch.path("game.json"))
        #expect(expectSame(contest, back))
        #expect(back.creatorNames == contest.creatorNames && back.topicNames == contest.topicNames)
    }

    @Test func sparseGameWithoutNamesGetsNumbers() throws {
        let scratch = try Scratch()
        let contest = try Self.contest(.shared(2), gap: true, named: false)
        try GameFile.write(contest, to: scratch.path("game.json"))
        let back = try GameFile.read(scratch.path("game.json"))
        #expect(expectSame(contest, back))
        #expect(back.creatorNames == ["1", "2", "3", "4"] && back.topicNames == ["1", "2", "3"])
    }

    @Test func largeGamesHaveMatricesBesideThem() throws {
        let scratch = try Scratch()
        let layout = CellLayout(creators: 1001, topics: 100)
        let values = CellBuffer((0..<layout.cells).map { 0.5 + Double($0) / 7 })
        let exponents = CellBuffer((0..<layout.cells).map { 1 + Double($0 % 97) / 31 })
        let contest = try Contest(
            market: Market(mu: 10, alpha: 1, beta: 0.5), costs: PowerCost(layout: layout, coefficients: values, exponents: .perCell(exponents)))
        try GameFile.write(contest, to: scratch.path("large.game.json"))
        #expect(try scratch.contents == ["large.game.coefficients.npy", "large.game.exponents.npy", "large.game.json"])
        let back = try GameFile.read(scratch.path("large.game.json"))
        #expect(expectSame(contest, back))
        // Written over the very files that are mapped: both contests stay as they were.
        try GameFile.write(back, to: scratch.path("large.game.json"))
        #expect(expectSame(contest, back))
        #expect(try scratch.contents.count == 3)
    }

    @Test func theConformanceGamesAreRead() throws {
        let scratch = try Scratch()
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "exclusive.json"))
        let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let cases = try #require(root["cases"] as? [[String: Any]])
        #expect(cases.count == 33)
        for item in cases {
            let game = try #require(item["game"] as? [String: Any])
            let contest = try GameFile.read(scratch.write("game.json", JSONSerialization.data(withJSONObject: game)))
            #expect(contest.name == item["name"] as? String)
            #expect(contest.creators == game["creators"] as? Int)
        }
    }
}
