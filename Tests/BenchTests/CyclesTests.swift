import NumericCore
import Testing

@testable import Bench

@Suite struct CyclesTests {
    /// What was executed, in order.
    final class Journal {
        var entries: [String] = []
    }

    struct Broken: Error {}

    /// A task that claims to take `seconds` and writes down that it ran.
    private func sampler(
        _ name: String, _ journal: Journal, isFloor: Bool = false, precision: Double = 0.5, budget: Double = 1e9,
        seconds: @escaping (Int) throws -> Double = { _ in 1 }
    ) -> Sampler {
        var executions = 0
        let task = PreparedTask {
            journal.entries.append(name)
            executions += 1
            return try seconds(executions)
        }
        return Sampler(
            task, isFloor: isFloor, plan: MeasurementPlan(precision: precision, budget: budget), counters: HardwareCounters(), seed: 1)
    }

    @Test func everyTaskOnceInEachCycle() {
        let journal = Journal()
        let samplers = ["a", "b", "c"].map { sampler($0, journal) }
        Cycles.run(samplers)
        // The warm-up of each, then five cycles: equal samples are precise as soon as there are five.
        #expect(journal.entries == Array(repeating: ["a", "b", "c"], count: 6).flatMap { $0 })
        #expect(samplers.allSatisfy { $0.samples == [1, 1, 1, 1, 1] })
    }

    @Test func measurementGoesOnUntilTheIntervalIsNarrow() {
        let noisy = sampler("noisy", Journal(), precision: 0.1) { 1 + Double($0 % 7) / 10 }
        let calm = sampler("calm", Journal(), precision: 0.1) { _ in 1 }
        Cycles.run([noisy, calm])
        #expect(calm.samples.count == MeasurementPlan.fewestForPrecision)
        #expect(noisy.samples.count > calm.samples.count && noisy.samples.count < MeasurementPlan.most)
        let statistics = noisy.statistics!
        #expect((statistics.high - statistics.low) / 2 <= 0.1 * statistics.median)
    }

    @Test func aTaskThatNeverSettlesEndsWithItsSamplesOrItsTime() {
        let endless = sampler("endless", Journal(), precision: 1e-9) { $0.isMultiple(of: 2) ? 1 : 2 }
        Cycles.run([endless])
        #expect(endless.samples.count == MeasurementPlan.most)
        let hurried = sampler("hurried", Journal(), precision: 1e-9, budget: 1e-12) { Double($0) }
        Cycles.run([hurried])
        #expect(hurried.samples == [2, 3, 4])
    }

    @Test func aFloorIsSampledInEveryCycle() {
        let floor = sampler("floor", Journal(), isFloor: true)
        let task = sampler("task", Journal(), precision: 0.1) { 1 + Double($0 % 7) / 10 }
        Cycles.run([task, floor])
        #expect(task.samples.count > MeasurementPlan.fewestForPrecision)
        #expect(floor.samples.count == task.samples.count)
    }

    @Test func floorsAloneAreMeasuredLikeAnyTask() {
        let floor = sampler("floor", Journal(), isFloor: true, budget: 1e-12)
        Cycles.run([floor])
        #expect(floor.samples.count == MeasurementPlan.fewest)
    }

    @Test func aFailureEndsItsTaskAndNoOther() {
        let failing = sampler("failing", Journal()) { if $0 == 3 { throw Broken() } else { 1 } }
        let failingAtOnce = sampler("at once", Journal()) { _ in throw Broken() }
        let sound = sampler("sound", Journal())
        Cycles.run([failing, failingAtOnce, sound])
        #expect(failing.failure is Broken && failing.samples == [1])
        #expect(failingAtOnce.failure is Broken && failingAtOnce.statistics == nil)
        #expect(sound.failure == nil && sound.samples.count == 5)
    }

    @Test func shortTasksAreExecutedSeveralTimesForASample() {
        let short = sampler("short", Journal()) { _ in 1e-6 }
        Cycles.run([short])
        #expect((200...201).contains(short.executionsPerSample))
        #expect(short.samples.allSatisfy { abs($0 - 1e-6) < 1e-12 })
        let long = sampler("long", Journal()) { _ in 1 }
        Cycles.run([long])
        #expect(long.executionsPerSample == 1)
    }

    @Test func anInterruptKeepsTheSamplesTaken() {
        let samplers = ["a", "b"].map { sampler($0, Journal(), precision: 1e-9) { Double($0) } }
        Cycles.run(samplers, isInterrupted: { samplers[0].samples.count == 2 })
        #expect(samplers[0].samples.count == 2)
        #expect(samplers[1].samples.count == 1)
    }

    @Test func samplesAreCountedAsTheyCome() {
        var done: [Int] = []
        Cycles.run([sampler("a", Journal()), sampler("b", Journal())], onSample: { done.append($0) })
        #expect(done == done.sorted())
        #expect(done.first == 0 && done.last == 2)
    }
}
