import Foundation
import Testing

@Suite struct CalibrateTests {
    private let outputs = """
        creator,topic,output
        ana,music,3
        bo,music,1.5
        cy,news,2
        ana,news,4
        bo,news,0.25

        """
    private let attention = "topic,attention\nmusic,100\nnews,40\n"

    private func folder(_ outputs: String? = nil) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(outputs ?? self.outputs, to: "output.csv")
        try folder.write(attention, to: "attention.csv")
        return folder
    }

    private let tables = ["calibrate", "--observed", "output.csv", "--attention", "attention.csv", "--output", "game.json"]

    @Test(arguments: [
        ["--alpha", "0.5", "--beta", "0.3", "--gamma", "0.8", "--exponent", "1.5"],
        ["--alpha", "0.5,2", "--beta", "0.3,0.1", "--gamma", "0.8,0.9", "--exponent", "1.5,2"],
        ["--alpha", "0.5", "--scaling-exponent", "0.5", "--demand-exponent", "0.2", "--exponent", "1.5"],
        ["--exponent", "2", "--competition", "human-only"],
        ["--alpha", "0.5", "--beta", "0.3", "--gamma", "0.8", "--exponent", "1.5", "--royalty", "0.2", "--conversation-share", "0.6,0.9"],
        ["--alpha", "0.5", "--beta", "0.3", "--gamma", "0.8", "--exponent", "1.5", "--demand", "total", "--licence-price", "2",
         "--licence-decay", "0.5", "--outside-data", "3"],
    ])
    func theCalibratedGameSolvesToTheTable(options: [String]) throws {
        let folder = try folder()
        let calibrated = try Program.run(tables + options, in: folder)
        #expect(calibrated.status == 0)
        #expect(calibrated.output.isEmpty)
        #expect(calibrated.errors.hasPrefix("calibrated 3 creators x 2 topics, 5 cells"))
        let solved = try Program.run(["solve", "game.json", "--json"], in: folder)
        #expect(solved.status == 0)
        let totals = try EquilibriumRecord(solved.output).totals
        for (total, expected) in zip(totals, [4.5, 6.25]) { #expect(abs(total - expected) <= 1e-12 * expected) }
    }

    @Test func bothNotationsGiveTheSameGame() throws {
        let games = try [["--beta", "0.25", "--gamma", "0.75"], ["--scaling-exponent", "0.5", "--demand-exponent", "0.25"]].map { exponents in
            let folder = try folder()
            #expect(try Program.run(tables + ["--alpha", "1", "--exponent", "2"] + exponents, in: folder).status == 0)
            let cells = try folder.contents.contains("game.cells.csv") ? folder.read("game.cells.csv") : ""
            return try folder.read("game.json") + cells
        }
        #expect(games[0] == games[1])
    }

    @Test func cellsThatCannotBeRationalisedAreCountedAndAtMostTwentyShown() throws {
        // Alone in a classic Tullock contest nobody has a positive marginal revenue.
        let creators = (0..<25).map { "only\($0),topic\($0),1\n" }.joined()
        let folder = try folder("creator,topic,output\n" + creators)
        try folder.write("topic,attention\n" + (0..<25).map { "topic\($0),10\n" }.joined(), to: "attention.csv")
        let outcome = try Program.run(tables + ["--exponent", "2"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("nashbench: error: 25 cells"))
        #expect(outcome.errorLines.filter { $0.contains(", topic") }.count == 20)
        #expect(outcome.errors.contains("and 5 more"))
        #expect(try folder.contents == ["attention.csv", "output.csv"])
    }

    @Test(arguments: [
        (["--exponent", "0.5"], "exponent"), (["--exponent", "1.5", "--alpha", "-1"], "market.alpha: expected a finite number >= 0, found -1"),
        (["--exponent", "2", "--gamma", "nan"], "market.gamma: expected a number in [0, 1], found nan"),
        (["--exponent", "2", "--gamma", "-0.5"], "market.gamma: "), (["--exponent", "2", "--beta", "nan"], "market.beta: "),
        (["--exponent", "2", "--alpha", "inf"], "market.alpha: "), (["--exponent", "-1"], "exponent: expected a finite number >= 1, found -1"),
        (["--exponent", "2", "--scaling-exponent", "nan", "--demand-exponent", "0.5"], "market.scalingExponent: "), (["--exponent", "1.5", "--alpha", "1,2,3"], "alpha"),
        (["--exponent", "1.5,x"], "--exponent"), ([], "--exponent"), (["--exponent", "2", "--gamma", "2"], "gamma"),
        (["--exponent", "2", "--beta", "0.1", "--scaling-exponent", "0.5"], "not both"),
        (["--exponent", "2", "--scaling-exponent", "0.5"], "go together"),
        (["--exponent", "2", "--scaling-exponent", "1.5", "--demand-exponent", "0.5"], "scalingExponent"),
        (["--exponent", "2", "--royalty", "1.5"], "market.royalty: expected a number in [0, 1], found 1.5"),
        (["--exponent", "2", "--conversation-share", "-1"], "market.conversationShare: "), (["--exponent", "2", "--demand", "all"], "all"),
        (["--exponent", "2", "--licence-price", "-1"], "market.licence.price: "), (["--exponent", "2", "--licence-decay", "nan"], "market.licence.decay: "),
        (["--exponent", "2", "--outside-data", "inf"], "market.licence.outsideData: "),
        (["--exponent", "2", "--competition", "friendly"], "friendly"), (["--exponent", "2", "--observed", "nowhere.csv"], "nowhere.csv"),
        (["--exponent", "2", "--output", "output.csv"], "other than the input"),
    ])
    func badParametersAreStatusOne(options: [String], message: String) throws {
        let folder = try folder()
        let outcome = try Program.run(tables + options, in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("nashbench: error: "))
        #expect(outcome.errors.contains(message))
        #expect(try folder.contents == ["attention.csv", "output.csv"])
        #expect(try folder.read("output.csv") == outputs)
    }

    @Test func aBadTableNamesFileAndLine() throws {
        let folder = try folder(outputs + "ana,music,7\n")
        let outcome = try Program.run(tables + ["--exponent", "2"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("output.csv"))
        #expect(outcome.errors.contains("line 7"))
        #expect(try folder.contents == ["attention.csv", "output.csv"])
    }
}
