import Foundation
import TestSupport
import Testing

/// `nashbench compensate` as a user runs it.
@Suite struct CompensateTests {
    private static let economy = """
        { "schema": "nashbench/compensation/1", "name": "four producers", "law": "hoffmann", "parameters": 7e10,
          "profit": {"kind": "linear", "cut": 3.0, "at": {"profit": 1e9, "tokens": 1.4e12}},
          "share": {"rule": "flat", "value": 0.2},
          "producers": {"tokens": [1e11, 2e11, 3e11, 8e11], "names": ["ana", "bo", "cy", "di"],
                        "reservations": [12857142.857142858, 14285714.285714287, 51428571.428571425, 34285714.28571429]},
          "tokensPerUnit": 1e10 }
        """

    private struct Record: Decodable {
        let schema: String
        let loss, profit, pool, share: Double
        let shares: [String: Double?]
        let logSlopes: [String: Double]
        let unitPayment: [String: Double]
        let payment, optimalN, optimalD, optimalTokensPerParameter: Double?
        let payments: [Double]?
        let standardErrors: [Double]?
        let participation: Participation?
        let postedPrice: PostedPrice?
        let licence: Licence?
        let contest: Contest?

        struct Participation: Decodable {
            let equilibria: [Equilibrium]
            let largest, smallest: [Int]?
            let marketFixedPoints: [Point]
            let unitPaymentRises: Bool
            let searched: String
        }
        struct Equilibrium: Decodable {
            let members: [Int]
            let unitPayment: Double
            let payments: [Double]
            let certified: Bool
        }
        struct Point: Decodable {
            let tokens, unitPayment: Double
            let stable: Bool
        }
        struct PostedPrice: Decodable { let price, tokens, buyerProfit: Double }
        struct Licence: Decodable { let v, d, price, elasticity: Double; let exact, monotone: Bool }
        struct Contest: Decodable { let status: String; let totals, totalsBefore, licencePrices, lawPrices: [Double] }

        init(_ text: String) throws { self = try JSONDecoder().decode(Record.self, from: Data(text.utf8)) }
    }

    private static func run(_ text: String, _ options: [String] = [], in folder: TemporaryFolder) throws -> Record {
        try folder.write(text, to: "economy.json")
        let outcome = try Program.run(["compensate", "economy.json", "--json", "--quiet"] + options, in: folder)
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        return try Record(outcome.output)
    }

    /// The shared cases that name an economy, each as a file.
    @Test func sharedCases() throws {
        let folder = try TemporaryFolder()
        let file = Fixtures.packageRoot.appending(path: "Tests/Fixtures/compensation.json")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let cases = try #require(document["cases"] as? [[String: Any]])
        #expect(cases.count == 26)
        for record in cases {
            guard let kind = record["kind"] as? String, let expected = record["expected"] as? [String: Any] ?? (kind == "losses" ? [:] : nil) else { continue }
            let tolerance = (expected["relativeTolerance"] ?? record["relativeTolerance"]) as? Double ?? 1e-9
            func close(_ found: Double?, _ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
                let known = try #require(expected[key] as? Double, sourceLocation: sourceLocation)
                let found = try #require(found, sourceLocation: sourceLocation)
                #expect(abs(found - known) <= tolerance * abs(known), "\(record["name"] ?? ""): \(key) \(found)", sourceLocation: sourceLocation)
            }
            var economy: [String: Any] = ["schema": "nashbench/compensation/1"]
            economy["law"] = record["law"] ?? "hoffmann"
            economy["parameters"] = record["parameters"] ?? 7e10
            economy["profit"] = record["curve"] ?? ["kind": "exponential", "ref": 2.0, "scale": 1e9, "k": 1.0]
            if let tokens = record["tokens"] as? [Double] {
                economy["producers"] = ["tokens": tokens].merging((record["reservations"] as? [Double]).map { ["reservations": $0] } ?? [:]) { $1 }
            } else {
                economy["tokens"] = record["tokens"] ?? 1.4e12
            }
            if let share = record["share"] as? Double { economy["share"] = ["rule": "flat", "value": share] }
            economy["minimumPrice"] = record["minimumPrice"]
            func found() throws -> Record {
                try Self.run(String(decoding: JSONSerialization.data(withJSONObject: economy), as: UTF8.self), in: folder)
            }
            switch kind {
            case "law":
                let result = try found()
                try close(result.loss, "loss")
                try close(result.logSlopes["lossPerLogN"], "lossPerLogN")
                try close(result.logSlopes["lossPerLogD"], "lossPerLogD")
                try close(result.shares["factor"] ?? nil, "factorShare")
                let optimum = [("optimalN", result.optimalN), ("optimalD", result.optimalD), ("optimalTokensPerParameter", result.optimalTokensPerParameter)]
                for (key, value) in optimum where expected[key] != nil { try close(value, key) }
            case "losses":
                for point in try #require(record["points"] as? [[String: Any]]) {
                    for key in ["law", "parameters", "tokens"] { economy[key] = point[key] }
                    let loss = try #require(point["loss"] as? Double)
                    #expect(abs(try found().loss - loss) <= tolerance * loss)
                }
            case "per producer":
                economy["profit"] = ["kind": "linear", "cut": 3.0, "at": ["profit": record["profit"] ?? 0, "tokens": 1e12]]
                economy["producers"] = ["tokens": 1e6, "count": record["producers"] ?? 0]
                economy["tokens"] = nil
                (economy["models"], economy["competition"]) = (record["models"], record["competition"])
                try folder.write(String(decoding: JSONSerialization.data(withJSONObject: economy), as: UTF8.self), to: "economy.json")
                let outcome = try Program.run(["compensate", "economy.json", "--output", "result.json", "--quiet"], in: folder)
                let written = try folder.contents
                #expect(outcome.status == 0 && written.contains("result.payments.npy"), "\(outcome.errors)")
                let result = try JSONSerialization.jsonObject(with: Data(folder.read("result.json").utf8)) as? [String: Any]
                try close(result?["payment"] as? Double, "payment")
            case "share":
                let result = try found()
                try close(result.profit, "profit")
                for key in ["marginal", "factor", "shapley", "average"] where expected[key] != nil { try close(result.shares[key] ?? nil, key) }
                try close(result.unitPayment["marginal"], "pricePerToken")
                economy["baseline"] = record["baseline"]
                try close(try found().shares["shapley"] ?? nil, "shapleyFromTenth")
            case "split":
                let total = try #require(expected["total"] as? Double)
                economy["share"] = ["rule": "flat", "value": 1]
                for (split, key) in [("shapley", "shapley"), ("tokens", "aumannShapley")] {
                    economy["split"] = split
                    let result = try found()
                    #expect(abs(result.pool - total) <= tolerance * total)
                    let known = try #require(expected[key] as? [Double])
                    for (payment, value) in zip(try #require(result.payments), known) { #expect(abs(payment - value) <= tolerance * value) }
                }
            case "participation":
                let result = try #require(try found().participation)
                let known = try #require(expected["equilibria"] as? [[String: Any]])
                #expect(result.equilibria.map(\.members) == known.map { $0["members"] as? [Int] ?? [-1] })
                #expect(result.equilibria.allSatisfy(\.certified) && result.searched == "all sets")
                let points = try #require(expected["marketFixedPoints"] as? [[String: Any]])
                try #require(result.marketFixedPoints.count == points.count)
                for (point, value) in zip(result.marketFixedPoints, points) {
                    let tokens = try #require(value["tokens"] as? Double)
                    #expect(abs(point.tokens - tokens) <= tolerance * tokens && point.stable == value["stable"] as? Bool)
                }
                #expect(result.unitPaymentRises == expected["unitPaymentRises"] as? Bool)
                #expect(result.largest == expected["largest"] as? [Int] && result.smallest == expected["smallest"] as? [Int])
            case "posted price":
                let posted = try #require(try found().postedPrice)
                try close(posted.buyerProfit, "buyerProfit")
                try close(posted.price, "price")
                try close(posted.tokens, "tokens")
            default:
                let (kappa, units) = (try #require(record["tokensPerUnit"] as? Double), try #require(record["units"] as? Double))
                (economy["tokensPerUnit"], economy["tokens"]) = (kappa, kappa * units)
                if record["rule"] as? String == "marginal" { economy["share"] = ["rule": "marginal"] }
                let licence = try #require(try found().licence)
                try close(licence.v, "v")
                try close(licence.d, "d")
                try close(licence.price, "price")
                try close(licence.elasticity, "elasticity")
            }
        }
    }

    @Test func tables() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.economy, to: "economy.json")
        let outcome = try Program.run(["compensate", "economy.json"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for word in ["marginal", "flat *", "average", "0.5659", "di", "market point, unstable", "searched: all sets", "a single buyer posts", "licence:"] {
            #expect(outcome.output.contains(word), "\(word)")
        }
        #expect(outcome.errors.contains("pays 200,000,000 to 4 producers"))
        #expect(try folder.contents == ["economy.json"])
    }

    /// One command from data to equilibrium, and the files that other commands take up.
    @Test func fromDataToEquilibrium() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.economy, to: "economy.json")
        try folder.write(Games.threeCreators, to: "game.json")
        let arguments = ["--contest", "game.json", "--output", "result.json", "--equilibrium", "paid.json", "--game", "licensed.json"]
        let outcome = try Program.run(["compensate", "economy.json"] + arguments, in: folder)
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.contains("contest converged"), "\(outcome.errors)")
        #expect(try folder.contents == ["economy.json", "game.json", "licensed.json", "paid.json", "result.json"])
        let contest = try #require(try Record(folder.read("result.json")).contest)
        #expect(contest.status == "converged" && zip(contest.totals, contest.totalsBefore).allSatisfy { $0 > $1 })
        let verified = try Program.run(["verify", "licensed.json", "paid.json"], in: folder)
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        let solved = try Program.run(["solve", "licensed.json", "--json", "--quiet"], in: folder)
        #expect(try EquilibriumRecord(solved.output).totals == contest.totals)
    }

    /// At the marginal price: exact at every total, certified by search, and not claimed to be unique.
    @Test func theMarginalPriceInAContest() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let result = try Self.run(Self.economy, ["--share", "marginal", "--contest", "game.json"], in: folder)
        let contest = try #require(result.contest)
        #expect(contest.status == "converged" && result.licence?.exact == true && result.licence?.monotone == false)
        for (licence, law) in zip(contest.licencePrices, contest.lawPrices) where law > 0 { #expect(abs(licence - law) <= 1e-11 * law) }
    }

    @Test func theResultDoesNotDependOnThreads() throws {
        let folder = try TemporaryFolder()
        let sampled = Self.economy.replacing("\"tokensPerUnit\"", with: "\"split\": {\"rule\": \"shapley-sampled\", \"pairs\": 40, \"seed\": 5}, \"tokensPerUnit\"")
        try folder.write(sampled, to: "economy.json")
        let (one, three) = (
            try Program.run(["compensate", "economy.json", "--json", "--quiet", "--threads", "1"], in: folder),
            try Program.run(["compensate", "economy.json", "--json", "--quiet", "--threads", "3"], in: folder)
        )
        #expect(one.status == 0 && one.output == three.output)
        #expect(try Record(one.output).standardErrors?.count == 4)
        try folder.write(one.output, to: "result.json")
        try #require(Program.run(["report", "result.json", "--output", "page.html", "--quiet"], in: folder).status == 0)
        let page = try folder.read("page.html")
        #expect(page.contains("standard error") && page.contains("four producers"))
    }

    @Test func pictures() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.economy, to: "economy.json")
        try folder.write(Games.threeCreators, to: "game.json")
        try #require(Program.run(["compensate", "economy.json", "--contest", "game.json", "--output", "result.json", "--quiet"], in: folder).status == 0)
        for name in ["picture.svg", "picture.png", "page.html"] {
            let command = name.hasSuffix("html") ? "report" : "plot"
            let outcome = try Program.run([command, "result.json", "--output", name, "--quiet"], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let page = try folder.read("page.html")
        for word in ["Who would sell", "share by rule", "Content where data are paid for", "20.0 % of profit"] { #expect(page.contains(word), "\(word)") }
        #expect(try folder.read("picture.svg").contains("asked"))
        let two = try Program.run(["plot", "result.json", "result.json", "--output", "two.svg"], in: folder)
        two.expectRefusal(naming: "one result of compensate")
    }

    /// Any four of six producers alike would sell: fifteen equilibria that differ in names, one row of the table, each in the file.
    @Test func equilibriaOfProducersAlikeStandInOneRow() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            { "schema": "nashbench/compensation/1", "law": "hoffmann", "parameters": 7e10,
              "profit": {"kind": "linear", "cut": 3, "at": {"profit": 1e9, "tokens": 1.4e12}}, "share": {"rule": "flat", "value": 0.2},
              "producers": {"tokens": [2e11, 2e11, 2e11, 2e11, 2e11, 2e11], "reservations": 4e7} }
            """, to: "alike.json")
        let outcome = try Program.run(["compensate", "alike.json"], in: folder)
        #expect(outcome.status == 0 && outcome.errors.contains("15 equilibria among all sets"), "\(outcome.errors)")
        let rows = outcome.output.split(separator: "\n").filter { $0.hasPrefix("equilibri") }
        #expect(rows.count == 1 && rows[0].hasPrefix("equilibria 1 to 15 ") && rows[0].contains("800,000,000,000"), "\(outcome.output)")
        #expect(!outcome.output.contains("more with --output"))
        let json = try Program.run(["compensate", "alike.json", "--json", "--quiet"], in: folder)
        let result = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(((result["participation"] as? [String: Any])?["equilibria"] as? [Any])?.count == 15)
    }

    @Test func everyClaimedNumberHolds() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(["compensate", "--claims"], in: folder)
        #expect(outcome.status == 0 && !outcome.output.contains(" NO "), "\(outcome.output)")
        for word in ["marginal share", "12.3", "1.3658", "the memo's example", "concave in data", "convex in data"] { #expect(outcome.output.contains(word), "\(word)") }
        try Program.run(["compensate"], in: folder).expectRefusal(naming: "economy")
        try Program.run(["compensate", "a.json", "--claims"], in: folder).expectRefusal(naming: "--claims")
    }

    @Test func refusals() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.economy, to: "economy.json")
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write(Self.economy.replacing("\"flat\"", with: "\"fair\""), to: "fair.json")
        try folder.write(Self.economy.replacing(",\n  \"tokensPerUnit\": 1e10", with: ""), to: "plain.json")
        try folder.write(Self.economy.replacing("8e11]", with: "-8e11]"), to: "negative.json")
        let before = try folder.contents
        try Program.run(["compensate", "none.json"], in: folder).expectRefusal(naming: "none.json")
        try Program.run(["compensate", "game.json"], in: folder).expectRefusal(naming: "game.json", "nashbench/compensation/1")
        try Program.run(["compensate", "fair.json"], in: folder).expectRefusal(naming: "fair.json", "share.rule", "marginal")
        try Program.run(["compensate", "negative.json"], in: folder).expectRefusal(naming: "producers.tokens[3]")
        try Program.run(["compensate", "plain.json", "--contest", "game.json"], in: folder).expectRefusal(naming: "tokensPerUnit")
        try Program.run(["compensate", "economy.json", "--equilibrium", "e.json"], in: folder).expectRefusal(naming: "--contest")
        try Program.run(["compensate", "economy.json", "--output", "economy.json"], in: folder).expectRefusal(naming: "economy.json")
        try Program.run(["compensate", "economy.json", "--output", "a.json", "--contest", "game.json", "--game", "a.json"], in: folder).expectRefusal(naming: "a.json")
        try Program.run(["compensate", "economy.json", "--share", "fair"], in: folder).expectRefusal(naming: "--share")
        try Program.run(["compensate", "economy.json", "--threads", "0"], in: folder).expectRefusal(naming: "threads")
        #expect(try folder.contents == before)
    }
}
