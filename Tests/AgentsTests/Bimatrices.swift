import Foundation
import TestSupport
@testable import Agents

/// Two-player games without information: one state, one cell, no assistant.
struct PlainBimatrix: Sendable, CustomStringConvertible {
    let row: [[Int]]
    let column: [[Int]]
    var description: String { "\(row) \(column)" }

    /// As it is, or as doubles that stand for no fractions.
    func game(roundedTimes scale: Double? = nil) throws -> AssistedGame {
        func table(_ rows: [[Int]]) -> [[ExactNumber]] {
            [rows.joined().map { entry in scale.map { ExactNumber(rounded: Double(entry) * $0) } ?? ExactNumber(Double(entry)) }]
        }
        return try AssistedGame(
            players: ["row", "column"], actions: [row.indices.map(String.init), row[0].indices.map(String.init)],
            states: [("only", 1)], payoffs: [table(row), table(column)], information: [[0], [0]], assistants: [nil, nil])
    }

    /// Weights of both players' actions in an equilibrium.
    func weights(_ equilibrium: AssistedEquilibrium) -> [[Double]] {
        zip(equilibrium.strategies, [row.count, row[0].count]).map { strategies, count in
            var weights = [Double](repeating: 0, count: count)
            for weighted in strategies { weights[weighted.plan[0].action ?? 0] += weighted.probability.value }
            return weights
        }
    }

    /// Payoffs from a range of whole numbers, from a seed.
    static func random(seed: UInt64, rows: Int, columns: Int, in range: ClosedRange<Int>) -> PlainBimatrix {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func draw() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Int((state >> 33) % UInt64(range.count))
        }
        func table() -> [[Int]] { (0..<rows).map { _ in (0..<columns).map { _ in draw() } } }
        return PlainBimatrix(row: table(), column: table())
    }

    /// All equilibria with supports of equal size whose weights are determined, by going through every pair of supports: those
    /// of a game that is not degenerate.
    var bySupports: [[[Double]]] {
        var found: [[[Double]]] = []
        for size in 1...min(row.count, row[0].count) {
            for rows in Self.subsets(row.count, size) {
                for columns in Self.subsets(row[0].count, size) {
                    // The rival's weights make the own support's payoffs equal.
                    guard let y = Self.levelling(rows.map { i in columns.map { Double(row[i][$0]) } }),
                        let x = Self.levelling(columns.map { j in rows.map { Double(column[$0][j]) } })
                    else { continue }
                    var (full, fullY) = ([Double](repeating: 0, count: row.count), [Double](repeating: 0, count: row[0].count))
                    for (place, i) in rows.enumerated() { full[i] = x[place] }
                    for (place, j) in columns.enumerated() { fullY[j] = y[place] }
                    if isEquilibrium(full, fullY) { found.append([full, fullY]) }
                }
            }
        }
        return found
    }

    func payoffs(_ x: [Double], _ y: [Double]) -> [Double] {
        [row, column].map { table in
            x.indices.reduce(0) { sum, i in sum + y.indices.reduce(0) { $0 + x[i] * y[$1] * Double(table[i][$1]) } }
        }
    }

    private func isEquilibrium(_ x: [Double], _ y: [Double]) -> Bool {
        let own = payoffs(x, y)
        let best = row.indices.map { i in y.indices.reduce(0) { $0 + y[$1] * Double(row[i][$1]) } }.max() ?? 0
        let bestColumn = row[0].indices.map { j in x.indices.reduce(0) { $0 + x[$1] * Double(column[$1][j]) } }.max() ?? 0
        let slack = 1e-13 * Double(max(10_000, (row + column).joined().map(\.magnitude).max() ?? 0))
        return best <= own[0] + slack && bestColumn <= own[1] + slack
    }

    private static func subsets(_ count: Int, _ size: Int) -> [[Int]] {
        (0..<1 << count).filter { $0.nonzeroBitCount == size }.map { mask in (0..<count).filter { mask >> $0 & 1 == 1 } }
    }

    /// w > 0 with sum 1 and the same value of every row, by Gauss-Jordan elimination; nil where there is none or not one only.
    private static func levelling(_ rows: [[Double]]) -> [Double]? {
        let size = rows.count
        var system = rows.map { $0 + [-1, 0] }
        system.append([Double](repeating: 1, count: size) + [0, 1])
        for column in 0...size {
            guard let pivot = (column...size).max(by: { abs(system[$0][column]) < abs(system[$1][column]) }),
                abs(system[pivot][column]) > 1e-9
            else { return nil }
            system.swapAt(column, pivot)
            for other in 0...size where other != column {
                let factor = system[other][column] / system[column][column]
                for place in 0..<size + 2 { system[other][place] -= factor * system[column][place] }
            }
        }
        let weights = (0..<size).map { system[$0][size + 1] / system[$0][$0] }
        return weights.allSatisfy { $0 > 1e-9 } ? weights : nil
    }
}

/// The same list of pairs up to order and rounding.
func areSame(_ one: [[[Double]]], _ other: [[[Double]]], tolerance: Double = 1e-9) -> Bool {
    func isIn(_ pair: [[Double]], _ list: [[[Double]]]) -> Bool {
        list.contains { zip($0.joined(), pair.joined()).allSatisfy { abs($0 - $1) <= tolerance } }
    }
    return one.count == other.count && one.allSatisfy { isIn($0, other) } && other.allSatisfy { isIn($0, one) }
}
