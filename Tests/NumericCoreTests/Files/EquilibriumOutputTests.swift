import Foundation
import Testing

@testable import NumericCore

/// Efforts that a solve writes straight into the file they will stand in.
@Suite struct EquilibriumOutputTests {
    private static func contest() throws -> Contest { try BenchmarkFamily.h2.contest(creators: 600, topics: 7, seed: 3) }

    @Test func theSameFilesAsFromMemory() throws {
        let scratch = try Scratch()
        let contest = try Self.contest()
        let expected = try solve(contest)
        try EquilibriumFile.write(expected, of: contest, to: scratch.path("memory.json"), npy: true)
        let output = try EquilibriumOutput(of: contest, to: scratch.path("mapped.json"), npy: true)
        let found = try solve(contest, into: output.efforts)
        #expect(try scratch.contents == ["memory.efforts.npy", "memory.json"])
        try output.write(found)
        #expect(try scratch.contents == ["mapped.efforts.npy", "mapped.json", "memory.efforts.npy", "memory.json"])
        let files = try ["memory", "mapped"].map { try Data(contentsOf: scratch.folder.appending(path: "\($0).efforts.npy")) }
        #expect(files[0] == files[1])
        #expect(try bits(EquilibriumFile.read(scratch.path("mapped.json"), of: contest).efforts.values) == bits(expected.efforts.values))
        // The profile outlives the output, and the file that it lies in.
        try FileManager.default.removeItem(atPath: scratch.path("mapped.efforts.npy"))
        #expect(bits(found.efforts.values) == bits(expected.efforts.values))
    }

    /// An equilibrium that was solved into other memory is written all the same.
    @Test func solvedElsewhere() throws {
        let scratch = try Scratch()
        let contest = try Self.contest()
        let equilibrium = try solve(contest)
        try EquilibriumOutput(of: contest, to: scratch.path("a.json"), npy: true).write(equilibrium)
        #expect(try bits(EquilibriumFile.read(scratch.path("a.json"), of: contest).efforts.values) == bits(equilibrium.efforts.values))
    }

    @Test func whatIsNotWrittenLeavesNothing() throws {
        let scratch = try Scratch()
        let contest = try Self.contest()
        do {
            let output = try EquilibriumOutput(of: contest, to: scratch.path("a.json"), npy: true)
            _ = try solve(contest, into: output.efforts)
            #expect(try scratch.contents.filter { !$0.hasPrefix(".") }.isEmpty)
        }
        #expect(try scratch.contents.isEmpty)
    }

    @Test func anEarlierResultStandsUntilTheNewOneIsWhole() throws {
        let scratch = try Scratch()
        let contest = try Self.contest()
        try EquilibriumFile.write(solve(contest), of: contest, to: scratch.path("a.json"), npy: true)
        let before = try Data(contentsOf: scratch.folder.appending(path: "a.efforts.npy"))
        let other = try contest.with(\.alpha, 3)
        let output = try EquilibriumOutput(of: other, to: scratch.path("a.json"), npy: true)
        let changed = try solve(other, into: output.efforts)
        #expect(try Data(contentsOf: scratch.folder.appending(path: "a.efforts.npy")) == before)
        try output.write(changed)
        #expect(try Data(contentsOf: scratch.folder.appending(path: "a.efforts.npy")) != before)
        #expect(try scratch.contents == ["a.efforts.npy", "a.json"])
    }

    @Test func smallAndSparseContestsHaveNoFileToSolveInto() throws {
        let scratch = try Scratch()
        let small = try BenchmarkFamily.e.contest(creators: 3, topics: 2, seed: 1)
        #expect(try EquilibriumOutput(of: small, to: scratch.path("a.json")).efforts == nil)
        let sparse = try GameFileTests.contest(.shared(2), gap: true, named: true)
        #expect(try EquilibriumOutput(of: sparse, to: scratch.path("b.json"), npy: true).efforts == nil)
        #expect(throws: FileError.self) { try EquilibriumOutput(of: small, to: scratch.path("no/folder.json"), npy: true) }
        #expect(try scratch.contents.isEmpty)
    }

    /// Pages that were let go of come back with what was written, and the file holds it.
    @Test func pagesComeBack() throws {
        let scratch = try Scratch()
        let descriptor = open(scratch.path("pages"), O_RDWR | O_CREAT, 0o600)
        try #require(descriptor >= 0 && ftruncate(descriptor, 80_000) == 0)
        let pages = try #require(FilePages(mapping: descriptor, count: 80_000, writing: true))
        close(descriptor)
        let numbers = pages.start.bindMemory(to: Double.self, capacity: 10_000)
        for i in 0..<10_000 { numbers[i] = Double(i) / 7 }
        pages.letGo()
        #expect((0..<10_000).allSatisfy { numbers[$0] == Double($0) / 7 })
        let read = try FileBytes(scratch.path("pages"))
        #expect(read.bytes.loadUnaligned(fromByteOffset: 8 * 9999, as: Double.self) == 9999.0 / 7)
        read.pages?.letGo()
        #expect(read.bytes.loadUnaligned(fromByteOffset: 8 * 77, as: Double.self) == 11)
        // Memory that is not mapped from a file is no business of a release.
        let memory = CellBuffer([1, 2, 3])
        let release = PageRelease([memory.pages, FileBytes([1, 2], named: "m").pages])
        release.add(PageRelease.step)
        #expect(memory.array == [1, 2, 3])
    }
}
