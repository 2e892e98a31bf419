import Foundation
import Testing

@testable import NumericCore

/// The library's sweep: warm starts are used, and nothing about a point depends on where the sweep began.
@Suite struct SweepTests {
    let contest: Contest
    let grid: ParameterGrid

    init() throws {
        var rows: [[Double]] = []
        for creator in 1...12 { rows.append([Double(creator) * 0.3, 2 / Double(creator), 1 + 0.1 * Double(creator % 5)]) }
        contest = try Contest(
            market: Market(mu: [100, 40, 7], alpha: 0.7, beta: 0.3, gamma: 0.8), costs: .power(coefficients: rows, exponent: 1.5))
        grid = try ParameterGrid(set: ["market.alpha=0:2:1", "market.beta=0.2:0.4:0.02"])
    }

    private func points(from first: Int = 0) throws -> [SweepPoint] {
        var points: [SweepPoint] = []
        let end = try sweep(contest, over: grid, from: first) { points.append($0) }
        #expect(end == .complete)
        return points
    }

    /// A run that stopped after any number of points and one that did not give the same bits.
    @Test func everyPointHasTheSameBitsWhereverTheSweepBegins() throws {
        let whole = try points()
        #expect(whole.map(\.point) == Array(0..<33))
        for first in 0...33 {
            let rest = try points(from: first)
            #expect(rest.map(\.point) == Array(first..<33))
            for (point, expected) in zip(rest, whole[first...]) {
                #expect(bits(point.equilibrium.totals) == bits(expected.equilibrium.totals), "point \(point.point) from \(first)")
                #expect(bits(point.equilibrium.efforts.values) == bits(expected.equilibrium.efforts.values))
                #expect(point.equilibrium.certificate == expected.equilibrium.certificate)
                #expect(point.equilibrium.iterations == expected.equilibrium.iterations)
            }
        }
    }

    @Test func neighboursSavePassesAndAgreeWithSolvesFromNothing() throws {
        let whole = try points()
        let alone = try whole.map { try solve(grid.contest(at: $0.point, of: contest)) }
        for (point, expected) in zip(whole, alone) {
            for (total, reference) in zip(point.equilibrium.totals, expected.totals) { #expect(abs(total - reference) <= 1e-13 * reference) }
        }
        let passes = whole.map(\.equilibrium.iterations)
        #expect(passes.reduce(0, +) < alone.map(\.iterations).reduce(0, +))
        // Each row of 11 begins anew, and so does its ninth point.
        for row in 0..<3 {
            for start in [11 * row, 11 * row + warmStartRun] {
                #expect(bits(whole[start].equilibrium.totals) == bits(alone[start].totals))
                #expect(passes[start] == alone[start].iterations)
            }
        }
    }

    @Test func aSweepThatIsCancelledReportsNoHalfPoint() throws {
        final class Counter: @unchecked Sendable { var points = 0 }
        let counter = Counter()
        var settings = Settings()
        settings.isCancelled = { counter.points >= 5 }
        settings.threads = 1
        var reported: [SweepPoint] = []
        let end = try sweep(contest, over: grid, settings: settings) { point in
            reported.append(point)
            counter.points += 1
        }
        #expect(end == .cancelled)
        #expect(reported.map(\.point) == Array(0..<5))
        #expect(reported.allSatisfy { $0.equilibrium.status == .converged })
    }

    @Test func aPointThatTheGameDoesNotAdmitIsRefusedBeforeAnyWork() throws {
        let grid = try ParameterGrid(set: ["market.alpha=0,1,-1"])
        #expect(throws: ParameterError.self) { try sweep(contest, over: grid) { _ in Issue.record("a point was solved") } }
    }
}
