import ArgumentParser
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Control-C. A command that writes only at its end stops at once, since there is nothing to tidy; one that keeps what it
/// has finished (a sweep) asks ``isRequested`` and stops between two pieces, and a second control-C ends it at once.
///
/// Once a result is being written an interrupt comes too late: the write finishes, so there is never half a file.
enum Interrupt {
    static let exitStatus = ExitCode(130)
    private static let flag = Atomic<Bool>(false)
    private static let endsAtOnce = Atomic<Bool>(false)
    private static let message: StaticString = "nashbench: interrupted, nothing was written\n"
    private static let messageOnTerminal: StaticString = "\r\u{1B}[Knashbench: interrupted, nothing was written\n"
    private static let isTerminal = Console.errorIsTerminal

    static var isRequested: Bool { flag.load(ordering: .relaxed) }

    static func install() {
        _ = (isRequested, endsAtOnce.load(ordering: .relaxed), isTerminal) // made before a handler could need them
        signal(SIGINT) { _ in
            // Only what a signal handler may do: atomics, write, _exit, signal.
            guard Interrupt.endsAtOnce.load(ordering: .relaxed) else {
                Interrupt.flag.store(true, ordering: .relaxed)
                signal(SIGINT, SIG_DFL)
                return
            }
            let text = Interrupt.isTerminal ? Interrupt.messageOnTerminal : Interrupt.message
            _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
            _exit(Interrupt.exitStatus.rawValue)
        }
        // A program that was started by another's worker thread can inherit the signal blocked.
        var interrupt = sigset_t()
        sigemptyset(&interrupt)
        sigaddset(&interrupt, SIGINT)
        sigprocmask(SIG_UNBLOCK, &interrupt, nil)
    }

    /// Nothing is worth keeping until the result is written: an interrupt ends the program with status 130.
    /// - Throws: that status, where the interrupt has come already.
    static func endAtOnce() throws(ExitCode) {
        endsAtOnce.store(true, ordering: .relaxed)
        try check()
    }

    /// The last moment to stop: after this the result is written in full, whatever comes.
    /// - Throws: exit status 130.
    static func checkBeforeWriting() throws(ExitCode) {
        signal(SIGINT, SIG_IGN)
        try check()
    }

    private static func check() throws(ExitCode) {
        guard isRequested else { return }
        Console.raw(message.description)
        throw exitStatus
    }
}
