import Foundation
import Testing

@testable import NumericCore

/// A game with everything that couples topics, one thing broken a row: the error names the file and the field.
@Suite struct MalformedCoupledGameTests {
    typealias Fault = MalformedGameTests.Fault

    static let faults: [Fault] = [
        .init("a coupling that is a number", #"{"matrix": [[1, 0.25], [0.25, 2]], "weights": [0.5, 0, 3]}"#, "1", at: "cost.coupling", found: "1.0"),
        .init("an unknown key of a coupling", #""matrix""#, #""matrices""#, at: "cost.coupling.matrices", found: "unknown key"),
        .init("no matrix", #""matrix": [[1, 0.25], [0.25, 2]], "#, "", at: "cost.coupling.matrix", found: "nothing"),
        .init("a matrix that is a number", "[[1, 0.25], [0.25, 2]]", "1", at: "cost.coupling.matrix", found: "1.0"),
        .init("a row missing", "[[1, 0.25], [0.25, 2]]", "[[1, 0.25]]", at: "cost.coupling.matrix", found: "list of 1"),
        .init("a row missing where nobody pays", #"[[1, 0.25], [0.25, 2]], "weights": [0.5, 0, 3]"#, #"[[1, 0.25]], "weights": 0"#,
              at: "cost.coupling.matrix", found: "list of 1"),
        .init("a row too short", "[0.25, 2]]", "[0.25]]", at: "cost.coupling.matrix[1]", found: "1"),
        .init("a row that is a number", "[0.25, 2]]", "2]", at: "cost.coupling.matrix[1]", found: "2.0"),
        .init("a null in the matrix", "[0.25, 2]]", "[0.25, null]]", at: "cost.coupling.matrix[1][1]", found: "null"),
        .init("NaN in the matrix", "[0.25, 2]]", "[0.25, NaN]]", at: "cost.coupling.matrix[1][1]", found: "NaN"),
        .init("a matrix that is not symmetric", "[0.25, 2]]", "[0.5, 2]]", at: "cost.coupling.matrix[1][0]", found: "0.5"),
        .init("an indefinite matrix", "[[1, 0.25], [0.25, 2]]", "[[1, 2], [2, 1]]", at: "cost.coupling.matrix", found: "most negative eigenvalue is -1.0"),
        .init("a negative weight", "[0.5, 0, 3]", "[0.5, 0, -3]", at: "cost.coupling.weights[2]", found: "-3.0"),
        .init("a negative weight for all", "[0.5, 0, 3]", "-3", at: "cost.coupling.weights", found: "-3.0"),
        .init("too few weights", "[0.5, 0, 3]", "[0.5, 0]", at: "cost.coupling.weights", found: "2"),
        .init("a weight that is null", "[0.5, 0, 3]", "[0.5, null, 3]", at: "cost.coupling.weights[1]", found: "null"),
        .init("weights that are a word", "[0.5, 0, 3]", #""high""#, at: "cost.coupling.weights", found: "\"high\""),
        .init("weights in a CSV", "[0.5, 0, 3]", #"{"csv": "w.csv"}"#, at: "cost.coupling.weights.csv", found: "unknown key"),
        .init("weights in a file that is not there", "[0.5, 0, 3]", #"{"npy": "w.npy"}"#, at: "cost.coupling.weights.npy", found: "No such file"),
        .init("a matrix in a file that is not there", "[[1, 0.25], [0.25, 2]]", #"{"npy": "q.npy"}"#, at: "cost.coupling.matrix.npy", found: "No such file"),
        .init("total effort that is a list", #"{"scale": [0, 0.125, 7], "exponent": 3, "weights": [2, 0.5]}"#, "[1]", at: "cost.totalEffort", found: "list of 1"),
        .init("no scale", #""scale": [0, 0.125, 7], "#, "", at: "cost.totalEffort.scale", found: "nothing"),
        .init("a negative scale", "[0, 0.125, 7]", "[0, -0.125, 7]", at: "cost.totalEffort.scale[1]", found: "-0.125"),
        .init("too many scales", "[0, 0.125, 7]", "[0, 0.125, 7, 8]", at: "cost.totalEffort.scale", found: "4"),
        .init("an exponent below 1", #""exponent": 3"#, #""exponent": 0.5"#, at: "cost.totalEffort.exponent", found: "0.5"),
        .init("a list of exponents", #""exponent": 3"#, #""exponent": [3, 3]"#, at: "cost.totalEffort.exponent", found: "list of 2"),
        .init("an effort weight of 0", "[2, 0.5]", "[2, 0]", at: "cost.totalEffort.weights[1]", found: "0.0"),
        .init("effort weights of too many topics", "[2, 0.5]", "[2, 0.5, 1]", at: "cost.totalEffort.weights", found: "3"),
        .init("an unknown key of total effort", #""scale""#, #""scales""#, at: "cost.totalEffort.scales", found: "unknown key"),
        .init("a capacity that is a number", #"{"limits": [12, null, 0], "weights": [1, 4]}"#, "12", at: "capacity", found: "12.0"),
        .init("an unknown key of a capacity", #""limits""#, #""limit""#, at: "capacity.limit", found: "unknown key"),
        .init("a negative limit", "[12, null, 0]", "[12, null, -1]", at: "capacity.limits[2]", found: "-1.0"),
        .init("too few limits", "[12, null, 0]", "[12, null]", at: "capacity.limits", found: "2"),
        .init("a limit that is a word", "[12, null, 0]", #"[12, "none", 0]"#, at: "capacity.limits[1]", found: "\"none\""),
        .init("an infinite limit", "[12, null, 0]", "[12, Infinity, 0]", at: "capacity.limits[1]", found: "Infinity"),
        .init("limits that are true", "[12, null, 0]", "true", at: "capacity.limits", found: "true"),
        .init("a capacity weight below 0", "[1, 4]", "[1, -4]", at: "capacity.weights[1]", found: "-4.0"),
        .init("a capacity weight that is null", "[1, 4]", "null", at: "capacity.weights", found: "null"),
    ]

    @Test(arguments: faults) func isRefused(_ fault: Fault) throws {
        let scratch = try Scratch()
        let valid = CoupledGameFileTests.text
        try #require(valid.components(separatedBy: fault.replace).count == 2, "the fault is in one place")
        let path = try scratch.write("game.json", valid.replacing(fault.replace, with: fault.by))
        let error = #expect(throws: FileError.self) { try GameFile.read(path) }
        #expect(error?.file == path)
        #expect(error?.field == fault.field, "\(error?.description ?? "")")
        #expect(error?.found.contains(fault.found) == true, "\(error?.description ?? "")")
        #expect(error?.expected.isEmpty == false)
        #expect(try scratch.contents == ["game.json"])
    }

    /// NumPy files whose numbers or shapes do not fit: the error names that file.
    @Test(arguments: [
        ("[[1, 0.25], [0.25, 2]]", "(2, 2)", [1, 0.25, .nan, 2], "[1][0]", "nan"),
        ("[[1, 0.25], [0.25, 2]]", "(2, 2)", [1, .infinity, 1, 2], "[0][1]", "inf"),
        ("[[1, 0.25], [0.25, 2]]", "(4,)", [1, 0.25, 0.25, 2], "shape", "(4,)"),
        ("[[1, 0.25], [0.25, 2]]", "(1, 2)", [1, 0.25], "shape", "(1, 2)"),
        ("[0.5, 0, 3]", "(2,)", [1, 2], "shape", "(2,)"), ("[0.5, 0, 3]", "(3,)", [1, .nan, 2], "[1]", "nan"),
        ("[0, 0.125, 7]", "(3,)", [1, 2, .infinity], "[2]", "inf"), ("[0, 0.125, 7]", "(3, 1)", [1, 2, 3], "shape", "(3, 1)"),
        ("[12, null, 0]", "(3,)", [12, .nan, 0], "[1]", "nan"), ("[12, null, 0]", "(3,)", [12, -.infinity, 0], "[1]", "-inf"),
        ("[12, null, 0]", "(4,)", [12, 1, 0, 1], "shape", "(4,)"),
    ] as [(String, String, [Double], String, String)])
    func numPyFilesThatDoNotFit(list: String, shape: String, values: [Double], field: String, found: String) throws {
        let scratch = try Scratch()
        try scratch.write("side.npy", npy(npyHeader(shape), data: float64(values)))
        let path = try scratch.write("game.json", CoupledGameFileTests.text.replacing(list, with: #"{"npy": "side.npy"}"#))
        let error = #expect(throws: FileError.self) { try GameFile.read(path) }
        #expect(error?.file == scratch.path("side.npy") && error?.field == field && error?.found == found, "\(error?.description ?? "")")
    }

    /// An indefinite or unsymmetric matrix from a file is the game's own fault, named by its key.
    @Test func anIndefiniteMatrixFromAFile() throws {
        let scratch = try Scratch()
        let path = try scratch.write("game.json", CoupledGameFileTests.text.replacing("[[1, 0.25], [0.25, 2]]", with: #"{"npy": "q.npy"}"#))
        try scratch.write("q.npy", npy(npyHeader("(2, 2)"), data: float64([0, 3, 3, 0])))
        let indefinite = #expect(throws: FileError.self) { try GameFile.read(path) }
        #expect(indefinite?.file == path && indefinite?.field == "cost.coupling.matrix")
        #expect(indefinite?.found.hasPrefix("one whose most negative eigenvalue is -3") == true || indefinite?.found.hasPrefix("one whose most negative eigenvalue is -2.99999") == true)
        try scratch.write("q.npy", npy(npyHeader("(2, 2)"), data: float64([1, 0.5, 0.25, 2])))
        let unsymmetric = #expect(throws: FileError.self) { try GameFile.read(path) }
        #expect(unsymmetric?.field == "cost.coupling.matrix[1][0]" && unsymmetric?.found == "0.25")
    }
}
