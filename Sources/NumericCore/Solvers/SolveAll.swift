import CKernels
import Dispatch
import Synchronization

/// How one contest of a batch ended: what ``solve(_:settings:startingFrom:into:)`` returned, converged or not, or the error
/// that it, or the making of the contest, threw.
public typealias BatchResult = Result<Equilibrium, any Error>

/// A contest of a batch that was cancelled before its turn came.
public struct NotBegun: Error, Equatable, CustomStringConvertible, Sendable {
    /// One line.
    public var description: String { "cancelled before the contest's turn came" }
}

/// Solves many contests at once, one thread each: thousands of parameter draws, bootstrap samples, scenarios.
///
/// Each result has the bits that `solve` with the same settings gives, for any number of threads. A contest that does not
/// converge, or that throws, does not stop the others.
///
/// ```swift
/// let draws = try (0..<1000).map { try contest.with(\.alpha, PerTopic(0.002 * Double($0))) }
/// let equilibria = try solveAll(draws).map { try $0.get() }
/// ```
/// - Parameters:
///   - contests: solved independently of each other.
///   - settings: of each solve: its time limit is that of each contest. `threads` is how many contests are solved at a time;
///     `isCancelled` ends the batch; `progress` is not called.
///   - progress: contests done and in all, one call at a time from any thread.
/// - Returns: one result a contest, in their order; ``NotBegun`` for those that a cancelled batch did not come to.
/// - Throws: ``FieldError`` for settings outside their domain.
/// - Complexity: the solves, shared out among threads; all equilibria are held, 8 bytes a cell each.
public func solveAll(
    _ contests: [Contest], settings: Settings = Settings(), progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
) throws -> [BatchResult] {
    let results = SharedTable<BatchResult?>(count: contests.count, filledWith: nil)
    try solveAll(contests.count, settings: settings, progress: progress, contest: { contests[$0] }) { results[$0] = $1 }
    return results.array.compactMap { $0 }
}

/// The same for contests that are made when their turn comes and results that are taken as they come, so that neither all
/// contests nor all equilibria need be in memory.
///
/// ```swift
/// var totals: [[Double]] = []
/// try solveAll(1000, contest: { try contest.with(\.alpha, PerTopic(0.002 * Double($0))) }) { index, result in
///     totals.append(try! result.get().totals)
/// }
/// ```
/// - Parameters:
///   - count: how many contests.
///   - contest: makes contest i; called from any thread, in no certain order. What it throws is that contest's result.
///   - onResult: called once a contest, in their order, one call at a time, from any thread. A slow one holds the solves up:
///     at most four results a thread wait for it.
public func solveAll(
    _ count: Int, settings: Settings = Settings(), progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
    contest: @escaping @Sendable (Int) throws -> Contest, onResult: (Int, BatchResult) -> Void
) throws {
    try settings.validate()
    _ = try KernelTarget.active()
    guard count > 0 else { return }
    var alone = settings
    alone.threads = 1
    alone.progress = nil
    let own = alone
    let workers = Workers(threads: settings.threads)
    return withoutActuallyEscaping(onResult) { onResult in
        let delivery = BatchDelivery(count: count, window: 4 * min(workers.threads, count), onResult, progress)
        workers.run(min(workers.threads, count)) { _ in
            // Whoever has the first contest that is not delivered has a place in the window, so that somebody always goes on.
            while let index = delivery.next() {
                guard settings.isCancelled?() != true else {
                    delivery.add(index, .failure(NotBegun()))
                    continue
                }
                delivery.add(index, BatchResult { try solve(contest(index), settings: own) })
            }
        }
    }
}

/// Hands out the contests of a batch in order, and their results in order.
private final class BatchDelivery: @unchecked Sendable {
    private struct State {
        var handedOut = 0
        var delivered = 0
        var waiting: [Int: BatchResult] = [:]
    }
    private let count: Int
    private let places: DispatchSemaphore
    private let state = Mutex(State())
    private let onResult: (Int, BatchResult) -> Void
    private let progress: (@Sendable (Int, Int) -> Void)?
    private let window: Int

    init(count: Int, window: Int, _ onResult: @escaping (Int, BatchResult) -> Void, _ progress: (@Sendable (Int, Int) -> Void)?) {
        self.count = count
        self.window = window
        self.onResult = onResult
        self.progress = progress
        // From 0, since a semaphore may not go with fewer places than it came with.
        places = DispatchSemaphore(value: 0)
        for _ in 0..<window { places.signal() }
    }

    /// The next contest, once there is a place for its result; nil where there is none left.
    func next() -> Int? {
        places.wait()
        let index = state.withLock { state in
            defer { state.handedOut += 1 }
            return state.handedOut
        }
        guard index < count else {
            places.signal()
            return nil
        }
        return index
    }

    /// Delivers the result once all before it are delivered.
    func add(_ index: Int, _ result: BatchResult) {
        state.withLock { state in
            state.waiting[index] = result
            while let ready = state.waiting.removeValue(forKey: state.delivered) {
                onResult(state.delivered, ready)
                state.delivered += 1
                progress?(state.delivered, count)
                places.signal()
            }
        }
    }
}
