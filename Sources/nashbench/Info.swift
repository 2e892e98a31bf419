import ArgumentParser
import Bench
import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
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
        /// OpenBLAS's description and core; nil where it cannot be loaded, for the reason below.
        let blas: String?
        let blasCore: String?
        let blasProblem: String?
        let processor: String

        init() throws(FieldError) {
            version = Release.version
            kernelTarget = try KernelTarget.active().name
            kernelsAvailable = KernelTarget.available.map(\.name)
            kernelForced = getenv("NASHBENCH_KERNEL").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
            threads = activeProcessors()
            blas = LinearAlgebra.configuration?.trimmed
            blasCore = LinearAlgebra.core
            do throws(LinearAlgebraError) {
                try LinearAlgebra.load()
                blasProblem = nil
            } catch {
                blasProblem = "\(error)"
            }
            processor = Machine.here(hasCounters: false).cpu
        }

        var text: String {
            let rows = [
                ("version", version),
                ("kernels", "\(kernelTarget) (available: \(kernelsAvailable.joined(separator: ", ")))"),
                ("NASHBENCH_KERNEL", kernelForced ?? "not set"),
                ("threads", "\(threads)"),
                ("BLAS", blas ?? blasProblem ?? "none"),
                ("BLAS core", blasCore ?? "none"),
                ("processor", processor),
            ]
            return rows.map { NumberText.left($0.0, width: 18) + $0.1 }.joined(separator: "\n")
        }
    }
}
