import Foundation
import Testing

@testable import nashbench

/// `plot` of benchmark records: pictures of each kind, pages, and what is refused.
@Suite struct BenchmarkPlotTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try Records.write(Records.solves(perCell: 6e-9, threads: [1, 2]), to: "first.json", in: folder)
        try Records.write(Records.solves(perCell: 5e-9, started: "2026-02-01T00:00:00Z"), to: "second.json", in: folder)
        try Records.write(Records.solves(perCell: 5e-9, status: .wrong), to: "wrong.json", in: folder)
    }

    private func plot(_ arguments: String...) throws -> Program.Outcome { try Program.run(["plot"] + arguments, in: folder) }

    @Test(arguments: [
        (["first.json"], ["scaling-n: time over creators", "solve: time per cell", "ns a cell", "floor: pow", "E17 2 threads"]),
        (["first.json", "--chart", "size"], ["solve: time per cell"]),
        (["first.json", "--chart", "threads"], ["Speed-up with threads"]),
        (["first.json", "--chart", "floor"], ["Distance from the floor", "3.00 x pow"]),
        (["first.json", "second.json"], ["run by run", "2026-01-01", "2026-02-01"]),
        (["first.json", "second.json", "--chart", "trend"], ["run by run"]),
    ])
    func everyKindOfChartIsDrawn(arguments: [String], words: [String]) throws {
        let vector = try Program.run(["plot"] + arguments + ["--output", "picture.svg"], in: folder)
        #expect(vector.status == 0, "\(vector.errors)")
        #expect(vector.output.isEmpty)
        #expect(vector.errors.hasSuffix("wrote picture.svg\n"))
        let text = try folder.read("picture.svg")
        // Names are drawn as they are, spaces as spaces that do not break.
        let plain = text.replacing("\u{00A0}", with: " ")
        for word in words { #expect(plain.contains(word), "\(word)") }
        #expect(try Program.run(["plot"] + arguments + ["--output", "picture.png", "--title", "A title"], in: folder).status == 0)
        #expect(try Data(contentsOf: folder.url.appending(path: "picture.png")).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func aPageHoldsItsPictures() throws {
        let outcome = try plot("first.json", "second.json", "--output", "page.html", "--title", "Runs & more")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let page = try folder.read("page.html")
        #expect(page.contains("<title>Runs &amp; more</title>"))
        #expect(page.components(separatedBy: "<svg").count - 1 == page.components(separatedBy: "<figure>").count - 1)
        #expect(page.contains("Run by run"))
        #expect(page.firstMatch(of: /(?:src|href)\s*=\s*["']?(?:https?:)?\/\//) == nil)
        #expect(try folder.contents == ["first.json", "page.html", "second.json", "wrong.json"])
    }

    /// Two to seven tics on any axis that is not a single point, each once, within the axis, and named as its place.
    @Test(arguments: [(1.0, 1.1), (0.9, 2.3), (1, 10), (0.5, 45), (1e5, 1e8), (1e-6, 1e9), (3e-4, 2e-3)])
    func logarithmicAxesHaveAFewTics(low: Double, high: Double) {
        let axis = ChartPicture.LogAxis([low, high])
        #expect((2...7).contains(axis.tics.count), "\(axis.tics)")
        #expect(axis.tics.allSatisfy { axis.low <= $0.place && $0.place <= axis.high })
        #expect(Set(axis.tics.map(\.name)).count == axis.tics.count)
        for tic in axis.tics { #expect(Double(tic.name) == tic.place, "\(tic)") }
    }

    /// A run writes its own page.
    @Test func aRunReportsOnAPage() throws {
        try folder.write(
            """
            { "schema": "nashbench/suite/1", "name": "small", "purpose": "For <tests>.", "precision": 0.9, "budget": 0.01,
              "groups": [{ "tasks": ["solve"], "families": ["E"], "sizes": [{"creators": 20, "topics": 2}, {"creators": 40, "topics": 2}] }] }
            """, to: "small.json")
        let outcome = try Program.run(["bench", "small.json", "--output", "record.json", "--report", "run.html"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let page = try folder.read("run.html")
        #expect(page.contains("small: For &lt;tests&gt;.") && page.contains("<code>nashbench bench small.json</code>"))
        #expect(page.contains("<svg"))
        try Program.run(["bench", "small.json", "--output", "same.json", "--report", "same.json"], in: folder).expectRefusal(naming: "same.json")
        let without = try Program.run(["bench", "small.json", "--output", "new.json", "--report", "new.html"], environment: ["PATH": "/nowhere"], in: folder)
        without.expectRefusal(naming: "gnuplot")
        #expect(!(try folder.contents.contains("new.json")))
    }

    @Test func whatCannotBeDrawnIsRefused() throws {
        try folder.write(Games.threeCreators, to: "game.json")
        try #require(Program.run(["solve", "game.json", "--output", "equilibrium.json"], in: folder).status == 0)
        try folder.write(try folder.read("first.json").replacing("\"cpu\"", with: "\"gpu\""), to: "bad.json")
        let before = try folder.contents
        try plot("first.json", "--chart", "rivals", "--output", "new.svg").expectRefusal(naming: "first.json", "rivals")
        try plot("first.json", "--chart", "trend", "--output", "new.svg").expectRefusal(naming: "two or more records")
        try plot("first.json", "second.json", "--chart", "size", "--output", "new.svg").expectRefusal(naming: "one record")
        try plot("wrong.json", "--output", "new.svg").expectRefusal(naming: "wrong.json", "found none")
        try plot("first.json", "--chart", "floor", "--output", "new.html").expectRefusal(naming: "new.html", "floor")
        try plot("first.json", "--chart", "colour", "--output", "new.svg").expectRefusal(naming: "colour")
        try plot("first.json", "--output", "new.pdf").expectRefusal(naming: ".svg or .png")
        try plot("first.json", "--output", "first.json").expectRefusal(naming: "other than the input")
        try plot("first.json", "equilibrium.json", "--output", "new.html").expectRefusal(naming: "equilibrium.json", "schema")
        try plot("equilibrium.json", "first.json", "--output", "new.svg").expectRefusal(naming: "first.json", "schema")
        try plot("equilibrium.json", "--chart", "floor", "--output", "new.svg").expectRefusal(naming: "equilibrium.json")
        try plot("bad.json", "--output", "new.svg").expectRefusal(naming: "bad.json", "machine.gpu")
        #expect(try folder.contents == before)
    }
}
