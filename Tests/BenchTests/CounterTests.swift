import Foundation
import Testing

@testable import Bench

/// Counts that cannot be read are absent, in memory and in the file; they are never 0.
@Suite struct CounterTests {
    typealias Reading = HardwareCounters.Reading

    @Test func whatIsMissingAtEitherEndIsMissing() {
        #expect(Reading(instructions: 300, cycles: nil).since(Reading(instructions: 100, cycles: 5), executions: 4) == Reading(instructions: 50))
        #expect(Reading(cycles: 9).since(Reading(instructions: 1, cycles: 3), executions: 1) == Reading(cycles: 6))
    }

    @Test func thisMachineHasThemOrNot() {
        let counters = HardwareCounters()
        let before = counters.read()
        var sum = 0.0
        for i in 0..<100_000 { sum += Double(i).squareRoot() }
        let counted = counters.read().since(before, executions: 1)
        #expect(sum > 0)
        #expect(counters.areAvailable == (before != Reading()))
        for count in [counted.instructions, counted.cycles] { #expect(count == nil || count! > 10_000) }
    }

    @Test func aTaskThatTimesAPartOfItselfHasNone() {
        let sampler = Sampler(PreparedTask { 1 }, plan: MeasurementPlan(precision: 0.1, budget: 1), counters: HardwareCounters(), seed: 1)
        Cycles.run([sampler])
        #expect(sampler.medianCounts == Reading())
    }

    @Test func absentCountsLeaveNoKeyInTheFile() throws {
        let result = BenchmarkResult(task: "pow", size: 1, threads: 1, kernelTarget: "portable", status: .measured)
        let text = try RecordFile.text(of: SampleRecord.with(results: [result]))
        for key in ["instructions", "cycles", "peakBytes", "floor", "outcome", "frequencyGovernor"] { #expect(!text.contains("\"\(key)\"")) }
    }
}
