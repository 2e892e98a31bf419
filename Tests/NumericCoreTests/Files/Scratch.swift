import Foundation
@testable import NumericCore

/// A folder of a test's own, removed with the test.
final class Scratch {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nashbench-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    @discardableResult func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

    @discardableResult func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return path(name)
    }

    /// Names of everything in the folder, hidden files too.
    var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted() }
    }

    func text(_ name: String) throws -> String { try String(contentsOf: folder.appending(path: name), encoding: .utf8) }
}

/// The bits of doubles: what "the same double" means, NaN and signed zeros included.
func bits(_ values: CellBuffer) -> [UInt64] { values.array.map(\.bitPattern) }
func bits(_ values: CellNumbers) -> [UInt64] { values.array.map(\.bitPattern) }
func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

/// Doubles that are hard to write: tiny, huge, subnormal, one off a round number.
let hardNumbers: [Double] = [
    0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 0x1p-1022, 1e-300, 1e300, 1.7976931348623157e308 / 4, 123456789.123456789, 1e23, 2.0.nextUp, 1.0.nextDown, 6.02214076e23,
]

func expectSame(_ a: Contest, _ b: Contest) -> Bool {
    guard a.creators == b.creators, a.topics == b.topics, a.layout.isDense == b.layout.isDense, a.layout.cells == b.layout.cells,
        a.name == b.name, a.competition == b.competition, a.market == b.market, bits(a.costs.coefficients) == bits(b.costs.coefficients),
        a.coupling?.matrix.array == b.coupling?.matrix.array, a.coupling?.weights == b.coupling?.weights, a.totalEffort == b.totalEffort,
        a.capacity == b.capacity
    else { return false }
    for topic in 0..<a.topics {
        guard a.layout.range(ofTopic: topic) == b.layout.range(ofTopic: topic) else { return false }
        for cell in a.layout.range(ofTopic: topic) where a.layout.creator(ofCell: cell, topic: topic) != b.layout.creator(ofCell: cell, topic: topic) {
            return false
        }
    }
    switch (a.costs.exponents, b.costs.exponents) {
    case (.shared(let x), .shared(let y)): return x == y
    case (.perTopic(let x), .perTopic(let y)): return bits(x) == bits(y)
    case (.perCell(let x), .perCell(let y)): return bits(x) == bits(y)
    default: return false
    }
}

/// An equilibrium of nothing in particular: made-up numbers on a contest's layout.
func madeUpEquilibrium(of contest: Contest, efforts: [Double]) -> Equilibrium {
    Equilibrium(
        status: .converged, reason: nil, method: "made up", totals: hardTotals(contest.topics),
        efforts: EffortProfile(layout: contest.layout, values: CellBuffer(efforts)), genAI: hardTotals(contest.topics),
        prices: [.infinity] + hardTotals(contest.topics).dropFirst(), utilities: [Double](repeating: 0.1, count: contest.creators),
        certificate: Certificate(
            relativeResidual: 1e-15, roundingFloor: 2e-15, exploitability: 3e-14, relativeExploitability: 4e-15, exploitabilityKind: .bound,
            worstCreator: contest.creators - 1, uniqueness: .proved, condition: "strictly convex costs, 0 <= beta <= gamma", isConverged: true),
        iterations: 3, seconds: .init(), kernelTarget: "portable", threads: 2)
}

private func hardTotals(_ count: Int) -> [Double] { (0..<count).map { hardNumbers[$0 % hardNumbers.count] } }
