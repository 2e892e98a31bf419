#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that belong together and replace what was there only when all of them are complete.
///
/// Each is written beside its place under a name of its own. ``commit()`` flushes all of them to the disk and then
/// renames them in the order they were added: side files first, the file that names them last. What was not committed
/// is removed when the last reference goes, so that an error leaves the folder as it was.
final class OutputFiles {
    private var files: [OutputFile] = []
    private var isCommitted = false

    /// A new file that will stand at `path`.
    /// - Throws: ``FileError`` with the system's reason where nothing can be written there.
    func add(_ path: String) throws(FileError) -> OutputFile {
        let file = try OutputFile(path)
        files.append(file)
        return file
    }

    func commit() throws(FileError) {
        for file in files { try file.finish() }
        for file in files { try file.takeItsPlace() }
        isCommitted = true
        for folder in Set(files.map { Paths.folder(of: $0.path) }) { Self.flush(folder: folder) }
    }

    deinit {
        if !isCommitted { for file in files { file.remove() } }
    }

    /// Makes the renames last through a power cut, where the file system can.
    private static func flush(folder: String) {
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// One file being written: text through a buffer, blocks of numbers straight from their memory.
final class OutputFile {
    let path: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var isInPlace = false
    private static let bufferSize = 1 << 18

    fileprivate init(_ path: String) throws(FileError) {
        self.path = path
        temporary = Paths.join(Paths.folder(of: path), ".\(Paths.name(of: path)).\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))")
        descriptor = -1
        var status = stat()
        if stat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind != S_IFDIR else { throw Self.unwritable(path, EISDIR) }
            guard kind == S_IFREG else { throw FileError(file: path, expected: "a place for a file", found: "something that is not a regular file") }
            guard access(path, W_OK) == 0 else { throw Self.unwritable(path, errno) }
        }
        guard !Paths.name(of: path).isEmpty else { throw Self.unwritable(path, path.isEmpty ? ENOENT : EISDIR) }
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.unwritable(path, errno) }
        buffer.reserveCapacity(Self.bufferSize + 4096)
    }

    func write(_ text: String) throws(FileError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// The bytes themselves, without a copy.
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        try flush()
        try writeAll(bytes)
    }

    private func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        var failure: FileError?
        buffer.withUnsafeBytes { bytes in
            do throws(FileError) { try writeAll(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        buffer.removeAll(keepingCapacity: true)
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard let start = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            // The system takes at most 2^31 bytes a call.
            let step = systemWrite(descriptor, start + done, min(bytes.count - done, 1 << 30))
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw Self.unwritable(path, errno) }
            done += step
        }
    }

    /// Flushes what was written to the disk and closes the file; once is enough, more does no harm.
    func finish() throws(FileError) {
        guard descriptor >= 0 else { return }
        try flush()
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Self.unwritable(path, errno) }
        let status = close(descriptor)
        descriptor = -1
        guard status == 0 else { throw Self.unwritable(path, errno) }
    }

    fileprivate func takeItsPlace() throws(FileError) {
        guard rename(temporary, path) == 0 else { throw Self.unwritable(path, errno) }
        isInPlace = true
    }

    fileprivate func remove() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        if !isInPlace { unlink(temporary) }
    }

    private static func unwritable(_ path: String, _ code: Int32) -> FileError {
        FileError(file: path, expected: "a place where a file can be written", errno: code)
    }
}

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int { write(descriptor, start, count) }

/// Names of files that belong to one another.
enum Paths {
    /// Up to and without the last slash; empty for the current folder, "/" for the root.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") || folder.isEmpty { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The name of a side file: `<stem>.efforts.npy` for `<stem>.json`.
    static func sideName(of path: String, _ ending: String) -> String {
        let name = name(of: path)
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return "\(name).\(ending)" }
        return "\(name[..<dot]).\(ending)"
    }
}
