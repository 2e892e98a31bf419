import Foundation
import Testing

@testable import NumericCore

/// One valid game, one thing broken a row: the error names the file and the field, and nothing is written.
@Suite struct MalformedGameTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let what: String
        /// The text of the valid game that is broken, and what stands in its place.
        let replace: String
        let by: String
        let field: String?
        let found: String
        init(_ what: String, _ replace: String, _ by: String, at field: String?, found: String) {
            (self.what, self.replace, self.by, self.field, self.found) = (what, replace, by, field, found)
        }
        var testDescription: String { what }
    }

    static let valid = """
        { "schema": "nashbench/game/1", "name": "valid", "competition": "exclusive", "creators": 3, "topics": 2,
          "creatorNames": ["ana", "bo", "cy"], "topicNames": ["music", "news"],
          "market": { "mu": [100, 40], "alpha": 0.7, "beta": 0.3, "gamma": [0.8, 1.0],
                      "royalty": 0, "licence": {"price": 0}, "conversationShare": 1, "demand": "human" },
          "cost": { "coefficients": [[0.5, 1], [1, null], [2, 1.5]], "exponents": [1.5, 2],
                    "coupling": {"matrix": [[1, 0.2], [0.2, 1]], "weights": 0}, "totalEffort": {"scale": 0, "exponent": 2} },
          "capacity": {"limits": [null, null, null]}, "genAIPayoff": "derived", "adoption": "per-topic",
          "usageFee": {"flat": 0, "share": 0}, "hybrid": {"allowed": false} }
        """

    static let faults: [Fault] = [
        // the document
        .init("truncated in a string", #""hybrid": {"allowed": false} }"#, #""hybrid": {"allow"#, at: "line 8", found: "end of the file"),
        .init("truncated in an object", #"{"allowed": false} }"#, #"{"allowed": false}"#, at: "line 8", found: "end of the file"),
        .init("NaN", #""alpha": 0.7"#, #""alpha": NaN"#, at: "market.alpha", found: "NaN"),
        .init("minus infinity", "[100, 40]", "[100, -Infinity]", at: "market.mu[1]", found: "-Infinity"),
        .init("a number too large for a double", #""alpha": 0.7"#, #""alpha": 1e999"#, at: "market.alpha", found: "1e999"),
        .init("a hexadecimal number", #""alpha": 0.7"#, #""alpha": 0x10"#, at: "line 3", found: "x10"),
        .init("a leading zero", #""alpha": 0.7"#, #""alpha": 00.7"#, at: "line 3", found: "0.7"),
        .init("no digits after the point", #""alpha": 0.7"#, #""alpha": 0."#, at: "line 3", found: "\"0.\""),
        .init("a word", #""alpha": 0.7"#, #""alpha": high"#, at: "line 3", found: "high"),
        .init("no value", #""alpha": 0.7"#, #""alpha": "#, at: "line 3", found: ","),
        .init("a comma too many in an object", #""share": 0}"#, #""share": 0,}"#, at: "line 8", found: "}"),
        .init("a comma too many in a list", "[100, 40]", "[100, 40,]", at: "line 3", found: "]"),
        .init("a comma missing", "[100, 40]", "[100 40]", at: "line 3", found: "40"),
        .init("a colon missing", #""alpha": 0.7"#, #""alpha" 0.7"#, at: "line 3", found: "0.7"),
        .init("a key without quotes", #""alpha": 0.7"#, "alpha: 0.7", at: "line 3", found: "alpha"),
        .init("a key twice", #""alpha": 0.7"#, #""alpha": 0.7, "alpha": 0.8"#, at: "market.alpha", found: "again"),
        .init("text after the document", #"{"allowed": false} }"#, #"{"allowed": false} } x"#, at: "line 8", found: "x"),
        .init("a line end in a string", #""valid""#, "\"va\nlid\"", at: "line 1", found: "\""),
        .init("an unknown escape", #""valid""#, #""va\lid""#, at: "line 1", found: "lid"),
        .init("half a surrogate pair", #""valid""#, #""va\ud800lid""#, at: "line 1", found: "surrogate"),
        .init("nested too deep", #""name": "valid""#, "\"name\": " + String(repeating: "[", count: 80) + String(repeating: "]", count: 80),
              at: "name" + String(repeating: "[0]", count: 63), found: "more"),
        .init("a document that is a list", #"{ "schema""#, #"[{ "schema""#, at: "line 8", found: "end of the file"),
        // the head
        .init("an unknown schema", "nashbench/game/1", "nashbench/game/2", at: "schema", found: "nashbench/game/2"),
        .init("no schema", #""schema": "nashbench/game/1","#, "", at: "schema", found: "nothing"),
        .init("a schema that is a number", #""nashbench/game/1""#, "1", at: "schema", found: "1.0"),
        .init("an unknown key", #""name": "valid""#, #""nmae": "valid""#, at: "nmae", found: "unknown key"),
        .init("a name that is a number", #""valid""#, "3", at: "name", found: "3.0"),
        .init("no competition", #""competition": "exclusive","#, "", at: "competition", found: "nothing"),
        .init("an unknown competition", #""exclusive""#, #""exclusiv""#, at: "competition", found: "\"exclusiv\""),
        .init("too many creators", #""creators": 3"#, #""creators": 4"#, at: "creators", found: "4.0"),
        .init("half a creator", #""creators": 3"#, #""creators": 2.5"#, at: "creators", found: "2.5"),
        .init("a string for topics", #""topics": 2"#, #""topics": "2""#, at: "topics", found: "\"2\""),
        .init("too few names", #"["ana", "bo", "cy"]"#, #"["ana", "bo"]"#, at: "creatorNames", found: "2"),
        .init("a name twice", #""bo", "cy""#, #""bo", "ana""#, at: "creatorNames[2]", found: "creatorNames[0]"),
        .init("an empty name", #""music""#, #""""#, at: "topicNames[0]", found: "\"\""),
        .init("a name that is null", #""music""#, "null", at: "topicNames[0]", found: "null"),
        .init("names that are an object", #"["music", "news"]"#, "{}", at: "topicNames", found: "object"),
        // the market
        .init("no mu", #""mu": [100, 40],"#, "", at: "market.mu", found: "nothing"),
        .init("negative attention", "[100, 40]", "[100, -40]", at: "market.mu[1]", found: "-40.0"),
        .init("too many topics", "[100, 40]", "[100, 40, 1]", at: "market.mu", found: "3"),
        .init("a null topic", "[100, 40]", "[100, null]", at: "market.mu[1]", found: "null"),
        .init("rows for mu", "[100, 40]", "[[100], 40]", at: "market.mu[0]", found: "list"),
        .init("a bool for alpha", #""alpha": 0.7"#, #""alpha": true"#, at: "market.alpha", found: "true"),
        .init("alpha that is null", #""alpha": 0.7"#, #""alpha": null"#, at: "market.alpha", found: "null"),
        .init("negative alpha", #""alpha": 0.7"#, #""alpha": -0.7"#, at: "market.alpha", found: "-0.7"),
        .init("beta above gamma", #""beta": 0.3"#, #""beta": 0.9"#, at: "market.beta", found: "0.9"),
        .init("gamma above 1", "[0.8, 1.0]", "[0.8, 1.1]", at: "market.gamma[1]", found: "1.1"),
        .init("notations mixed", #""gamma": [0.8, 1.0]"#, #""demandExponent": 0.2"#, at: "market.demandExponent", found: "beta and demandExponent"),
        .init("half a notation", #""beta": 0.3, "gamma": [0.8, 1.0]"#, #""scalingExponent": 0.2"#, at: "market.scalingExponent", found: "scalingExponent"),
        .init("a scaling exponent above 1", #""beta": 0.3, "gamma": [0.8, 1.0]"#, #""scalingExponent": [0, 1.5], "demandExponent": 0"#, at: "market.scalingExponent[1]", found: "1.5"),
        .init("an unknown market key", #""royalty": 0"#, #""roylaty": 0"#, at: "market.roylaty", found: "unknown key"),
        .init("a market that is a list", #""market": {"#, #""market": [1], "rest": {"#, at: "rest", found: "unknown key"),
        // costs
        .init("no coefficients", #""coefficients": [[0.5, 1], [1, null], [2, 1.5]],"#, "", at: "cost.coefficients", found: "nothing"),
        .init("a row too short", "[1, null]", "[1]", at: "cost.coefficients[1]", found: "1"),
        .init("a string in a row", "[1, null]", #"[1, "2"]"#, at: "cost.coefficients[1][1]", found: "\"2\""),
        .init("a cost of zero", "[1, null]", "[0, null]", at: "cost.coefficients[1][0]", found: "0.0"),
        .init("a negative cost", "[2, 1.5]", "[2, -1.5]", at: "cost.coefficients[2][1]", found: "-1.5"),
        .init("no creators", "[[0.5, 1], [1, null], [2, 1.5]]", "[]", at: "cost.coefficients", found: "list of 0"),
        .init("no topics", "[[0.5, 1], [1, null], [2, 1.5]]", "[[]]", at: "cost.coefficients[0]", found: "list of 0"),
        .init("a row that is null", "[1, null]", "null", at: "cost.coefficients[1]", found: "null"),
        .init("an exponent below 1", "[1.5, 2]", "[1.5, 0.9]", at: "cost.exponents[1]", found: "0.9"),
        .init("too few exponents", "[1.5, 2]", "[1.5]", at: "cost.exponents", found: "1"),
        .init("an exponent missing where a creator is eligible", "[1.5, 2]", "[[1, 1], [null, null], [1, 1]]", at: "cost.exponents[1][0]", found: "null"),
        .init("too few rows of exponents", "[1.5, 2]", "[[1, 1], [1, 1]]", at: "cost.exponents", found: "2 rows"),
        .init("a product that overflows", "[2, 1.5]", "[2, 1e308]", at: "cost.coefficients[2][1]", found: "times"),
        .init("an unknown kind of side file", "[[0.5, 1], [1, null], [2, 1.5]]", #"{"xls": "a.xls"}"#, at: "cost.coefficients.xls", found: "unknown key"),
        .init("two side files", "[[0.5, 1], [1, null], [2, 1.5]]", #"{"csv": "a.csv", "npy": "a.npy"}"#, at: "cost.coefficients", found: "2"),
        .init("a side file without a name", "[[0.5, 1], [1, null], [2, 1.5]]", #"{"npy": ""}"#, at: "cost.coefficients.npy", found: "\"\""),
        // market variants
        .init("a royalty above 1", #""royalty": 0"#, #""royalty": [0.1, 1.5]"#, at: "market.royalty[1]", found: "1.5"),
        .init("a royalty below 0", #""royalty": 0"#, #""royalty": -0.1"#, at: "market.royalty", found: "-0.1"),
        .init("a royalty that is a word", #""royalty": 0"#, #""royalty": "half""#, at: "market.royalty", found: "half"),
        .init("too many royalties", #""royalty": 0"#, #""royalty": [0.1, 0.2, 0.3]"#, at: "market.royalty", found: "3"),
        .init("a licence with a price below 0", #""price": 0"#, #""price": [0, -2]"#, at: "market.licence.price[1]", found: "-2.0"),
        .init("a licence with a decay below 0", #""price": 0"#, #""price": 1, "decay": -1"#, at: "market.licence.decay", found: "-1.0"),
        .init("a licence with outside data below 0", #""price": 0"#, #""price": 1, "outsideData": [1, -1]"#, at: "market.licence.outsideData[1]", found: "-1.0"),
        .init("an unknown key of a licence", #""price": 0"#, #""prise": 0"#, at: "market.licence.prise", found: "unknown key"),
        .init("a licence that is a number", #"{"price": 0}"#, "2", at: "market.licence", found: "2"),
        .init("a conversation share above 1", #""conversationShare": 1"#, #""conversationShare": 1.5"#, at: "market.conversationShare", found: "1.5"),
        .init("a conversation share of null", #""conversationShare": 1"#, #""conversationShare": null"#, at: "market.conversationShare", found: "null"),
        .init("a demand that is a number", #""human""#, "1", at: "market.demand", found: "1"),
        .init("an unknown demand", #""human""#, #""humans""#, at: "market.demand", found: "\"humans\""),
        // terms of GenAI
        .init("an unknown payoff", #""derived""#, #""print""#, at: "genAIPayoff", found: "\"print\""),
        .init("a payoff that is a number", #""derived""#, "1", at: "genAIPayoff", found: "1"),
        .init("an unknown adoption", #""per-topic""#, #""per topic""#, at: "adoption", found: "\"per topic\""),
        .init("a flat fee below 0", #""flat": 0"#, #""flat": -1"#, at: "usageFee.flat", found: "-1.0"),
        .init("a flat fee a topic", #""flat": 0"#, #""flat": [1, 2]"#, at: "usageFee.flat", found: "list"),
        .init("a fee of more than all", #""share": 0"#, #""share": 1.5"#, at: "usageFee.share", found: "1.5"),
        .init("an unknown key of a fee", #""share": 0"#, #""part": 0"#, at: "usageFee.part", found: "unknown key"),
        .init("hybrids that are a number", #""allowed": false"#, #""allowed": 1"#, at: "hybrid.allowed", found: "1"),
        .init("hybrids that are paid", #""allowed": false"#, #""allowed": true, "fee": -0.5"#, at: "hybrid.fee", found: "-0.5"),
        .init("an unknown key of hybrids", #""allowed": false"#, #""alowed": false"#, at: "hybrid.alowed", found: "unknown key"),
    ]

    @Test func theValidGameIsValid() throws {
        let scratch = try Scratch()
        #expect(try GameFile.read(scratch.write("game.json", Self.valid)).layout.cells == 5)
        #expect(Set(Self.faults.map { $0.replace + "|" + $0.by }).count == Self.faults.count)
    }

    @Test(arguments: faults) func isRefused(_ fault: Fault) throws {
        let scratch = try Scratch()
        try #require(Self.valid.components(separatedBy: fault.replace).count == 2, "the fault is in one place")
        let path = try scratch.write("game.json", Self.valid.replacing(fault.replace, with: fault.by))
        let error = #expect(throws: FileError.self) { try GameFile.read(path) }
        #expect(error?.file == path)
        if let field = fault.field { #expect(error?.field == field) }
        #expect(error?.found.contains(fault.found) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\n") == false)
        #expect(try scratch.contents == ["game.json"])
    }

    @Test func notUTF8() throws {
        let scratch = try Scratch()
        for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]] {
            let path = try scratch.write("game.json", Array("{\n\"schema\":\n\"".utf8) + bytes + Array("\"}".utf8))
            let error = #expect(throws: FileError.self) { try GameFile.read(path) }
            #expect(error?.file == path && error?.field == "line 3" && error?.expected == "UTF-8 text")
        }
    }

    @Test func missingFilesAndDirectories() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(at: scratch.folder.appending(path: "folder"), withIntermediateDirectories: true)
        for (name, found) in [("none.json", "No such file"), ("folder", "Is a directory")] {
            let error = #expect(throws: FileError.self) { try GameFile.read(scratch.path(name)) }
            #expect(error?.file == scratch.path(name) && error?.field == nil && error?.found.contains(found) == true)
            for kind in ["npy", "csv"] {
                let game = try scratch.write("game.json", Self.valid.replacing("[[0.5, 1], [1, null], [2, 1.5]]", with: #"{"\#(kind)": "\#(name)"}"#))
                let side = #expect(throws: FileError.self) { try GameFile.read(game) }
                #expect(side?.file == game && side?.field == "cost.coefficients.\(kind)" && side?.found.contains(found) == true)
                #expect(side?.expected == "a readable file at \(scratch.path(name))")
            }
        }
        let device = try scratch.write("game.json", Self.valid.replacing("[[0.5, 1], [1, null], [2, 1.5]]", with: #"{"npy": "/dev/zero"}"#))
        let error = #expect(throws: FileError.self) { try GameFile.read(device) }
        #expect(error?.field == "cost.coefficients.npy" && error?.expected == "a regular file at /dev/zero" && error?.found == "a device")
        #expect(throws: FileError.self) { try GameFile.read(scratch.write("empty.json", "")) }
    }

    @Test func whatCannotBeWrittenLeavesNothing() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.valid))
        try FileManager.default.createDirectory(at: scratch.folder.appending(path: "taken.json"), withIntermediateDirectories: true)
        // Sparse: the CSV could be written, the JSON cannot; the other way round; and a folder that is not there.
        try FileManager.default.createDirectory(at: scratch.folder.appending(path: "side.cells.csv"), withIntermediateDirectories: true)
        try scratch.write("old.cells.csv", "as it was")
        try FileManager.default.createDirectory(at: scratch.folder.appending(path: "old.json"), withIntermediateDirectories: true)
        let before = try scratch.contents
        for (path, file, found) in [
            ("taken.json", "taken.json", "a folder"), ("side.json", "side.cells.csv", "a folder"),
            ("none/out.json", "none/out.json", "no folder"), ("game.json/out.json", "game.json/out.json", "Not a directory"),
            ("old.json", "old.json", "a folder"),
        ] {
            let error = #expect(throws: FileError.self) { try GameFile.write(contest, to: scratch.path(path)) }
            #expect(error?.file == scratch.path(file) && error?.found.contains(found) == true)
            #expect(try scratch.contents == before)
        }
        #expect(try scratch.text("old.cells.csv") == "as it was")
        let equilibrium = madeUpEquilibrium(of: contest, efforts: [1, 2, 3, 4, 5])
        for path in ["taken.json", "none/out.json", ""] {
            #expect(throws: FileError.self) { try EquilibriumFile.write(equilibrium, of: contest, to: path.isEmpty ? path : scratch.path(path)) }
            #expect(try scratch.contents == before)
        }
        #expect(mkfifo(scratch.path("pipe.json"), 0o600) == 0)
        let pipe = #expect(throws: FileError.self) { try EquilibriumFile.write(equilibrium, of: contest, to: scratch.path("pipe.json")) }
        #expect(pipe?.file == scratch.path("pipe.json") && pipe?.expected == "a regular file" && pipe?.found == "a pipe")
        #expect(try scratch.contents == (before + ["pipe.json"]).sorted())
    }
}
