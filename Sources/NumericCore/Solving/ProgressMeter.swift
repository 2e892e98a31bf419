import Synchronization

/// Adds up work done by several threads and tells the listener about a hundred times in all.
package final class ProgressMeter: Sendable {
    private let total: Int
    private let report: (@Sendable (Int, Int) -> Void)?
    private let done = Atomic<Int>(0)

    /// - Parameter report: told the work done and in all.
    package init(total: Int, report: (@Sendable (Int, Int) -> Void)?) {
        self.total = total
        self.report = report
    }

    convenience init(stage: Progress.Stage, total: Int, report: (@Sendable (Progress) -> Void)?) {
        guard let report else {
            self.init(total: total, report: nil)
            return
        }
        self.init(total: total) { done, total in report(Progress(stage: stage, done: done, total: total)) }
    }

    package func add(_ amount: Int) {
        guard let report else { return }
        let result = done.wrappingAdd(amount, ordering: .relaxed)
        let grain = max(1, total / 100)
        if result.newValue / grain != result.oldValue / grain || result.newValue >= total { report(result.newValue, total) }
    }
}
