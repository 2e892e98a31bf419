import Bench
import Foundation

/// Benchmark records as files.
enum Records {
    /// A solve of E17 at three sizes with `perCell` seconds a cell, and one kernel.
    static func solves(
        perCell: Double, cpu: String = "A CPU", started: String = "2026-01-01T00:00:00Z", status: BenchmarkResult.Status = .measured,
        threads: [Int] = [1]
    ) -> BenchmarkRecord {
        let results = threads.flatMap { threads in
            [100, 1000, 10_000].map { creators in
                let size = creators * 10
                let median = perCell * Double(size) / Double(threads)
                let samples = (0..<9).map { median * (1 + 0.001 * Double($0 - 4)) }
                return BenchmarkResult(
                    task: "solve", family: "E17", creators: creators, topics: 10, size: size, threads: threads, kernelTarget: "avx2", status: status,
                    reason: status == .measured ? nil : "residual 1e-3",
                    seconds: .init(
                        samples: samples, executionsPerSample: 1, median: median, mad: median * 0.002, low: median * 0.998, high: median * 1.002),
                    work: .init(bytes: Double(16 * size), powers: Double(size)),
                    floor: .init(kind: .powers, task: "pow", seconds: 2e-9 * Double(size), ratio: perCell / 2e-9, low: perCell / 2.1e-9, high: perCell / 1.9e-9),
                    outcome: .init(status: "converged", passes: 3, relativeResidual: 1e-15))
            }
        }
        return BenchmarkRecord(
            suite: "scaling-n", purpose: "time over creators", command: "nashbench bench scaling-n", started: started, seconds: 3,
            machine: Machine(
                cpu: cpu, architecture: "x86_64", features: ["avx2"], cores: 2, caches: [], memoryBytes: nil, frequencyGovernor: nil,
                system: "Linux", hasCounters: false),
            software: Software(
                version: "0.1.0", commit: nil, isModified: nil, compiler: "Swift 6.3", flags: "-O", kernelTarget: "avx2", blas: "OpenBLAS",
                blasCore: "Haswell"),
            precision: 0.01, budget: 1, seeds: [1], results: results, fits: [])
    }

    static func write(_ record: BenchmarkRecord, to name: String, in folder: TemporaryFolder) throws {
        try folder.write(RecordFile.text(of: record), to: name)
    }
}
