import ArgumentParser
import Foundation
import NumericCore

/// What a solve costs a cell, against one scalar libm `pow` a cell timed in the same run.
struct Cost: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time the solver on the benchmark families, per cell, against one libm pow per cell.",
        discussion: """
            Families run in turn, several rounds, so that a drift of the machine's speed hits all alike; medians are \
            printed. Reading, writing and the certificate are not part of the solve.

            Example: nashbench cost --creators 10000 --topics 100 --threads 1
            """)

    @Option(help: "Creators.") var creators = 10_000
    @Option(help: "Topics.") var topics = 100
    @Option(help: "Seed of the games.") var seed: UInt64 = 1
    @Option(help: "Threads.") var threads = 1
    @Option(help: "Rounds.") var rounds = 7

    func validate() throws {
        guard creators > 0, topics > 0, rounds > 0 else { throw ValidationError("creators, topics and rounds are at least 1") }
    }

    func run() throws {
        var settings = Settings()
        settings.threads = threads
        let games = try BenchmarkFamily.allCases.map { try $0.contest(creators: creators, topics: topics, seed: seed) }
        let cells = Double(creators * topics)
        let memory = CellBuffer(count: creators * topics)
        var powers: [Double] = []
        var solves = games.map { _ in [Double]() }
        var certificates = games.map { _ in [Double]() }
        var last: [Equilibrium] = []
        for _ in 0..<rounds {
            powers.append(scalarPowers(games[0].costs.coefficients) / cells * 1e9)
            last = []
            for (g, game) in games.enumerated() {
                let equilibrium = try solve(game, settings: settings, into: memory)
                solves[g].append(equilibrium.seconds.solve / cells * 1e9)
                certificates[g].append(equilibrium.seconds.certify / cells * 1e9)
                last.append(equilibrium)
            }
        }
        let power = median(powers)
        let table = zip(BenchmarkFamily.allCases, last).enumerated().map { g, pair in
            let (family, equilibrium) = pair
            let solve = median(solves[g])
            return [
                family.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0), format(solve, 9), format(solve / power, 9),
                format(solve / median(solves[1]), 9), format(median(certificates[g]) / power, 13), "\(equilibrium.iterations)".leftPadded(7),
                String(format: "%10.1e", equilibrium.certificate.relativeResidual), "  " + equilibrium.status.rawValue,
            ].joined()
        }
        print("\(creators) x \(topics) = \(Int(cells)) cells, \(threads) threads, kernels \(last[0].kernelTarget), median of \(rounds) rounds")
        print("one scalar libm pow a cell: \(String(format: "%.2f", power)) ns")
        print("family    ns/cell     x pow     x E17  certify/pow passes  residual  status")
        table.forEach { print($0) }
    }

    /// Seconds for one libm pow of each value, one after another.
    private func scalarPowers(_ values: CellBuffer) -> Double {
        let output = UnsafeMutablePointer<Double>.allocate(capacity: values.count)
        defer { output.deallocate() }
        output.initialize(repeating: 0, count: values.count)
        let clock = ContinuousClock()
        let elapsed = values.withUnsafeValues { input in
            clock.measure {
                for i in 0..<input.count { output[i] = pow(input[i], -1.4285714285714286) }
            }
        }
        return Double(elapsed.components.attoseconds) * 1e-18 + Double(elapsed.components.seconds)
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }

    private func format(_ value: Double, _ width: Int) -> String { String(format: "%.2f", value).leftPadded(width) }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
