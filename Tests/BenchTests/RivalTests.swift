import Foundation
import NumericCore
import Testing

@testable import Bench

/// The line of JSON that a rival ends with.
@Suite struct RivalTests {
    private func answer(_ text: String) throws -> RivalTask.Answer { try RivalTask.answer(FileBytes(Array(text.utf8), named: "line")) }

    @Test func aRivalThatAgreesIsMeasured() throws {
        let answer = try answer(
            #"{"rival": "numpy", "seconds": [1.5, 1.25], "totalError": 1e-9, "residual": null, "status": "ok", "reason": null, "cells": 100}"#)
        #expect(answer == RivalTask.Answer(rival: "numpy", seconds: [1.5, 1.25], totalError: 1e-9, residual: nil, status: .measured, reason: nil))
    }

    @Test(arguments: [
        (#"{"rival": "a", "seconds": [1], "totalError": 0.17, "status": "ok"}"#, BenchmarkResult.Status.wrong),
        (#"{"rival": "a", "seconds": [1], "totalError": 1e-6, "status": "failed", "reason": "no convergence"}"#, .wrong),
        (#"{"rival": "a", "seconds": [1], "status": "ok"}"#, .failed),
        (#"{"rival": "a", "seconds": [], "status": "failed", "reason": "out of memory"}"#, .failed),
        (#"{"rival": "a", "status": "failed"}"#, .failed),
        (#"{"rival": "a", "seconds": null, "status": "skipped", "reason": "not installed"}"#, .skipped),
    ])
    func oneThatDoesNotIsRecordedWithItsReason(line: String, status: BenchmarkResult.Status) throws {
        let answer = try answer(line)
        #expect(answer.status == status)
        #expect(answer.reason?.isEmpty == false)
    }

    /// A source tree whose rivals are a shell script, run by a shell in the place of the virtual environment's Python.
    private func results(script: String, isInterrupted: @escaping () -> Bool = { false }) throws -> [BenchmarkResult] {
        let tree = FileManager.default.temporaryDirectory.appending(path: "rivals-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: tree) }
        let rivals = tree.appending(path: "benchmarks/rivals")
        try FileManager.default.createDirectory(at: rivals.appending(path: "venv/bin"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: rivals.appending(path: "venv/bin/python").path, withDestinationPath: "/bin/sh")
        try Data(script.utf8).write(to: rivals.appending(path: "run.py"))
        let suite = """
            { "schema": "nashbench/suite/1", "name": "small", "purpose": "For tests.", "precision": 0.9, "budget": 0.01,
              "groups": [{ "rivals": ["a"], "families": ["E"], "sizes": [{"creators": 5, "topics": 2}] }] }
            """
        return try SuiteRun(
            BenchmarkSuite.read(FileBytes(suite.utf8, named: "small.json")), tree: tree.path, counters: HardwareCounters(), isInterrupted: isInterrupted
        ).run()
    }

    @Test func aRivalIsRunAndItsLastLineIsItsAnswer() throws {
        let results = try results(
            script: """
                test -r "$4" && test -r "$6" || exit 1
                echo a line before
                echo '{"rival": "a", "seconds": [0.5, 0.25, 0.75], "totalError": 1e-9, "residual": 1e-12, "status": "ok", "reason": null}'
                echo
                """)
        #expect(results.map(\.task) == ["rival:a"] && results.map(\.status) == [.measured], "\(results.first?.reason ?? "")")
        #expect(results.first?.seconds?.samples == [0.5, 0.25, 0.75] && results.first?.outcome?.totalError == 1e-9)
    }

    @Test func aRivalThatSaysNothingHasFailed() throws {
        let results = try results(script: "exit 7")
        #expect(results.map(\.status) == [.failed] && results.first?.reason == "exit status 7, no answer")
    }

    @Test func aRivalThatIsInterruptedIsSkippedWithAllThatItStarted() throws {
        var asked = 0
        let results = try results(script: "sleep 1000 & sleep 1000") {
            asked += 1
            return asked > 2
        }
        #expect(results.map(\.status) == [.skipped] && results.first?.reason == "interrupted")
    }

    @Test(arguments: [
        ("{}", "status: expected a status"),
        (#"{"rival": "a", "status": "great"}"#, "status: expected one of \"ok\", \"failed\", \"skipped\""),
        (#"{"rival": "a", "seconds": [], "status": "ok"}"#, "seconds: expected at least one sample"),
        (#"{"rival": "a", "seconds": ["1"], "status": "ok"}"#, "seconds[0]: expected a finite number"),
        (#"{"rival": "a", "status": "failed", "speed": 1}"#, "speed: expected one of the keys"),
        ("Traceback (most recent call last):", "line 1"),
    ])
    func anAnswerThatIsNoneIsAnError(line: String, message: String) {
        let error = #expect(throws: FileError.self) { try answer(line) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "none")")
    }
}
