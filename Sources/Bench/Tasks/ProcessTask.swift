import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whole programs, from start to exit.
enum ProcessTask {
    static func prepare(_ process: ProcessSpecification, tree: String?, _ inputs: TaskInputs, isInterrupted: @escaping () -> Bool = { false }) throws -> PreparedTask {
        let commands = try process.commands.map { try resolved($0, tree: tree, inputs) }
        var peak: Int?
        return PreparedTask(conclude: { .right(peakBytes: peak) }) {
            var seconds = 0.0
            for command in commands {
                let ending = try ChildProcess.run(command, isInterrupted: isInterrupted)
                guard ending.status == 0 else {
                    throw TaskError(
                        description: "\(command.joined(separator: " ")): exit status \(ending.status)", isAbsence: process.isOptional)
                }
                seconds += ending.seconds
                if let bytes = ending.peakBytes { peak = max(peak ?? 0, bytes) }
            }
            return seconds
        }
    }

    private static func resolved(_ words: [String], tree: String?, _ inputs: TaskInputs) throws -> [String] {
        let own = words[0] == "nashbench" ? ChildProcess.ownPath : nil
        guard let program = own ?? ChildProcess.find(words[0]) else {
            throw TaskError(description: "\(words[0]) is not installed", isAbsence: true)
        }
        return try [program] + words.dropFirst().map { word in
            var parts = word
            for (mark, value) in [("{tree}", { tree }), ("{scratch}", { try inputs.scratchFolder() })] as [(String, () throws -> String?)] {
                guard let range = parts.firstRange(of: mark) else { continue }
                guard let value = try value() else {
                    throw TaskError(description: "\(word) stands for files of the source tree, which was not found", isAbsence: true)
                }
                parts.replaceSubrange(range, with: value)
            }
            return parts
        }
    }
}
