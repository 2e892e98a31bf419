import Foundation
import TestSupport
import Testing

/// `--set`, `--scale` and `--against`: the shipped table with GenAI twice as strong.
@Suite struct CounterfactualTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let tables = Fixtures.packageRoot.appending(path: "examples/debian")
        let calibrated = try Program.run(
            [
                "calibrate", "--observed", tables.appending(path: "debian-output.csv").path, "--attention",
                tables.appending(path: "debian-attention.csv").path, "--alpha", "0.5", "--beta", "0.3", "--gamma", "0.8", "--exponent", "1.5",
                "--output", "game.json",
            ], in: folder)
        try #require(calibrated.status == 0)
        try #require(Program.run(["solve", "game.json", "--output", "base.json"], in: folder).status == 0)
    }

    private func solve(_ options: String...) throws -> Program.Outcome { try Program.run(["solve", "game.json"] + options, in: folder) }

    @Test func humanOutputFallsToTheKnownTotal() throws {
        let outcome = try solve("--scale", "market.alpha=2", "--against", "base.json", "--output", "twice.json")
        #expect(outcome.status == 0)
        let total = try totals(of: folder.read("twice.json")).reduce(0, +)
        #expect(abs(total - 63_276.0056) <= 1e-9 * 63_276.0056)
        #expect(abs(try totals(of: folder.read("base.json")).reduce(0, +) - 63_666) <= 1e-12 * 63_666)

        let header = try #require(outcome.output.split(separator: "\n").first { $0.contains("creators") && $0.contains("total") })
        #expect(header.contains("before") && header.contains("change"))
        let all = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("all topics") })
        for figure in ["63,276.0", "63,666.0", "−0.61 %"] { #expect(all.contains(figure), "\(all)") }
    }

    @Test func theOutcomeIsVerifiedAgainstTheChangedGameOnly() throws {
        #expect(try solve("--scale", "market.alpha=2", "--output", "twice.json").status == 0)
        #expect(try Program.run(["verify", "game.json", "twice.json", "--scale", "market.alpha=2"], in: folder).status == 0)
        #expect(try Program.run(["verify", "game.json", "twice.json", "--set", "market.alpha=1"], in: folder).status == 0)
        #expect(try Program.run(["verify", "game.json", "twice.json"], in: folder).status == 2)
        #expect(try Program.run(["verify", "game.json", "base.json", "--scale", "market.alpha=2"], in: folder).status == 2)
    }

    @Test func settingAndScalingToTheSameGameGiveTheSameBits() throws {
        let outcomes = try [["--set", "market.alpha=1"], ["--scale", "market.alpha=2"]].map { try Program.run(["solve", "game.json", "--json"] + $0, in: folder) }
        let found = try outcomes.map { try totals(of: $0.output) }
        #expect(found[0] == found[1])
        #expect(found[0] != (try totals(of: folder.read("base.json"))))
    }

    @Test func withoutABaseThereIsNoChange() throws {
        let outcome = try solve("--scale", "market.alpha=2")
        #expect(outcome.status == 0)
        #expect(!outcome.output.contains("before"))
    }

    @Test(arguments: ["market.alpha=1,2", "market.alpha=0:1:0.5", "market.alpha=log:1:2:2"]) func severalValuesAreRefused(values: String) throws {
        let before = try folder.contents
        for option in ["--set", "--scale"] {
            try solve(option, values, "--output", "new.json").expectRefusal(naming: "\(option) market.alpha", "one value")
            try Program.run(["verify", "game.json", "base.json", option, values], in: folder).expectRefusal(naming: "\(option) market.alpha", "one value")
        }
        #expect(try folder.contents == before)
    }

    @Test func aBaseOfAnotherGameIsRefused() throws {
        try folder.write(Games.threeCreators, to: "three.json")
        #expect(try Program.run(["solve", "three.json", "--output", "other.json"], in: folder).status == 0)
        let before = try folder.contents
        try solve("--against", "other.json", "--output", "new.json").expectRefusal(naming: "other.json: creators")
        try solve("--against", "none.json", "--output", "new.json").expectRefusal(naming: "none.json")
        try solve("--against", "base.json", "--output", "base.json").expectRefusal(naming: "other than the input")
        #expect(try folder.contents == before)
    }

    private func totals(of text: String) throws -> [Double] {
        struct Totals: Decodable { let totals: [Double] }
        return try JSONDecoder().decode(Totals.self, from: Data(text.utf8)).totals
    }
}
