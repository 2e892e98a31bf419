import Synchronization

/// Adds up work done by several threads and tells the listener about a hundred times in all.
final class ProgressMeter: Sendable {
    private let stage: Progress.Stage
    private let total: Int
    private let report: (@Sendable (Progress) -> Void)?
    private let done = Atomic<Int>(0)

    init(stage: Progress.Stage, total: Int, report: (@Sendable (Progress) -> Void)?) {
        self.stage = stage
        self.total = total
        self.report = report
    }

    func add(_ amount: Int) {
        guard let report else { return }
        let result = done.wrappingAdd(amount, ordering: .relaxed)
        let grain = max(1, total / 100)
        if result.newValue / grain != result.oldValue / grain || result.newValue >= total {
            report(Progress(stage: stage, done: result.newValue, total: total))
        }
    }
}
