import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program run as a whole, by posix_spawn and wait4: its status, time and memory.
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

    /// - Parameters:
    ///   - command: the program's path and its arguments.
    ///   - output: the file that standard output goes to; nowhere where nil. Standard error goes nowhere.
    ///   - timeLimit: seconds after which it is ended.
    /// - Throws: ``TaskError`` where the program cannot be started.
    package static func run(_ command: [String], output: String? = nil, timeLimit: Double? = nil) throws -> Ending {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let ownPeak = ownPeakKilobytes()

        var child = pid_t()
        let began = monotonicSeconds()
        let code = posix_spawn(&child, command[0], &actions, nil, &arguments, environ)
        guard code == 0 else { throw TaskError(description: "\(command[0]): \(String(cString: strerror(code)))", isAbsence: code == ENOENT) }
        var status: Int32 = 0
        var usage = rusage()
        var isLate = false
        while true {
            let ended = wait4(child, &status, timeLimit == nil ? 0 : WNOHANG, &usage)
            if ended == child { break }
            if ended < 0, errno != EINTR { throw TaskError(description: "\(command[0]): \(String(cString: strerror(errno)))") }
            guard let timeLimit else { continue }
            if !isLate, monotonicSeconds() - began > timeLimit {
                isLate = true
                kill(child, SIGKILL)
            }
            usleep(2000)
        }
        let seconds = monotonicSeconds() - began
        // Linux counts in the memory that the parent had at the spawn.
        let childPeak = usage.ru_maxrss
        let signal = status & 0x7F
        return Ending(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, seconds: seconds,
            peakBytes: childPeak > ownPeak ? childPeak * 1024 : nil, isLate: isLate)
    }

    /// What a program writes to standard output, without the line ends around it; nil where it is not there or fails.
    package static func output(of command: [String]) -> String? {
        guard let program = find(command[0]), let folder = try? makeFolder() else { return nil }
        defer { removeFolder(folder) }
        let file = Paths.join(folder, "output")
        guard let ending = try? run([program] + command.dropFirst(), output: file, timeLimit: 10), ending.status == 0,
            let bytes = try? FileBytes(file)
        else { return nil }
        let text = String(decoding: bytes.bytes, as: UTF8.self)
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

    /// A new folder for temporary files.
    package static func makeFolder() throws -> String {
        let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array(Paths.join(root, "nashbench-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError(file: root, expected: "a folder for temporary files", errno: errno)
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes a folder of plain files.
    package static func removeFolder(_ folder: String) {
        if let entries = opendir(folder) {
            while let entry = readdir(entries) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
                if name != ".", name != ".." { unlink(Paths.join(folder, name)) }
            }
            closedir(entries)
        }
        rmdir(folder)
    }

    private static func ownPeakKilobytes() -> Int {
        var usage = rusage()
        getrusage(0, &usage) // RUSAGE_SELF, whose type differs between systems
        return usage.ru_maxrss
    }
}
