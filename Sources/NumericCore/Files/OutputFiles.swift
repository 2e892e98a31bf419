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

    /// The same without a name until ``commit()``, so that nothing is left however the program ends; nil where the
    /// system or the folder's file system has no such files.
    func addUnnamed(_ place: OutputPlace) -> OutputFile? {
        guard let file = OutputFile(unnamed: place) else { return nil }
        files.append(file)
        return file
    }

    /// Puts all files in their places.
    /// - Throws: ``FileError`` with the system's reason; then nothing that was not in its place yet is kept.
    package func commit() throws(FileError) {
        for file in files { try file.finish() }
        for file in files { try file.takeName() }
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

/// One file being written: text through a buffer, blocks of numbers straight from their memory or through a map.
package final class OutputFile {
    let place: OutputPlace
    private let temporary: String
    /// Of the file being written, for another process to write to; -1 once it is finished.
    package private(set) var descriptor: Int32
    private var buffer: [UInt8] = []
    private var hasName = true
    private var isInPlace = false
    private static let bufferSize = 1 << 18

    fileprivate init(_ place: OutputPlace) throws(FileError) {
        self.place = place
        temporary = Self.temporaryName(place)
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw unwritable(errno) }
        buffer.reserveCapacity(Self.bufferSize + 4096)
    }

    fileprivate init?(unnamed place: OutputPlace) {
        #if canImport(Glibc)
        // O_TMPFILE, which its macro hides from Swift; a system that does not know it sees a folder opened for writing.
        let folder = Paths.folder(of: place.target)
        descriptor = open(folder.isEmpty ? "." : folder, O_RDWR | O_DIRECTORY | 0o20000000 | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return nil }
        guard access(Self.path(ofDescriptor: descriptor), F_OK) == 0 else {
            close(descriptor)
            return nil
        }
        self.place = place
        temporary = Self.temporaryName(place)
        hasName = false
        #else
        return nil
        #endif
    }

    private static func temporaryName(_ place: OutputPlace) -> String {
        let name = ".\(Paths.name(of: place.target)).\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
        return Paths.join(Paths.folder(of: place.target), name)
    }

    private static func path(ofDescriptor descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

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

    /// Maps the file for writing after what was written so far, with room for `bytes` more.
    /// - Throws: ``FileError`` where the disk has no room: found here, since a full disk later would be a bus error.
    func map(adding bytes: Int) throws(FileError) -> (pages: FilePages, offset: Int) {
        try flush()
        let offset = Int(lseek(descriptor, 0, SEEK_END))
        #if canImport(Glibc)
        let code = posix_fallocate(descriptor, 0, off_t(offset + bytes))
        #else
        let code = ftruncate(descriptor, off_t(offset + bytes)) == 0 ? 0 : errno
        #endif
        guard code == 0 else { throw unwritable(code) }
        guard let pages = FilePages(mapping: descriptor, count: offset + bytes, writing: true) else { throw unwritable(errno) }
        return (pages, offset)
    }

    /// Flushes what was written, through a map too, to the disk and closes the file; once is enough, more does no harm.
    func finish() throws(FileError) {
        guard descriptor >= 0, hasName else { return }
        try flushToDisk()
        let status = close(descriptor)
        descriptor = -1
        guard status == 0 else { throw unwritable(errno) }
    }

    /// - Throws: ``FileError`` where the disk does not take it.
    func flushToDisk() throws(FileError) {
        try flush()
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw unwritable(errno) }
    }

    /// Gives a file without a name the temporary one, as all others have had from the start.
    fileprivate func takeName() throws(FileError) {
        guard !hasName else { return }
        try flushToDisk()
        guard linkat(AT_FDCWD, Self.path(ofDescriptor: descriptor), AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else { throw unwritable(errno) }
        hasName = true
        try finish()
    }

    fileprivate func takeItsPlace() throws(FileError) {
        guard rename(temporary, place.target) == 0 else { throw unwritable(errno) }
        isInPlace = true
    }

    fileprivate func remove() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        if hasName, !isInPlace { unlink(temporary) }
    }

    private func unwritable(_ code: Int32) -> FileError {
        FileError(file: place.path, expected: "a place where a file can be written", errno: code)
    }
}
