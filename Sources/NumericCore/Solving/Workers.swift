import Dispatch
import Synchronization

/// Independent pieces of work over threads. Which thread does which piece is left to chance, so pieces must not depend
/// on each other's order: results are then the same for any number of threads.
package struct Workers: Sendable {
    package let threads: Int

    package init(threads: Int?) { self.threads = threads ?? Self.cores }

    /// Cores this process may use.
    static var cores: Int { max(1, activeProcessors()) }

    /// Calls `body` once for each index, from at most `threads` threads; each thread has its own `state`.
    package func run<State>(_ count: Int, makeState: @Sendable () -> State, _ body: @Sendable (Int, inout State) -> Void) {
        guard threads > 1, count > 1 else {
            var state = makeState()
            for index in 0..<count { body(index, &state) }
            return
        }
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
            var state = makeState()
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                body(index, &state)
            }
        }
    }

    package func run(_ count: Int, _ body: @Sendable (Int) -> Void) {
        run(count, makeState: { () }) { index, _ in body(index) }
    }
}

/// A table that several threads fill, each index by one thread only.
package final class SharedTable<Element>: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<Element>

    package init(count: Int, filledWith value: Element) {
        storage = .allocate(capacity: count)
        storage.initialize(repeating: value)
    }
    deinit {
        storage.deinitialize()
        storage.deallocate()
    }
    package subscript(index: Int) -> Element {
        get { storage[index] }
        set { storage[index] = newValue }
    }
    package var count: Int { storage.count }
    package var array: [Element] { Array(storage) }
    package var base: UnsafeMutablePointer<Element> { storage.baseAddress! }
}
