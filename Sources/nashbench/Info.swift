import ArgumentParser
import Foundation
import NumericCore

struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what runs here: version, kernels, threads, linear algebra, processor.",
        discussion: """
            Example:

              nashbench info
              NASHBENCH_KERNEL=portable nashbench info --json

            NASHBENCH_KERNEL forces one of the kernel targets; a name that cannot run here is an error.
            """)

    @Flag(help: "Print JSON in place of a table.")
    var json = false

    func run() throws {
        let facts = try Facts()
        try Console.print(json ? JSONText.of(facts) : facts.text)
    }

    /// What is printed, in either form.
    struct Facts: Encodable {
        let schema = "nashbench/info/1"
        let version: String
        let kernelTarget: String
        let kernelsAvailable: [String]
        let kernelForced: String?
        let threads: Int
        let blas: String
        let blasCore: String
        let processor: String

        init() throws(SettingsError) {
            version = Release.version
            kernelTarget = try KernelTarget.active().name
            kernelsAvailable = KernelTarget.available.map(\.name)
            kernelForced = ProcessInfo.processInfo.environment["NASHBENCH_KERNEL"].flatMap { $0.isEmpty ? nil : $0 }
            threads = ProcessInfo.processInfo.activeProcessorCount
            blas = LinearAlgebra.configuration.trimmingCharacters(in: .whitespaces)
            blasCore = LinearAlgebra.core
            processor = Self.processorName
        }

        var text: String {
            let rows = [
                ("version", version),
                ("kernels", "\(kernelTarget) (available: \(kernelsAvailable.joined(separator: ", ")))"),
                ("NASHBENCH_KERNEL", kernelForced ?? "not set"),
                ("threads", "\(threads)"),
                ("BLAS", blas),
                ("BLAS core", blasCore),
                ("processor", processor),
            ]
            return rows.map { $0.0.padding(toLength: 18, withPad: " ", startingAt: 0) + $0.1 }.joined(separator: "\n")
        }

        /// The model name the kernel reports; the architecture where it reports none.
        private static var processorName: String {
            let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
            let name = line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
            return name ?? architecture
        }

        private static var architecture: String {
            #if arch(x86_64)
            "x86_64"
            #elseif arch(arm64)
            "arm64"
            #else
            "unknown"
            #endif
        }
    }
}
