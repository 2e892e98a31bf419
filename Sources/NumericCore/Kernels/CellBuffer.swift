#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Doubles of the cells of a contest, in one block of memory: allocated here, a caller's, or a mapped file.
///
/// A buffer is written only while the part that made it fills it (a reader, a solver); after that it is read-only,
/// which is what makes sharing it between threads safe.
///
/// ```swift
/// let costs = CellBuffer([0.5, 1, 2])
/// costs[1]        // 1.0
/// costs.count     // 3
/// ```
/// - Complexity: creation O(count) for arrays, O(1) pages touched for `init(count:)` and adopted memory.
public final class CellBuffer: @unchecked Sendable {
    /// Number of doubles.
    public let count: Int
    package let base: UnsafeMutablePointer<Double>
    /// The file they are mapped from, where that is known.
    let pages: FilePages?
    private let release: @Sendable () -> Void
    /// How often a solver has filled it: tells efforts from those that took their place.
    private(set) var fillings = 0

    /// `count` zeros, aligned to 64 bytes.
    public init(count: Int) {
        precondition(count >= 0, "a buffer cannot have a negative count")
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<Double>.stride
        // calloc takes zeroed pages from the system: untouched parts of a large buffer cost no memory.
        let alignment = bytes >= Self.large ? Self.hugePage : 64
        guard let raw = calloc(bytes + alignment, 1) else { preconditionFailure("out of memory: \(bytes) bytes") }
        let first = (UInt(bitPattern: raw) + UInt(alignment) - 1) & ~UInt(alignment - 1)
        let aligned = UnsafeMutableRawPointer(bitPattern: first)!
        Self.preferHugePages(aligned, bytes: bytes)
        base = aligned.bindMemory(to: Double.self, capacity: max(count, 1))
        pages = nil
        let address = UInt(bitPattern: raw)
        release = { free(UnsafeMutableRawPointer(bitPattern: address)) }
    }

    /// Asks for huge pages where there is room for many, before the memory is touched. A pass over many cells looks up a page
    /// for every 512 of them, and the system fills each at its first touch; huge pages make that one for 262,144.
    static func preferHugePages(_ start: UnsafeMutableRawPointer, bytes: Int) {
        #if os(Linux)
        guard bytes >= large else { return }
        let skipped = (hugePage - Int(bitPattern: start) & (hugePage - 1)) & (hugePage - 1)
        _ = madvise(start + skipped, bytes - skipped, adviceHugePages)
        #endif
    }

    private static let hugePage = 1 << 21
    /// From here on what a huge page more may take does not matter.
    private static let large = 1 << 25
    /// MADV_HUGEPAGE, which not every C library's header shows.
    private static let adviceHugePages: Int32 = 14

    /// A copy of an array.
    public convenience init(_ values: [Double]) {
        self.init(count: values.count)
        values.withUnsafeBufferPointer { if let source = $0.baseAddress { base.update(from: source, count: $0.count) } }
    }

    /// Memory owned elsewhere, for instance a mapped file. `release` runs when the last user is gone.
    /// - Precondition: `pointer` is valid for `count` doubles, aligned to 8 bytes, and not written until release.
    public convenience init(adopting pointer: UnsafeMutablePointer<Double>, count: Int, release: @escaping @Sendable () -> Void) {
        self.init(adopting: pointer, count: count, pages: nil, release: release)
    }

    /// The same of a mapped file whose pages may be let go of.
    init(adopting pointer: UnsafeMutablePointer<Double>, count: Int, pages: FilePages?, release: @escaping @Sendable () -> Void) {
        self.count = count
        base = pointer
        self.pages = pages
        self.release = release
    }

    deinit { release() }

    /// One value. O(1).
    /// - Precondition: `index` is in 0..<count.
    public subscript(index: Int) -> Double {
        precondition(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
        return base[index]
    }

    /// The values as a Swift array (a copy).
    public var array: [Double] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// The memory itself, without a copy, for the time of the closure.
    public func withUnsafeValues<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
        try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// A solver is about to fill it anew.
    func beginFilling() { fillings += 1 }

    /// Sets cells to 0.
    func clear(_ cells: Range<Int>) { (base + cells.lowerBound).update(repeating: 0, count: cells.count) }

    /// For the part that fills a buffer before anyone else sees it.
    package func withUnsafeMutableValues<R>(_ body: (UnsafeMutableBufferPointer<Double>) throws -> R) rethrows -> R {
        try body(UnsafeMutableBufferPointer(start: base, count: count))
    }
}
