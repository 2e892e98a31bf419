import Foundation
import Testing
import TestSupport

@testable import NumericCore

@Suite struct TableTests {
    @Test func namesInOrderAndZerosLeftOut() throws {
        let scratch = try Scratch()
        let observed = try ObservedTable.read(
            output: scratch.write("output.csv", "creator,topic,output\nbo,news,2\nana,music,1e-3\nbo,music,0\ncy,news,0\nana,news,+.5\ncy,gone,0\n"),
            attention: scratch.write("attention.csv", "attention,topic\n10,music\n20.25,news\n"))
        #expect(observed.creatorNames == ["bo", "ana", "cy"])
        #expect(observed.topicNames == ["music", "news"])
        #expect(observed.attention == [10, 20.25])
        #expect(observed.output.array == [1e-3, 2, 0.5])
        #expect(observed.layout.range(ofTopic: 0) == 0..<1 && observed.layout.range(ofTopic: 1) == 1..<3)
        #expect(observed.layout.creator(ofCell: 0, topic: 0) == 1)
        #expect(observed.layout.topics == 2 && observed.layout.creators == 3)
    }

    @Test func theShippedTable() throws {
        let folder = Fixtures.packageRoot.appending(path: "examples/debian")
        let observed = try ObservedTable.read(
            output: folder.appending(path: "debian-output.csv").path, attention: folder.appending(path: "debian-attention.csv").path)
        #expect(observed.creatorNames.count == 2249 && observed.topicNames.count == 58)
        #expect(observed.layout.cells == 8096)
        #expect(observed.output.array.reduce(0, +) == 63_666)
    }

    @Test func fieldsAreQuotedWhereTheyMustBe() throws {
        for name in ["plain", "a,b", "\"", "two\nlines", "\r\n", "ünï", " padded "] {
            let contents = FileBytes(Array("name\n\(CSVReader.field(name))\n".utf8), named: "names.csv")
            var rows = try CSVReader(contents, columns: ["name"])
            #expect(try rows.next())
            #expect(try rows.name(0) == name)
            #expect(try !rows.next())
        }
    }

    @Test func linesAreCountedThroughQuotes() throws {
        let contents = FileBytes(Array("name,x\n\"a\nb\",1\r\n\nc,2\n".utf8), named: "t.csv")
        var rows = try CSVReader(contents, columns: ["x", "name"])
        #expect(try rows.next() && rows.line == 2)
        #expect(try rows.next() && rows.line == 5)
        #expect(try rows.number(0) == 2)
    }

    @Test func errorsAreOneLine() {
        let error = FileError(file: "a\nb.json", field: "market.mu", expected: "x", found: "y\r\u{2028}\u{1B}[0m")
        #expect(error.description == #"a\u{a}b.json: market.mu: expected x, found y\u{d}\u{2028}\u{1b}[0m"#)
    }

    @Test func namesOfSideFiles() {
        #expect(Paths.sideName(of: "/tmp/a.b/game.json", "cells.csv") == "game.cells.csv")
        #expect(Paths.sideName(of: "game", "cells.csv") == "game.cells.csv")
        #expect(Paths.sideName(of: "x/a.b.json", "efforts.npy") == "a.b.efforts.npy")
        #expect(Paths.sideName(of: ".json", "efforts.npy") == ".json.efforts.npy")
        #expect(Paths.join(Paths.folder(of: "/g.json"), "c.csv") == "/c.csv")
        #expect(Paths.join(Paths.folder(of: "g.json"), "c.csv") == "c.csv")
        #expect(Paths.join(Paths.folder(of: "a/g.json"), "/c.csv") == "/c.csv")
    }
}
