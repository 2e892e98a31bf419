@testable import Bench

/// Made-up records.
enum SampleRecord {
    static let machine = Machine(
        cpu: "Processor", architecture: "x86_64", features: ["avx2"], cores: 2, caches: [.init(level: 1, kind: "Data", bytes: 32768)],
        memoryBytes: nil, frequencyGovernor: nil, system: "Linux 6", hasCounters: false)

    static func with(results: [BenchmarkResult], fits: [ScalingFit] = []) -> BenchmarkRecord {
        BenchmarkRecord(
            suite: "made-up", purpose: "To be read back.", command: "nashbench bench made-up", started: "2026-01-31T23:59:59Z", seconds: 1.5,
            machine: machine,
            software: Software(
                version: "0.1.0", commit: nil, isModified: nil, compiler: "Swift", flags: "release", kernelTarget: "avx2", blas: "OpenBLAS",
                blasCore: "Haswell"),
            precision: 0.01, budget: 10, seeds: [1, 1 << 53], results: results, fits: fits)
    }

    /// One result with every field, and one with as few as can be.
    static let full = with(
        results: [
            BenchmarkResult(
                task: "solve", family: "E17", creators: 100, topics: 10, size: 1000, threads: 2, kernelTarget: "avx2", status: .measured,
                reason: nil, seconds: .init(samples: [0.1, 1.0 / 3, 1e-9], executionsPerSample: 2, seed: 1), instructions: 1e9, cycles: 5e8,
                work: .init(bytes: 16000, powers: 1000, flops: 0),
                floor: .init(kind: .powers, task: "pow", seconds: 0.01, ratio: 10.5, low: 10, high: 11),
                outcome: .init(status: "converged", passes: 3, relativeResidual: 1e-15, relativeExploitability: 1e-14, totalError: 0),
                peakBytes: 123_456_789, memory: .init(anonymousBytes: 3_000_000, keptBytes: 2_400_000)),
            BenchmarkResult(task: "verify", size: 1, threads: 1, kernelTarget: "portable", status: .skipped, reason: "\"quoted\"\nand broken"),
        ],
        fits: [
            ScalingFit(
                task: "solve", family: nil, threads: 1, kernelTarget: "avx2", over: "size", exponent: 1.01, low: 0.99, high: 1.02, points: 7)
        ])
}
