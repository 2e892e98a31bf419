import NumericCore
import Testing

@testable import Bench

/// Ratios, their intervals, and the word on each pair of results.
@Suite struct CompareTests {
    private func compare(
        _ before: [BenchmarkResult], _ after: [BenchmarkResult], _ thresholds: Thresholds = Thresholds()
    ) -> RecordComparison {
        RecordComparison(before: SampleRecords.record(results: before), after: SampleRecords.record(results: after), thresholds: thresholds)
    }

    @Test func theRatioIsThatOfMediansAndItsIntervalHoldsIt() throws {
        let before = [1.0, 1.1, 0.9, 1.02, 0.98, 1.05, 0.95]
        let estimate = RatioEstimate(before: before, after: before.map { $0 * 3 }, seed: 1)
        #expect(abs(estimate.ratio - 3) < 1e-15)
        let interval = try #require(estimate.interval)
        #expect(interval.contains(3))
        #expect(interval.lowerBound > 2.6 && interval.upperBound < 3.5)
        #expect(estimate == RatioEstimate(before: before, after: before.map { $0 * 3 }, seed: 1))
    }

    /// Of intervals for two equal distributions about 95% hold the ratio 1; below 85% or at 100% something is wrong.
    @Test func intervalsCoverTheTruthAboutAsOftenAsTheySay() throws {
        let random = CounterRandom(seed: 3, stream: 5)
        var covered = 0
        let trials = 200
        for trial in 0..<trials {
            let draws = (0..<40).map { random.uniform(in: 1...2, at: UInt64(trial * 40 + $0)) }
            let interval = try #require(RatioEstimate(before: Array(draws[..<20]), after: Array(draws[20...]), seed: UInt64(trial)).interval)
            if interval.contains(1) { covered += 1 }
        }
        #expect((170..<200).contains(covered))
    }

    @Test func fewSamplesGiveTheWholeRangeAndOneGivesNone() throws {
        let few = RatioEstimate(before: [1, 2], after: [3, 4], seed: 1)
        #expect(few.interval == 1.5...4)
        #expect(abs(few.ratio - 3.5 / 1.5) < 1e-15)
        #expect(RatioEstimate(before: [1], after: [3, 4], seed: 1).interval == nil)
    }

    @Test(arguments: [(2.0, RecordComparison.Change.slower), (0.5, .faster), (1.0, .no), (1.03, .no), (0.97, .no)])
    func aChangeCountsBeyondNoise(factor: Double, change: RecordComparison.Change) {
        let before = SampleRecords.solve("E", creators: 1000, spread: 0.002)
        let after = SampleRecords.solve("E", creators: 1000, perCell: 6e-9 * factor, spread: 0.002)
        #expect(compare([before], [after]).pairs.map(\.change) == [change])
    }

    /// A median 20% up, but samples so wide that chance could have done it.
    @Test func aChangeWithinItsIntervalDoesNotCount() {
        let before = SampleRecords.solve("E", creators: 1000, spread: 1.8)
        let after = SampleRecords.solve("E", creators: 1000, perCell: 7.2e-9, spread: 1.8)
        #expect(compare([before], [after]).pairs.map(\.change) == [.no])
        #expect(compare([before], [after], Thresholds(allowedRatio: 1)).regressions.isEmpty)
    }

    @Test func oneSampleIsUnclearAndStillJudgedByTheLimit() {
        let before = SampleRecords.solve("E", creators: 1000, count: 1)
        let after = SampleRecords.solve("E", creators: 1000, perCell: 9e-9, count: 1)
        let comparison = compare([before], [after])
        #expect(comparison.pairs.map(\.change) == [.unclear])
        #expect(comparison.regressions.count == 1)
        #expect(compare([before], [after], Thresholds(allowedRatio: 1.6)).regressions.isEmpty)
    }

    @Test func limitsAreOfTheTaskAndFamilyFirst() {
        let thresholds = Thresholds(allowedRatio: 1.2, tasks: ["solve": 1.5, "solve E": 3, "rival:scipy": 2, "rival:": .infinity])
        #expect(thresholds.allowedRatio(task: "solve", family: "E") == 3)
        #expect(thresholds.allowedRatio(task: "solve", family: "H1") == 1.5)
        #expect(thresholds.allowedRatio(task: "pow", family: nil) == 1.2)
        #expect(thresholds.allowedRatio(task: "rival:scipy", family: "E") == 2)
        #expect(thresholds.allowedRatio(task: "rival:jax", family: "E") == .infinity)
        #expect(thresholds.allowedRatio(task: "process:help", family: nil) == 1.2)
        let before = ["E", "H1"].map { SampleRecords.solve($0, creators: 1000) }
        let after = ["E", "H1"].map { SampleRecords.solve($0, creators: 1000, perCell: 12e-9) }
        #expect(compare(before, after, thresholds).regressions.map(\.key.family) == ["H1"])
    }

    @Test(arguments: [
        (BenchmarkResult.Status.measured, BenchmarkResult.Status.wrong, RecordComparison.Change.wrong, true),
        (.measured, .failed, .failed, true), (.measured, .skipped, .none, false), (.wrong, .measured, .measured, false),
        (.wrong, .wrong, .none, false), (.skipped, .failed, .none, false),
    ])
    func aRightResultThatIsWrongNowIsARegression(
        before: BenchmarkResult.Status, after: BenchmarkResult.Status, change: RecordComparison.Change, isRegression: Bool
    ) {
        let comparison = compare(
            [SampleRecords.solve("E", creators: 10, status: before)], [SampleRecords.solve("E", creators: 10, status: after)])
        #expect(comparison.pairs.map(\.change) == [change])
        #expect(comparison.pairs.map(\.isRegression) == [isRegression])
    }

    /// Every part of the key keeps two results apart; a second result of one key is matched with the second.
    @Test func resultsAreMatchedByWhatWasAsked() {
        let base = SampleRecords.solve("E", creators: 1000)
        var others: [BenchmarkResult] = Array(repeating: base, count: 7)
        others[0].task = "verify"
        others[1].family = "H1"
        others[2].creators = 500
        others[3].topics = 500
        others[4].size = 7
        others[5].threads = 2
        others[6].kernelTarget = "avx2"
        let comparison = compare([base] + others, [base] + others.reversed())
        #expect(comparison.pairs.count == 8)
        #expect(comparison.pairs.allSatisfy { ResultKey($0.before, occurrence: 0) == ResultKey($0.after, occurrence: 0) })
        let apart = compare([base], others)
        #expect(apart.pairs.isEmpty)
        #expect(apart.onlyBefore.count == 1 && apart.onlyAfter.count == 7)

        let slow = SampleRecords.solve("E", creators: 1000, perCell: 12e-9)
        #expect(compare([base, slow], [base, slow]).pairs.map(\.change) == [.no, .no])
        #expect(compare([base, slow], [base]).onlyBefore.map(\.occurrence) == [1])
    }

    @Test func whatDiffersIsNamed() {
        let before = SampleRecords.record(results: [])
        #expect(RecordComparison(before: before, after: before, thresholds: Thresholds()).differences.isEmpty)
        var after = before
        after.seeds = [7]
        after.budget = before.budget * 2
        after.machine.cpu = "Other"
        after.machine.memoryBytes = nil
        after.software.kernelTarget = "avx2"
        after.software.blas = "OpenBLAS 0.3.30"
        after.software.compiler = "Swift 7"
        after.software.version = "0.2.0" // what a comparison is for
        let differences = RecordComparison(before: before, after: after, thresholds: Thresholds()).differences
        #expect(differences.map { $0.prefix { $0 != ":" } }.prefix(2) == ["seeds, so that games are others", "budget"])
        #expect(Array(differences.dropFirst(2)) == [
            "processor: Test CPU <1> & Co before, Other after", "memory: 8 GiB before, unknown after",
            "kernel target: avx512 before, avx2 after",
            "BLAS: OpenBLAS 0.3.21 (Cooperlake) before, OpenBLAS 0.3.30 (Cooperlake) after", "compiler: Swift 6.3 before, Swift 7 after",
        ])
    }

    @Test func theTableSaysWhatChanged() {
        let before = [SampleRecords.solve("E", creators: 1000), SampleRecords.solve("H1", creators: 1000), SampleRecords.solve("H2", creators: 1000)]
        let after = [SampleRecords.solve("E", creators: 1000, perCell: 12e-9), SampleRecords.solve("H1", creators: 1000, status: .wrong)]
        let text = ComparisonTable.text(compare(before, after))
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines[0] == "task family n x K size threads target before after ratio 95% interval changed? allowed")
        #expect(lines[1].contains("6.00 ms 12.0 ms 2.000") && lines[1].hasSuffix("slower 1.25 regression"))
        #expect(lines[2].contains("wrong") && lines[2].contains("now wrong") && lines[2].hasSuffix("regression"))
        #expect(text.contains("only before:\n  solve H2, 1,000 x 1,000, 1 thread, avx512"))
        #expect(text.hasSuffix("2 compared: 1 slower, 1 now wrong; 2 regressions; 1 only before"))
    }
}
