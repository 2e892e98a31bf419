import Foundation
import TestSupport
import Testing
@testable import NumericCore

/// Where outputs may go: links are followed and stay, what is no regular file is refused and stays.
@Suite struct OutputPlaceTests {
    private static let game = """
        {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": [100, 40]}, "cost": {"coefficients": [[0.5, 1], [1, null]]}}
        """

    private func link(_ name: String, to destination: String, in scratch: Scratch) throws {
        try FileManager.default.createSymbolicLink(atPath: scratch.path(name), withDestinationPath: destination)
    }

    private func destination(_ name: String, in scratch: Scratch) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path(name))
    }

    @Test(arguments: IrregularFile.allCases) func whatIsNotARegularFileIsRefused(kind: IrregularFile) throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.game))
        try #require(kind.make(at: scratch.path("taken")))
        try link("link", to: "taken", in: scratch)
        let before = try scratch.contents
        let grid = try ParameterGrid(set: ["market.alpha=1"])
        for name in ["taken", "link"] {
            let path = scratch.path(name)
            let writers: [() throws -> Void] = [
                { try GameFile.write(contest, to: path) },
                { try EquilibriumFile.write(madeUpEquilibrium(of: contest, efforts: [1, 2, 3]), of: contest, to: path) },
                { _ = try OutputFiles().add(path) },
                { _ = try SweepFile(path: path, contest: contest, grid: grid, settings: Settings()) },
                { try OutputPlace.check([path]) },
            ]
            for writer in writers {
                #expect(throws: FileError(file: path, expected: "a regular file", found: kind.name), performing: writer)
                #expect(try scratch.contents == before)
                #expect(kind.stands(at: scratch.path("taken")))
            }
        }
    }

    @Test(arguments: [true, false]) func aLinkStaysAndItsTargetIsReplaced(exists: Bool) throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("deep"), withIntermediateDirectories: false)
        let contest = try GameFile.read(scratch.write("game.json", Self.game))
        if exists { try scratch.write("deep/real.json", "old") }
        try link("first.json", to: "deep/second.json", in: scratch)
        try link("deep/second.json", to: "real.json", in: scratch)

        try GameFile.write(contest, to: scratch.path("first.json"))

        #expect(try destination("first.json", in: scratch) == "deep/second.json")
        #expect(try destination("deep/second.json", in: scratch) == "real.json")
        #expect(try scratch.contents == ["deep", "first.json", "game.json"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("deep")).sorted() == ["real.cells.csv", "real.json", "second.json"])
        // The side file is found from either end.
        for name in ["first.json", "deep/real.json"] {
            let read = try GameFile.read(scratch.path(name))
            #expect(bits(read.costs.coefficients) == bits(contest.costs.coefficients))
        }
    }

    @Test func aSweepGoesOnBehindALink() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.game))
        try link("points.jsonl", to: "real.jsonl", in: scratch)
        let file = try SweepFile(path: scratch.path("points.jsonl"), contest: contest, grid: ParameterGrid(set: ["market.alpha=1"]), settings: Settings())
        #expect(try scratch.text("real.jsonl") == file.header.line + "\n")
        #expect(try destination("points.jsonl", in: scratch) == "real.jsonl")
    }

    @Test func linksInACircleAreRefused() throws {
        let scratch = try Scratch()
        try link("a", to: "b", in: scratch)
        try link("b", to: "a", in: scratch)
        let error = #expect(throws: FileError.self) { try OutputPlace(scratch.path("a")) }
        #expect(error?.file == scratch.path("a"))
        #expect(Paths.followingLinks(scratch.path("a")) == nil)
    }

    @Test func inputsAreKnownByAnyName() throws {
        let scratch = try Scratch()
        try scratch.write("cells.csv", "creator,topic,cost\na,x,1\nb,x,2\na,y,1\n")
        try scratch.write("rho.npy", npy(npyHeader("(2,)"), data: float64([1.5, 2])))
        let game = try scratch.write("game.json", """
            {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": 7, "gamma": {"npy": "rates.npy"}},
             "cost": {"coefficients": {"csv": "cells.csv"}, "exponents": {"npy": "rho.npy"}}}
            """)
        try scratch.write("rates.npy", npy(npyHeader("(2,)"), data: float64([0.5, 1])))
        try scratch.write("other.json", "")
        try link("link", to: "rho.npy", in: scratch)
        try FileManager.default.linkItem(atPath: scratch.path("rates.npy"), toPath: scratch.path("hard"))
        var inputs = InputFiles()
        _ = try GameFile.read(game, inputs: &inputs)
        for name in ["game.json", "cells.csv", "rho.npy", "rates.npy", "link", "hard"] {
            let error = #expect(throws: FileError.self) { try OutputPlace.check([scratch.path("other.json"), scratch.path(name)], inputs: inputs) }
            #expect(error?.file == scratch.path(name) && error?.expected == "a file other than the inputs")
        }
        try OutputPlace.check([scratch.path("other.json"), scratch.path("new.json")], inputs: inputs)
    }

    @Test func outputsAreTheFilesThatAreMade() throws {
        let scratch = try Scratch()
        let sparse = try GameFile.read(scratch.write("game.json", Self.game))
        let dense = try GameFile.read(scratch.write("game.json", Self.game.replacing("null", with: "2")))
        let large = try BenchmarkFamily.h2.contest(creators: 50_001, topics: 2, seed: 1)
        for (contest, npy) in [(sparse, false), (dense, false), (dense, true), (large, false)] {
            let efforts = [Double](repeating: 1, count: contest.layout.cells)
            try expect(GameFile.outputs(of: contest, to: "new.json")) { try GameFile.write(contest, to: $0 + "/new.json") }
            try expect(EquilibriumFile.outputs(of: contest, to: "new.json", npy: npy)) {
                try EquilibriumFile.write(madeUpEquilibrium(of: contest, efforts: efforts), of: contest, to: $0 + "/new.json", npy: npy)
            }
        }
    }

    private func expect(_ names: [String], _ write: (String) throws -> Void) throws {
        let scratch = try Scratch()
        try write(scratch.folder.path(percentEncoded: false))
        #expect(try scratch.contents == names.sorted())
    }

    @Test func twoOutputsMayNotBeOneFile() throws {
        let scratch = try Scratch()
        try link("link", to: "new", in: scratch)
        let error = #expect(throws: FileError.self) { try OutputPlace.check([scratch.path("new"), scratch.path("link")]) }
        #expect(error?.file == scratch.path("link") && error?.found.contains("another output") == true)
    }

    @Test func jsonComesInPiecesOfABoundedSize() throws {
        let contest = try BenchmarkFamily.e.contest(creators: 3000, topics: 40, seed: 1)
        let efforts = (0..<contest.layout.cells).map { 1 / Double(3 + $0) }
        let equilibrium = madeUpEquilibrium(of: contest, efforts: efforts)
        var pieces: [String] = []
        EquilibriumFile.json(equilibrium, of: contest) { pieces.append($0) }
        let whole = EquilibriumFile.json(equilibrium, of: contest)
        #expect(pieces.count > 20)
        #expect(pieces.allSatisfy { $0.utf8.count < 80_000 })
        #expect(pieces.joined() == whole)
        let scratch = try Scratch()
        let stored = try EquilibriumFile.read(scratch.write("equilibrium.json", whole), of: contest)
        #expect(bits(stored.efforts.values) == bits(efforts))
    }

    @Test func aNullExponentIsCalledNull() throws {
        let scratch = try Scratch()
        let game = try scratch.write("game.json", """
            {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": 7}, "cost": {"coefficients": [[1], [2]], "exponents": [[1.5], [null]]}}
            """)
        #expect(throws: FileError(file: game, field: "cost.exponents[1][0]", expected: "a finite number >= 1", found: "null")) {
            try GameFile.read(game)
        }
    }
}
