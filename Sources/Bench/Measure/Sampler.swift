import NumericCore

/// How long to measure: until the 95% interval of the median is narrow enough, or the time is spent.
package struct MeasurementPlan: Sendable, Equatable {
    /// Half the interval's width over the median.
    package var precision: Double
    /// Seconds of executions for one task at one size.
    package var budget: Double
    /// Seconds one sample should take at least: a short task is executed several times for one.
    package var shortestSample = 200e-6

    /// Fewer say nothing of their spread; where each takes longer than the budget, `fewest` are taken all the same.
    package static let fewestForPrecision = 5
    package static let fewest = 3
    /// A record keeps every sample: a task that is still not precise enough after so many will not be.
    package static let most = 400

    package init(precision: Double, budget: Double) {
        self.precision = precision
        self.budget = budget
    }
}

/// One task being measured, sample by sample.
package final class Sampler {
    package let task: PreparedTask
    /// A floor is sampled in every cycle, as long as anything else is.
    package let isFloor: Bool
    private let plan: MeasurementPlan
    private let counters: HardwareCounters
    private let seed: UInt64

    package private(set) var samples: [Double] = []
    package private(set) var counts: [HardwareCounters.Reading] = []
    package private(set) var executionsPerSample = 1
    /// The error that ended it.
    package private(set) var failure: (any Error)?
    private var spent = 0.0
    private var nextLook = MeasurementPlan.fewestForPrecision
    private var isPrecise = false

    package init(_ task: PreparedTask, isFloor: Bool = false, plan: MeasurementPlan, counters: HardwareCounters, seed: UInt64) {
        self.task = task
        self.isFloor = isFloor
        self.plan = plan
        self.counters = counters
        self.seed = seed
    }

    package var isDone: Bool {
        if failure != nil || samples.count >= MeasurementPlan.most { return true }
        return samples.count >= MeasurementPlan.fewest && (isPrecise || spent >= plan.budget)
    }

    /// Executions that are not kept: they fill caches and page tables, and tell how many make a sample.
    package func warmUp() {
        guard let first = execute(1) else { return }
        // The first one is often slow; short tasks are looked at again.
        let needed = max(1, Int(min(plan.shortestSample / max(first, 1e-9), 1e5).rounded(.up)))
        guard needed > 1, let again = execute(needed) else { return }
        executionsPerSample = max(1, Int(min(plan.shortestSample / max(again, 1e-9), 1e6).rounded(.up)))
    }

    /// One more sample.
    package func sample() {
        let before = counters.read()
        let began = monotonicSeconds()
        guard let seconds = execute(executionsPerSample) else { return }
        let elapsed = monotonicSeconds() - began
        spent += elapsed
        samples.append(seconds)
        // Counts are of everything that ran: of use only where all of it was timed.
        if !timesItself { counts.append(counters.read().since(before, executions: executionsPerSample)) }
        guard samples.count >= nextLook, !isFloor else { return }
        nextLook = samples.count + max(1, samples.count / 4)
        let interval = Bootstrap(seed: seed).intervalOfMedian(of: samples)
        let half = (interval.upperBound - interval.lowerBound) / 2
        isPrecise = half <= plan.precision * Bootstrap.median(of: samples)
    }

    private var timesItself = false

    /// Mean seconds of so many executions; nil where one failed.
    private func execute(_ count: Int) -> Double? {
        do {
            var own = 0.0
            let began = monotonicSeconds()
            for _ in 0..<count {
                if let seconds = try task.execute() {
                    own += seconds
                    timesItself = true
                }
            }
            let all = monotonicSeconds() - began
            return (timesItself ? own : all) / Double(count)
        } catch {
            failure = error
            return nil
        }
    }

    /// Medians of the counts; nil where there are none.
    package var medianCounts: HardwareCounters.Reading {
        func median(_ part: (HardwareCounters.Reading) -> Double?) -> Double? {
            let values = counts.compactMap(part)
            return values.isEmpty ? nil : Bootstrap.median(of: values)
        }
        return HardwareCounters.Reading(instructions: median { $0.instructions }, cycles: median { $0.cycles })
    }

    /// Nil where not one execution ended.
    package var statistics: BenchmarkResult.Statistics? {
        samples.isEmpty ? nil : .init(samples: samples, executionsPerSample: executionsPerSample, seed: seed)
    }
}
