/// Interleaved measurement: cycle 1 takes one sample of every task in turn, cycle 2 another, and so on, so that a drift of
/// the machine's speed hits all alike and samples of one cycle can be compared with each other.
package enum Cycles {
    /// Runs until every task that is not a floor is done. Sample c of each task was taken in cycle c.
    /// - Parameters:
    ///   - isInterrupted: asked before each sample; true ends the measurement with what there is.
    ///   - onSample: called after each sample, with the number of tasks that are done.
    package static func run(
        _ samplers: [Sampler], isInterrupted: () -> Bool = { false }, onSample: (_ done: Int) -> Void = { _ in }
    ) {
        for sampler in samplers {
            if isInterrupted() { return }
            sampler.warmUp()
            onSample(0)
        }
        let measured = samplers.filter { !$0.isFloor }
        let waitedFor = measured.isEmpty ? samplers : measured
        while !waitedFor.allSatisfy(\.isDone) {
            for sampler in samplers where sampler.isFloor && sampler.failure == nil || !sampler.isDone {
                if isInterrupted() { return }
                sampler.sample()
                onSample(waitedFor.count { $0.isDone })
            }
        }
    }
}
