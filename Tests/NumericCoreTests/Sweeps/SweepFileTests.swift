import Foundation
import Testing

@testable import NumericCore

/// Points made by hand: what a file does with them has nothing to do with how they were solved.
@Suite struct SweepFileTests {
    let contest: Contest
    let grid: ParameterGrid
    let folder: URL
    var path: String { folder.appending(path: "points.jsonl").path }

    init() throws {
        let costs = try PowerCost.power(coefficients: [[0.5, 1], [1, nil]], exponent: 1.5)
        contest = try Contest(market: Market(mu: [100, 40], alpha: 0.7), costs: costs, name: "two \"small\" topics", topicNames: ["a,b", "c\\d\n"])
        grid = try ParameterGrid(set: ["market.alpha=0:0.2:0.1"], scale: ["market.mu=1,2"])
        folder = FileManager.default.temporaryDirectory.appending(path: "nashbench-sweep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func point(_ index: Int, seconds: Double = 0.5, price: Double = 3) -> SweepPoint {
        var time = Equilibrium.Seconds()
        time.solve = seconds
        let certificate = Certificate(
            relativeResidual: 1e-15, roundingFloor: .leastNonzeroMagnitude, exploitability: .nan, relativeExploitability: 0.1 + 0.2,
            exploitabilityKind: .bound, worstCreator: 1, uniqueness: .proved, condition: "strictly convex costs", isConverged: true)
        let equilibrium = Equilibrium(
            status: .converged, reason: nil, method: "by hand", totals: [Double(index) / 3, 1e300], efforts: EffortProfile(
                layout: contest.layout, values: CellBuffer([1, 2, 3])), genAI: [0.1, 0], prices: [price, 1], utilities: [4, 5.5],
            certificate: certificate, iterations: 3, seconds: time, kernelTarget: "portable", threads: 1)
        return SweepPoint(point: index, parameters: grid.values(at: index), equilibrium: equilibrium)
    }

    private func write(_ points: Range<Int>) throws {
        let file = try SweepFile(path: path, contest: contest, grid: grid, settings: Settings())
        #expect(file.finished.count == points.lowerBound)
        for index in points { try file.append(point(index)) }
    }

    private func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test func pointsReadBackAsTheSameDoubles() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try SweepFile(path: path, contest: contest, grid: grid, settings: Settings())
        try file.append(point(0, price: .infinity))
        try file.append(point(1))
        let stored = try StoredSweep.read(path)
        #expect(stored.records == file.finished)
        #expect(stored.header == file.header)
        #expect(stored.header.topicNames == ["a,b", "c\\d\n"])
        #expect(stored.records[1].totals == [1.0 / 3, 1e300])
        #expect(stored.records[1].certificate.relativeExploitability == 0.1 + 0.2)
        #expect(stored.records[1].certificate.roundingFloor == .leastNonzeroMagnitude)
        #expect(stored.records[1].certificate.exploitability == nil)
        #expect(stored.records[0].prices == [nil, 1])
        #expect(stored.records[1].parameters == ["market.alpha": 0, "market.mu": 2])
        #expect(stored.records[1].welfare == 9.5)
        #expect(stored.records[1].creators == 2)
        #expect(stored.records[1].genAIShare == 0.1 / (0.1 + 1e300))
        #expect(stored.records[1].utilities == UtilityDistribution([4, 5.5]))
    }

    @Test func startingAgainGoesOnAfterTheFinishedPoints() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(0..<6)
        let whole = try bytes()
        try FileManager.default.removeItem(atPath: path)
        try write(0..<2)
        try write(2..<3)
        try write(3..<6)
        try write(6..<6)
        #expect(try bytes() == whole)
    }

    /// A crash can leave any number of bytes of the file: each must be continued to the same whole. Cuts lie around
    /// every line end and every 61 bytes (each costs several flushes to disk).
    @Test func aTornLineIsDroppedWhereverItBroke() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(0..<3)
        let whole = try bytes()
        let lineEnds = whole.indices.filter { whole[$0] == UInt8(ascii: "\n") }
        let cuts = Set(lineEnds.flatMap { $0 - 1...$0 + 1 } + Array(stride(from: 0, through: whole.count, by: 61)))
        for length in cuts.sorted() {
            try whole.prefix(length).write(to: URL(filePath: path))
            let finished = max(0, lineEnds.count { $0 < length } - 1)
            try write(finished..<3)
            #expect(try bytes() == whole, "cut after \(length) bytes")
        }
    }

    @Test func theFileOfAnotherSweepIsRefusedAndLeftAlone() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(0..<2)
        let before = try bytes()
        var looser = Settings()
        looser.tolerance = 1e-6
        let others: [(Contest, ParameterGrid, Settings, String)] = [
            (try contest.with(\.mu, [100, 41]), grid, Settings(), "game"),
            (contest, try ParameterGrid(set: ["market.alpha=0:0.2:0.1"], scale: ["market.mu=1,3"]), Settings(), "axes"),
            (contest, try ParameterGrid(set: ["market.alpha=0:0.2:0.1", "market.mu=1,2"]), Settings(), "axes"),
            (contest, grid, looser, "tolerance"),
        ]
        for (contest, grid, settings, field) in others {
            let error = #expect(throws: FileError.self) { try SweepFile(path: path, contest: contest, grid: grid, settings: settings) }
            #expect(error?.field == field)
            #expect(error?.file == path)
            #expect(try bytes() == before)
        }
    }

    @Test(arguments: ["{}\n", "not a sweep\n", "not a sweep", "{\"schema\":\"nashbench/game/1\"}\n", "\n", "\u{0}\u{0}\n"])
    func aFileThatIsNoSweepIsRefusedAndLeftAlone(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(throws: FileError.self) { try SweepFile(path: path, contest: contest, grid: grid, settings: Settings()) }
        #expect(try bytes() == Data(text.utf8))
    }

    @Test func aDamagedOrMissingPointIsRefusedByItsLine() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(0..<4)
        let lines: [String] = try String(decoding: bytes(), as: UTF8.self).split(separator: "\n").map { $0 + "\n" }
        let start = lines[0] + lines[1]
        let cases: [(text: String, field: String)] = [
            (start + "{\"point\":1}\n", "line 3: parameters"), (start + lines[3], "line 3: point"), (start + lines[1], "line 3: point"),
            (start + "{\n", "line 3"), (start + lines[2].replacing("[0.1,0.0]", with: "[0.1]"), "line 3: genAI"),
            (start + lines[2].replacing("\"bound\"", with: "1"), "line 3: certificate.exploitabilityKind"),
            (lines[0].replacing("\"set\"", with: "\"add\"") + lines[1], "line 1: axes[0].operation"),
        ]
        for (damaged, field) in cases {
            try Data(damaged.utf8).write(to: URL(filePath: path))
            let error = #expect(throws: FileError.self) { try SweepFile(path: path, contest: contest, grid: grid, settings: Settings()) }
            #expect(error?.field == field)
            #expect(try bytes() == Data(damaged.utf8))
        }
    }

    @Test func onlyOneRunWritesAFile() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try SweepFile(path: path, contest: contest, grid: grid, settings: Settings())
        let error = #expect(throws: FileError.self) { try SweepFile(path: path, contest: contest, grid: grid, settings: Settings()) }
        #expect(error?.found == "one locked by another run")
        try file.append(point(0))
        #expect(file.finished.count == 1)
    }

    /// Any thread that starts a program copies every descriptor between fork and exec; the copy must not hold the lock.
    @Test func aCopyOfTheDescriptorInAChildDoesNotHoldTheLock() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var file: SweepFile? = try SweepFile(path: path, contest: contest, grid: grid, settings: Settings())
        let copy = dup(try #require(file).descriptor)
        defer { close(copy) }
        try file?.append(point(0))
        file = nil
        try write(1..<2)
    }

    @Test func aFolderAndAMissingFolderAreRefused() {
        defer { try? FileManager.default.removeItem(at: folder) }
        for path in [folder.path, folder.appending(path: "none/points.jsonl").path] {
            let error = #expect(throws: FileError.self) { try SweepFile(path: path, contest: contest, grid: grid, settings: Settings()) }
            #expect(error?.file == path)
        }
    }

    @Test func theTableQuotesNamesAndLeavesInfinitiesEmpty() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try SweepFile(path: path, contest: contest, grid: grid, settings: Settings())
        try file.append(point(0, price: .infinity))
        let table = try StoredSweep.read(path).csv
        #expect(table == """
            point,market.alpha,market.mu x,status,creators,grandTotal,genAITotal,genAIShare,welfare,utility 0,utility 0.1,utility 0.25,\
            utility 0.5,utility 0.75,utility 0.9,utility 1,utilityGini,relativeResidual,exploitability,uniqueness,"total a,b","total c\\d
            ","genAI a,b","genAI c\\d
            ","price a,b","price c\\d
            "
            0,0.0,1.0,converged,2,1e+300,0.1,1e-301,9.5,4.0,4.15,4.375,4.75,5.125,5.35,5.5,\(UtilityDistribution([4, 5.5]).gini),1e-15,,proved,\
            0.0,1e+300,0.1,0.0,,1.0

            """)
    }

    @Test func theGameIsToldByItsNumbersNotByItsSpelling() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try contest.with(\.alpha, [0.7, 0.7]).fingerprint == contest.fingerprint)
        let changes: [Contest] = [
            try contest.with(\.alpha, [0.7, 0.71]), try contest.with(\.gamma, 0.5),
            try contest.with(costs: contest.costs.changing(coefficients: { $0.nextUp }, exponents: nil)),
            try contest.with(costs: contest.costs.changing(coefficients: nil, exponents: { _ in 2 })),
            try Contest(market: contest.market, costs: contest.costs, competition: .humanOnly, topicNames: contest.topicNames),
            try Contest(market: contest.market, costs: contest.costs, topicNames: nil),
            try contest.with(costs: .power(coefficients: [[0.5, nil], [1, 1]], exponent: 1.5)),
        ]
        #expect(Set(changes.map(\.fingerprint) + [contest.fingerprint]).count == changes.count + 1)
    }
}
