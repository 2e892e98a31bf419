import NumericCore
import Synchronization

/// One line on standard error that says how far the work is: only on a terminal, only after a second, gone at the end.
final class ProgressBar: Sendable {
    private struct State {
        var lastDrawn: ContinuousClock.Instant?
        var isErased = false
    }
    private let isShown: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    init(quiet: Bool) { isShown = !quiet && Console.errorIsTerminal }

    /// Takes a report from any thread; draws at most ten times a second.
    func update(_ progress: Progress) { update(label: progress.stage.rawValue, done: progress.done, total: progress.total, unit: "cells") }

    func update(label: String, done: Int, total: Int?, unit: String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - start > .seconds(1) else { return }
        state.withLock { state in
            if state.isErased { return }
            if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
            state.lastDrawn = now
            Console.raw("\r\u{1B}[K" + Self.line(label: label, done: done, total: total, unit: unit))
        }
    }

    /// Removes the line, and draws no more.
    func erase() {
        state.withLock { state in
            if state.lastDrawn != nil, !state.isErased { Console.raw("\r\u{1B}[K") }
            state.isErased = true
        }
    }

    /// `certifying [########............]  40%  4,000 of 10,000 cells`
    static func line(label: String, done: Int, total: Int?, unit: String) -> String {
        // How many there will be is not known: how many there are.
        guard let total else { return "\(label)  \(Wording.count(done)) \(unit)" }
        let share = total > 0 ? min(max(Double(done) / Double(total), 0), 1) : 0
        let filled = Int(share * 20)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        let percent = String(Int(share * 100))
        let padded = String(repeating: " ", count: 3 - percent.count) + percent
        return "\(label) [\(bar)] \(padded)%  \(Wording.count(done)) of \(Wording.count(total)) \(unit)"
    }
}
