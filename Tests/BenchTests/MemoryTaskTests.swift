import Foundation
import NumericCore
import Testing

@testable import Bench

/// The memory of `nashbench solve` as a program of its own.
@Suite struct MemoryTaskTests {
    @Test func theLargestOfAllLooksIsKept() {
        var most = ProcessMemory()
        for (anonymous, resident) in [(10, 30), (25, 40), (20, 40)] {
            let seen = most.look(status: "Name:\tx\nVmHWM:\t  \(resident) kB\nRssAnon:\t   \(anonymous) kB\nRssFile:\t 7 kB\n")
            #expect(seen)
        }
        #expect(most == ProcessMemory(anonymousBytes: 25 << 10, residentBytes: 40 << 10))
        // A process that has ended has a status without memory.
        let seen = most.look(status: "Name:\tx\nState:\tZ (zombie)\n")
        #expect(!seen)
        #expect(most.anonymousBytes == 25 << 10)
    }

    @Test func keptNumbers() throws {
        for (family, dense, sparse) in [(GameFamily.e17, 16, 20), (.h2, 24, 28)] {
            let contest = try family.contest(creators: 6, topics: 3, seed: 1)
            #expect(MemoryTask.keptBytesPerCell(contest.costs) == dense)
            #expect(MemoryTask.keptBytesPerCell(try FileTasks.sparse(contest).costs) == sparse)
        }
    }

    @Test func anotherProgramIsNotMeasured() {
        let point = TaskPoint(task: .memory, family: .e17, creators: 5, topics: 2, threads: 1, target: "portable")
        let error = #expect(throws: TaskError.self) { try MemoryTask.prepare(point, TaskInputs(seed: 1)) }
        #expect(error?.isAbsence == true)
    }

    #if os(Linux)
    /// The executable lies beside the test bundle.
    private static let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "nashbench").path

    /// Memory that does not grow with the cells: the program, its libraries and its threads.
    private static let base = 24_000_000

    @Test(arguments: [TaskName.memory, .memoryCSV]) func theProgramsPrivateMemory(task: TaskName) throws {
        let point = TaskPoint(task: task, family: .e17, creators: 4000, topics: 150, threads: 1, target: "any")
        let prepared = try MemoryTask.prepare(point, TaskInputs(seed: 1), program: Self.program)
        var runs = 0
        // Memory is looked at every millisecond: a look that the system delays may miss all of a run, and the largest of several is kept.
        var conclusion: Conclusion
        repeat {
            #expect(try prepared.execute()! > 0)
            (conclusion, runs) = (prepared.conclude(), runs + 1)
        } while runs < 10 && (conclusion.memory?.anonymousBytes ?? 0) < (task == .memoryCSV ? 20 * point.cells : 100_000)
        let memory = try #require(conclusion.memory)
        #expect(conclusion.status == .measured && conclusion.outcome?.status == "converged")
        #expect(conclusion.peakBytes! > memory.anonymousBytes && memory.anonymousBytes > 100_000)
        // Dense numbers stay in their files; of a sparse game all is kept, and reading it takes no more.
        let cells = point.cells - (task == .memoryCSV ? 1 : 0)
        #expect(memory.keptBytes == (task == .memoryCSV ? 20 : 16) * cells)
        #expect(memory.anonymousBytes <= Self.base + (task == .memoryCSV ? memory.keptBytes : 0))
        if task == .memoryCSV { #expect(memory.anonymousBytes >= memory.keptBytes) }
    }
    #endif
}
