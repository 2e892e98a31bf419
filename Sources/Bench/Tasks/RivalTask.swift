import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Other software on the same game file, through `benchmarks/rivals/run.py` in its own virtual environment. It times
/// itself, and tells its error against the certified equilibrium; its last line of output is one JSON object.
enum RivalTask {
    /// What a rival says of itself.
    struct Answer: Equatable {
        var rival: String
        /// Samples; empty where it did not run.
        var seconds: [Double]
        var totalError: Double?
        var residual: Double?
        var status: BenchmarkResult.Status
        var reason: String?
    }

    /// A total this far off is another answer, whatever the rival thinks of it.
    static let largestError = 1e-3

    static func run(
        _ rival: String, at point: TaskPoint, tree: String?, timeLimit: Double, _ inputs: TaskInputs, isInterrupted: () -> Bool = { false }
    ) throws -> Answer {
        guard let tree else { throw TaskError(description: "benchmarks/rivals was not found", isAbsence: true) }
        let folder = Paths.join(tree, "benchmarks/rivals")
        let script = Paths.join(folder, "run.py")
        // The script itself needs nothing but Python; it knows which interpreter each rival needs.
        guard access(script, R_OK) == 0, let python = ChildProcess.find(Paths.join(folder, "venv/bin/python")) ?? ChildProcess.find("python3") else {
            throw TaskError(description: "benchmarks/rivals or Python is not here", isAbsence: true)
        }
        let name = "\(point.family?.rawValue ?? "game")-\(point.creators)-\(point.topics)"
        let game = try inputs.scratchPath("\(name)-rivals.json")
        let reference = try inputs.scratchPath("\(name)-rivals-reference.json")
        if access(reference, R_OK) != 0 {
            let contest = try inputs.contest(point)
            try GameFile.write(contest, to: game)
            try EquilibriumFile.write(try inputs.equilibrium(point), of: contest, to: reference)
        }
        let output = try inputs.scratchPath("\(name)-\(rival).txt")
        let command = [
            python, script, "--rival", rival, "--game", game, "--reference", reference, "--time-limit", "\(timeLimit)", "--threads",
            "\(point.threads)",
        ]
        // The rival minds its own time limit; set-up and checks come on top.
        let ending = try ChildProcess.run(command, output: .file(output), timeLimit: 3 * timeLimit + 60, isInterrupted: isInterrupted)
        if ending.isLate { throw TaskError(description: "still running after \(Int(ending.seconds)) s") }
        guard let answer = try lastLine(of: output) else { throw TaskError(description: "exit status \(ending.status), no answer") }
        return try self.answer(answer)
    }

    private static func lastLine(of file: String) throws -> FileBytes? {
        let text = try FileBytes(file).shownText
        guard let line = text.split(whereSeparator: \.isNewline).last else { return nil }
        return FileBytes(line.utf8, named: "the rival's last line")
    }

    /// The answer in a line of JSON.
    /// - Throws: ``FileError`` naming the key that is not as it should be.
    static func answer(_ line: FileBytes) throws -> Answer {
        enum Word: String, CaseIterable { case ok, failed, skipped }
        let keys = try JSONParser.document(line).object([
            "rival", "seconds", "compileSeconds", "totalError", "residual", "status", "reason", "cells", "tolerance", "start", "threads", "detail",
        ])
        let word = try keys.required("status", expected: "a status").word(Word.self)
        let reason = try keys["reason"].flatMap { $0.isNull ? nil : try $0.string() }
        func number(_ key: String) throws -> Double? { try keys[key]?.numberOrNull() }
        var answer = Answer(
            rival: try keys.required("rival", expected: "the rival's name").string(),
            seconds: try keys["seconds"].map { $0.isNull ? [] : try $0.elements().map { try $0.number() } } ?? [],
            totalError: try number("totalError"), residual: try number("residual"), status: .measured, reason: reason)
        switch word {
        case .ok where answer.seconds.isEmpty:
            throw try keys.required("seconds", expected: "samples").error(expected: "at least one sample", found: "none")
        case .ok where answer.totalError == nil:
            answer.status = .failed
            answer.reason = "it does not tell its error (totalError)"
        case .ok:
            if !((answer.totalError ?? 0) <= largestError) {
                answer.status = .wrong
                answer.reason = "a total is off by \(answer.totalError ?? .nan), relatively"
            }
        case .failed: answer.status = answer.seconds.isEmpty ? .failed : .wrong
        case .skipped: answer.status = .skipped
        }
        if answer.status != .measured, answer.reason == nil { answer.reason = "no reason given" }
        return answer
    }
}
