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
        (#"{"rival": "a", "seconds": [], "status": "failed", "reason": "out of memory"}"#, .failed),
        (#"{"rival": "a", "status": "failed"}"#, .failed),
        (#"{"rival": "a", "seconds": null, "status": "skipped", "reason": "not installed"}"#, .skipped),
    ])
    func oneThatDoesNotIsRecordedWithItsReason(line: String, status: BenchmarkResult.Status) throws {
        let answer = try answer(line)
        #expect(answer.status == status)
        #expect(answer.reason?.isEmpty == false)
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
