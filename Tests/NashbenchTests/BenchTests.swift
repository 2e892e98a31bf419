import Bench
import Foundation
import Testing

/// `nashbench bench` as a user runs it, on suites that take a moment.
@Suite struct BenchTests {
    private let folder: TemporaryFolder

    private static let small = """
        { "schema": "nashbench/suite/1", "name": "small", "purpose": "For tests.", "precision": 0.9, "budget": 0.01, "fit": "size",
          "groups": [
            { "tasks": ["solve"], "families": ["E", "E17"],
              "sizes": [{"creators": 20, "topics": 2}, {"creators": 40, "topics": 2}, {"creators": 80, "topics": 2}] },
            { "processes": [{"name": "version", "commands": [["nashbench", "--version"]]}] } ] }
        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.small, to: "small.json")
    }

    private func record(_ name: String) throws -> BenchmarkRecord { try RecordFile.read(folder.url.appending(path: name).path) }

    @Test func aRecordIsWrittenAndATablePrinted() throws {
        let outcome = try Program.run(["bench", "small.json", "--output", "record.json"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.contents == ["record.json", "small.json"])
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("wrote record.json"), "\(outcome.errors)")
        for words in ["solve", "E17", "pow", "process:version"] { #expect(outcome.output.contains(words)) }
        let record = try record("record.json")
        #expect(record.suite == "small" && record.command == "nashbench bench small.json" && record.seeds == [1])
        #expect(record.results.allSatisfy { $0.status == .measured })
        #expect(record.results.filter { $0.task == "solve" }.map(\.size) == [40, 40, 80, 80, 160, 160])
        #expect(record.results.filter { $0.task == "solve" }.allSatisfy { $0.outcome?.status == "converged" && $0.floor != nil })
        #expect(record.fits.contains { $0.task == "solve" && $0.family == "E17" && $0.points == 3 })
        #expect(record.machine.cores >= 1 && !record.software.kernelTarget.isEmpty)
    }

    @Test func jsonIsTheRecord() throws {
        let outcome = try Program.run(["bench", "small.json", "--output", "record.json", "--json", "--quiet"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(try outcome.output == folder.read("record.json") + "\n")
    }

    @Test func optionsReplaceWhatTheSuiteSays() throws {
        let options = ["--creators", "15", "--topics", "3", "--threads", "2", "--budget", "0.02", "--precision", "0.8", "--seed", "4"]
        let outcome = try Program.run(["bench", "small.json", "--output", "record.json"] + options, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let record = try record("record.json")
        #expect(record.command == "nashbench bench small.json " + options.joined(separator: " "))
        #expect(record.budget == 0.02 && record.precision == 0.8 && record.seeds == [4])
        let solves = record.results.filter { $0.task == "solve" }
        #expect(solves.map(\.size) == [45, 45] && solves.allSatisfy { $0.threads == 2 })
    }

    @Test func theKernelTargetOfTheEnvironmentIsMeasured() throws {
        let outcome = try Program.run(["bench", "small.json", "--output", "record.json"], environment: ["NASHBENCH_KERNEL": "portable"], in: folder)
        #expect(outcome.status == 0)
        let record = try record("record.json")
        #expect(record.software.kernelTarget == "portable")
        #expect(record.results.filter { $0.task == "solve" || $0.task == "pow" }.allSatisfy { $0.kernelTarget == "portable" })
    }

    @Test func aFailureIsInTheRecordAndInTheStatus() throws {
        try folder.write(Self.small.replacing("[\"nashbench\", \"--version\"]", with: "[\"nashbench\", \"--nonsense\"]"), to: "failing.json")
        let outcome = try Program.run(["bench", "failing.json", "--output", "record.json"], in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("1 failed or wrong"))
        let result = try #require(try record("record.json").results.last)
        #expect(result.status == .failed && result.reason?.contains("exit status 1") == true)
    }

    @Test func aSuiteIsNotReplacedByItsRecord() throws {
        try Program.run(["bench", "small.json", "--output", "small.json"], in: folder).expectRefusal(naming: "small.json", "other than the input")
        #expect(try folder.read("small.json") == Self.small)
    }

    @Test func aFaultySuiteIsNamedWithItsKeyPath() throws {
        try folder.write(Self.small.replacing("\"E17\"", with: "\"E18\""), to: "faulty.json")
        try Program.run(["bench", "faulty.json", "--output", "record.json"], in: folder).expectRefusal(naming: "faulty.json", "groups[0].families[1]", "E18")
        #expect(try folder.contents == ["faulty.json", "small.json"])
    }

    #if os(Linux)
    /// The sleeping would take a minute and a half: control-C comes before its end, wherever it comes, and what there is by
    /// then is kept.
    @Test func controlCKeepsWhatWasMeasured() throws {
        let sleeping = """
            { "schema": "nashbench/suite/1", "name": "sleeping", "purpose": "For tests.", "precision": 1e-9, "budget": 90,
              "groups": [{ "processes": [{"name": "sleep", "commands": [["sleep", "0.3"]]}] },
                         { "tasks": ["solve"], "families": ["E"], "sizes": [{"creators": 20, "topics": 2}] }] }
            """
        try folder.write(sleeping, to: "sleeping.json")
        let running = try Program.start(["bench", "sleeping.json", "--output", "record.json"], in: folder)
        running.waitUntilItCatchesInterrupts()
        kill(running.process.processIdentifier, SIGINT)
        let outcome = try running.finish()
        #expect(outcome.status == 130)
        #expect(running.process.terminationReason == .exit)
        let record = try record("record.json")
        #expect(record.results.map(\.task) == ["process:sleep", "solve"])
        #expect(record.results[1].status == .skipped && record.results[1].reason == "interrupted")
        #expect(outcome.errors.contains("interrupted"))
    }
    #endif
}
