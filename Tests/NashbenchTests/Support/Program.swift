import Foundation
import Testing

/// The built `nashbench`, run as a user would.
enum Program {
    struct Outcome {
        /// Exit status; 128 + the signal where one ended the program.
        let status: Int32
        let output: String
        let errors: String

        var errorLines: [Substring] { errors.split(separator: "\n") }
    }

    /// The executable lies beside the test bundle that SwiftPM built with it.
    static let executable: URL = {
        let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appending(path: "nashbench")
    }()

    static func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: TemporaryFolder
    ) throws -> Outcome {
        try start(arguments, environment: environment, in: folder).finish()
    }

    static func start(
        _ arguments: [String], environment: [String: String] = [:], in folder: TemporaryFolder, executable: URL = executable
    ) throws -> Running {
        // Streams go to files: nothing can block on a full pipe.
        let streams = try ["out", "err"].map { suffix in
            let file = folder.streams.appending(path: UUID().uuidString + "." + suffix)
            try Data().write(to: file)
            return file
        }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        var inherited = ProcessInfo.processInfo.environment
        inherited["NASHBENCH_KERNEL"] = nil
        process.environment = inherited.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: streams[0])
        process.standardError = try FileHandle(forWritingTo: streams[1])
        try process.run()
        return Running(process: process, output: streams[0], errors: streams[1])
    }

    struct Running {
        let process: Process
        let output: URL
        let errors: URL

        func finish() throws -> Outcome {
            process.waitUntilExit()
            let killed: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
            return Outcome(
                status: killed + process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
                errors: try String(contentsOf: errors, encoding: .utf8))
        }
    }
}

#if os(Linux)
extension Program.Running {
    /// Returns once the program takes interrupts itself. One that never does would otherwise keep the test for ever; the
    /// expectations then say what is wrong.
    func waitUntilItCatchesInterrupts() {
        for _ in 0..<30_000 where process.isRunning && !catchesInterrupts(process.processIdentifier) { usleep(1000) }
    }

    /// Whether the signals that the kernel says the process handles include SIGINT.
    private func catchesInterrupts(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigCgt:") }),
            let mask = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16)
        else { return false }
        return mask & 1 << UInt64(SIGINT - 1) != 0
    }
}
#endif

extension Program.Outcome {
    /// Exit status 1, nothing on standard output, and one line of error that names each of `words`.
    func expectRefusal(naming words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(status == 1, sourceLocation: sourceLocation)
        #expect(output.isEmpty, sourceLocation: sourceLocation)
        #expect(errorLines.count == 1, "\(errors)", sourceLocation: sourceLocation)
        #expect(errors.hasPrefix("nashbench: error: "), "\(errors)", sourceLocation: sourceLocation)
        for word in words { #expect(errors.contains(word), "\(errors)", sourceLocation: sourceLocation) }
    }
}

/// A folder of a test's own, removed with everything in it when the test lets go of it.
final class TemporaryFolder: Sendable {
    let url: URL
    /// Beside the folder, so that the folder holds only what the program wrote.
    let streams: URL

    init() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "nashbench-tests-" + UUID().uuidString)
        url = root.appending(path: "work")
        streams = root.appending(path: "streams")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return name
    }

    /// Makes an executable script. Another program writes it: while this one had it open, any thread that starts a child would hand the
    /// descriptor on, and a file that somebody may write is not executed ("text file busy").
    func writeProgram(_ script: String, at file: URL) throws {
        let text = streams.appending(path: UUID().uuidString + ".script")
        try Data(script.utf8).write(to: text)
        let install = ["-m", "755", text.path, file.path]
        try #require(Program.start(install, in: self, executable: URL(filePath: "/usr/bin/install")).finish().status == 0)
    }

    func read(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }

    /// Names of all files, sorted.
    var contents: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}

/// Small games, as text.
enum Games {
    static let threeCreators = """
        { "schema": "nashbench/game/1", "name": "three creators", "competition": "exclusive",
          "creatorNames": ["ana", "bo", "cy"], "topicNames": ["music", "news"],
          "market": { "mu": [100, 40], "alpha": 0.7, "beta": 0.3, "gamma": [0.8, 1.0] },
          "cost": { "coefficients": [[0.5, 1], [1, 2], [2, 1.5]], "exponents": 1.5 } }
        """

    /// One creator alone in a classic Tullock contest: the payoff rises as effort falls to 0.
    static let withoutEquilibrium = """
        { "schema": "nashbench/game/1", "competition": "human-only", "market": { "mu": [10] }, "cost": { "coefficients": [[1]], "exponents": 2 } }
        """

    /// A price that rises to 10 against linear costs of 1 and 2: more effort always pays.
    static let endlessEffort = """
        { "schema": "nashbench/game/1", "competition": "exclusive", "market": { "mu": [10], "alpha": 1, "beta": -0.5, "gamma": 0 },
          "cost": { "coefficients": [[1], [2]], "exponents": 1 } }
        """
    static let negativeBeta = """
        { "schema": "nashbench/game/1", "competition": "exclusive", "market": { "mu": [10], "alpha": 1, "beta": -0.2, "gamma": 0.8 },
          "cost": { "coefficients": [[1], [2]], "exponents": 2 } }
        """
}

/// The numbers of an equilibrium file or of `solve --json`.
struct EquilibriumRecord: Decodable {
    let status: String
    let reason: String?
    let totals: [Double]
    let efforts: [[Double?]]
    let iterations: Int
    let kernelTarget: String
    let certificate: CertificateRecord

    struct CertificateRecord: Decodable {
        let relativeResidual: Double
        let uniqueness: String
    }

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}
