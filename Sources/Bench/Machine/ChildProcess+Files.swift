import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension ChildProcess {
    /// What mkdtemp and mkstemp replace by letters of their own.
    static let unique = String(repeating: "X", count: 6)

    /// A new folder for temporary files.
    package static func makeFolder() throws -> String {
        let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array(Paths.join(root, "nashbench-" + unique).utf8CString)
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
}

/// An open file without a name, gone when it is let go of: what a program reads or says.
package final class UnnamedFile {
    package let descriptor: Int32

    /// In the folder TMPDIR names, or /tmp; nil where none can be made there.
    package init?() {
        let folder = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(folder)/nashbench.\(ChildProcess.unique)".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Back to the first byte, for whoever reads next.
    package func rewind() { lseek(descriptor, 0, SEEK_SET) }
}
