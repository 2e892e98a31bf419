import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Cells of a CSV file in any order: the same table as in the order of its layout.
@Suite struct CellRowsTests {
    struct Cell: Equatable {
        var creator: Int32
        var topic: Int32
        var numbers: [Double]
    }

    private func rows(_ cells: [Cell], spare: Int = 0, columns: Int) -> CellRows {
        var rows = CellRows(capacity: cells.count + spare, columns: columns)
        for cell in cells {
            for column in 0..<columns { rows.set(cell.numbers[column], column: column) }
            rows.append(creator: cell.creator, topic: cell.topic)
        }
        return rows
    }

    /// Some of n x K cells, each once, numbers that tell them apart.
    private func cells(creators: Int, topics: Int, keeping share: Double, _ random: inout some RandomNumberGenerator) -> [Cell] {
        var cells: [Cell] = []
        for topic in 0..<topics {
            for creator in 0..<creators where Double.random(in: 0..<1, using: &random) < share {
                cells.append(Cell(creator: Int32(creator), topic: Int32(topic), numbers: [Double(cells.count), -Double(cells.count)]))
            }
        }
        return cells
    }

    /// Creators, topics: one of a kind, fewer and more than a digit of the sort holds, more than two digits of it.
    @Test(arguments: [(1, 1), (1, 3000), (3000, 1), (7, 11), (256, 9), (257, 5), (70_000, 2), (3, 66_000)])
    func sortedFromAnyOrder(creators: Int, topics: Int) {
        var random = SystemRandomNumberGenerator()
        for share in [1, 0.3] {
            let expected = cells(creators: creators, topics: topics, keeping: share, &random)
            for order in [expected.shuffled(using: &random), expected.reversed(), expected] {
                var sorted = rows(order, spare: 3, columns: 2)
                sorted.sort()
                #expect(sorted.firstRepeated == nil)
                #expect(sorted.creatorOf == expected.map(\.creator) && sorted.topicOf == expected.map(\.topic))
                #expect(sorted.values(column: 0).array == expected.map { $0.numbers[0] })
                #expect(sorted.values(column: 1).array == expected.map { $0.numbers[1] })
                #expect(sorted.layout(creators: creators, topics: topics).isDense == (expected.count == creators * topics))
            }
        }
    }

    @Test func repeatedCellsAreFound() throws {
        var random = SystemRandomNumberGenerator()
        let once = cells(creators: 40, topics: 40, keeping: 0.5, &random)
        let again = try #require(once.randomElement(using: &random))
        var sorted = rows((once + [again]).shuffled(using: &random), columns: 1)
        sorted.sort()
        #expect(sorted.firstRepeated == once.firstIndex(of: again)! + 1)
        var same = rows([Cell](repeating: again, count: 1000), columns: 0)
        same.sort()
        #expect(same.firstRepeated == 1)
    }

    @Test func zerosAreLeftOut() {
        var cells: [Cell] = []
        for number in 0..<100 {
            let numbers: [Double] = [number % 3 == 0 ? 0 : 1, Double(number)]
            cells.append(Cell(creator: Int32(number), topic: Int32(number / 50), numbers: numbers))
        }
        var kept = rows(cells, columns: 2)
        kept.removeZeros(column: 0)
        let expected = cells.filter { $0.numbers[0] != 0 }
        #expect(kept.creatorOf == expected.map(\.creator) && kept.topicOf == expected.map(\.topic))
        #expect(kept.values(column: 1).array == expected.map { $0.numbers[1] })
    }

    /// A game's cells in any order, in lines of any kind, are the same game.
    @Test func tablesInAnyOrderAreTheSameGame() throws {
        let scratch = try Scratch()
        var random = SystemRandomNumberGenerator()
        let cells = cells(creators: 60, topics: 30, keeping: 0.7, &random)
        let (creators, topics) = ((1...60).map { "c,\($0)" }, (1...30).map { "t\n\($0)" })
        let document: [String: Any] = [
            "schema": "nashbench/game/1", "competition": "exclusive", "creatorNames": creators, "topicNames": topics,
            "market": ["mu": 7], "cost": ["coefficients": ["csv": "cells.csv"]],
        ]
        let game = try scratch.write("game.json", JSONSerialization.data(withJSONObject: document))
        func read(_ cells: [Cell], _ lineEnd: String, last: String) throws -> Contest {
            let lines = cells.map { cell in
                let (creator, topic) = (creators[Int(cell.creator)], topics[Int(cell.topic)])
                return "\(cell.numbers[0] + 1),\"\(creator)\",\"\(topic)\",\(2 - cell.numbers[1])"
            }
            try scratch.write("cells.csv", (["cost,creator,topic,exponent"] + lines).joined(separator: lineEnd) + last)
            return try GameFile.read(game)
        }
        let plain = try read(cells, "\n", last: "\n")
        #expect(plain.costs.coefficients.array == cells.map { $0.numbers[0] + 1 })
        #expect(plain.costs.perCellExponents?.array == cells.map { 2 - $0.numbers[1] })
        for (lineEnd, last) in [("\n", ""), ("\r\n", "\r\n"), ("\n\n\n", "\n\n"), ("\r\n\n", "")] {
            #expect(try expectSame(read(cells.shuffled(using: &random), lineEnd, last: last), plain), "\(lineEnd.debugDescription)")
        }
    }

    /// The lines of a repeated cell are those of its first two rows, names in quotes and line ends in names counted.
    @Test func theLinesOfARepeatedCell() throws {
        let text = "creator,topic,cost\nbo,\"a\nb\",1\nana,x,1\n\n\"ana\",\"a\nb\",2\nbo,x,1\nana,\"a\nb\",1\nana,\"a\nb\",1\n"
        let column = CellTable.Column(name: "cost", domain: "a number", contains: { _ in true })
        var (creators, topics) = (CellTable.Names(), CellTable.Names())
        let error = #expect(throws: FileError.self) {
            try CellTable.read(FileBytes(Array(text.utf8), named: "t.csv"), [column], creators: &creators, topics: &topics)
        }
        #expect(error?.field == "line 9" && error?.found == #"the cell "ana", "a\u{a}b" again, as in line 6"#, "\(error?.description ?? "")")
    }

    /// Text longer than the reach between two releases of pages, faults on both sides of it.
    @Test func longTextIsReadAndCheckedToItsEnd() throws {
        let scratch = try Scratch()
        let row = Array("c,t,1\n".utf8), count = (1 << 26) / 6 + 100
        var text = Array("creator,topic,cost\n".utf8)
        text.reserveCapacity(6 * count + 40)
        for _ in 0..<count { text += row }
        func rows() throws -> (Int, Int) {
            var rows = try CSVReader(FileBytes(scratch.path("long.csv")), columns: ["creator", "topic", "cost"])
            let most = rows.mostRows
            var read = 0
            while try rows.next() { read += try rows.number(2) == 1 ? 1 : 0 }
            return (read, most)
        }
        try scratch.write("long.csv", text)
        let (read, most) = try rows()
        #expect(read == count && most == count + 1)
        text[text.count - 6] = 0xFF
        try scratch.write("long.csv", text)
        let error = #expect(throws: FileError.self) { try rows() }
        #expect(error?.field == "line \(count + 1)")
        // A character over the end of the first stretch.
        text[text.count - 6] = 0x63
        text.replaceSubrange((1 << 26) - 1...(1 << 26), with: Array("é".utf8))
        try scratch.write("long.csv", text)
        #expect(throws: FileError.self) { try rows() }
        #expect(try FileBytes(scratch.path("long.csv")).validatedText().count == text.count)
    }
}
