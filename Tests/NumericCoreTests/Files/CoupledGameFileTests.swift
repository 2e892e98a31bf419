import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// `cost.coupling`, `cost.totalEffort` and `capacity` in game files.
@Suite struct CoupledGameFileTests {
    /// Three creators, two topics, with everything that couples topics.
    static let text = """
        { "schema": "nashbench/game/1", "competition": "exclusive", "market": { "mu": [100, 40], "alpha": 0.7, "beta": 0.3 },
          "cost": { "coefficients": [[0.5, 1], [1, null], [2, 1.5]], "exponents": 1.5,
                    "coupling": {"matrix": [[1, 0.25], [0.25, 2]], "weights": [0.5, 0, 3]},
                    "totalEffort": {"scale": [0, 0.125, 7], "exponent": 3, "weights": [2, 0.5]} },
          "capacity": {"limits": [12, null, 0], "weights": [1, 4]} }
        """

    @Test func everyPartIsRead() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.text))
        let coupling = try #require(contest.coupling)
        #expect(coupling.matrix.array == [1, 0.25, 0.25, 2] && coupling.weights == [0.5, 0, 3])
        #expect(contest.totalEffort == (try TotalEffortCost(scale: [0, 0.125, 7], exponent: 3, weights: [2, 0.5])))
        #expect(contest.capacity == Capacity(limits: [12, .infinity, 0], weights: [1, 4]))
    }

    @Test func defaults() throws {
        let scratch = try Scratch()
        let text = Self.text.replacing(#", "weights": [0.5, 0, 3]"#, with: "").replacing(#""exponent": 3, "weights": [2, 0.5]"#, with: #""exponent": 2"#)
            .replacing(#", "weights": [1, 4]"#, with: "")
        for text in [text, text.replacing(#", "exponent": 2"#, with: "")] {
            let contest = try GameFile.read(scratch.write("game.json", text))
            #expect(contest.coupling?.weights == 1)
            #expect(contest.totalEffort?.exponent == 2 && contest.totalEffort?.weights == 1)
            #expect(contest.capacity?.weights == 1)
        }
    }

    @Test func oneNumberServesAllCreators() throws {
        let scratch = try Scratch()
        let text = Self.text.replacing("[0.5, 0, 3]", with: "0.5").replacing("[0, 0.125, 7]", with: "7").replacing("[12, null, 0]", with: "12")
        let contest = try GameFile.read(scratch.write("game.json", text))
        #expect(contest.coupling?.weights == 0.5 && contest.totalEffort?.scale == 7 && contest.capacity?.limits == 12)
    }

    /// What nobody pays, and what limits nobody, is not there.
    @Test(arguments: [
        ("[0.5, 0, 3]", "[0, 0, 0]"), ("[0.5, 0, 3]", "0"), (#""matrix": [[1, 0.25], [0.25, 2]], "weights": [0.5, 0, 3]"#, #""weights": 0"#),
        ("[[1, 0.25], [0.25, 2]], \"weights\": [0.5, 0, 3]", "[[-1, 3], [4, 5]], \"weights\": 0"),
        ("[0, 0.125, 7]", "0"), ("[0, 0.125, 7]", "[0, 0, 0]"), ("[12, null, 0]", "null"), ("[12, null, 0]", "[null, null, null]"),
        (#""limits": [12, null, 0], "#, ""),
    ])
    func neutralValuesAreNothing(replace: String, by: String) throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.text.replacing(replace, with: by)))
        #expect([contest.coupling == nil, contest.totalEffort == nil, contest.capacity == nil].count { $0 } == 1)
    }

    @Test(arguments: [true, false]) func everyListMayBeANumPyFile(isFortranOrder: Bool) throws {
        let scratch = try Scratch()
        for (name, values) in [
            ("w", [0.5, 0, 3]), ("h", [0, 0.125, 7]), ("b", [12, .infinity, 0]), ("a", [2, 0.5]), ("c", [1, 4]),
        ] as [(String, [Double])] {
            try scratch.write("\(name).npy", npy(npyHeader("(\(values.count),)", fortran: isFortranOrder), data: float64(values)))
        }
        try scratch.write("q.npy", npy(npyHeader("(2, 2)", fortran: isFortranOrder), data: float64([1, 0.25, 0.25, 2])))
        var text = Self.text
        for (list, name) in [
            ("[0.5, 0, 3]", "w"), ("[0, 0.125, 7]", "h"), ("[12, null, 0]", "b"), ("[2, 0.5]", "a"), ("[1, 4]", "c"), ("[[1, 0.25], [0.25, 2]]", "q"),
        ] { text = text.replacing(list, with: #"{"npy": "\#(name).npy"}"#) }
        let inline = try GameFile.read(scratch.write("inline.json", Self.text))
        var inputs = InputFiles()
        let contest = try GameFile.read(scratch.write("game.json", text), inputs: &inputs)
        #expect(expectSame(contest, inline))
        // What is read may not be written over.
        for name in ["w", "h", "b", "a", "c", "q"] {
            #expect(throws: FileError.self) { try OutputPlace.check([scratch.path("\(name).npy")], inputs: inputs) }
        }
    }

    // Writing and reading back: the same contest, bit for bit.

    static func contest(gap: Bool, shared: Bool) throws -> Contest {
        let plain = try GameFileTests.contest(.shared(1.7), gap: gap, named: true)
        let rows = [[1.0 / 3, 0.1, -0.05], [0.1, 1e-3, 1e-7], [-0.05, 1e-7, 1e5]]
        return try plain.with(
            coupling: CouplingCost(matrix: rows, weights: shared ? 0.1 : [1.0 / 3, 0, 1e-300, 1e300]),
            totalEffort: TotalEffortCost(
                scale: shared ? 1e-5 : [0, 1.0 / 7, Double.leastNonzeroMagnitude, 3], exponent: 1.1, weights: shared ? 1 : [0.1, 0.2, 1e9]),
            capacity: Capacity(limits: shared ? 1.1 : [.infinity, 0, 1.0 / 3, 1e300], weights: shared ? 0.3 : [0.1, 0.2, 1e9]))
    }

    @Test(arguments: [true, false], [true, false]) func roundTrip(gap: Bool, shared: Bool) throws {
        let scratch = try Scratch()
        let contest = try Self.contest(gap: gap, shared: shared)
        try GameFile.write(contest, to: scratch.path("game.json"))
        #expect(try scratch.contents == (gap ? ["game.cells.csv", "game.json"] : ["game.json"]))
        let back = try GameFile.read(scratch.path("game.json"))
        #expect(expectSame(contest, back))
        #expect(back.coupling != nil && back.totalEffort != nil && back.capacity != nil)
        #expect(try scratch.text("game.json").contains("null") == !shared, "no limit is null")
    }

    /// What a separable game writes has no word of coupling.
    @Test func separableGamesAreWrittenAsBefore() throws {
        let scratch = try Scratch()
        try GameFile.write(GameFileTests.contest(.shared(2), gap: false, named: false), to: scratch.path("game.json"))
        for key in ["coupling", "totalEffort", "capacity"] { #expect(try !scratch.text("game.json").contains(key)) }
    }

    @Test func aLargeMatrixHasAFileOfItsOwn() throws {
        let scratch = try Scratch()
        for topics in [64, 65] {
            let contest = try CoupledFamily.c1.contest(creators: 3, topics: topics, seed: 2)
            let path = scratch.path("k\(topics).json")
            try GameFile.write(contest, to: path)
            #expect(try expectSame(contest, GameFile.read(path)))
            #expect(try GameFile.outputs(of: contest, to: path) == [path] + (topics == 65 ? [scratch.path("k65.coupling.npy")] : []))
        }
        #expect(try scratch.contents == ["k64.json", "k65.coupling.npy", "k65.json"])
    }

    @Test func listsOfManyCreatorsHaveFilesOfTheirOwn() throws {
        let scratch = try Scratch()
        let creators = GameFile.inlineCells + 1
        let numbers = (0..<creators).map { Double($0 % 97) / 7 }
        let layout = CellLayout(creators: creators, topics: 1)
        let contest = try Contest(
            market: Market(mu: 1e6, alpha: 1),
            costs: PowerCost(layout: layout, coefficients: CellBuffer(numbers.map { 0.5 + $0 }), exponents: .shared(2)),
            coupling: CouplingCost(matrix: [[1]], weights: PerCreator(numbers)), totalEffort: TotalEffortCost(scale: PerCreator(numbers)),
            capacity: Capacity(limits: PerCreator(numbers.map { $0 == 0 ? .infinity : $0 })))
        let path = scratch.path("game.json")
        try GameFile.write(contest, to: path)
        let files = ["capacity", "coefficients", "coupling-weights", "total-effort"].map { "game.\($0).npy" } + ["game.json"]
        #expect(try scratch.contents == files.sorted())
        #expect(try GameFile.outputs(of: contest, to: path).sorted() == files.map(scratch.path).sorted())
        #expect(try expectSame(contest, GameFile.read(path)))
    }

    @Test func theConformanceGamesAreRead() throws {
        let cases = try CoupledCase.all()
        #expect(cases.count == 16)
        #expect(cases.count { $0.contest.coupling != nil } == 11)
        #expect(cases.count { $0.contest.capacity != nil } == 10)
        #expect(cases.allSatisfy { ($0.capacityPrices == nil) == ($0.contest.capacity == nil) })
    }
}
