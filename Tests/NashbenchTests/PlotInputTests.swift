import Foundation
import Testing

/// `plot` on damaged files and on names that mean something to a shell, to gnuplot or to XML.
@Suite struct PlotInputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
    }

    private func make(_ arguments: [String]) throws { try #require(Program.run(arguments, in: folder).status == 0) }

    private func expectRefusal(of text: String, naming place: String) throws {
        try folder.write(text, to: "damaged")
        let before = try folder.contents
        try Program.run(["plot", "damaged", "--output", "picture.svg"], in: folder).expectRefusal(naming: "damaged: \(place)")
        #expect(try folder.contents == before)
    }

    @Test func aDamagedEquilibriumIsRefusedByItsPlace() throws {
        try make(["solve", "game.json", "--output", "base.json"])
        let text = try folder.read("base.json")
        for length in [1, text.utf8.count / 3, text.utf8.count - 3] { try expectRefusal(of: String(text.prefix(length)), naming: "line ") }
        try expectRefusal(of: with("totals", "[1, null]", in: text), naming: "totals[1]: expected a finite number, found null")
        try expectRefusal(of: "", naming: "line 1")
        try expectRefusal(of: "[]", naming: "expected an object")
        try expectRefusal(of: "{\"schema\": \"nashbench/equilibrium/2\"}", naming: "schema")
        for (key, value) in [
            ("totals", "[1]"), ("totals", "[1, NaN]"), ("totals", "[1, null]"), ("totals", "7"), ("genAI", "[1, \"2\"]"), ("utilities", "[1, 2]"),
            ("topicNames", "[\"music\"]"), ("topics", "3"), ("topics", "0"), ("creators", "-1"), ("creators", "1.5"), ("status", "\"done\""),
            ("status", "\"no-equilibrium\""), ("certificate", "[]"), ("mood", "1"),
        ] {
            let named = key == "topics" && value == "3" ? "t" : key // three topics: the lists are what does not fit
            try expectRefusal(of: with(key, value, in: text), naming: named)
        }
    }

    @Test func aDamagedSweepIsRefusedByItsLine() throws {
        try make(["sweep", "game.json", "--set", "market.alpha=0,1", "--output", "points.jsonl"])
        let lines = try folder.read("points.jsonl").split(separator: "\n").map(String.init)
        try expectRefusal(of: lines[0] + "\n", naming: "expected at least one finished point")
        for (text, place) in [
            ([lines[0], lines[2]], "line 2: point"), ([lines[0], lines[1], "{"], "line 3"), ([lines[0], ""], "line 2"),
            ([lines[0].replacing("\"set\"", with: "\"add\""), lines[1]], "line 1: axes[0].operation"),
            ([lines[0], lines[1].replacing("\"totals\":[", with: "\"totals\":[true,")], "line 2: totals"),
            ([lines[0], lines[1].replacing("\"genAI\":[", with: "\"genAI\":[[],")], "line 2: genAI"),
        ] { try expectRefusal(of: text.joined(separator: "\n") + "\n", naming: place) }
    }

    @Test func aSweepInWhichNothingConvergedIsRefused() throws {
        try folder.write(Games.withoutEquilibrium, to: "alone.json")
        for (name, values) in [("line", ["--set", "market.mu=5,10"]), ("map", ["--set", "market.mu=5,10", "--scale", "cost.coefficients=1,2"])] {
            #expect(try Program.run(["sweep", "alone.json", "--output", name] + values, in: folder).status == 2)
            try Program.run(["plot", name, "--output", "picture.svg"], in: folder).expectRefusal(naming: "a point that converged")
        }
        #expect(try !folder.contents.contains("picture.svg"))
    }

    /// The names as JSON strings, and as an SVG shows them.
    private static let names: [(name: String, shown: String)] = [
        ("it's 'so'", "it's 'so'"), ("say \"so\"", "say &quot;so&quot;"), ("back\\slash\\n", "back\\slash\\n"), ("$HOME $(touch a)", "$HOME $(touch a)"),
        ("`touch b`", "`touch b`"), ("x^2_{a} @b &c~d", "x^2_{a} @b &amp;c~d"), ("a\nset out 'c'\n!touch d", "a set out 'c' !touch d"),
        ("'; system('touch e') #", "'; system('touch e') #"), ("%g %s <tag> é 漢", "%g %s &lt;tag> é 漢"),
    ]

    @Test func namesAreDrawnAsTheyAreAndDoNothing() throws {
        let names = Self.names.map(\.name)
        let rows = (1...3).map { creator in "[" + names.indices.map { "\(creator + $0 % 3)" }.joined(separator: ",") + "]" }
        let list = String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
        try folder.write(
            """
            {"schema": "nashbench/game/1", "competition": "exclusive", "name": "`touch f` '$(touch g)'", "topicNames": \(list),
             "market": {"mu": 10, "alpha": 0.5}, "cost": {"coefficients": [\(rows.joined(separator: ","))], "exponents": 2}}
            """, to: "names.json")
        let base = "it's `touch h` $(touch i) \"b\".json"
        try make(["solve", "names.json", "--output", base])
        try make(["solve", "names.json", "--scale", "market.alpha=2", "--output", "twice.json"])
        try make(["sweep", "names.json", "--set", "market.alpha=0,1", "--output", "points.jsonl"])
        let output = "'$(touch j)' `touch k`; \"l\".svg"
        let before = try (folder.contents + [output]).sorted()
        for (files, areAllShown) in [([base], true), ([base, "twice.json"], true), (["points.jsonl"], false)] {
            for title in [nil, "''\nset output 'm'\n`touch n` $(touch o) \\"] {
                let outcome = try Program.run(["plot"] + files + ["--output", output] + (title.map { ["--title", $0] } ?? []), in: folder)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(try folder.contents == before)
                let text = try folder.read(output).replacing("&#39;", with: "'").replacing("\"", with: "&quot;")
                #expect(text.contains("</svg>"))
                for (_, shown) in Self.names where areAllShown { #expect(text.contains(shown), "\(shown)") }
                if title != nil { #expect(text.contains("'' set output 'm' `touch n` $(touch o) \\")) }
            }
        }
    }

    /// The document with a member replaced, or added.
    private func with(_ key: String, _ value: String, in text: String) throws -> String {
        var members = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        members[key] = "HERE"
        let changed = String(decoding: try JSONSerialization.data(withJSONObject: members), as: UTF8.self)
        return changed.replacing("\"HERE\"", with: value)
    }
}
