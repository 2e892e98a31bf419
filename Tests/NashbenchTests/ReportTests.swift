import Foundation
import TestSupport
import Testing

/// `report`: one page of any mix of files, whole in itself; and what is refused.
@Suite struct ReportTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators.replacing("\"news\"", with: "\"<news> & 'more'\""), to: "game.json")
        try folder.write(Games.withoutEquilibrium, to: "alone.json")
        for (arguments, status) in [
            (["solve", "game.json", "--output", "equilibrium.json"], 0), (["solve", "alone.json", "--output", "none.json"], 2),
            (["sweep", "game.json", "--set", "market.alpha=0:2:0.5", "--output", "line.jsonl"], 0),
            (["sweep", "game.json", "--set", "market.alpha=0,1", "--scale", "cost.coefficients=1,2,4", "--output", "map.jsonl"], 0),
            (["sweep", "game.json", "--set", "market.alpha=0,1", "--set", "market.beta=0.1,0.2", "--scale", "market.mu=1,2", "--output", "cube.jsonl"], 0),
            (["sweep", "game.json", "--set", "creators.copies[ana]=0:100:1", "--output", "entry.jsonl"], 0),
            (["sweep", "alone.json", "--set", "market.mu=5,10", "--output", "failed.jsonl"], 2),
            (["simulate", "game.json", "--dynamics", "best-response", "--output", "trajectory.jsonl"], 0),
        ] { try #require(Program.run(arguments, in: folder).status == Int32(status)) }
        try Records.write(Records.solves(perCell: 6e-9), to: "first.json", in: folder)
        try Records.write(Records.solves(perCell: 5e-9, started: "2026-02-01T00:00:00Z"), to: "second.json", in: folder)
    }

    private func report(_ arguments: [String], environment: [String: String] = [:]) throws -> Program.Outcome {
        try Program.run(["report"] + arguments, environment: environment, in: folder)
    }

    private static let lines = 7

    @Test(arguments: [
        (["game.json"], 1, ["three creators: the game", "exclusive", "3 creators x 2 topics, 6 cells", "Cost coefficients of 6 cells", "attention mu", "music"]),
        (["equilibrium.json"], 2, ["Humans make", "converged", "unique, proved", "Gini coefficient", "half (median)", "ana", "<news> & 'more'"]),
        (["none.json"], 0, ["none.json: no-equilibrium"]),
        (["line.jsonl"], lines + 1, ["5 values from 0 to 2", "5, all converged", "proved at 5 of 5 points", "welfare", "Income of all creators, before costs"]),
        (["map.jsonl"], lines, ["cost.coefficients x, 3 values from 1 to 4", "Human output from", "GenAI's share of all content"]),
        (["cube.jsonl"], 0, ["8 points over market.alpha, market.beta, market.mu x"]),
        (["failed.jsonl"], 0, ["2, 2 not converged", "no-equilibrium"]),
        (["entry.jsonl"], lines + 1, ["creators.copies[ana], 101 values from 0 to 100", "Points: 24 of 101, evenly spread"]),
        (["trajectory.jsonl"], 1, ["best-response", "Distance from the equilibrium", "step by step"]),
        (["first.json", "second.json"], 5, ["Run by run", "time over creators"]),
        (["second.json", "line.jsonl", "game.json"], lines + 4, ["three creators: the game", "5, all converged", "time over creators"]),
    ])
    func everyKindOfFileIsASection(files: [String], pictures: Int, words: [String]) throws {
        let before = try folder.contents
        let outcome = try report(files + ["--output", "page.html"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors == "\(files.count) \(files.count == 1 ? "file" : "files") · wrote page.html\n")
        let page = try folder.read("page.html")
        let reader = try PageReader(page)
        for word in words { #expect(reader.text.contains(word), "\(word)") }
        #expect(reader.elements["svg", default: 0] == pictures)
        #expect(reader.elements["figure", default: 0] == pictures)
        for element in ["script", "link", "img", "iframe"] { #expect(reader.elements[element] == nil, "\(element)") }
        #expect(reader.strays.isEmpty, "\(reader.strays)")
        #expect(page.firstMatch(of: /(?:src|href)\s*=\s*["']?(?:https?:)?\/\//) == nil)
        #expect(!page.contains("@import") && !page.contains("url(http"))
        #expect(page.contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>") && page.contains("@media print"))
        #expect(try folder.contents == (before + ["page.html"]).sorted())
    }

    @Test func theTitleIsEscapedAndQuietSaysNothing() throws {
        let outcome = try report(["line.jsonl", "map.jsonl", "--output", "page.HTML", "--title", "<A> & 'b'", "--quiet"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let page = try folder.read("page.HTML")
        #expect(page.contains("<title>&lt;A&gt; &amp; &#39;b&#39;</title>"))
        #expect(page.contains("href=\"#file-2\""))
    }

    /// The numbers of the tables are those of the files.
    @Test func tablesHoldTheNumbersOfTheFiles() throws {
        #expect(try report(["line.jsonl", "--output", "page.html"]).status == 0)
        let page = try folder.read("page.html")
        let cells = page.matches(of: /<td class="number">([^<]*)<\/td>/).map { Double($0.1.replacing(",", with: "")) ?? .nan }
        for point in try SweepText.points(folder.read("line.jsonl")) {
            #expect(cells.contains { abs($0 - point.grandTotal) <= 1e-5 * point.grandTotal }, "\(point.grandTotal)")
        }
    }

    @Test(arguments: [
        (["none.html"], "none.html"), (["game.json", "missing.json"], "missing.json"), (["damaged.json"], "damaged.json"), (["other.json"], "schema"),
        (["empty.jsonl"], "empty.jsonl"), (["badgame.json"], "badgame.json: market.alpha"), (["game.json", "badrecord.json"], "badrecord.json"),
    ])
    func filesThatCannotBeReadAreRefused(files: [String], word: String) throws {
        try folder.write("{", to: "damaged.json")
        try folder.write("{\"schema\": \"nashbench/other/1\"}", to: "other.json")
        try folder.write(folder.read("line.jsonl").split(separator: "\n")[0] + "\n", to: "empty.jsonl")
        try folder.write(Games.threeCreators.replacing("0.7", with: "-0.7"), to: "badgame.json")
        try folder.write("{\"schema\": \"nashbench/benchmark/9\"}", to: "badrecord.json")
        let before = try folder.contents
        try report(files + ["--output", "page.html"]).expectRefusal(naming: word)
        #expect(try folder.contents == before)
    }

    @Test(arguments: ["page.svg", "page", "none/page.html", "game.json"]) func anOutputThatCannotBeIsRefused(output: String) throws {
        let before = try folder.contents
        try report(["game.json", "--output", output]).expectRefusal(naming: output)
        #expect(try folder.contents == before)
    }

    @Test func withoutGnuplotItSaysHowToInstallIt() throws {
        try report(["game.json", "--output", "page.html"], environment: ["PATH": "/nonexistent"]).expectRefusal(naming: "apt-get install gnuplot-nox")
    }
}
