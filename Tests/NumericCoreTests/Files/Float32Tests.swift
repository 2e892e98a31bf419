import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Costs that are floats in the file: they stay floats, and nothing else changes.
@Suite struct Float32Tests {
    /// The same game twice: costs as floats and as the doubles of the same values.
    static func games(_ family: BenchmarkFamily, creators: Int, topics: Int, in scratch: Scratch) throws -> (floats: Contest, doubles: Contest) {
        let game = try RandomGame(family: family, creators: creators, topics: topics, seed: 5)
        try GameFile.write(game, to: scratch.path("floats.json"), float32: true)
        let floats = try GameFile.read(scratch.path("floats.json"))
        let widened = CellBuffer(floats.costs.coefficients.array)
        let doubles = try floats.with(costs: PowerCost(layout: floats.layout, coefficients: widened, exponents: floats.costs.exponents))
        return (floats, doubles)
    }

    /// 4096 creators is a tile, 2^18 a topic that all threads solve together.
    @Test(arguments: [(.e, 1000, 20), (.e17, 5000, 3), (.h2, 1000, 20), (.h1, 4097, 4), (.e17, 1 << 18, 1)] as [(BenchmarkFamily, Int, Int)])
    func resultsHaveTheSameBits(family: BenchmarkFamily, creators: Int, topics: Int) throws {
        let scratch = try Scratch()
        let (floats, doubles) = try Self.games(family, creators: creators, topics: topics, in: scratch)
        #expect(floats.costs.coefficients.bytesPerNumber == 4 && doubles.costs.coefficients.bytesPerNumber == 8)
        #expect(floats.fingerprint == doubles.fingerprint)
        let expected = try solve(doubles)
        #expect(expected.status == .converged)
        for threads in [1, 2, 3] {
            var settings = Settings()
            settings.threads = threads
            for exploitability in [Settings.Exploitability.bound, .search] where exploitability == .bound || floats.layout.cells <= 20_000 {
                settings.exploitability = exploitability
                let found = try solve(floats, settings: settings)
                settings.threads = 1
                let certificate = try certify(doubles, efforts: expected.efforts, settings: settings).certificate
                #expect(bits(found.efforts.values) == bits(expected.efforts.values))
                #expect(bits(found.totals) == bits(expected.totals) && bits(found.utilities) == bits(expected.utilities))
                #expect(found.certificate == certificate)
            }
        }
    }

    @Test func draws() throws {
        let scratch = try Scratch()
        let (floats, _) = try Self.games(.h1, creators: 70, topics: 3, in: scratch)
        let exact = try BenchmarkFamily.h1.contest(creators: 70, topics: 3, seed: 5)
        #expect(floats.costs.coefficients.array == exact.costs.coefficients.array.map { Double(Float($0)) })
        #expect(bits(floats.costs.perCellExponents!) == bits(exact.costs.perCellExponents!))
        #expect(floats.market == exact.market && floats.name == exact.name)
        #expect(try scratch.contents == ["floats.coefficients.npy", "floats.exponents.npy", "floats.json"])
    }

    /// A game of costs as floats is written as it was read.
    @Test func roundTrip() throws {
        let scratch = try Scratch()
        let (floats, _) = try Self.games(.e17, creators: 50_001, topics: 2, in: scratch)
        try GameFile.write(floats, to: scratch.path("again.json"))
        let files = try ["floats", "again"].map { try Data(contentsOf: scratch.folder.appending(path: "\($0).coefficients.npy")) }
        #expect(files[0] == files[1])
        let small = try Self.games(.e17, creators: 5, topics: 2, in: scratch).floats
        try GameFile.write(small, to: scratch.path("inline.json"))
        let back = try GameFile.read(scratch.path("inline.json"))
        #expect(bits(back.costs.coefficients) == bits(small.costs.coefficients) && back.costs.coefficients.bytesPerNumber == 8)
    }

    /// In Fortran order they are used where they lie in the file; in C order they are copied, as doubles.
    @Test func onlyFortranOrderStays() throws {
        let scratch = try Scratch()
        for (fortran, bytes) in [(true, 4), (false, 8)] {
            let contest = try NpyTests().contest(npy(npyHeader("(3, 2)", descr: "<f4", fortran: fortran), data: float32([1, 2, 3, 4, 5, 6])), scratch)
            #expect(contest.costs.coefficients.bytesPerNumber == bytes)
            #expect(contest.costs.coefficients.array == (fortran ? [1, 2, 3, 4, 5, 6] : [1, 3, 5, 2, 4, 6]))
        }
    }

    /// A gap makes the game sparse; anything else that is no cost is named, wherever it stands.
    @Test(arguments: ["<f4", "<f8"]) func everyCellIsChecked(descr: String) throws {
        let scratch = try Scratch()
        let rows = 5000
        func read(_ cell: Int, _ value: Double) throws -> Contest {
            var values = [Double](repeating: 1.5, count: 2 * rows)
            values[cell] = value
            try scratch.write("costs.npy", npy(npyHeader("(\(rows), 2)", descr: descr, fortran: true), data: descr == "<f4" ? float32(values) : float64(values)))
            return try GameFile.read(scratch.write("game.json", """
                {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": 7}, "cost": {"coefficients": {"npy": "costs.npy"}, "exponents": 2}}
                """))
        }
        for cell in [0, 4095, 4096, 4999, 5000, 9999] {
            let contest = try read(cell, .nan)
            #expect(contest.layout.cells == 2 * rows - 1 && contest.layout.cell(creator: cell % rows, topic: cell / rows) == nil)
            for bad in [0, -0.5, .infinity] {
                let error = #expect(throws: FileError.self) { _ = try read(cell, bad) }
                #expect(error?.field == "cost.coefficients[\(cell % rows)][\(cell / rows)]")
                #expect(error?.found == "\(bad)")
            }
        }
    }

    @Test func tilesAreRunsOfNumbers() {
        let numbers = CellNumbers((0..<100).map { Float($0) / 3 })
        let doubles = CellNumbers(CellBuffer(numbers.array))
        #expect(numbers.count == 100 && numbers[7] == Double(Float(7) / 3))
        for range in [0..<0, 0..<100, 3..<20, 100..<100] {
            let expected = Array(numbers.array[range])
            #expect(numbers.withDoubles(range) { Array(UnsafeBufferPointer(start: $0, count: range.count)) } == expected)
            #expect(doubles.withDoubles(range) { Array(UnsafeBufferPointer(start: $0, count: range.count)) } == expected)
        }
    }
}
