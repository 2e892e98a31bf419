import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The most memory that a process was seen to hold, in bytes.
package struct ProcessMemory: Sendable, Equatable {
    /// Private memory: what it allocated, stacks, and of files only what it changed privately. Linux keeps no maximum of
    /// this: it is the largest of all looks, which a shorter peak can escape.
    package var anonymousBytes = 0
    /// All that was resident, pages of mapped files counted: the system's own maximum.
    package var residentBytes = 0

    package init(anonymousBytes: Int = 0, residentBytes: Int = 0) {
        self.anonymousBytes = anonymousBytes
        self.residentBytes = residentBytes
    }

    /// Looks at a running process once more; false where nothing can be seen (it ended, or the system is not Linux).
    @discardableResult package mutating func look(at process: pid_t) -> Bool {
        guard let file = try? FileBytes("/proc/\(process)/status") else { return false }
        return look(status: file.shownText)
    }

    /// The same from the text of Linux's `/proc/<process>/status`.
    mutating func look(status: String) -> Bool {
        guard let anonymous = Self.kilobytes("RssAnon:", status), let resident = Self.kilobytes("VmHWM:", status) else { return false }
        anonymousBytes = max(anonymousBytes, anonymous * 1024)
        residentBytes = max(residentBytes, resident * 1024)
        return true
    }

    private static func kilobytes(_ key: String, _ status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
        return line.flatMap { Int($0.dropFirst(key.count).drop(while: \.isWhitespace).prefix(while: \.isNumber)) }
    }
}
