import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file mapped into memory, whole. Its pages count as the process's own while they are mapped in; work that goes
/// through more than memory holds lets go of them as it goes (``PageRelease``).
final class FilePages: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    /// Bytes.
    let count: Int
    /// A descriptor of its own for a file being written, so that its pages can be sent to the disk early; -1 for one that is read.
    private let written: Int32

    /// Maps `count` bytes of an open file for reading, or for reading and writing (the file, not a copy of it). The
    /// descriptor may be closed after.
    /// - Returns: nil where the system cannot, for the reason in `errno`.
    init?(mapping descriptor: Int32, count: Int, writing: Bool) {
        let protection = writing ? PROT_READ | PROT_WRITE : PROT_READ
        guard let map = mmap(nil, count, protection, writing ? MAP_SHARED : MAP_PRIVATE, descriptor, 0), map != MAP_FAILED else { return nil }
        start = map
        self.count = count
        written = writing ? dup(descriptor) : -1
    }

    deinit {
        munmap(start, count)
        if written >= 0 { close(written) }
    }

    /// Unmaps every page; each is mapped in again, from the system's cache or the file, when it is next touched. What
    /// was written is kept and on its way to the disk, so that unwritten pages do not pile up either.
    /// - Complexity: O(pages mapped in).
    func letGo() {
        madvise(start, count, MADV_DONTNEED)
        if written >= 0 { nb_start_writeback(written) } // may wait for a busy disk
    }
}
