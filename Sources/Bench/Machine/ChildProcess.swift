import CBench
import NumericCore
#if canImport(Glibc)
@preconcurrency import Glibc // `environ` is a variable, and read only
#else
@preconcurrency import Darwin
#endif

/// A program run as a whole, by posix_spawn and wait4, with this one's environment: its status, time and memory.
package enum ChildProcess {
    package struct Ending: Sendable, Equatable {
        /// Exit status; 128 + the signal where one ended it.
        package var status: Int32
        /// From before the spawn to after the wait.
        package var seconds: Double
        /// Highest resident memory; nil where it cannot be told from that of this program, which a child starts with.
        package var peakBytes: Int?
        /// It was ended because its time was over.
        package var isLate: Bool
    }

    /// Where a standard stream of the program leads.
    package enum Stream: Sendable {
        case nowhere
        /// A file made or emptied for it.
        case file(String)
        /// An open file, which stays open here.
        case descriptor(Int32)
    }

    /// Whose control-C ends the program.
    package enum Group: Sendable {
        /// The terminal's, as it ends this program.
        case ofThisProgram
        /// None but what this program passes on: the program and all that it starts are a group of their own.
        case ofItsOwn
    }

    /// - Parameters:
    ///   - command: the program's path and its arguments; PATH is not searched.
    ///   - timeLimit: seconds after which it is killed, with all of its group where that is its own.
    ///   - watch: called with the process while it runs, about every millisecond.
    ///   - isInterrupted: asked while waiting, several times a second; true ends the program and its group.
    /// - Throws: ``TaskError`` where the program cannot be started; ``TaskError/interrupted`` where it did not run to its end
    ///   because of an interruption.
    package static func run(
        _ command: [String], input: Stream = .nowhere, output: Stream = .nowhere, errors: Stream = .nowhere, group: Group = .ofItsOwn,
        timeLimit: Double? = nil, watch: ((pid_t) -> Void)? = nil, isInterrupted: () -> Bool = { false }
    ) throws -> Ending {
        func failure(_ code: Int32) -> TaskError {
            TaskError(description: "\(command[0]): \(String(cString: strerror(code)))", isAbsence: code == ENOENT)
        }
        let ownPeak = ownPeakKilobytes()
        let began = monotonicSeconds()
        let child: pid_t
        switch spawn(command, [input, output, errors], group) {
        case .success(let started): child = started
        case .failure(let refusal): throw failure(refusal.code)
        }
        let victims = group == .ofItsOwn ? -child : child
        let handle = nb_bench_process_descriptor(child)
        defer { if handle >= 0 { close(handle) } }
        var status: Int32 = 0
        var usage = rusage()
        var isLate = false
        var interruptedAt: Double?
        while true {
            watch?(child)
            pause(until: handle, milliseconds: watch == nil ? 50 : 1)
            let ended = wait4(child, &status, WNOHANG, &usage)
            if ended == child { break }
            if ended < 0, errno != EINTR { throw failure(errno) }
            let now = monotonicSeconds()
            if let interruptedAt {
                if now - interruptedAt > patience { kill(victims, SIGKILL) }
            } else if isInterrupted() {
                interruptedAt = now
                kill(victims, SIGINT)
            } else if !isLate, let timeLimit, now - began > timeLimit {
                isLate = true
                kill(victims, SIGKILL)
            }
        }
        let seconds = monotonicSeconds() - began
        let signal = status & 0x7F
        if interruptedAt != nil || isLate, group == .ofItsOwn { kill(victims, SIGKILL) } // what it left behind
        if interruptedAt != nil || (signal == SIGINT && isInterrupted()) { throw TaskError.interrupted }
        return Ending(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, seconds: seconds,
            peakBytes: peakBytes(ofChild: usage.ru_maxrss, own: ownPeak), isLate: isLate)
    }

    /// Seconds that an interrupted program has to end by itself.
    private static let patience = 1.0

    /// Linux counts in the memory that the parent had at the spawn: a child's peak is its own only where it is clearly higher.
    /// - Parameters: kilobytes.
    static func peakBytes(ofChild child: Int, own: Int) -> Int? { Double(child) >= 1.25 * Double(own) ? child * 1024 : nil }

    private struct Refusal: Error { let code: Int32 }

    private static func spawn(_ command: [String], _ streams: [Stream], _ group: Group) -> Result<pid_t, Refusal> {
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #else
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        for (stream, number) in zip(streams, [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]) {
            switch stream {
            case .nowhere: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", number == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0)
            case .file(let path): posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            }
        }
        // An interrupt must end it even where this program, or whoever started it, ignores or blocks them.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        if group == .ofItsOwn {
            flags |= Int32(POSIX_SPAWN_SETPGROUP)
            posix_spawnattr_setpgroup(&attributes, 0)
        }
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, command[0], &actions, &attributes, &words, environ)
        return code == 0 ? .success(child) : .failure(Refusal(code: code))
    }

    /// Returns when the program ends, after that time, or at a signal; without such a handle a little later.
    private static func pause(until handle: Int32, milliseconds: Int32) {
        guard handle >= 0 else {
            usleep(1000)
            return
        }
        var watched = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        poll(&watched, 1, milliseconds)
    }

    /// What a program writes to standard output, without the line ends around it; nil where it is not there or fails.
    package static func output(of command: [String]) -> String? {
        guard let program = find(command[0]), let folder = try? makeFolder() else { return nil }
        defer { removeFolder(folder) }
        let file = Paths.join(folder, "output")
        guard let ending = try? run([program] + command.dropFirst(), output: .file(file), timeLimit: 10), ending.status == 0,
            let text = try? FileBytes(file).shownText
        else { return nil }
        return text.split(whereSeparator: \.isNewline).joined(separator: "\n")
    }

    /// Where a program lies: as given where that is a path, the system's own before what the PATH puts in its place.
    package static func find(_ program: String) -> String? {
        if program.contains("/") { return access(program, X_OK) == 0 ? program : nil }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return (["/usr/bin"] + path.split(separator: ":").map(String.init)).map { Paths.join($0, program) }.first { access($0, X_OK) == 0 }
    }

    /// This program's own file.
    package static var ownPath: String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            let count = readlink("/proc/self/exe", buffer.baseAddress!, buffer.count)
            return count > 0 ? String(decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), as: UTF8.self) : nil
        }
    }

    private static func ownPeakKilobytes() -> Int {
        var usage = rusage()
        getrusage(0, &usage) // RUSAGE_SELF, whose type differs between systems
        return usage.ru_maxrss
    }
}
