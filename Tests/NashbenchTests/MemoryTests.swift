import Foundation
import Testing

#if os(Linux)
/// What grows with the cells: nothing where costs and efforts lie in files. The system refuses a program more private
/// memory than its limit, pages of mapped files not counted, so the limit is the test.
@Suite struct MemoryTests {
    /// 3 x 10^6 cells: 12 MB of costs or 24 MB, 24 MB of efforts.
    static let cells = 3_000_000
    /// Far below one double a cell more than the smallest game needs.
    static let kilobytes = 24_000

    private func run(_ arguments: [String], kilobytes: Int, in folder: TemporaryFolder) throws -> Program.Outcome {
        let shell = URL(filePath: "/bin/sh")
        let limit = "ulimit -d \(kilobytes) && ulimit -s 1024 && exec \"$0\" \"$@\""
        return try Program.start(["-c", limit, Program.executable.path] + arguments, in: folder, executable: shell).finish()
    }

    @Test(arguments: [["--float32"], []]) func filesAreUsedWhereTheyLie(kind: [String]) throws {
        let folder = try TemporaryFolder()
        let size = ["--creators", "30000", "--topics", "\(Self.cells / 30000)"]
        let made = try run(["generate", "--family", "E17", "--output", "game.json"] + size + kind, kilobytes: Self.kilobytes, in: folder)
        #expect(made.status == 0, "\(made.errors)")
        let solved = try run(
            ["solve", "game.json", "--output", "result.json", "--threads", "2"], kilobytes: Self.kilobytes, in: folder)
        #expect(solved.status == 0, "\(solved.errors)")
        #expect(try folder.contents == ["game.coefficients.npy", "game.json", "result.efforts.npy", "result.json"])
        // A table in place of a file: the efforts then need a double a cell, and this limit does not give it.
        let table = try run(["solve", "game.json", "--threads", "2"], kilobytes: Self.kilobytes, in: folder)
        #expect(table.status != 0)
    }

    /// 10^6 cells, one of them missing: cost, effort and creator, 20 bytes a cell, and not 8 more while the file is read
    /// and sorted.
    @Test func aTableOfCellsIsReadInPlace() throws {
        let folder = try TemporaryFolder()
        let (creators, topics) = (5000, 200)
        var text = Array("creator,topic,cost\n".utf8)
        for creator in 1...creators {
            for topic in 1...topics where creator + topic < creators + topics {
                text += Array("\(creator),\(topic),\(1 + (creator * 7919 + topic * 104_729) % 1000)\n".utf8)
            }
        }
        try Data(text).write(to: folder.url.appending(path: "cells.csv"))
        try folder.write(
            """
            {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": 100, "alpha": 0.7, "beta": 0.3, "gamma": 0.8},
             "cost": {"coefficients": {"csv": "cells.csv"}, "exponents": 1.7}}
            """, to: "game.json")
        let solved = try run(
            ["solve", "game.json", "--output", "result.json", "--threads", "2"], kilobytes: Self.kilobytes + creators * topics * 24 / 1000, in: folder)
        #expect(solved.status == 0, "\(solved.errors)")
        #expect(try folder.contents == ["cells.csv", "game.json", "result.efforts.csv", "result.json"])
    }
}
#endif
