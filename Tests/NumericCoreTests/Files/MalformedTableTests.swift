import Foundation
import Testing

@testable import NumericCore

/// Valid CSV and NumPy files, one thing broken a row: the error names the file and the line or the part of the header.
@Suite struct MalformedTableTests {
    typealias Fault = MalformedGameTests.Fault

    static let cells = "creator,topic,cost,exponent\nana,music,0.5,1.5\nbo,news,1,2\n\"cy\",music,2,1\n"
    static let cellFaults: [Fault] = [
        .init("an empty file", cells, "", at: "line 1", found: "empty"),
        .init("a header alone", "\nana,music,0.5,1.5\nbo,news,1,2\n\"cy\",music,2,1\n", "\n", at: "line 1", found: "none"),
        .init("a missing column", "creator,topic,cost,exponent", "creator,topic,costs,exponent", at: "line 1", found: "\"costs\""),
        .init("no topic column", "creator,topic,cost,exponent", "creator,cost,exponent", at: "line 1", found: "no column \"topic\""),
        .init("a column twice", "cost,exponent", "cost,cost", at: "line 1", found: "twice"),
        .init("a field too few", "bo,news,1,2", "bo,news,1", at: "line 3", found: "3"),
        .init("a field too many", "bo,news,1,2", "bo,news,1,2,3", at: "line 3", found: "5"),
        .init("an unknown creator", "bo,news", "bob,news", at: "line 3", found: "\"bob\""),
        .init("an unknown topic", "bo,news", "bo,new", at: "line 3", found: "\"new\""),
        .init("an empty creator", "bo,news", ",news", at: "line 3", found: "empty"),
        .init("a cell twice", "bo,news", "ana,music", at: "line 3", found: "line 2"),
        .init("a word for a cost", "bo,news,1,2", "bo,news,one,2", at: "line 3", found: "\"one\""),
        .init("NaN for a cost", "bo,news,1,2", "bo,news,nan,2", at: "line 3", found: "\"nan\""),
        .init("an infinite cost", "bo,news,1,2", "bo,news,1e999,2", at: "line 3", found: "\"1e999\""),
        .init("a decimal comma in quotes", "bo,news,1,2", "bo,news,\"1,5\",2", at: "line 3", found: "\"1,5\""),
        .init("a hexadecimal cost", "bo,news,1,2", "bo,news,0x10,2", at: "line 3", found: "\"0x10\""),
        .init("a cost with a space", "bo,news,1,2", "bo,news, 1,2", at: "line 3", found: "\" 1\""),
        .init("no cost", "bo,news,1,2", "bo,news,,2", at: "line 3", found: "\"\""),
        .init("a cost of zero", "bo,news,1,2", "bo,news,0,2", at: "line 3", found: "0.0"),
        .init("a negative cost", "bo,news,1,2", "bo,news,-1,2", at: "line 3", found: "-1.0"),
        .init("an exponent below 1", "bo,news,1,2", "bo,news,1,0.5", at: "line 3", found: "0.5"),
        .init("a quote that stays open", "\"cy\"", "\"cy", at: "line 4", found: "end of the file"),
        .init("a quote inside a field", "bo,news", "b\"o,news", at: "line 3", found: "quote"),
        .init("text after a quote", "\"cy\"", "\"cy\"x", at: "line 4", found: "other text"),
        .init("a line end of CR alone", "bo,news,1,2\n", "bo,news,1,2\r", at: "line 3", found: "CR"),
    ]

    @Test(arguments: cellFaults) func cellsAreRefused(_ fault: Fault) throws {
        let scratch = try Scratch()
        let game = try scratch.write("game.json", """
            {"schema": "nashbench/game/1", "competition": "exclusive", "creatorNames": ["ana", "bo", "cy"], "topicNames": ["music", "news"],
             "market": {"mu": 7}, "cost": {"coefficients": {"csv": "cells.csv"}}}
            """)
        let path = try scratch.write("cells.csv", Self.cells)
        #expect(try GameFile.read(game).layout.cells == 3)
        try #require(Self.cells.components(separatedBy: fault.replace).count == 2, "the fault is in one place")
        try scratch.write("cells.csv", Self.cells.replacing(fault.replace, with: fault.by))
        check(#expect(throws: FileError.self) { try GameFile.read(game) }, fault, path)
        #expect(try scratch.contents == ["cells.csv", "game.json"])
    }

    @Test func cellsThatDisagreeWithTheGame() throws {
        let scratch = try Scratch()
        try scratch.write("cells.csv", Self.cells)
        for (head, cost, field) in [
            (#""creators": 4,"#, "", "creators"), (#""topics": 3,"#, "", "topics"), ("", #", "exponents": 2"#, "cost.exponents"),
            (#""topicNames": ["music", "news"], "topics": 3,"#, "", "topics"),
        ] {
            let game = try scratch.write("game.json", """
                {"schema": "nashbench/game/1", "competition": "exclusive", \(head) "market": {"mu": 7}, "cost": {"coefficients": {"csv": "cells.csv"}\(cost)}}
                """)
            let error = #expect(throws: FileError.self) { try GameFile.read(game) }
            #expect(error?.file == game && error?.field == field)
        }
        try scratch.write("cells.csv", [0x63, 0x0A, 0xFF])
        let game = try scratch.write("game.json", #"{"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": 7}, "cost": {"coefficients": {"csv": "cells.csv"}}}"#)
        let error = #expect(throws: FileError.self) { try GameFile.read(game) }
        #expect(error?.file == scratch.path("cells.csv") && error?.field == "line 2" && error?.expected == "UTF-8 text")
    }

    static let output = "creator,topic,output\nana,music,3\nbo,news,1\nbo,music,0\n"
    static let attention = "topic,attention\nmusic,10\nnews,20\n"
    static let outputFaults: [Fault] = [
        .init("negative output", "ana,music,3", "ana,music,-3", at: "line 2", found: "-3.0"),
        .init("no output", "ana,music,3", "ana,music,", at: "line 2", found: "\"\""),
        .init("a word for output", "ana,music,3", "ana,music,three", at: "line 2", found: "\"three\""),
        .init("a cell twice, once with zero", "ana,music,3", "bo,music,3", at: "line 4", found: "line 2"),
        .init("topics without attention", "bo,music,0", "bo,art,1\nbo,law,2", at: nil, found: "\"art\", \"law\""),
        .init("another header", "creator,topic,output", "creator,topic,cost", at: "line 1", found: "\"cost\""),
    ]
    static let attentionFaults: [Fault] = [
        .init("negative attention", "music,10", "music,-10", at: "line 2", found: "-10.0"),
        .init("infinite attention", "music,10", "music,inf", at: "line 2", found: "\"inf\""),
        .init("a topic twice", "news,20", "music,20", at: "line 3", found: "line 2"),
        .init("a column too many", "topic,attention", "topic,attention,share", at: "line 1", found: "\"share\""),
        .init("no topics", "\nmusic,10\nnews,20\n", "", at: "line 1", found: "none"),
    ]

    @Test(arguments: outputFaults + attentionFaults) func observedTablesAreRefused(_ fault: Fault) throws {
        let scratch = try Scratch()
        let inOutput = Self.outputFaults.contains { $0.what == fault.what }
        let valid = inOutput ? Self.output : Self.attention
        try #require(valid.components(separatedBy: fault.replace).count == 2, "the fault is in one place")
        let broken = valid.replacing(fault.replace, with: fault.by)
        let output = try scratch.write("output.csv", inOutput ? broken : Self.output)
        let attention = try scratch.write("attention.csv", inOutput ? Self.attention : broken)
        let error = #expect(throws: FileError.self) { try ObservedTable.read(output: output, attention: attention) }
        check(error, fault, inOutput && fault.what != "topics without attention" ? output : attention)
        #expect(try scratch.contents == ["attention.csv", "output.csv"])
    }

    @Test func topicsWithoutOutputAreNamed() throws {
        let scratch = try Scratch()
        let output = try scratch.write("output.csv", Self.output)
        let attention = try scratch.write("attention.csv", Self.attention + "art,3\nlaw,4\n")
        let error = #expect(throws: FileError.self) { try ObservedTable.read(output: output, attention: attention) }
        #expect(error?.file == output && error?.found.contains("\"art\", \"law\"") == true)
        let missing = #expect(throws: FileError.self) { try ObservedTable.read(output: output, attention: scratch.path("none.csv")) }
        #expect(missing?.file == scratch.path("none.csv") && missing?.found.contains("No such file") == true)
    }

    private func check(_ error: FileError?, _ fault: Fault, _ path: String) {
        #expect(error?.file == path)
        #expect(error?.field == fault.field)
        #expect(error?.found.contains(fault.found) == true, "\(error?.description ?? "")")
    }
}
