#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The bytes of a file, read-only: a regular file is mapped, so that a large one costs no memory of its own; a pipe is
/// read to its end.
///
/// A mapped file that another program shortens while it is in use ends this one with a bus error; programs that replace
/// files by renaming, as this one does, are safe.
package final class FileBytes: @unchecked Sendable {
    package let file: String
    package let bytes: UnsafeRawBufferPointer
    /// Of a mapped file.
    let pages: FilePages?
    private let release: () -> Void

    /// - Parameter mayBePipe: false for a file that another file names, which could otherwise be made to wait for ever.
    /// - Throws: ``FileError`` with the system's reason where the file is missing, a directory or not readable.
    package init(_ path: String, mayBePipe: Bool = true) throws(FileError) {
        let expected = "a readable file"
        if !mayBePipe {
            var status = stat()
            guard stat(path, &status) == 0 else { throw FileError(file: path, expected: expected, errno: errno) }
            if let kind = OutputPlace.irregular(status.st_mode), status.st_mode & S_IFMT != S_IFDIR {
                throw FileError(file: path, expected: "a regular file", found: kind)
            }
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(file: path, expected: expected, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(file: path, expected: expected, errno: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(file: path, expected: expected, errno: EISDIR) }
        file = path
        if status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
            let count = Int(status.st_size)
            guard let map = FilePages(mapping: descriptor, count: count, writing: false) else {
                throw FileError(file: path, expected: expected, errno: errno)
            }
            bytes = UnsafeRawBufferPointer(start: map.start, count: count)
            pages = map
            release = {}
        } else {
            let (start, count) = try Self.readToEnd(descriptor, path)
            bytes = UnsafeRawBufferPointer(start: start, count: count)
            pages = nil
            release = { free(start) }
        }
    }

    /// Bytes from memory, as if they were the contents of a file of that name (a copy, aligned to 16 bytes).
    package init(_ contents: some Collection<UInt8>, named file: String) {
        let start = UnsafeMutableRawBufferPointer.allocate(byteCount: contents.count, alignment: 16)
        start.copyBytes(from: contents)
        self.file = file
        bytes = UnsafeRawBufferPointer(start)
        pages = nil
        release = { start.deallocate() }
    }

    /// All that an open file holds from where it stands, whatever its size: the file may grow afterwards.
    package init(readingFrom descriptor: Int32, named file: String) throws(FileError) {
        let (start, count) = try Self.readToEnd(descriptor, file)
        self.file = file
        bytes = UnsafeRawBufferPointer(start: start, count: count)
        pages = nil
        release = { free(start) }
    }

    deinit { release() }

    /// All bytes as text, what is not UTF-8 replaced: for what is only shown.
    package var shownText: String { withExtendedLifetime(self) { String(decoding: bytes, as: UTF8.self) } }

    private static func readToEnd(_ descriptor: Int32, _ path: String) throws(FileError) -> (UnsafeMutableRawPointer, Int) {
        var capacity = 1 << 16
        var count = 0
        var start = malloc(capacity)
        while let target = start {
            let step = read(descriptor, target + count, capacity - count)
            if step == 0 { return (target, count) }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else {
                let code = errno
                free(target)
                throw FileError(file: path, expected: "a readable file", errno: code)
            }
            count += step
            guard count == capacity else { continue }
            capacity *= 2
            start = realloc(target, capacity)
            if start == nil { free(target) }
        }
        throw FileError(file: path, expected: "a file that fits in memory", errno: ENOMEM)
    }

    /// Where the text starts: after a byte order mark.
    /// - Throws: ``FileError`` naming the line of the first byte that is not UTF-8.
    func validatedText() throws(FileError) -> UnsafeRawBufferPointer {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeRawBufferPointer(rebasing: bytes[3...]) : bytes
        // Pages of a large file are let go of as it is looked through.
        var fault: Int?
        var at = 0
        while fault == nil, at < text.count {
            (at, fault) = Self.firstInvalidByte(text, at, stop: min(at + (1 << 26), text.count))
            if at < text.count { pages?.letGo() }
        }
        guard let fault else { return text }
        let line = 1 + text[..<fault].count { $0 == 0x0A }
        throw FileError(file: file, field: "line \(line)", expected: "UTF-8 text", found: "the byte 0x" + String(text[fault], radix: 16))
    }

    /// Looks through the characters that start in `first..<stop`: where the next one starts, or the first that is not valid.
    private static func firstInvalidByte(_ text: UnsafeRawBufferPointer, _ first: Int, stop: Int) -> (next: Int, fault: Int?) {
        var at = first
        while at < stop {
            if at + 8 <= stop, text.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 { at += 8; continue }
            let lead = text[at]
            if lead < 0x80 { at += 1; continue }
            let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
            // Shortest forms only, no surrogates, nothing above U+10FFFF.
            let second: ClosedRange<UInt8> = switch lead {
            case 0xE0: 0xA0...0xBF
            case 0xED: 0x80...0x9F
            case 0xF0: 0x90...0xBF
            case 0xF4: 0x80...0x8F
            default: 0x80...0xBF
            }
            guard (0xC2...0xF4).contains(lead), at + length <= text.count, second.contains(text[at + 1]),
                text[(at + 2)..<(at + length)].allSatisfy({ (0x80...0xBF).contains($0) })
            else { return (at, at) }
            at += length
        }
        return (at, nil)
    }
}
