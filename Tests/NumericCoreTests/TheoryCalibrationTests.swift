import Foundation
@testable import NumericCore
import TestSupport
import Testing

/// Observed output as the equilibrium of the calibrated contest.
@Suite struct TheoryCalibrationTests {
    /// The shipped tables as they are: plain comma-separated lines without quotes.
    private func debian() throws -> ObservedTable {
        func lines(_ name: String) throws -> [[String]] {
            let text = try String(contentsOf: Fixtures.packageRoot.appending(path: "examples/debian/\(name).csv"), encoding: .utf8)
            return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
        }
        let attention = try lines("debian-attention")
        let output = try lines("debian-output")
        var creators: [String] = []
        var place: [String: Int32] = [:]
        for line in output where place[line[0]] == nil {
            place[line[0]] = Int32(creators.count)
            creators.append(line[0])
        }
        let topics = attention.map { $0[0] }
        let byTopic = Dictionary(grouping: output) { $0[1] }
        var offsets = [0]
        var creatorIndex: [Int32] = []
        var values: [Double] = []
        for topic in topics {
            for line in byTopic[topic]!.sorted(by: { place[$0[0]]! < place[$1[0]]! }) {
                creatorIndex.append(place[line[0]]!)
                values.append(Double(line[2])!)
            }
            offsets.append(values.count)
        }
        return ObservedTable(
            creatorNames: creators, topicNames: topics,
            layout: CellLayout(creators: creators.count, offsets: offsets, creatorIndex: creatorIndex), output: CellBuffer(values),
            attention: attention.map { Double($0[1])! })
    }

    private func table(_ output: [[Double]], attention: [Double]) -> ObservedTable {
        let topics = attention.indices
        var offsets = [0]
        var creatorIndex: [Int32] = []
        var values: [Double] = []
        for k in topics {
            for (i, row) in output.enumerated() where row[k] > 0 {
                creatorIndex.append(Int32(i))
                values.append(row[k])
            }
            offsets.append(values.count)
        }
        return ObservedTable(
            creatorNames: output.indices.map { "creator \($0)" }, topicNames: topics.map { "topic \($0)" },
            layout: CellLayout(creators: output.count, offsets: offsets, creatorIndex: creatorIndex), output: CellBuffer(values),
            attention: attention)
    }

    @Test func debianTableIsItsOwnEquilibrium() throws {
        let observed = try debian()
        #expect(observed.creatorNames.count == 2249 && observed.topicNames.count == 58 && observed.layout.cells == 8096)
        let contest = try calibrate(observed, alpha: 0.5, beta: 0.3, gamma: 0.8, exponent: 1.5)
        #expect(contest.layout.cells == 8096)
        let equilibrium = try solve(contest)
        #expect(equilibrium.status == .converged && equilibrium.certificate.relativeResidual <= 1e-11)
        for (x, y) in zip(equilibrium.efforts.values.array, observed.output.array) { #expect(abs(x - y) <= 1e-12 * y) }
        for k in 0..<58 {
            let total = observed.layout.range(ofTopic: k).reduce(0) { $0 + observed.output[$1] }
            #expect(abs(equilibrium.totals[k] - total) <= 1e-12 * total)
            // Attention mu s^gt is the observed one.
            #expect(abs(contest.market.mu[k] * pow(total, 0.2) - observed.attention[k]) <= 1e-13 * observed.attention[k])
        }
    }

    @Test func debianWithGenAITwiceAsStrong() throws {
        let contest = try calibrate(debian(), alpha: 0.5, beta: 0.3, gamma: 0.8, exponent: 1.5)
        let before = try solve(contest)
        let after = try solve(contest.with(\.alpha, 1), startingFrom: before)
        #expect(after.status == .converged)
        #expect(abs(before.totals.reduce(0, +) / 63_666 - 1) < 1e-12)
        #expect(abs(after.totals.reduce(0, +) / 63_276.0056 - 1) < 1e-9)
    }

    @Test(arguments: 0..<40)
    func roundTrip(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(14_000 + seed))
        let n = draws.integer(2...40)
        let topics = draws.integer(1...5)
        var output = (0..<n).map { _ in (0..<topics).map { _ in draws.chance(0.3) ? 0 : draws.logUniform(1e-3...1e3) } }
        // Somebody works on every topic.
        output[0] = output[0].map { max($0, 0.5) }
        let attention = (0..<topics).map { _ in draws.logUniform(0.1...1e4) }
        let observed = table(output, attention: attention)
        let gamma = draws.uniform(0.1...0.95)
        let exponent = draws.pick([1.1, 1.5, 2, 3])
        let contest = try calibrate(
            observed, alpha: PerTopic(draws.logUniform(0.01...10)), beta: PerTopic(draws.uniform(0...gamma)), gamma: PerTopic(gamma),
            exponent: PerTopic(exponent), competition: draws.chance(0.3) ? .humanOnly : .exclusive)
        let equilibrium = try solve(contest)
        #expect(equilibrium.status == .converged)
        let tolerance = 1e-12 * max(1, 1 / (exponent - 1))
        for (x, y) in zip(equilibrium.efforts.values.array, observed.output.array) { #expect(abs(x - y) <= tolerance * y) }
    }

    /// P + x P' = P (1 - e x/s) is 0 where one creator holds all of a topic and e = 1.
    @Test func cellsThatNoCostRationalisesAreCountedAndRefused() throws {
        let topics = 25
        var output = [[Double]](repeating: [Double](repeating: 0, count: topics + 1), count: 3)
        for k in 0..<topics { output[k % 3][k] = Double(k + 1) }
        for i in 0..<3 { output[i][topics] = 2 }
        let observed = table(output, attention: Array(repeating: 10, count: topics + 1))
        for (alpha, beta) in [(0.0, 0.0), (1, 1)] {
            let error = #expect(throws: CalibrationError.self) {
                try calibrate(observed, alpha: PerTopic(alpha), beta: PerTopic(beta), gamma: 1, exponent: 2)
            }
            #expect(error?.count == topics)
            #expect(error?.cells.count == 20)
            #expect(error?.cells.allSatisfy { $0.share == 1 } == true)
            #expect(error?.cells.first == CalibrationError.Cell(creator: "creator 0", topic: "topic 0", output: 1, share: 1))
            #expect(error?.description.contains("25 cells") == true)
        }
        // A weaker hold of demand, or GenAI in the way, makes every cell rational.
        #expect(try solve(calibrate(observed, alpha: 0, beta: 0, gamma: 0.9, exponent: 2)).status == .converged)
        #expect(try solve(calibrate(observed, alpha: 1, beta: 0.5, gamma: 1, exponent: 2)).status == .converged)
    }

    @Test func parametersOutsideTheirDomainAreRefused() throws {
        let observed = table([[1, 2], [3, 4]], attention: [5, 6])
        for (field, attempt) in [
            ("exponent", { try calibrate(observed, alpha: 1, beta: 0.1, gamma: 0.5, exponent: 0.5) }),
            ("exponent", { try calibrate(observed, alpha: 1, beta: 0.1, gamma: 0.5, exponent: [2, 2, 2]) }),
            ("market.alpha", { try calibrate(observed, alpha: -1, beta: 0.1, gamma: 0.5, exponent: 2) }),
            ("market.beta", { try calibrate(observed, alpha: 1, beta: 0.6, gamma: 0.5, exponent: 2) }),
            ("market.gamma", { try calibrate(observed, alpha: 1, beta: 0.1, gamma: [0.5], exponent: 2) }),
        ] as [(String, () throws -> Contest)] {
            #expect { _ = try attempt() } throws: { ($0 as? FieldError)?.field == field }
        }
    }
}
