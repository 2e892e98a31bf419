#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that belong together and replace what was there only when all of them are complete.
///
/// Each is written beside its place under a name of its own. ``commit()`` flushes all of them to the disk and then
/// renames them in the order they were added: side files first, the file that names them last. What was not committed
/// is removed when the last reference goes, so that an error leaves the folder as it was. A link stays a link: the file
/// it leads to is the one replaced. What is not a regular file is refused.
package final class OutputFiles {
    private var files: [OutputFile] = []
    private var isCommitted = false

    package init() {}

    /// A new file that will stand at `path`.
    /// - Throws: ``FileError`` where nothing can be written there, or there is something other than a regular file.
    package func add(_ path: String) throws(FileError) -> OutputFile { try add(OutputPlace(path)) }

    func add(_ place: OutputPlace) throws(FileError) -> OutputFile {
        let file = try OutputFile(place)
        files.append(file)
        return file
    }

    /// Puts all files in their places.
    /// - Throws: ``FileError`` with the system's reason; then nothing that was not in its place yet is kept.
    package func commit() throws(FileError) {
        for file in files { try file.finish() }
        for file in files { try file.takeItsPlace() }
        isCommitted = true
        for folder in Set(files.map { Paths.folder(of: $0.place.target) }) { Self.flush(folder: folder) }
    }

    deinit {
        if !isCommitted { for file in files { file.remove() } }
    }

    /// Makes the renames last through a power cut, where the file system can.
    static func flush(folder: String) {
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// One file being written: text through a buffer, blocks of numbers straight from their memory.
package final class OutputFile {
    fileprivate let place: OutputPlace
    private let temporary: String
    /// Of the file being written, for another process to write to; -1 once it is finished.
    package private(set) var descriptor: Int32
    private var buffer: [UInt8] = []
    private var isInPlace = false
    private static let bufferSize = 1 << 18

    fileprivate init(_ place: OutputPlace) throws(FileError) {
        self.place = place
        let name = ".\(Paths.name(of: place.target)).\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
        temporary = Paths.join(Paths.folder(of: place.target), name)
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw unwritable(errno) }
        buffer.reserveCapacity(Self.bufferSize + 4096)
    }

    package func write(_ text: String) throws(FileError) {
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
        let code = Descriptor.write(bytes, to: descriptor)
        guard code == 0 else { throw unwritable(code) }
    }

    /// Flushes what was written to the disk and closes the file; once is enough, more does no harm.
    func finish() throws(FileError) {
        guard descriptor >= 0 else { return }
        try flush()
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw unwritable(errno) }
        let status = close(descriptor)
        descriptor = -1
        guard status == 0 else { throw unwritable(errno) }
    }

    fileprivate func takeItsPlace() throws(FileError) {
        guard rename(temporary, place.target) == 0 else { throw unwritable(errno) }
        isInPlace = true
    }

    fileprivate func remove() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        if !isInPlace { unlink(temporary) }
    }

    private func unwritable(_ code: Int32) -> FileError {
        FileError(file: place.path, expected: "a place where a file can be written", errno: code)
    }
}
