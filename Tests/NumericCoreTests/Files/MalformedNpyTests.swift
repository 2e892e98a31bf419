import Foundation
import Testing

@testable import NumericCore

/// A valid NumPy file of 3 x 2 costs, one thing broken a row.
@Suite struct MalformedNpyTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let what: String
        let bytes: [UInt8]
        let field: String?
        let found: String
        init(_ what: String, _ bytes: [UInt8], at field: String?, found: String) {
            (self.what, self.bytes, self.field, self.found) = (what, bytes, field, found)
        }
        var testDescription: String { what }
    }

    static let data = float64([0.5, 1.25, 1, 3, 2, 1.5])
    static let valid = npy(npyHeader("(3, 2)"), data: data)
    private static func with(_ header: String) -> [UInt8] { npy(header, data: data) }
    private static func changed(_ at: Int, _ byte: UInt8) -> [UInt8] {
        var bytes = valid
        bytes[at] = byte
        return bytes
    }

    static let faults: [Fault] = [
        .init("nothing", [], at: nil, found: "0 bytes"),
        .init("the first bytes only", Array(valid.prefix(9)), at: nil, found: "9 bytes"),
        .init("another kind of file", changed(0, 0x50), at: nil, found: "other bytes"),
        .init("version 4", changed(6, 4), at: "version", found: "4.0"),
        .init("version 1.1", changed(7, 1), at: "version", found: "1.1"),
        .init("version 2 cut in its length", Array(valid.prefix(6)) + [2, 0, 1, 2], at: "header", found: "end of the file"),
        .init("a header beyond the end", Array(valid.prefix(60)), at: "header", found: "50"),
        .init("a huge header", Array(valid.prefix(6)) + [2, 0, 0xFF, 0xFF, 0xFF, 0x7F] + valid, at: "header", found: "2147483647"),
        .init("data cut short", Array(valid.dropLast()), at: "data", found: "47"),
        .init("bytes after the data", valid + [0], at: "data", found: "49"),
        .init("no data", Array(valid.dropLast(48)), at: "data", found: "0"),
        .init("Python objects", with(npyHeader("(3, 2)", descr: "|O")), at: "descr", found: "Python objects"),
        .init("big-endian numbers", with(npyHeader("(3, 2)", descr: ">f8")), at: "descr", found: ">f8"),
        .init("integers", with(npyHeader("(3, 2)", descr: "<i8")), at: "descr", found: "<i8"),
        .init("complex numbers", with(npyHeader("(3, 2)", descr: "<c16")), at: "descr", found: "<c16"),
        .init("records", with("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3, 2), }"), at: "descr", found: "something else"),
        .init("a number for the order", with("{'descr': '<f8', 'fortran_order': 0, 'shape': (3, 2), }"), at: "header", found: "fortran_order"),
        .init("a string for the order", with("{'descr': '<f8', 'fortran_order': 'no', 'shape': (3, 2), }"), at: "fortran_order", found: "something else"),
        .init("a shape that is a number", with("{'descr': '<f8', 'fortran_order': False, 'shape': 6, }"), at: "header", found: "shape"),
        .init("a shape that is a string", with("{'descr': '<f8', 'fortran_order': False, 'shape': '(3, 2)', }"), at: "shape", found: "something else"),
        .init("three dimensions", with(npyHeader("(3, 2, 1)")), at: "shape", found: "(3, 2, 1)"),
        .init("no dimensions", with(npyHeader("()")), at: "shape", found: "()"),
        .init("an empty dimension", with(npyHeader("(0, 2)")), at: "shape", found: "(0, 2)"),
        .init("a negative dimension", with(npyHeader("(-3, -2)")), at: "shape", found: "(-3, -2)"),
        .init("a product that overflows", with(npyHeader("(4294967296, 4294967296)")), at: "shape", found: "4294967296"),
        .init("a dimension that no integer holds", with(npyHeader("(99999999999999999999, 2)")), at: "shape", found: "9223372036854775807"),
        .init("a larger shape than the data", with(npyHeader("(3, 3)")), at: "data", found: "48"),
        .init("one dimension for a matrix", with(npyHeader("(6,)")), at: "shape", found: "(6,)"),
        .init("a key twice", with("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }"), at: "header", found: "descr"),
        .init("a key missing", with("{'descr': '<f8', 'shape': (3, 2), }"), at: "header", found: "descr"),
        .init("a key too many", with("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), 'x': 1}"), at: "header", found: "descr"),
        .init("a dictionary that stays open", with("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2)"), at: "header", found: "descr"),
        .init("text after the dictionary", with("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2)} x"), at: "header", found: "descr"),
        .init("an expression", with("__import__('os').getcwd()"), at: "header", found: "import"),
        .init("a header of other bytes", with("\u{1}\u{2}\u{3}"), at: "header", found: "\\u{1}"),
    ]

    @Test(arguments: faults) func isRefused(_ fault: Fault) throws {
        let scratch = try Scratch()
        let game = try scratch.write("game.json", """
            {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": 7}, "cost": {"coefficients": {"npy": "costs.npy"}}}
            """)
        let path = try scratch.write("costs.npy", Self.valid)
        #expect(try GameFile.read(game).layout.cells == 6)
        try scratch.write("costs.npy", fault.bytes)
        let error = #expect(throws: FileError.self) { try GameFile.read(game) }
        #expect(error?.file == path && error?.field == fault.field)
        #expect(error?.found.contains(fault.found) == true, "\(error?.description ?? "")")
        #expect(try scratch.contents == ["costs.npy", "game.json"])
    }

    /// Files that are well formed and disagree with the game.
    @Test func disagreement() throws {
        let scratch = try Scratch()
        try scratch.write("costs.npy", Self.valid)
        try scratch.write("other.npy", npy(npyHeader("(2, 3)"), data: Self.data))
        try scratch.write("vector.npy", npy(npyHeader("(6,)"), data: Self.data))
        try scratch.write("bad.npy", npy(npyHeader("(3, 2)"), data: float64([1, 2, 3, -4, 5, .infinity])))
        func error(_ head: String, _ market: String, _ costs: String, _ rest: String) throws -> FileError? {
            let game = try scratch.write("game.json", """
                {"schema": "nashbench/game/1", "competition": "exclusive", \(head) "market": {"mu": \(market)}, "cost": {"coefficients": {"npy": "\(costs)"}\(rest)}}
                """)
            return #expect(throws: FileError.self) { try GameFile.read(game) }
        }
        let creators = try error(#""creators": 2,"#, "7", "costs.npy", "")
        #expect(creators?.field == "creators" && creators?.file == scratch.path("game.json"))
        let shape = try error("", "7", "costs.npy", #", "exponents": {"npy": "other.npy"}"#)
        #expect(shape?.field == "shape" && shape?.file == scratch.path("other.npy") && shape?.expected == "(3, 2)" && shape?.found == "(2, 3)")
        let exponents = try error("", "7", "costs.npy", #", "exponents": {"npy": "vector.npy"}"#)
        #expect(exponents?.field == "shape" && exponents?.file == scratch.path("vector.npy") && exponents?.expected == "(2,)")
        let mu = try error("", #"{"npy": "vector.npy"}"#, "costs.npy", "")
        #expect(mu?.field == "shape" && mu?.file == scratch.path("vector.npy"))
        let negative = try error("", "7", "bad.npy", "")
        #expect(negative?.field == "cost.coefficients[1][1]" && negative?.found == "-4.0")
        let low = try error("", "7", "costs.npy", #", "exponents": {"npy": "costs.npy"}"#)
        #expect(low?.field == "cost.exponents[0][0]" && low?.found == "0.5")
        let csv = try error("", #"{"csv": "mu.csv"}"#, "costs.npy", "")
        #expect(csv?.field == "market.mu.csv")
    }
}
