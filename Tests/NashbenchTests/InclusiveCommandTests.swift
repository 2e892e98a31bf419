import Foundation
import TestSupport
import Testing

/// Inclusive games through the built program.
@Suite struct InclusiveCommandTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let game: Data
        let equilibria: [(adopters: [Bool], total: Double, efforts: [Double])]
        let tolerance: Double
        var testDescription: String { name }
    }

    static let cases: [Case] = {
        let data = try! Data(contentsOf: Fixtures.folder.appending(path: "inclusive.json"))
        let root = try! JSONSerialization.jsonObject(with: data) as! [String: Any]
        return (root["cases"] as! [[String: Any]]).map { item in
            let expected = item["expected"] as! [String: Any]
            let listed = expected["equilibria"] as! [[String: Any]]
            return Case(
                name: item["name"] as! String, game: try! JSONSerialization.data(withJSONObject: item["game"]!),
                equilibria: listed.map { ($0["genAI"] as! [Bool], $0["total"] as! Double, $0["efforts"] as! [Double]) }
                    .sorted { $0.total > $1.total },
                tolerance: expected["relativeTolerance"] as! Double)
        }
    }()

    struct Result: Decodable {
        let status: String
        let reason: String?
        let equilibria: [Profile]
        let best: Profile?
        let count: Double
        let searched: [Searched]

        struct Profile: Decodable {
            let adopters: [Bool]
            let totals: [Double]
            let efforts: [[Double]]
            let genAIFraction: Double
            let certificate: Certificate
        }
        struct Certificate: Decodable { let relativeExploitability: Double }
        struct Searched: Decodable {
            let isComplete: Bool
            let statement: String
        }
        init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
    }

    @Test func thereAre24Cases() { #expect(Self.cases.count == 24) }

    /// Exactly the listed equilibria, which `verify` confirms from the file.
    @Test(arguments: cases) func exactlyTheListedEquilibria(given: Case) throws {
        let folder = try TemporaryFolder()
        try given.game.write(to: folder.url.appending(path: "game.json"))
        let isNone = given.equilibria.isEmpty
        let outcome = try Program.run(["solve", "game.json", "--json"], in: folder)
        #expect(outcome.status == (isNone ? 2 : 0), "\(outcome.errors)")
        let found = try Result(outcome.output)
        #expect(found.status == (isNone ? "none-found" : "converged"))
        try #require(found.equilibria.count == given.equilibria.count)
        #expect(found.count == Double(given.equilibria.count))
        for (one, expected) in zip(found.equilibria, given.equilibria) {
            #expect(one.adopters == expected.adopters)
            #expect(abs(one.totals[0] - expected.total) <= given.tolerance * expected.total)
            for (row, effort) in zip(one.efforts, expected.efforts) { #expect(abs(row[0] - effort) <= given.tolerance * expected.total) }
            #expect(one.genAIFraction == Double(expected.adopters.count { $0 }) / Double(expected.adopters.count))
            #expect(one.certificate.relativeExploitability <= 1e-10)
        }
        #expect(found.searched.allSatisfy(\.isComplete) && found.searched[0].statement.contains("all 2^"))
        #expect((found.best != nil) == isNone)
        #expect((found.best?.certificate.relativeExploitability ?? 1) > 1e-10)

        let written = try Program.run(["solve", "game.json", "--output", "found.json", "--quiet"], in: folder)
        #expect(written.status == outcome.status && written.output.isEmpty && written.errors.isEmpty)
        let verified = try Program.run(["verify", "game.json", "found.json"], in: folder)
        #expect(verified.status == outcome.status, "\(verified.output)\(verified.errors)")
        #expect(verified.output.contains("claims in the file agree"), "\(verified.output)")
    }

    /// `competition` and the keys that only inclusive games use, `more` beside them.
    static func game(_ more: String = "", market: String = "") -> String {
        """
        { "schema": "nashbench/game/1", "name": "seven", "competition": "inclusive",
          "creatorNames": ["ana", "bo", "cy", "di", "ed", "flo", "gus"],
          "market": { "mu": [12.961], "alpha": 0.512, "beta": 0.15, "gamma": 0.5\(market) },
          "cost": { "coefficients": [[3.113], [1.17], [2.855], [0.984], [0.294], [0.763], [2.097]], "exponents": 1.25 }\(more) }
        """
    }

    @Test func theTableSaysWhoAndWhatIsProved() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game(), to: "game.json")
        let outcome = try Program.run(["solve", "game.json"], in: folder)
        #expect(outcome.status == 0)
        for text in ["seven · inclusive · converged", "equilibrium 1", "27.7167", "6 of 7: ana, bo, cy, di, flo, gus", "searched:", "all 2^7 sets of users"] {
            #expect(outcome.output.contains(text), "\(text) in \(outcome.output)")
        }
        #expect(outcome.errors.contains("1 equilibrium · searched completely · 7 creators x 1 topic"), "\(outcome.errors)")
    }

    @Test func hybridsGlobalChoicesAndVariants() throws {
        let folder = try TemporaryFolder()
        for (number, text) in [
            Self.game(#", "hybrid": {"allowed": true, "fee": 0.05}"#), Self.game(#", "adoption": "global", "usageFee": {"flat": 0.01, "share": 0.2}"#),
            Self.game(#", "genAIPayoff": "printed""#, market: #", "royalty": 0.3"#),
        ].enumerated() {
            try folder.write(text, to: "game.json")
            let solved = try Program.run(["solve", "game.json", "--output", "found.json"], in: folder)
            #expect([0, 2].contains(solved.status), "\(solved.errors)")
            let file = try folder.read("found.json")
            #expect(file.contains(["3^7 profiles", "all 2^7 choices", "market variant: all 2^7 sets"][number]), "\(file)")
            if number == 0 { #expect(file.contains(#""adopters": [""#), "words") }
            let verified = try Program.run(["verify", "game.json", "found.json", "--json"], in: folder)
            #expect(verified.status == solved.status, "\(verified.output)\(verified.errors)")
            #expect(verified.output.contains(#""claimsAgree" : true"#), "\(verified.output)")
        }
    }

    @Test func verifySeesWhatIsWrong() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game(), to: "game.json")
        #expect(try Program.run(["solve", "game.json", "--output", "found.json"], in: folder).status == 0)
        let file = try folder.read("found.json")
        for (replace, by, word) in [
            (#""adopters": [true, true"#, #""adopters": [false, true"#, "not all profiles are equilibria"),
            (#""totals": [27.7"#, #""totals": [28.7"#, "equilibria[0].totals"),
            (#""genAIFraction": 0.8"#, #""genAIFraction": 0.7"#, "equilibria[0].genAIFraction"),
            (#""status": "converged""#, #""status": "stalled", "reason": "no""#, "status: stalled, but equilibria are listed"),
            (#""count": 1"#, #""count": 0"#, "count: 0"),
        ] {
            try #require(file.contains(replace), "\(replace) in \(file)")
            try folder.write(file.replacingOccurrences(of: replace, with: by), to: "changed.json")
            let outcome = try Program.run(["verify", "game.json", "changed.json"], in: folder)
            #expect(outcome.status == 2)
            #expect((outcome.output + outcome.errors).contains(word), "\(word) in \(outcome.output)\(outcome.errors)")
        }
    }

    @Test func manyCreatorsAndTopics() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<300).map { i in "[\((0..<3).map { k in "\(0.5 + Double((i * 37 + k * 101) % 300) / 100)" }.joined(separator: ", "))]" }
        try folder.write(
            """
            { "schema": "nashbench/game/1", "competition": "inclusive", "market": { "mu": [100, 500, 900], "alpha": 0.2, "beta": 0.3, "gamma": 0.8 },
              "cost": { "coefficients": [\(rows.joined(separator: ", "))], "exponents": 2 } }
            """, to: "game.json")
        let solved = try Program.run(["solve", "game.json", "--output", "found.json", "--list", "2"], in: folder)
        #expect([0, 2].contains(solved.status), "\(solved.errors)")
        let file = try folder.read("found.json")
        #expect(file.contains("threshold sets"))
        #expect(try Program.run(["verify", "game.json", "found.json"], in: folder).status == solved.status)
    }

    @Test func badInputIsRefusedInOneLine() throws {
        let folder = try TemporaryFolder()
        for (more, field) in [
            (#", "genAIPayoff": "half""#, "genAIPayoff"), (#", "adoption": 3"#, "adoption"), (#", "usageFee": {"flat": -1}"#, "usageFee.flat"),
            (#", "usageFee": {"share": 2}"#, "usageFee.share"), (#", "hybrid": {"allowed": "yes"}"#, "hybrid.allowed"),
            (#", "hybrid": {"fee": -1}"#, "hybrid.fee"), (#", "usageFee": 1"#, "usageFee"), (#", "hybrid": {"price": 1}"#, "hybrid.price"),
        ] {
            try folder.write(Self.game(more), to: "game.json")
            try Program.run(["solve", "game.json"], in: folder).expectRefusal(naming: "game.json: \(field): expected", "found")
        }
        try folder.write(Self.game(), to: "game.json")
        try folder.write(Games.threeCreators, to: "three.json")
        try Program.run(["solve", "three.json", "--search", "all-sets"], in: folder).expectRefusal(naming: "--search", "inclusive")
        try Program.run(["solve", "game.json", "--search", "some"], in: folder).expectRefusal(naming: "search", "some")
        try Program.run(["solve", "game.json", "--list", "0"], in: folder).expectRefusal(naming: "equilibriumLimit", "at least 1")
        try Program.run(["solve", "game.json", "--method", "topic-newton"], in: folder).expectRefusal(naming: "--method", "inclusive")
        try Program.run(["solve", "game.json", "--iteration-limit", "200"], in: folder).expectRefusal(naming: "--iteration-limit", "--time-limit")
        let sweep = ["sweep", "game.json", "--iteration-limit", "200", "--output", "points.jsonl", "--set"]
        try Program.run(sweep + ["market.alpha=0.5,1"], in: folder).expectRefusal(naming: "--iteration-limit", "--time-limit")
        #expect(try !folder.contents.contains("points.jsonl"))
        #expect([0, 2].contains(try Program.run(sweep + ["adoption.users=0,7"], in: folder).status))
        try folder.write(Self.game(market: #", "royalty": 0.2"#), to: "royalty.json")
        try Program.run(["solve", "royalty.json", "--search", "thresholds"], in: folder).expectRefusal(naming: "thresholds", "market variant")
        let exclusive = try Program.run(["solve", "three.json", "--output", "three.out.json"], in: folder)
        #expect(exclusive.status == 0)
        try Program.run(["verify", "game.json", "three.out.json"], in: folder).expectRefusal(naming: "three.out.json", "unknown key")
        try Program.run(["solve", "game.json", "--start", "three.out.json"], in: folder).expectRefusal(naming: "--start", "inclusive")
    }

    @Test func otherCommandsRefuseInclusiveGames() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game(), to: "game.json")
        for arguments in [
            ["simulate", "game.json"], ["sensitivity", "game.json"],
        ] {
            try Program.run(arguments, in: folder).expectRefusal(naming: "game.json: competition: expected", arguments[0], "found inclusive")
        }
        try folder.write("creator,topic,output\na,t,1\nb,t,2\n", to: "output.csv")
        try folder.write("topic,attention\nt,10\n", to: "attention.csv")
        try Program.run(
            ["calibrate", "--observed", "output.csv", "--attention", "attention.csv", "--exponent", "2", "--competition", "inclusive", "--output", "g.json"],
            in: folder
        ).expectRefusal(naming: "--competition", "inclusive")
    }
}
