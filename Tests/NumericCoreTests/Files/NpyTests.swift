import Foundation
import Testing

@testable import NumericCore

/// A NumPy file, made here byte by byte.
func npy(_ header: String, version: UInt8 = 1, data: [UInt8], padTo: Int = 64) -> [UInt8] {
    let lengthBytes = version == 1 ? 2 : 4
    var text = header
    while (8 + lengthBytes + text.utf8.count + 1) % padTo != 0 { text += " " }
    text += "\n"
    let length = text.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + (0..<lengthBytes).map { UInt8((length >> (8 * $0)) & 0xFF) } + Array(text.utf8) + data
}

func float64(_ values: [Double]) -> [UInt8] { values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) } }
func float32(_ values: [Double]) -> [UInt8] { values.flatMap { withUnsafeBytes(of: Float($0).bitPattern.littleEndian, Array.init) } }

func npyHeader(_ shape: String, descr: String = "<f8", fortran: Bool = false) -> String {
    "{'descr': '\(descr)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }"
}

@Suite struct NpyTests {
    /// A 3 x 2 game whose coefficients are in the file.
    func contest(_ bytes: [UInt8], _ scratch: Scratch, exponents: [UInt8]? = nil) throws -> Contest {
        try scratch.write("costs.npy", bytes)
        if let exponents { try scratch.write("exponents.npy", exponents) }
        return try GameFile.read(scratch.write("game.json", """
            {"schema": "nashbench/game/1", "competition": "exclusive", "creators": 3, "topics": 2, "market": {"mu": [7, 9]},
             "cost": {"coefficients": {"npy": "costs.npy"}\(exponents == nil ? "" : #", "exponents": {"npy": "exponents.npy"}"#)}}
            """))
    }
    static let columnMajor = [0.5, 1, 2, 1.25, 3, 1.5]
    static let rowMajor = [0.5, 1.25, 1, 3, 2, 1.5]

    /// Every version, order, type and alignment gives the same cells.
    @Test(arguments: [1, 2, 3] as [UInt8], [true, false])
    func everyForm(version: UInt8, fortran: Bool) throws {
        let scratch = try Scratch()
        let values = fortran ? Self.columnMajor : Self.rowMajor
        for padTo in [64, 1] { // numbers of a file that is not padded start at odd places
            for (descr, data) in [("<f8", float64(values)), ("<f4", float32(values))] {
                let bytes = npy(npyHeader("(3, 2)", descr: descr, fortran: fortran), version: version, data: data, padTo: padTo)
                let contest = try contest(bytes, scratch)
                #expect(contest.costs.coefficients.array == Self.columnMajor)
                #expect(contest.layout.isDense)
            }
        }
    }

    @Test func otherSpellingsOfAHeader() throws {
        let scratch = try Scratch()
        for header in [
            #"{"shape":(3,2),"fortran_order":True,"descr":"<f8"}"#, "{ 'fortran_order' : True , 'descr': '<f8', 'shape': (3L, 2L,), }",
        ] {
            #expect(try contest(npy(header, data: float64(Self.columnMajor)), scratch).costs.coefficients.array == Self.columnMajor)
        }
    }

    @Test func nanIsNotEligible() throws {
        let scratch = try Scratch()
        for fortran in [true, false] {
            var values = fortran ? Self.columnMajor : Self.rowMajor
            values[fortran ? 1 : 2] = .nan // creator 1, topic 0
            let exponents = npy(npyHeader("(3, 2)"), data: float64([1.1, 1.2, .nan, 1.4, 1.5, 1.6]))
            let contest = try contest(npy(npyHeader("(3, 2)", fortran: fortran), data: float64(values)), scratch, exponents: exponents)
            #expect(contest.layout.cells == 5)
            #expect(contest.layout.cell(creator: 1, topic: 0) == nil)
            #expect(contest.costs.coefficients.array == [0.5, 2, 1.25, 3, 1.5])
            guard case .perCell(let rhos) = contest.costs.exponents else { Issue.record("one exponent a cell"); return }
            #expect(rhos.array == [1.1, 1.5, 1.2, 1.4, 1.6])
        }
    }

    @Test func vectorsAreOneATopic() throws {
        let scratch = try Scratch()
        let contest = try contest(
            npy(npyHeader("(3, 2)", fortran: true), data: float64(Self.columnMajor)), scratch,
            exponents: npy(npyHeader("(2,)"), data: float64([1.5, 2])))
        guard case .perTopic(let rhos) = contest.costs.exponents else { Issue.record("one exponent a topic"); return }
        #expect(rhos == [1.5, 2])
    }

    @Test func marketEntriesMayBeVectors() throws {
        let scratch = try Scratch()
        try scratch.write("mu.npy", npy(npyHeader("(2,)", descr: "<f4"), data: float32([100, 40])))
        let contest = try GameFile.read(scratch.write("game.json", GameFileTests.dense.replacing("[100, 40]", with: #"{"npy": "mu.npy"}"#)))
        #expect(contest.market.mu == [100, 40])
    }

    /// No copy: the numbers lie in the mapped file.
    @Test func fortranOrderIsMapped() throws {
        let scratch = try Scratch()
        let path = try scratch.write("costs.npy", npy(npyHeader("(3, 2)", fortran: true), data: float64(Self.columnMajor)))
        let contents = try FileBytes(path)
        let cells = try NpyArray(contents).columnMajor()
        let start = UInt(bitPattern: contents.bytes.baseAddress!)
        cells.withUnsafeValues { #expect(UInt(bitPattern: $0.baseAddress!) - start == 64 * 2) }
    }

    /// Tiles that end inside the matrix, on both sides.
    @Test func rowOrderOfAWideMatrix() throws {
        let (rows, columns) = (131, 67)
        let values = (0..<rows * columns).map { Double($0) + 0.5 }
        let contents = FileBytes(npy(npyHeader("(\(rows), \(columns))"), data: float64(values)), named: "m.npy")
        let cells = try NpyArray(contents).columnMajor()
        #expect((0..<columns).allSatisfy { k in (0..<rows).allSatisfy { cells[k * rows + $0] == values[$0 * columns + k] } })
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let scratch = try Scratch()
        let output = OutputFiles()
        let values = CellBuffer(hardNumbers + [-0.0, .nan])
        try NpyArray.write(CellNumbers(values), rows: 7, columns: 2, to: output.add(scratch.path("a.npy")))
        #expect(try scratch.contents.count == 1 && scratch.contents != ["a.npy"])
        try output.commit()
        #expect(try scratch.contents == ["a.npy"])
        let array = try NpyArray(FileBytes(scratch.path("a.npy")))
        #expect(array.header == NpyHeader(rows: 7, columns: 2))
        #expect(bits(array.columnMajor()) == bits(values))
    }
}
