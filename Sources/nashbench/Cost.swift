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

    @Option(parsing: .unconditional, help: "Creators.") var creators = 10_000
    @Option(parsing: .unconditional, help: "Topics.") var topics = 100
    @Option(parsing: .unconditional, help: "Seed of the games.") var seed: UInt64 = 1
    @Option(parsing: .unconditional, help: "Threads.") var threads = 1
    @Option(parsing: .unconditional, help: "Rounds.") var rounds = 7
    @OptionGroup var printing: PrintingOptions

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
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        for round in 0..<rounds {
            bar.update(label: "timing", done: round, total: rounds, unit: "rounds")
            powers.append(scalarPowers(games[0].costs.coefficients.array) / cells * 1e9)
            last = []
            for (g, game) in games.enumerated() {
                let equilibrium = try solve(game, settings: settings, into: memory)
                solves[g].append(equilibrium.seconds.solve / cells * 1e9)
                certificates[g].append(equilibrium.seconds.certify / cells * 1e9)
                last.append(equilibrium)
            }
        }
        bar.erase()
        let power = median(powers)
        let costs = BenchmarkFamily.allCases.indices.map { g in
            let solve = median(solves[g])
            return Record.Family(
                family: BenchmarkFamily.allCases[g].rawValue, nanosecondsPerCell: solve, timesPow: solve / power,
                timesE17: solve / median(solves[1]), certifyTimesPow: median(certificates[g]) / power, passes: last[g].iterations,
                relativeResidual: JSONNumber(last[g].certificate.relativeResidual), status: last[g].status.rawValue)
        }
        let record = Record(
            creators: creators, topics: topics, seed: seed, threads: threads, rounds: rounds, kernelTarget: last[0].kernelTarget,
            powNanoseconds: power, families: costs)
        try Console.print(printing.json ? JSONText.of(record) : table(record))
    }

    /// Medians over the rounds.
    struct Record: Encodable {
        let schema = "nashbench/cost/1"
        let creators: Int
        let topics: Int
        let seed: UInt64
        let threads: Int
        let rounds: Int
        let kernelTarget: String
        /// One scalar libm pow.
        let powNanoseconds: Double
        let families: [Family]

        struct Family: Encodable {
            let family: String
            let nanosecondsPerCell: Double
            let timesPow: Double
            /// Over the family E17.
            let timesE17: Double
            let certifyTimesPow: Double
            let passes: Int
            let relativeResidual: JSONNumber
            let status: String
        }
    }

    private func table(_ record: Record) -> String {
        let head = [
            "\(creators) x \(topics) = \(creators * topics) cells, \(threads) threads, kernels \(record.kernelTarget), median of \(rounds) rounds",
            "one scalar libm pow a cell: \(String(format: "%.2f", record.powNanoseconds)) ns",
            "family    ns/cell     x pow     x E17  certify/pow passes  residual  status",
        ]
        let rows = record.families.map { row in
            [
                row.family.padding(toLength: 6, withPad: " ", startingAt: 0), format(row.nanosecondsPerCell, 9), format(row.timesPow, 9),
                format(row.timesE17, 9), format(row.certifyTimesPow, 13), "\(row.passes)".leftPadded(7),
                String(format: "%10.1e", row.relativeResidual.value), "  " + row.status,
            ].joined()
        }
        return (head + rows).joined(separator: "\n")
    }

    /// Seconds for one libm pow of each value, one after another.
    private func scalarPowers(_ input: [Double]) -> Double {
        let output = UnsafeMutablePointer<Double>.allocate(capacity: input.count)
        defer { output.deallocate() }
        output.initialize(repeating: 0, count: input.count)
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            for i in 0..<input.count { output[i] = pow(input[i], -1.4285714285714286) }
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
