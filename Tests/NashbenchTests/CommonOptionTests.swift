import Foundation
import NumericCore
import Testing

/// The options that many commands share mean the same in each.
@Suite struct CommonOptionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write("creator,topic,output\nana,music,3\nbo,music,1.5\n", to: "output.csv")
        try folder.write("topic,attention\nmusic,100\n", to: "attention.csv")
        try #require(Program.run(["solve", "game.json", "--output", "equilibrium.json", "--quiet"], in: folder).status == 0)
    }

    private static let solving = ["--quiet", "--json", "--threads", "1", "--tolerance", "1e-9", "--time-limit", "1000", "--seed", "7"]

    @Test(arguments: [
        ["solve", "game.json"] + solving, ["verify", "game.json", "equilibrium.json"] + solving,
        ["sweep", "game.json", "--set", "market.alpha=1"] + solving,
        ["calibrate", "--observed", "output.csv", "--attention", "attention.csv", "--exponent", "2", "--gamma", "0.5", "--output", "new.json", "--quiet", "--json"],
        ["generate", "--family", "E", "--creators", "3", "--topics", "2", "--seed", "5", "--output", "new.json", "--quiet", "--json"],
        ["info", "--json"],
    ])
    func jsonAndNothingElse(arguments: [String]) throws {
        let outcome = try Program.run(arguments, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        let record = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        if arguments[0] != "sweep" { #expect((record["schema"] as? String)?.hasPrefix("nashbench/") == true) }
        guard arguments.contains("new.json") else { return }
        #expect(record["output"] as? String == "new.json")
        let game = try GameFile.read(folder.url.appending(path: "new.json").path)
        #expect(record["creators"] as? Int == game.creators && record["topics"] as? Int == game.topics)
        #expect(record["cells"] as? Int == game.layout.cells)
        #expect(record["seed"] as? Int == (arguments[0] == "generate" ? 5 : nil))
    }

    /// Not the seed, since nothing is random outside inclusive games, and not how many threads.
    @Test func theSeedChangesNothing() throws {
        func text(_ seed: String) throws -> String {
            try SweepText.withoutSeconds(Program.run(["sweep", "game.json", "--set", "market.alpha=1,2", "--json", "--seed", seed], in: folder).output)
        }
        #expect(try text("1") == text("2"))
        let help = try Program.run(["solve", "--help"], in: folder).output
        #expect(help.contains("nothing else is random"))
    }

    @Test func theTimeLimitOfASweepIsThatOfEachPoint() throws {
        let outcome = try Program.run(["sweep", "game.json", "--set", "market.alpha=1,2", "--json", "--time-limit", "1e-9"], in: folder)
        #expect(outcome.status == 2)
        #expect(try SweepText.points(outcome.output).map(\.status) == ["time-limit", "time-limit"])
    }

    /// A file whose certificate was cut off claims nothing of what it lacks; `verify` finds out, and refuses the same of others.
    @Test func verifyOfACutOffCertificate() throws {
        var text = try folder.read("equilibrium.json")
        for field in ["relativeResidual", "roundingFloor", "exploitability", "relativeExploitability"] {
            text = text.replacing(try Regex(#""\#(field)": [^,]*"#), with: #""\#(field)": null"#)
        }
        text = text.replacing(try Regex(#""utilities": \[[^\]]*\]"#), with: #""utilities": [null, null, null]"#)
        let late = text.replacing(#""status": "converged""#, with: #""status": "time-limit", "reason": "the time limit of 1.0 s was reached""#)
        try folder.write(late, to: "late.json")
        let open = try Program.run(["verify", "game.json", "late.json"], in: folder)
        #expect(open.status == 0 && open.errors.contains("which the file leaves open (status time-limit)"), "\(open.output)\(open.errors)")
        try folder.write(text, to: "bold.json")
        let bold = try Program.run(["verify", "game.json", "bold.json"], in: folder)
        #expect(bold.status == 2 && bold.output.contains("certificate.relativeResidual: null") && bold.output.contains("utilities: [0] is null"))
    }

    /// The limit is a billionth of a second and the search takes tens of millions of powers.
    @Test func verifyBeyondItsTimeLimitHasNoVerdict() throws {
        let made = ["generate", "--family", "H1", "--creators", "2000", "--topics", "100", "--output", "large.json", "--quiet"]
        try #require(Program.run(made, in: folder).status == 0)
        try #require(Program.run(["solve", "large.json", "--output", "large-equilibrium.json", "--quiet"], in: folder).status == 0)
        let outcome = try Program.run(["verify", "large.json", "large-equilibrium.json", "--time-limit", "1e-9"], in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("time limit of 1e-09 s was reached"), "\(outcome.errors)")
    }
}
