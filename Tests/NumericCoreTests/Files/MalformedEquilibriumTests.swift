import Foundation
import Testing

@testable import NumericCore

/// A valid equilibrium, one thing broken a row.
@Suite struct MalformedEquilibriumTests {
    typealias Fault = MalformedGameTests.Fault

    static func contest() throws -> Contest {
        try Contest(
            market: Market(mu: [100, 40]), costs: .power(coefficients: [[0.5, 1], [1, nil]], exponent: 2), creatorNames: ["ana", "bo"],
            topicNames: ["music", "news"])
    }
    static let valid = """
        { "schema": "nashbench/equilibrium/1", "status": "stalled", "reason": "why", "method": "m", "creators": 2, "topics": 2,
          "creatorNames": ["ana", "bo"], "topicNames": ["music", "news"], "totals": [3, 4], "efforts": [[1, 4], [2, null]],
          "genAI": [0, 0], "prices": [5, null], "utilities": [6, 7],
          "certificate": { "relativeResidual": 1e-3, "roundingFloor": 1e-15, "exploitability": null, "relativeExploitability": 0.25,
                           "exploitabilityKind": "bound", "worstCreator": 1, "uniqueness": "not-claimed", "condition": "c" },
          "iterations": 9, "seconds": {"read": 0, "solve": 1, "certify": 2, "write": 3}, "kernelTarget": "portable", "threads": 1, "version": "0.1.0" }
        """
    static let faults: [Fault] = [
        .init("an unknown schema", "equilibrium/1", "equilibrium/9", at: "schema", found: "equilibrium/9"),
        .init("a game", "nashbench/equilibrium/1", "nashbench/game/1", at: "schema", found: "game/1"),
        .init("an unknown status", #""stalled""#, #""fine""#, at: "status", found: "\"fine\""),
        .init("no reason", #""reason": "why","#, "", at: "reason", found: "nothing"),
        .init("an unknown key", #""method""#, #""mthod""#, at: "mthod", found: "unknown key"),
        .init("another number of creators", #""creators": 2"#, #""creators": 3"#, at: "creators", found: "3.0"),
        .init("no topics", #""topics": 2,"#, "", at: "topics", found: "nothing"),
        .init("another name", #""bo""#, #""bob""#, at: "creatorNames[1]", found: "\"bob\""),
        .init("a name missing", #"["music", "news"]"#, #"["music"]"#, at: "topicNames", found: "1"),
        .init("a total too many", "[3, 4]", "[3, 4, 5]", at: "totals", found: "3"),
        .init("a negative effort", "[[1, 4]", "[[-1, 4]", at: "efforts[0][0]", found: "-1.0"),
        .init("an effort missing", "[[1, 4]", "[[null, 4]", at: "efforts[0][0]", found: "null"),
        .init("an effort where not eligible", "[2, null]", "[2, 1]", at: "efforts[1][1]", found: "1.0"),
        .init("a row of efforts missing", "[[1, 4], [2, null]]", "[[1, 4]]", at: "efforts", found: "1 rows"),
        .init("a row too short", "[2, null]", "[2]", at: "efforts[1]", found: "1"),
        .init("efforts that are a number", "[[1, 4], [2, null]]", "3", at: "efforts", found: "3.0"),
        .init("a price that is a word", "[5, null]", #"[5, "inf"]"#, at: "prices[1]", found: "\"inf\""),
        .init("no certificate key", #""roundingFloor": 1e-15,"#, "", at: "certificate.roundingFloor", found: "nothing"),
        .init("an unknown kind", #""bound""#, #""guess""#, at: "certificate.exploitabilityKind", found: "\"guess\""),
        .init("no such creator", #""worstCreator": 1"#, #""worstCreator": 2"#, at: "certificate.worstCreator", found: "2.0"),
        .init("an unknown claim", #""not-claimed""#, #""maybe""#, at: "certificate.uniqueness", found: "\"maybe\""),
        .init("a creator before the first", #""worstCreator": 1"#, #""worstCreator": -1"#, at: "certificate.worstCreator", found: "-1.0"),
        .init("no method", #""method": "m","#, "", at: "method", found: "nothing"),
        .init("no totals", #""totals": [3, 4],"#, "", at: "totals", found: "nothing"),
        .init("no efforts", #""efforts": [[1, 4], [2, null]],"#, "", at: "efforts", found: "nothing"),
        .init("no GenAI output", #""genAI": [0, 0],"#, "", at: "genAI", found: "nothing"),
        .init("no prices", #""prices": [5, null],"#, "", at: "prices", found: "nothing"),
        .init("no utilities", #""utilities": [6, 7],"#, "", at: "utilities", found: "nothing"),
        .init("a utility too few", "[6, 7]", "[6]", at: "utilities", found: "1"),
        .init("no iterations", #""iterations": 9,"#, "", at: "iterations", found: "nothing"),
        .init("iterations below 0", #""iterations": 9"#, #""iterations": -9"#, at: "iterations", found: "-9.0"),
        .init("no seconds", #""seconds": {"read": 0, "solve": 1, "certify": 2, "write": 3},"#, "", at: "seconds", found: "nothing"),
        .init("a part of seconds missing", #""solve": 1, "#, "", at: "seconds.solve", found: "nothing"),
        .init("seconds below 0", #""solve": 1"#, #""solve": -1"#, at: "seconds.solve", found: "-1.0"),
        .init("no kernels", #""kernelTarget": "portable","#, "", at: "kernelTarget", found: "nothing"),
        .init("no threads", #""threads": 1,"#, "", at: "threads", found: "nothing"),
        .init("0 threads", #""threads": 1"#, #""threads": 0"#, at: "threads", found: "0.0"),
        .init("no version", #", "version": "0.1.0""#, "", at: "version", found: "nothing"),
        .init("an unknown part of seconds", #""certify": 2"#, #""rest": 2"#, at: "seconds.rest", found: "unknown key"),
    ]

    @Test func theValidOneIsRead() throws {
        let scratch = try Scratch()
        let stored = try EquilibriumFile.read(scratch.write("e.json", Self.valid), of: Self.contest())
        #expect(stored.efforts.values.array == [1, 2, 4] && stored.totals == [3, 4])
        #expect(stored.status == .stalled && stored.certificate.exploitability.isNaN && stored.certificate.relativeExploitability == 0.25)
        #expect(stored.genAI == [0, 0] && stored.prices[0] == 5 && stored.prices[1].isNaN && stored.utilities == [6, 7])
        #expect(stored.reason == "why" && stored.method == "m" && stored.iterations == 9 && stored.threads == 1)
        #expect(stored.kernelTarget == "portable" && stored.version == "0.1.0")
    }

    @Test(arguments: faults) func isRefused(_ fault: Fault) throws {
        let scratch = try Scratch()
        try #require(Self.valid.components(separatedBy: fault.replace).count == 2, "the fault is in one place")
        let path = try scratch.write("e.json", Self.valid.replacing(fault.replace, with: fault.by))
        let error = #expect(throws: FileError.self) { try EquilibriumFile.read(path, of: Self.contest()) }
        #expect(error?.file == path && error?.field == fault.field)
        #expect(error?.found.contains(fault.found) == true, "\(error?.description ?? "")")
        #expect(try scratch.contents == ["e.json"])
    }

    @Test func sideFiles() throws {
        let scratch = try Scratch()
        let path = try scratch.write("e.json", Self.valid.replacing("[[1, 4], [2, null]]", with: #"{"csv": "e.csv"}"#))
        let csv = "creator,topic,effort\nana,music,1\nana,news,4\nbo,music,2\nbo,news,0\n"
        try scratch.write("e.csv", csv)
        #expect(try EquilibriumFile.read(path, of: Self.contest()).efforts.values.array == [1, 2, 4])
        for (replace, by, field, found) in [
            ("bo,news,0", "bo,news,1", "line 5", "1.0"), ("bo,music,2\n", "", nil, "1"), ("ana,news,4", "ana,news,-4", "line 3", "-4.0"),
            ("ana,news,4", "ana,new,4", "line 3", "\"new\""),
        ] {
            try scratch.write("e.csv", csv.replacing(replace, with: by))
            let error = #expect(throws: FileError.self) { try EquilibriumFile.read(path, of: Self.contest()) }
            #expect(error?.file == scratch.path("e.csv") && error?.field == field && error?.found == found)
        }
        let other = try scratch.write("n.json", Self.valid.replacing("[[1, 4], [2, null]]", with: #"{"npy": "e.npy"}"#))
        try scratch.write("e.npy", npy(npyHeader("(2, 2)"), data: float64([1, 4, 2, .nan])))
        #expect(try EquilibriumFile.read(other, of: Self.contest()).efforts.values.array == [1, 2, 4])
        for (values, field) in [([1, 4, 2, 1], "[1][1]"), ([1, .infinity, 2, 0], "[0][1]"), ([.nan, 4, 2, 0], "[0][0]")] as [([Double], String)] {
            try scratch.write("e.npy", npy(npyHeader("(2, 2)"), data: float64(values)))
            let error = #expect(throws: FileError.self) { try EquilibriumFile.read(other, of: Self.contest()) }
            #expect(error?.file == scratch.path("e.npy") && error?.field == field)
        }
    }
}
