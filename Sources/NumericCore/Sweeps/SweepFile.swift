#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The growing JSON Lines file of a sweep: a header line, then one line a point, on disk before the next point starts.
///
/// Opening the file of the same sweep again keeps its finished points, drops a line torn by a crash, and goes on after
/// them. The file of another sweep, or of none, is refused and left as it is.
///
/// ```swift
/// let file = try SweepFile(path: "points.jsonl", contest: contest, grid: grid, settings: settings)
/// try sweep(contest, over: grid, settings: settings, from: file.finished.count) { try file.append($0) }
/// ```
public final class SweepFile {
    /// The file.
    public let path: String
    /// What it is a sweep of.
    public let header: SweepHeader
    /// The points in the file: those found there, then those appended.
    public private(set) var finished: [SweepRecord] = []
    let descriptor: Int32
    private let folder: String

    /// Opens or makes the file and takes its lock, held until the object is gone.
    /// - Throws: `FileError` where the file cannot be opened, another process writes it, or it belongs to another sweep
    ///   or to kernels that give other bits; ``FieldError`` where no kernel target is available.
    public init(path: String, contest: Contest, grid: ParameterGrid, settings: Settings, seed: UInt64 = InclusiveSettings().seed) throws {
        self.path = path
        header = try SweepHeader(of: contest, over: grid, settings: settings, seed: seed)
        folder = Paths.folder(of: try OutputPlace(path).target)
        // Not to wait for the other end of a pipe that has just taken the file's place.
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
        guard descriptor >= 0 else {
            throw FileError(file: path, expected: "a file that can be written", found: String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        if let kind = OutputPlace.irregular(status.st_mode) { throw FileError(file: path, expected: "a regular file", found: kind) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw FileError(file: path, expected: "a file that no other run is writing", found: "one locked by another run")
        }
        try resume()
    }

    /// Unlocks first: a child that another thread is just starting holds a copy of the descriptor until its exec, and
    /// the copy would keep the lock after this one is closed.
    deinit {
        guard descriptor >= 0 else { return }
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Writes a point and returns once it is on disk.
    /// - Precondition: points come in the grid's order, none left out.
    public func append(_ point: SweepPoint) throws(FileError) {
        precondition(point.point == finished.count, "point \(finished.count) is next, not \(point.point)")
        let record = SweepRecord(point, axes: header.axes)
        try write(record.line(axes: header.axes) + "\n")
        finished.append(record)
    }

    private func resume() throws(FileError) {
        let contents = try FileBytes(readingFrom: descriptor, named: path)
        defer { withExtendedLifetime(contents) {} } // its bytes are looked at by pointer
        let first = header.line + "\n"
        if !contents.bytes.contains(UInt8(ascii: "\n")), first.utf8.starts(with: contents.bytes) { // empty, or torn in the header
            try truncate(to: 0)
            try write(first)
            OutputFiles.flush(folder: folder) // a new file's name is on disk only once its folder is
            return
        }
        let (sweep, bytes) = try StoredSweep.parse(contents)
        if let other = sweep.header.difference(from: header) {
            throw FileError(file: path, field: other.field, expected: other.expected, found: other.found)
        }
        if bytes < contents.bytes.count { try truncate(to: bytes) }
        guard lseek(descriptor, off_t(bytes), SEEK_SET) >= 0 else { throw failure() }
        finished = sweep.records
    }

    private func truncate(to bytes: Int) throws(FileError) {
        guard ftruncate(descriptor, off_t(bytes)) == 0, lseek(descriptor, off_t(bytes), SEEK_SET) >= 0 else { throw failure() }
    }

    private func write(_ text: String) throws(FileError) {
        guard Descriptor.write(text, to: descriptor) == 0 else { throw failure() }
        // EINVAL: a file system that has nothing to flush.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure() }
    }

    private func failure() -> FileError {
        FileError(file: path, expected: "a file that can be written", found: String(cString: strerror(errno)))
    }
}
