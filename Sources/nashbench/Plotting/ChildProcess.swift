#if canImport(Glibc)
@preconcurrency import Glibc // `environ` is a variable, and read only
#else
@preconcurrency import Darwin
#endif

/// Another program, run to its end with this one's environment and its three streams on open files.
enum ChildProcess {
    /// How it ended.
    enum End: Equatable {
        case status(Int32)
        case signal(Int32)
    }

    /// - Parameters:
    ///   - path: the program's file; PATH is not searched.
    ///   - arguments: those after its name.
    ///   - input: open for reading; `output`, `errors`: for writing. All stay open here and are closed in the program.
    /// - Returns: nil where it could not be started.
    static func run(_ path: String, _ arguments: [String], input: Int32, output: Int32, errors: Int32) -> End? {
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        #else
        var actions: posix_spawn_file_actions_t?
        #endif
        guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, descriptor) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            guard posix_spawn_file_actions_adddup2(&actions, descriptor, stream) == 0 else { return nil }
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        guard posix_spawn(&process, path, &actions, nil, &words, environ) == 0 else { return nil }

        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        // What the macros WIFEXITED, WEXITSTATUS and WTERMSIG take apart.
        let signal = status & 0x7F
        return signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
    }
}

/// An open file without a name, gone when it is let go of: what a program reads or says.
final class UnnamedFile {
    let descriptor: Int32

    /// In the folder TMPDIR names, or /tmp; nil where none can be made there.
    init?() {
        let folder = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(folder)/nashbench.XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Back to the first byte, for whoever reads next.
    func rewind() { lseek(descriptor, 0, SEEK_SET) }
}
