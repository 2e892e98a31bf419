import ArgumentParser
import Foundation
import Synchronization

/// Control-C: the first one asks the work to stop, the second ends the program at once.
///
/// A signal handler may do next to nothing, so it sets a flag; long work asks for it (``Settings/isCancelled``), and a
/// command looks once more before it writes. Once writing has begun an interrupt comes too late: the write finishes.
enum Interrupt {
    static let exitStatus = ExitCode(130)
    private static let flag = Atomic<Bool>(false)

    static var isRequested: Bool { flag.load(ordering: .relaxed) }

    static func install() {
        _ = isRequested // makes the flag before a handler could need it
        signal(SIGINT) { _ in
            Interrupt.flag.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        // A program that was started by another's worker thread can inherit the signal blocked.
        var interrupt = sigset_t()
        sigemptyset(&interrupt)
        sigaddset(&interrupt, SIGINT)
        sigprocmask(SIG_UNBLOCK, &interrupt, nil)
    }

    /// Ends the command where an interrupt was asked for.
    /// - Throws: exit status 130.
    static func check() throws(ExitCode) {
        guard isRequested else { return }
        Console.note("nashbench: interrupted, nothing was written")
        throw exitStatus
    }

    /// The last moment to stop: after this, the result is written in full.
    /// - Throws: exit status 130.
    static func checkBeforeWriting() throws(ExitCode) {
        signal(SIGINT, SIG_IGN)
        try check()
    }
}
