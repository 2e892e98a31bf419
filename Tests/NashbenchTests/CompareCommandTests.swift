import Foundation
import Testing

/// `compare`: exit status, warnings, and both forms of output.
@Suite struct CompareCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try Records.write(Records.solves(perCell: 6e-9), to: "before.json", in: folder)
        try Records.write(Records.solves(perCell: 6.6e-9), to: "slower.json", in: folder)
        try Records.write(Records.solves(perCell: 3e-9), to: "faster.json", in: folder)
        try Records.write(Records.solves(perCell: 3e-9, status: .wrong), to: "wrong.json", in: folder)
        try Records.write(Records.solves(perCell: 6e-9, cpu: "Another CPU"), to: "elsewhere.json", in: folder)
        try folder.write(#"{ "schema": "nashbench/thresholds/1", "noise": 0.02, "allowedRatio": 1.05 }"#, to: "tight.json")
        try folder.write(#"{ "schema": "nashbench/thresholds/1", "noise": 0.02, "allowedRatio": 1.05, "tasks": { "solve": null } }"#, to: "open.json")
    }

    private func compare(_ arguments: String...) throws -> Program.Outcome { try Program.run(["compare"] + arguments, in: folder) }

    @Test func anEqualRunIsNoChange() throws {
        let outcome = try compare("before.json", "before.json")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.hasSuffix("3 compared: 3 unchanged; no regression\n"))
    }

    @Test func fasterIsNoRegression() throws {
        let outcome = try compare("before.json", "faster.json", "--thresholds", "tight.json")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("3 compared: 3 faster; no regression"))
    }

    @Test func beyondTheThresholdsIsStatusThree() throws {
        #expect(try compare("before.json", "slower.json").status == 0) // 10% is within the default 1.25
        let outcome = try compare("before.json", "slower.json", "--thresholds", "tight.json")
        #expect(outcome.status == 3)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.hasSuffix("3 compared: 3 slower; 3 regressions\n"))
        #expect(try compare("before.json", "slower.json", "--thresholds", "open.json").status == 0)
    }

    @Test func theUsualThresholdsAreFound() throws {
        try FileManager.default.createDirectory(at: folder.url.appending(path: "benchmarks"), withIntermediateDirectories: false)
        try folder.write(try folder.read("tight.json"), to: "benchmarks/thresholds.json")
        #expect(try compare("before.json", "slower.json").status == 3)
    }

    @Test func aWrongResultIsStatusThreeWhateverItsTime() throws {
        let outcome = try compare("before.json", "wrong.json", "--thresholds", "open.json")
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("now wrong"))
        #expect(try compare("wrong.json", "before.json").status == 0)
    }

    @Test func anotherMachineIsAWarning() throws {
        let outcome = try compare("before.json", "elsewhere.json")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "nashbench: warning: the runs differ in processor: A CPU before, Another CPU after\n")
        #expect(try compare("before.json", "elsewhere.json", "--quiet").errors.isEmpty)
    }

    @Test func theNumbersAsJSON() throws {
        let outcome = try compare("before.json", "slower.json", "--thresholds", "tight.json", "--json")
        #expect(outcome.status == 3)
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.schema == "nashbench/comparison/1")
        #expect(report.regressions == 3)
        #expect(report.pairs.count == 3)
        for pair in report.pairs {
            #expect(abs(pair.ratio - 1.1) < 1e-12)
            #expect(pair.low <= pair.ratio && pair.ratio <= pair.high && pair.low > 1)
            #expect(pair.change == "slower" && pair.isRegression && pair.allowedRatio == 1.05)
        }
    }

    private struct Report: Decodable {
        let schema: String
        let regressions: Int
        let pairs: [Pair]

        struct Pair: Decodable {
            let ratio, low, high, allowedRatio: Double
            let change: String
            let isRegression: Bool
        }
    }

    @Test func badInputIsStatusOne() throws {
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write(try folder.read("before.json").replacing("\"size\":1000,", with: "\"size\":\"many\","), to: "bad.json")
        try folder.write("{", to: "broken.json")
        try compare("before.json", "missing.json").expectRefusal(naming: "missing.json")
        try compare("before.json", "game.json").expectRefusal(naming: "game.json", "schema", "nashbench/benchmark/1")
        try compare("bad.json", "before.json").expectRefusal(naming: "bad.json", "results[0].size")
        try compare("before.json", "before.json", "--thresholds", "broken.json").expectRefusal(naming: "broken.json")
        try compare("before.json", "before.json", "--thresholds", "before.json").expectRefusal(naming: "before.json", "schema")
        try compare("before.json").expectRefusal(naming: "after")
    }
}
