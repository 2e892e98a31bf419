import NumericCore
import Testing

@testable import Bench

/// The threshold file is read strictly.
@Suite struct CompareThresholdTests {
    @Test func aFileIsReadAsWritten() throws {
        let text = """
            { "schema": "nashbench/thresholds/1", "noise": 0.08, "allowedRatio": 1.3,
              "tasks": { "solve": 1.1, "solve E17": 1, "rival:scipy": null } }
            """
        let thresholds = try Thresholds.parse(text, named: "limits.json")
        #expect(thresholds == Thresholds(noise: 0.08, allowedRatio: 1.3, tasks: ["solve": 1.1, "solve E17": 1, "rival:scipy": .infinity]))
        let short = #"{ "schema": "nashbench/thresholds/1", "noise": 0, "allowedRatio": 2 }"#
        #expect(try Thresholds.parse(short, named: "limits.json") == Thresholds(noise: 0, allowedRatio: 2))
    }

    @Test(arguments: [
        (#"{ "noise": 0.1, "allowedRatio": 2 }"#, "schema"),
        (#"{ "schema": "nashbench/thresholds/2", "noise": 0.1, "allowedRatio": 2 }"#, "schema"),
        (#"{ "schema": "nashbench/thresholds/1", "allowedRatio": 2 }"#, "noise"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1 }"#, "allowedRatio"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": -0.1, "allowedRatio": 2 }"#, "noise: expected a number >= 0, found -0.1"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": 0.9 }"#, "allowedRatio: expected a number >= 1, found 0.9"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": "2" }"#, "allowedRatio"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": 2, "task": {} }"#, "task: expected one of the keys"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": 2, "tasks": [] }"#, "tasks"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": 2, "tasks": { "solve E": 0.5 } }"#, #"tasks."solve E": expected a number >= 1"#),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": 2, "tasks": { "slove": 2 } }"#, "tasks.slove: expected a task"),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": 2, "tasks": { "solve E18": 2 } }"#, #"tasks."solve E18": expected a task"#),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "allowedRatio": 2, "tasks": { "others:a": 2 } }"#, #"tasks."others:a": expected a task"#),
        (#"{ "schema": "nashbench/thresholds/1", "noise": 0.1, "noise": 0.1, "allowedRatio": 2 }"#, "noise"),
        ("[]", "schema"), ("", "line 1"),
    ])
    func aMistakeIsNamed(text: String, message: String) {
        let error = #expect(throws: FileError.self) { try Thresholds.parse(text, named: "limits.json") }
        #expect(error.map { "\($0)".hasPrefix("limits.json: ") && "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "")")
    }
}
