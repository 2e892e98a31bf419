import Foundation
import Testing

/// `plot`: what each kind of file gives, and what is refused.
@Suite struct PlotTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        for arguments in [
            ["solve", "game.json", "--output", "base.json"], ["solve", "game.json", "--scale", "market.alpha=2", "--output", "twice.json"],
            ["sweep", "game.json", "--set", "market.alpha=0:2:0.5", "--output", "line.jsonl"],
            ["sweep", "game.json", "--set", "market.alpha=1", "--output", "point.jsonl"],
            ["sweep", "game.json", "--set", "market.alpha=0,1", "--scale", "cost.coefficients=1,2,4", "--output", "map.jsonl"],
            ["sweep", "game.json", "--set", "market.alpha=0,1", "--set", "market.beta=0.1,0.2", "--scale", "market.mu=1,2", "--output", "cube.jsonl"],
        ] { try #require(Program.run(arguments, in: folder).status == 0) }
    }

    private func plot(_ arguments: [String], environment: [String: String] = [:]) throws -> Program.Outcome {
        try Program.run(["plot"] + arguments, environment: environment, in: folder)
    }

    private func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appending(path: name)) }

    @Test(arguments: [
        (["base.json"], ["music", "news", "Humans make", "base.json"]),
        (["base.json", "twice.json"], ["music", "news", "2 of 2 topics shrink", "base.json", "twice.json"]),
        (["base.json", "base.json"], ["Human output hardly changes", "No creator gains or loses"]),
        (["line.jsonl"], ["music", "news", "market.alpha", "5 points, all converged"]), (["point.jsonl"], ["market.alpha is 1"]),
        (["map.jsonl"], ["market.alpha", "cost.coefficients x", "6 points, all converged"]),
    ])
    func everyKindOfFileGivesAPicture(files: [String], words: [String]) throws {
        let before = try folder.contents
        let vector = try plot(files + ["--output", "picture.svg"])
        #expect(vector.status == 0, "\(vector.errors)")
        #expect(vector.output.isEmpty)
        #expect(vector.errors == "drew \(files.joined(separator: ", ")) · wrote picture.svg\n")
        #expect(try plot(files + ["--output", "picture.svg", "--quiet"]).errors.isEmpty)
        let text = try folder.read("picture.svg")
        #expect(text.hasPrefix("<?xml"))
        #expect(text.contains("<svg") && text.contains("</svg>"))
        for word in words { #expect(text.contains(word), "\(word)") }

        #expect(try plot(files + ["--output", "picture.PNG", "--title", "A title"]).status == 0)
        #expect(try bytes("picture.PNG").starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(try folder.contents == (before + ["picture.PNG", "picture.svg"]).sorted())
    }

    @Test(arguments: [
        ("line.jsonl", "human-output", "All human output"), ("line.jsonl", "genai-output", "GenAI output"), ("line.jsonl", "genai-share", "GenAI's share goes from 0"),
        ("line.jsonl", "income", "Creators' income"), ("line.jsonl", "welfare", "Welfare"), ("map.jsonl", "welfare", "Welfare from"),
        ("map.jsonl", "utility-median", "Median utility"), ("map.jsonl", "utility-gini", "Gini coefficient from 0."), ("line.jsonl", "creators", "The number of creators hardly changes"),
    ])
    func aSweepShowsTheColumnThatIsAskedFor(file: String, column: String, word: String) throws {
        let outcome = try plot([file, "--column", column, "--output", "picture.svg"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.read("picture.svg").replacing("&#39;", with: "'").replacing("&apos;", with: "'").contains(word))
    }

    @Test func columnsStandSideBySide() throws {
        let outcome = try plot(["line.jsonl", "--column", "welfare", "--column", "income", "--output", "picture.svg"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let picture = try folder.read("picture.svg")
        for word in ["Welfare: utilities of all creators", "Income of all creators, before costs"] { #expect(picture.contains(word)) }
    }

    @Test func aColumnIsOfASweepAlone() throws {
        try plot(["base.json", "--column", "welfare", "--output", "picture.svg"]).expectRefusal(naming: "base.json", "--column")
        try plot(["line.jsonl", "map.jsonl", "--column", "welfare", "--output", "picture.svg"]).expectRefusal(naming: "line.jsonl", "one sweep")
        try plot(["line.jsonl", "--column", "mood", "--output", "picture.svg"]).expectRefusal(naming: "mood")
        try plot(["map.jsonl", "--column", "welfare", "--column", "income", "--output", "picture.svg"]).expectRefusal(naming: "map.jsonl", "--column", "found 2")
    }

    /// Pictures in which everything is equal, zero or missing: gnuplot finds no axis by itself there.
    @Test func emptyContestsAndFlatSweepsGivePictures() throws {
        let idle = Games.threeCreators.replacing("[100, 40]", with: "[0, 0]")
        try folder.write(idle, to: "idle.json")
        for arguments in [
            ["solve", "idle.json", "--output", "zero.json"], ["sweep", "idle.json", "--set", "market.alpha=0,1", "--output", "flat.jsonl"],
            ["sweep", "idle.json", "--set", "market.alpha=0,1", "--set", "market.beta=0.1,0.2", "--output", "flatmap.jsonl"],
            ["sweep", "game.json", "--set", "market.alpha=1,1", "--output", "twin.jsonl"],
            ["sweep", "game.json", "--set", "market.alpha=log:0.01:100:4", "--output", "log.jsonl"],
        ] { try #require(Program.run(arguments, in: folder).status == 0) }
        for files in [["zero.json"], ["zero.json", "zero.json"], ["zero.json", "base.json"], ["flat.jsonl"], ["flatmap.jsonl"], ["twin.jsonl"], ["log.jsonl"]] {
            let outcome = try plot(files + ["--output", "picture.svg"])
            #expect(outcome.status == 0, "\(files): \(outcome.errors)")
            #expect(try folder.read("picture.svg").contains("</svg>"))
        }
    }

    @Test func anUnfinishedSweepSaysSo() throws {
        let lines = try folder.read("line.jsonl").split(separator: "\n")
        try folder.write(lines.prefix(4).joined(separator: "\n") + "\n" + lines[4].prefix(20), to: "part.jsonl")
        #expect(try plot(["part.jsonl", "--output", "picture.svg"]).status == 0)
        #expect(try folder.read("picture.svg").contains("part.jsonl, 3 of 5 points"))
    }

    @Test func utilitiesThatDifferByManyDecadesGiveAPicture() throws {
        let utilities = Array(repeating: "1", count: 999) + ["1e300"]
        let text = """
            {"schema": "nashbench/equilibrium/1", "status": "converged", "creators": 1000, "topics": 1, "totals": [1], "genAI": [0],
             "utilities": [\(utilities.joined(separator: ","))]}
            """
        try folder.write(text, to: "wide.json")
        try folder.write(text.replacing("1e300", with: "1e-300"), to: "narrow.json")
        for files in [["wide.json"], ["narrow.json"], ["narrow.json", "wide.json"], ["wide.json", "narrow.json"]] {
            let outcome = try plot(files + ["--output", "picture.svg"])
            #expect(outcome.status == 0, "\(files): \(outcome.errors)")
        }
    }

    @Test(arguments: ["", "/nonexistent"]) func withoutGnuplotItSaysHowToInstallIt(path: String) throws {
        let before = try folder.contents
        for files in [["base.json"], ["base.json", "twice.json"], ["line.jsonl"]] {
            try plot(files + ["--output", "picture.svg"], environment: ["PATH": path]).expectRefusal(naming: "gnuplot", "apt-get install gnuplot-nox")
        }
        #expect(try folder.contents == before)
    }

    @Test(arguments: [("echo broken >&2; exit 1", "broken"), ("kill -9 $$", "no picture"), ("exit 0", "no picture")])
    func aGnuplotThatFailsLeavesTheOldPicture(script: String, said: String) throws {
        try folder.write("old", to: "picture.svg")
        let tools = folder.url.deletingLastPathComponent().appending(path: "tools")
        try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
        try folder.writeProgram("#!/bin/sh\n\(script)\n", at: tools.appending(path: "gnuplot"))
        let before = try folder.contents
        try plot(["base.json", "--output", "picture.svg"], environment: ["PATH": tools.path]).expectRefusal(naming: "gnuplot failed: \(said)")
        #expect(try folder.contents == before)
        #expect(try folder.read("picture.svg") == "old")
    }

    @Test(arguments: ["picture.bmp", "picture", "svg", "none/picture.svg", "folder.svg", "folder.svg/", "base.json"])
    func anOutputThatCannotBeIsRefused(output: String) throws {
        try FileManager.default.createDirectory(at: folder.url.appending(path: "folder.svg"), withIntermediateDirectories: true)
        let before = try folder.contents
        try plot(["base.json", "--output", output]).expectRefusal(naming: output)
        #expect(try folder.contents == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "folder.svg").path).isEmpty)
    }

    #if os(Linux)
    /// Where not even root may write.
    @Test func aFolderThatTakesNoFilesIsRefused() throws {
        try plot(["base.json", "--output", "/proc/picture.svg"]).expectRefusal(naming: "/proc/picture.svg")
    }
    #endif

    @Test(arguments: [
        (["none.json"], "none.json"), (["."], "."), (["game.json"], "schema"), (["cube.jsonl"], "one or two parameters"),
        (["line.jsonl", "line.jsonl"], "two equilibria"), (["base.json", "line.jsonl"], "two equilibria"), (["line.jsonl", "base.json"], "two equilibria"),
        (["base.json", "twice.json", "base.json"], "3 files"),
    ])
    func filesThatMakeNoPictureAreRefused(files: [String], word: String) throws {
        let before = try folder.contents
        try plot(files + ["--output", "picture.svg"]).expectRefusal(naming: word)
        #expect(try folder.contents == before)
    }

    @Test func equilibriaOfDifferentGamesAreRefused() throws {
        for (name, game) in [("alone", "[[1, 1], [1, 2]]"), ("topic", "[[1], [1], [2]]")] {
            let names = name == "topic" ? "" : "\"topicNames\": [\"music\", \"news\"],"
            try folder.write(
                "{\"schema\": \"nashbench/game/1\", \"competition\": \"exclusive\", \(names) \"market\": {\"mu\": 9}, \"cost\": {\"coefficients\": \(game)}}",
                to: "other.json")
            #expect(try Program.run(["solve", "other.json", "--output", name + ".json"], in: folder).status == 0)
        }
        try folder.write(folder.read("base.json").replacing("music", with: "films"), to: "renamed.json")
        let before = try folder.contents
        for (other, word) in [("alone", "3 creators"), ("topic", "2 topics"), ("renamed", "topicNames")] {
            try plot(["base.json", other + ".json", "--output", "picture.svg"]).expectRefusal(naming: other + ".json", word)
        }
        #expect(try folder.contents == before)
    }
}
