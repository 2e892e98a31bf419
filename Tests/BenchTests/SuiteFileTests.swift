import Foundation
import NumericCore
import TestSupport
import Testing

@testable import Bench

@Suite struct SuiteFileTests {
    static let folder = Fixtures.packageRoot.appending(path: "benchmarks/suites").path
    static let shipped = SuitePlaces.names(in: folder)

    @Test func everySuiteThatIsPromisedIsThere() {
        let promised = ["adoption", "coupled", "economies", "hard", "io", "kernels", "learning", "memory", "persuasion", "persuasion-k", "planning", "planning-k", "quick", "rivals", "rivals-coupled", "scaling-k", "scaling-n", "scaling-threads", "startup"]
        #expect(Set(promised).isSubset(of: Self.shipped))
    }

    @Test(arguments: shipped) func shippedSuitesRead(name: String) throws {
        let suite = try BenchmarkSuite.read("\(Self.folder)/\(name).json")
        #expect(suite.name == name)
        #expect(suite.purpose.count > 20)
        #expect(try SuiteRun(suite, tree: nil, counters: HardwareCounters()).total > 0)
    }

    @Test func everyKernelOfTheTableIsInTheKernelSuite() throws {
        let suite = try BenchmarkSuite.read("\(Self.folder)/kernels.json")
        let header = try String(contentsOf: Fixtures.packageRoot.appending(path: "Sources/CKernels/include/CKernels.h"), encoding: .utf8)
        let table = try #require(header.components(separatedBy: "const char *name;").last?.components(separatedBy: "} nb_kernels;").first)
        let kernels = table.matches(of: /\(\*(\w+)\)\(/).map { String($0.1) }
        #expect(kernels.count >= 12)
        // Kernels that go creator after creator have sizes of their own.
        let onEveryTarget = suite.groups.filter { $0.targets == KernelTarget.available.map(\.name) }
        let missing = Set(kernels).subtracting(onEveryTarget.flatMap(\.tasks).map(\.rawValue))
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    static let valid = """
        { "schema": "nashbench/suite/1", "name": "mine", "purpose": "To be read.", "precision": 0.01, "budget": 2, "seed": 7, "fit": "size",
          "groups": [
            { "tasks": ["solve", "certify"], "families": ["E", "H1"], "threads": [1, 2],
              "sizes": [{"creators": 10, "topics": 3}, {"creators": 20, "topics": 3}] },
            { "tasks": ["dgemm"], "orders": [16] },
            { "tasks": ["pow"], "targets": ["portable"], "sizes": [{"creators": 10, "topics": 1}] },
            { "processes": [{"name": "help", "commands": [["nashbench", "--help"]], "optional": true}] },
            { "rivals": ["numpy"], "sizes": [{"creators": 10, "topics": 3}], "timeLimit": 5 } ] }
        """

    private func read(_ text: String) throws -> BenchmarkSuite { try BenchmarkSuite.read(FileBytes(Array(text.utf8), named: "mine.json")) }

    @Test func whatAFileSaysIsWhatIsRun() throws {
        let suite = try read(Self.valid)
        #expect(suite.name == "mine" && suite.seed == 7 && suite.fit == .size && suite.plan == MeasurementPlan(precision: 0.01, budget: 2))
        let run = try SuiteRun(suite, tree: nil, counters: HardwareCounters())
        let first = run.blocks(of: suite.groups[0])
        #expect(first.map(\.count) == [8, 8])
        #expect(first[0].allSatisfy { $0.creators == 10 } && first[1].allSatisfy { $0.creators == 20 })
        #expect(first[0].map { "\($0.task.rawValue) \($0.family!.rawValue) \($0.threads)" }.prefix(5) == ["solve E 1", "solve H1 1", "certify E 1", "certify H1 1", "solve E 2"])
        #expect(run.blocks(of: suite.groups[2])[0].map(\.target) == ["portable"])
        #expect(suite.groups[3].processes == [ProcessSpecification(name: "help", commands: [["nashbench", "--help"]], isOptional: true)])
        #expect(suite.groups[4].rivals == ["numpy"] && suite.groups[4].timeLimit == 5)
        #expect(run.total == 16 + 1 + 1 + 1 + 1)
    }

    @Test func overridesReplaceWhatTheFileSays() throws {
        let suite = try read(Self.valid).applying(.init(creators: 5, threads: 3, budget: 9, precision: 0.5, seed: 2))
        #expect(suite.groups[0].sizes == [BenchmarkSuite.Size(creators: 5, topics: 3)])
        #expect(suite.groups[2].sizes == [BenchmarkSuite.Size(creators: 5, topics: 1)])
        #expect(suite.groups[0].threads == [3] && suite.seed == 2 && suite.plan == MeasurementPlan(precision: 0.5, budget: 9))
        #expect(suite.groups[1].orders == [16])
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let old: String
        let new: String
        let message: String
        var testDescription: String { message }
    }

    static let faults = [
        Fault(old: "suite/1", new: "suite/2", message: "schema: expected \"nashbench/suite/1\", found \"nashbench/suite/2\""),
        Fault(old: "\"purpose\"", new: "\"porpoise\"", message: "porpoise: expected one of the keys schema, name, purpose"),
        Fault(old: "\"name\": \"mine\"", new: "\"name\": \"../mine\"", message: "name: expected a name of letters, digits and hyphens, found \"../mine\""),
        Fault(old: "0.01", new: "0", message: "precision: expected a number in (0, 1), found 0.0"),
        Fault(old: "0.01", new: "\"fine\"", message: "precision: expected a finite number, found \"fine\""),
        Fault(old: "\"budget\": 2,", new: "", message: "budget: expected seconds > 0, found nothing"),
        Fault(old: "\"seed\": 7", new: "\"seed\": 1.5", message: "seed: expected an integer, found 1.5"),
        Fault(old: "\"fit\": \"size\"", new: "\"fit\": \"time\"", message: "fit: expected one of \"size\", \"creators\", \"topics\", \"threads\""),
        Fault(old: "\"certify\"", new: "\"certfy\"", message: "groups[0].tasks[1]: expected one of"),
        Fault(old: "\"H1\"", new: "\"H9\"", message: "groups[0].families[1]: expected one of \"E\", \"E17\", \"H2\", \"H1\", \"C1\", \"C2\", \"C3\", found \"H9\""),
        Fault(old: "\"threads\": [1, 2]", new: "\"threads\": [1, 0]", message: "groups[0].threads[1]: expected an integer in 1 to 4096, found 0"),
        Fault(old: "\"threads\": [1, 2]", new: "\"threads\": []", message: "groups[0].threads: expected a list of at least one, found an empty list"),
        Fault(old: "\"creators\": 20", new: "\"creators\": -20", message: "groups[0].sizes[1].creators: expected an integer in 1 to 2147483647"),
        Fault(old: "{\"creators\": 20, \"topics\": 3}", new: "{\"creators\": 20}", message: "groups[0].sizes[1].topics: expected the number of topics, found nothing"),
        Fault(old: "\"orders\": [16]", new: "\"sizes\": [{\"creators\": 16, \"topics\": 1}]", message: "groups[1].orders: expected orders for dense linear algebra"),
        Fault(old: "\"targets\": [\"portable\"]", new: "\"targets\": [\"abacus\"]", message: "groups[2].targets[0]: expected one of portable"),
        Fault(old: ", \"sizes\": [{\"creators\": 10, \"topics\": 1}]", new: "", message: "groups[2].sizes: expected sizes for the tasks, found nothing"),
        Fault(old: "[[\"nashbench\", \"--help\"]]", new: "[[]]", message: "groups[3].processes[0].commands[0]: expected a program and its arguments"),
        Fault(old: "\"optional\": true", new: "\"optional\": 1", message: "groups[3].processes[0].optional: expected true or false"),
        Fault(old: "\"timeLimit\": 5", new: "\"timeLimit\": 0", message: "groups[4].timeLimit: expected a number > 0, found 0.0"),
        Fault(old: "\"rivals\": [\"numpy\"], ", new: "", message: "groups[4]: expected tasks, processes or rivals, found none of them"),
        Fault(old: "\"threads\": [1, 2]", new: "\"threads\": [1, 2],", message: "line 3: expected a key in quotes"),
    ]

    @Test(arguments: faults) func oneFaultIsOneClearError(fault: Fault) throws {
        try #require(Self.valid.contains(fault.old))
        let error = #expect(throws: FileError.self) { try read(Self.valid.replacing(fault.old, with: fault.new, maxReplacements: 1)) }
        #expect(error?.description.hasPrefix("mine.json: " + fault.message) == true, "\(error?.description ?? "none")")
    }

    @Test func aSuiteIsFoundByNameOrPath() throws {
        let tree = Fixtures.packageRoot.path
        #expect(try SuitePlaces.file(of: "quick", tree: tree) == "\(tree)/benchmarks/suites/quick.json")
        #expect(try SuitePlaces.file(of: "mine.json", tree: nil) == "mine.json")
        #expect(SuitePlaces.tree(above: Self.folder) == tree)
        #expect(SuitePlaces.tree(above: FileManager.default.temporaryDirectory.path) == nil)
        let error = #expect(throws: FileError.self) { try SuitePlaces.file(of: "nonsense", tree: tree) }
        #expect(error?.description.contains("quick") == true)
        #expect(throws: FileError.self) { try SuitePlaces.file(of: "quick", tree: nil) }
    }
}
