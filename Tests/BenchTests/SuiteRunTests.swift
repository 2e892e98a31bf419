import Foundation
import NumericCore
import TestSupport
import Testing

@testable import Bench

@Suite struct SuiteRunTests {
    private func suite(_ groups: String) throws -> BenchmarkSuite {
        let text = """
            { "schema": "nashbench/suite/1", "name": "small", "purpose": "For tests.", "precision": 0.9, "budget": 0.01, "groups": [\(groups)] }
            """
        return try BenchmarkSuite.read(FileBytes(Array(text.utf8), named: "small.json"))
    }

    private func results(_ groups: String, tree: String? = nil, isInterrupted: @escaping () -> Bool = { false }) throws -> [BenchmarkResult] {
        try SuiteRun(suite(groups), tree: tree, counters: HardwareCounters(), isInterrupted: isInterrupted).run()
    }

    @Test func systemsBesideTheContestAreHeldAgainstOtherTasks() throws {
        let results = try results(
            #"""
            { "tasks": ["plan_buckets", "level_pass", "plan_longest_path"], "sizes": [{"creators": 200, "topics": 3}] },
            { "tasks": ["plan_fading"], "sizes": [{"creators": 6, "topics": 2}] },
            { "tasks": ["compensate_split", "sort", "openness_solve"], "sizes": [{"creators": 5000, "topics": 1}] },
            { "tasks": ["openness_sweep", "openness_single"], "sizes": [{"creators": 20, "topics": 4}] },
            { "tasks": ["persuasion_cuts"], "sizes": [{"creators": 300, "topics": 12}] },
            { "tasks": ["persuasion_program"], "sizes": [{"creators": 6, "topics": 5}] }
            """#)
        let byTask = Dictionary(results.map { ($0.task, $0) }) { first, _ in first }
        for task in TaskName.allCases where task.kind == .economy {
            let result = try #require(byTask[task.rawValue], "\(task)")
            #expect(result.status == .measured && result.family == nil, "\(task): \(result.reason ?? "")")
            let floor = result.floor.flatMap { $0.kind == .task ? $0.task : nil }
            #expect(floor == task.wholeFloor?.rawValue, "\(task)")
        }
        #expect(byTask["plan_longest_path"]?.outcome?.status == "optimal")
        for task in ["plan_buckets", "plan_longest_path", "plan_fading"] {
            let ratio = try #require(byTask[task]?.outcome?.ratio, "\(task)")
            #expect(ratio > 0.95 && ratio <= 1, "\(task)")
        }
        #expect(byTask["persuasion_program"]?.outcome?.status == "certified")
        #expect(byTask["compensate_split"].map { ($0.outcome?.passes ?? 0) >= 1 } == true)
    }

    @Test func aSweepOfOtherPracticesIsSkipped() throws {
        let results = try results(#"{ "tasks": ["openness_sweep"], "sizes": [{"creators": 20, "topics": 3}] }"#)
        #expect(results.map(\.status) == [.skipped])
        #expect(results.first?.reason?.contains("4 practices") == true)
    }

    @Test func everyTaskGivesAResultWithAFloorAndAWord() throws {
        let kinds = TaskName.allCases.filter { ![.dense, .coupled, .adoption, .learning, .economy, .memory].contains($0.kind) }
        let names = kinds.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let results = try results(#"{ "tasks": [\#(names)], "families": ["E17", "H1"], "sizes": [{"creators": 600, "topics": 4}] }"#)
        let forOneExponent: Set = ["taker_pass", "total_solve", "taker_effort_pass", "effort_move", "topics_solve"]
        for result in results {
            if result.family == "H1", forOneExponent.contains(result.task) {
                #expect(result.status == .skipped && result.reason == "it is for games of one exponent above 1")
                continue
            }
            #expect(result.status == .measured, "\(result.task): \(result.reason ?? "")")
            #expect(result.seconds.map { $0.samples.count >= 3 && $0.low > 0 } == true, "\(result.task)")
            #expect(result.size == 2400 && result.threads == 1)
        }
        for task in kinds {
            let ofTask = results.filter { $0.task == task.rawValue }
            let isOfMachine = [.stream, .blocks].contains(task.kind)
            #expect(ofTask.count == (isOfMachine ? 1 : 2), "\(task)")
            if !isOfMachine, ![.totalSolve, .effortMove, .powerPoints].contains(task) { #expect(ofTask.allSatisfy { $0.status == .skipped || ($0.floor?.ratio ?? 0) > 0 }, "\(task)") }
        }
        let solves = results.filter { $0.task == "solve" }
        #expect(solves.map(\.family) == ["E17", "H1"])
        #expect(solves.allSatisfy { $0.outcome?.status == "converged" && $0.outcome!.relativeResidual! < 1e-10 && $0.outcome!.passes! > 0 })
        // Which of its floors takes longest is the machine's to say, and that the longest binds is a test of floors.
        #expect(solves.allSatisfy { $0.work.powers == 2400 && ($0.floor?.kind == .powers || $0.floor?.kind == .bytes) })
    }

    /// Whatever joins topics is held against a library's inverses of as many blocks of the same order, in the same run.
    @Test(arguments: ["C1", "C2", "C3"]) func tasksOfGamesThatJoinTopics(family: String) throws {
        let tasks = TaskName.allCases.filter { $0.kind == .coupled || $0.isByCreator || $0 == .sweepInvert || $0 == .rowProducts }
        let names = tasks.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let results = try results(#"{ "tasks": [\#(names)], "families": ["\#(family)"], "threads": [2], "sizes": [{"creators": 90, "topics": 9}] }"#)
        for task in tasks {
            let result = try #require(results.first { $0.task == task.rawValue })
            #expect(result.status == .measured && result.family == family, "\(task): \(result.reason ?? "")")
            #expect((result.floor?.ratio ?? 0) > 0, "\(task)")
            if task == .projectedStep { #expect(result.floor?.task == "dgemm_rows" && result.work.flops == 2 * 90 * 9 * 9) }
            if task.flopsFloor == .dpotriBatch {
                #expect(result.floor?.task == "dpotri_batch" && result.work.flops == 90 * 9 * 9 * 9, "\(task)")
            }
        }
        let solve = try #require(results.first { $0.task == "coupled_solve" })
        let warm = try #require(results.first { $0.task == "coupled_warm" })
        #expect(solve.outcome?.status == "converged" && solve.outcome!.relativeResidual! < 1e-10)
        #expect(warm.outcome!.passes! > 0 && warm.outcome!.passes! <= solve.outcome!.passes!)
        let step = try #require(results.first { $0.task == "structured_step" })
        #expect(step.outcome?.status == "accepted" && step.outcome!.passes! >= 1 && step.outcome!.relativeResidual! < 1)
    }

    /// Searches of inclusive games, certified, where one exponent orders creators.
    @Test func learningIsMeasuredBesideItsRandomNumbers() throws {
        let tasks = TaskName.allCases.filter { $0.kind == .learning && $0 != .learningNumPy }
        let names = tasks.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let results = try results(#"{ "tasks": [\#(names)], "sizes": [{"creators": 20, "topics": 300}] }"#)
        #expect(results.map(\.task) == tasks.map(\.rawValue) && results.count == 35)
        for (task, result) in zip(tasks, results) {
            #expect(result.status == .measured, "\(task): \(result.reason ?? "")")
            #expect(result.floor.flatMap { $0.kind == .task ? $0.task : nil } == task.wholeFloor?.rawValue, "\(task)")
        }
        #expect(TaskName.exp3ETC.wholeFloor == .learningDrawsTwice && TaskName.etcGreedy.wholeFloor == .learningDrawsTwice)
        #expect(TaskName.adjustedEliminate.wholeFloor == .learningDraws && TaskName.learningPlay.wholeFloor == .learningDraws)
    }

    @Test func everyPairOfLearningIsItsOwnSimulation() throws {
        let pairs = TaskName.allCases.filter { $0.rawValue.hasPrefix("learn_") }
        let simulations = try pairs.map { task in
            try LearningTasks.simulation(
                TaskPoint(task: task, family: nil, creators: 3, topics: 100, threads: 1, target: "portable"), TaskInputs(seed: 1))
        }
        #expect(pairs.count == 32 && Set(simulations.map { "\($0.human) \($0.ai) \($0.game.prompts)" }).count == 32)
        #expect(simulations.allSatisfy { $0.replicas == 3 && $0.horizon == 100 })
        for (task, simulation) in zip(pairs, simulations) {
            let size = "\(simulation.game.prompts)x\(simulation.game.responses)"
            #expect(size == (["5x4", "20x20"].first { task.rawValue.hasSuffix($0) } ?? "2x3"))
            #expect(Set(simulation.game.human.joined().map { $0 ?? -1 }).count >= 5)
        }
    }

    /// NumPy plays the same rounds; where Python or NumPy is missing, or the source tree, that is what is said.
    @Test func learningIsMeasuredBesideNumPy() throws {
        let suite = #"{ "tasks": ["learning_numpy", "learning_play"], "sizes": [{"creators": 4, "topics": 50}] }"#
        let absent = try #require(results(suite).first)
        #expect(absent.status == .skipped && absent.reason == "benchmarks/rivals was not found")
        let result = try #require(results(suite, tree: Fixtures.packageRoot.path).first)
        if result.status == .skipped {
            #expect(result.reason == "Python with NumPy is not here")
        } else {
            #expect(result.status == .measured && result.floor?.task == "learning_play", "\(result.reason ?? "")")
        }
    }

    @Test func adoptionIsSearchedInOneTopicAndInMany() throws {
        let results = try results(#"{ "tasks": ["solve", "thresholds", "adoption"], "families": ["E17", "H1"], "sizes": [{"creators": 500, "topics": 2}] }"#)
        let searches = results.filter { ["thresholds", "adoption"].contains($0.task) }
        #expect(searches.count == 4)
        for result in searches {
            if result.family == "H1" {
                #expect(result.status == .skipped && result.reason == "it is for games with separate topics and one exponent")
                continue
            }
            #expect(result.status == .measured, "\(result.task): \(result.reason ?? "")")
            #expect((result.outcome?.passes ?? 0) > 0 && (result.outcome?.relativeResidual ?? 1) < 1e-10 && (result.floor?.ratio ?? 0) > 0)
        }
    }

    @Test func gamesOfSeparateTopicsHaveNoCoupledTasks() throws {
        let results = try results(#"{ "tasks": ["structured_step", "coupled_solve"], "families": ["E"], "sizes": [{"creators": 5, "topics": 2}] }"#)
        #expect(results.map(\.status) == [.skipped, .skipped])
        #expect(results.allSatisfy { $0.reason == "it is for games that join topics" })
    }

    @Test func quadraticCostsNeedNoPowers() throws {
        let results = try results(#"{ "tasks": ["solve"], "families": ["E"], "threads": [2], "sizes": [{"creators": 300, "topics": 4}] }"#)
        let solve = try #require(results.first)
        #expect(solve.work == .init(bytes: 16 * 1200, powers: 0, flops: 0))
        #expect(solve.floor?.kind == .bytes && solve.floor?.task.hasPrefix("copy") == true)
        #expect(results.allSatisfy { $0.threads == 2 && $0.status == .measured })
    }

    @Test func denseLinearAlgebraIsBoundByItsProducts() throws {
        let results = try results(#"{ "tasks": ["dpotrf"], "orders": [24] }"#)
        #expect(results.map(\.task) == ["dpotrf", "dgemm"])
        #expect(results.allSatisfy { $0.status == .measured && $0.size == 24 && $0.creators == nil })
        #expect(results[0].floor?.kind == .flops && results[0].floor?.task == "dgemm")
    }

    /// beta < 0 with a capacity is refused by the solver: the times of such a solve are kept and count for nothing.
    @Test func aSolveThatDoesNotConvergeIsRecordedAsWrong() throws {
        let contest = try Contest(
            market: Market(mu: 10, alpha: 1, beta: -0.1, gamma: 0.8), costs: .power(coefficients: [[1], [2]], exponent: 2),
            capacity: Capacity(limits: 20))
        let task = SolveTasks.solve(contest, Settings(), from: nil, TaskInputs(seed: 1))
        let sampler = Sampler(task, plan: MeasurementPlan(precision: 0.5, budget: 1e-9), counters: HardwareCounters(), seed: 1)
        Cycles.run([sampler])
        #expect(sampler.statistics != nil)
        let conclusion = task.conclude()
        #expect(conclusion.status == .wrong)
        #expect(conclusion.reason?.contains("beta < 0") == true)
        #expect(conclusion.outcome?.status == "unsupported")
    }

    @Test func aCertificateThatDoesNotHoldIsWrong() throws {
        var certificate = try NumericCore.solve(BenchmarkFamily.e.contest(creators: 5, topics: 2, seed: 1)).certificate
        #expect(Conclusion(certificate).status == .measured)
        certificate.isConverged = false
        certificate.relativeResidual = .infinity
        let conclusion = Conclusion(certificate)
        #expect(conclusion.status == .wrong && conclusion.outcome?.relativeResidual == nil)
    }

    @Test func programsThatFailOrAreMissingAreRecorded() throws {
        let results = try results(
            """
            { "processes": [
              { "name": "fine", "commands": [["true"], ["true"]] },
              { "name": "broken", "commands": [["false"]] },
              { "name": "optional", "commands": [["false"]], "optional": true },
              { "name": "missing", "commands": [["no-such-program-anywhere"]] },
              { "name": "elsewhere", "commands": [["cat", "{tree}/README.md"]] },
              { "name": "folder", "commands": [["ls", "{scratch}"]] } ] }
            """)
        #expect(results.map(\.task) == ["fine", "broken", "optional", "missing", "elsewhere", "folder"].map { "process:" + $0 })
        #expect(results.map(\.status) == [.measured, .failed, .skipped, .skipped, .skipped, .measured])
        #expect(results[1].reason?.contains("exit status 1") == true && results[1].seconds == nil)
        #expect(results[3].reason == "no-such-program-anywhere is not installed")
        #expect(results[4].reason?.contains("source tree") == true)
    }

    @Test func rivalsThatAreNotInstalledAreSkipped() throws {
        let results = try results(#"{ "rivals": ["numpy", "jax"], "families": ["E"], "sizes": [{"creators": 5, "topics": 2}] }"#)
        #expect(results.map(\.task) == ["rival:numpy", "rival:jax"])
        #expect(results.allSatisfy { $0.status == .skipped && $0.reason?.isEmpty == false && $0.family == "E" && $0.size == 10 })
    }

    @Test func targetsThatCannotRunHereAreSkipped() throws {
        let missing = KernelTarget.knownNames.filter { KernelTarget(name: $0) == nil }
        try #require(!missing.isEmpty)
        let results = try results(#"{ "tasks": ["exp"], "targets": ["portable", "\#(missing[0])"], "sizes": [{"creators": 100, "topics": 1}] }"#)
        #expect(results[0].status == .measured && results[0].kernelTarget == "portable")
        #expect(results[1].status == .skipped && results[1].reason?.contains(missing[0]) == true)
    }

    @Test func sizesBeyondMemoryAreSkipped() throws {
        let results = try results(#"{ "tasks": ["solve"], "sizes": [{"creators": 2000000000, "topics": 1000000}] }"#)
        #expect(results.map(\.status) == [.skipped])
        #expect(results[0].reason?.contains("GB of memory") == true)
    }

    /// Interrupted as soon as the first size is measured, however many samples that took.
    @Test func anInterruptLeavesTheRestSkipped() throws {
        var done = 0
        let groups = #"{ "tasks": ["solve"], "families": ["E"], "sizes": [{"creators": 50, "topics": 2}, {"creators": 60, "topics": 2}] }"#
        let results = try SuiteRun(suite(groups), tree: nil, counters: HardwareCounters(), isInterrupted: { done == 1 }) { done = $0.done }.run()
        #expect(results.first { $0.creators == 50 }?.status == .measured)
        #expect(results.filter { $0.creators == 60 }.map(\.reason) == ["interrupted"])
        #expect(results.filter { $0.creators == 60 }.map(\.status) == [.skipped])
    }

    @Test func aProgramThatIsInterruptedIsSkipped() throws {
        var asked = 0
        let results = try results(#"{ "processes": [{ "name": "long", "commands": [["sleep", "1000"]] }] }"#) {
            asked += 1
            return asked > 2
        }
        #expect(results.map(\.status) == [.skipped] && results.map(\.reason) == ["interrupted"])
    }

    /// It says so with the status that an interrupt from the terminal gives it.
    @Test func aProgramThatDiesOfAnInterruptHasFailedUnlessTheRunIsInterrupted() throws {
        let ending = try ChildProcess.run(["/bin/sh", "-c", "kill -INT $$"])
        #expect(ending.status == 130)
        // Whether the run hears of the interrupt before the program ends or after.
        let error = #expect(throws: TaskError.self) {
            try ChildProcess.run(["/bin/sh", "-c", "kill -INT $$"], isInterrupted: { true })
        }
        #expect(error?.description == "interrupted" && error?.isAbsence == true)
    }

    @Test func aProgramWhoseTimeIsOverIsEndedWithItsGroup() throws {
        let ending = try ChildProcess.run(["/bin/sh", "-c", "sleep 1000; true"], timeLimit: 0.1)
        #expect(ending.isLate && ending.status == 137)
    }

    @Test func aPeakThatMayBeThisProgramsIsNotReported() {
        #expect(ChildProcess.peakBytes(ofChild: 1249, own: 1000) == nil)
        #expect(ChildProcess.peakBytes(ofChild: 1250, own: 1000) == 1250 * 1024)
    }

    @Test func nothingIsLeftInTheTemporaryFolder() throws {
        func usedFolder() throws -> String {
            let inputs = TaskInputs(seed: 1)
            try Data([1]).write(to: URL(filePath: inputs.scratchPath("file")))
            let folder = try inputs.scratchFolder()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
            return folder
        }
        #expect(try !FileManager.default.fileExists(atPath: usedFolder()))
    }
}
