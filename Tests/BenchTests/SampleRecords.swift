@testable import Bench

/// Records built in code: the shapes that tables, comparisons and pages have to cope with.
enum SampleRecords {
    static let machine = Machine(
        cpu: "Test CPU <1> & Co", architecture: "x86_64", features: ["avx2", "avx512f"], cores: 2,
        caches: [.init(level: 1, kind: "Data", bytes: 32768), .init(level: 3, kind: "Unified", bytes: 33_554_432)],
        memoryBytes: 8_589_934_592, frequencyGovernor: nil, system: "Linux 6.1", hasCounters: false)

    static let software = Software(
        version: "0.1.0", commit: "0123456789abcdef", isModified: false, compiler: "Swift 6.3", flags: "-O", kernelTarget: "avx512",
        blas: "OpenBLAS 0.3.21", blasCore: "Cooperlake")

    static func record(
        suite: String = "scaling-n", started: String = "2026-01-02T03:04:05Z", command: String = "nashbench bench scaling-n --seed 1",
        machine: Machine = machine, software: Software = software, results: [BenchmarkResult], fits: [ScalingFit] = []
    ) -> BenchmarkRecord {
        BenchmarkRecord(
            suite: suite, purpose: "how the time grows", command: command, started: started, seconds: 12.5, machine: machine,
            software: software, precision: 0.01, budget: 5, seeds: [1], results: results, fits: fits)
    }

    /// Samples spread evenly over `spread` around `median`.
    static func statistics(_ median: Double, spread: Double = 0.02, count: Int = 11) -> BenchmarkResult.Statistics {
        let samples = (0..<count).map { index in
            let place = count > 1 ? Double(index) / Double(count - 1) - 0.5 : 0
            return median * (1 + spread * place)
        }
        return .init(
            samples: samples, executionsPerSample: 1, median: median, mad: median * spread / 4, low: median * (1 - spread / 4),
            high: median * (1 + spread / 4))
    }

    static func floor(_ kind: BenchmarkResult.Floor.Kind, _ task: String, _ seconds: Double, of median: Double) -> BenchmarkResult.Floor {
        let ratio = median / seconds
        return .init(kind: kind, task: task, seconds: seconds, ratio: ratio, low: ratio * 0.98, high: ratio * 1.03)
    }

    /// A solve of n x 1000 cells at `perCell` seconds a cell, powers at 2 ns each the floor.
    static func solve(
        _ family: String, creators: Int, topics: Int = 1000, threads: Int = 1, perCell: Double = 6e-9, target: String = "avx512",
        floorPerCell: Double = 2e-9, spread: Double = 0.02, count: Int = 11, status: BenchmarkResult.Status = .measured
    ) -> BenchmarkResult {
        let size = creators * topics
        let median = perCell * Double(size)
        return BenchmarkResult(
            task: "solve", family: family, creators: creators, topics: topics, size: size, threads: threads, kernelTarget: target,
            status: status, reason: status == .measured ? nil : "relative residual 1e-3", seconds: statistics(median, spread: spread, count: count),
            work: .init(bytes: 16 * Double(size), powers: Double(size)),
            floor: floor(.powers, "pow", floorPerCell * Double(size), of: median),
            outcome: .init(status: "converged", passes: 3, relativeResidual: 3.2e-15, relativeExploitability: 1e-13))
    }

    /// Two families over four sizes, with noise that grows on small ones.
    static func scaling(threads: [Int] = [1], factor: Double = 1) -> BenchmarkRecord {
        var results: [BenchmarkResult] = []
        for creators in [100, 1000, 10_000, 100_000] {
            for (family, perCell, floor) in [("E", 2.1e-9, 0.9e-9), ("E17", 6.4e-9, 1.9e-9), ("H2", 11e-9, 2.1e-9), ("H1", 23e-9, 2.1e-9)] {
                for thread in threads {
                    let cell = perCell * factor / Double(thread) * (1 + 30 / Double(creators))
                    results.append(solve(family, creators: creators, threads: thread, perCell: cell, floorPerCell: floor / Double(thread)))
                }
            }
        }
        return record(
            results: results,
            fits: [.init(task: "solve", family: "E17", threads: 1, kernelTarget: "avx512", over: "size", exponent: 1.0031, low: 0.991, high: 1.012, points: 4)])
    }

    /// One size, the solve and what others need for it, one of them not installed and one wrong.
    static var rivals: BenchmarkRecord {
        let size = 1_000_000
        func rival(_ name: String, _ family: String, _ seconds: Double, _ error: Double, _ status: BenchmarkResult.Status = .measured) -> BenchmarkResult {
            BenchmarkResult(
                task: "rival:\(name)", family: family, creators: 1000, topics: 1000, size: size, threads: 2, kernelTarget: "none", status: status,
                reason: status == .measured ? nil : "residual 0.17, says converged", seconds: statistics(seconds, count: 3),
                outcome: .init(status: "converged", totalError: error))
        }
        var results: [BenchmarkResult] = []
        for (family, own) in [("E", 2.2e-9), ("E17", 6.4e-9)] {
            var solve = solve(family, creators: 1000, threads: 2, perCell: own)
            solve.outcome?.totalError = 2e-16
            results += [
                solve, rival("scipy", family, 9.6, 2e-6), rival("numpy", family, 1.6, 1e-12), rival("numba", family, 0.06, 3e-13),
                rival("petsc", family, 1.9, 0.17, .wrong),
                BenchmarkResult(
                    task: "rival:jax", family: family, creators: 1000, topics: 1000, size: size, threads: 2, kernelTarget: "none",
                    status: .skipped, reason: "jax is not installed"),
            ]
        }
        return record(suite: "rivals", command: "nashbench bench rivals", results: results)
    }
}
