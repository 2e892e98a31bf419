import CKernels

/// Numbers of the cells of a contest as they are stored: doubles, or floats of half the size that are widened, tile by
/// tile, where they are used. Widening is exact, so that results have the same bits as with doubles of the same values.
///
/// ```swift
/// let costs = CellNumbers([0.5, 1, 2] as [Float])
/// costs[1]        // 1.0
/// costs.count     // 3
/// ```
public struct CellNumbers: Sendable {
    enum Storage: Sendable {
        case float64(CellBuffer)
        case float32(FloatBuffer)
    }
    let storage: Storage

    /// Doubles, without a copy.
    public init(_ doubles: CellBuffer) { storage = .float64(doubles) }
    /// Floats (a copy).
    public init(_ floats: [Float]) { storage = .float32(FloatBuffer(floats)) }
    init(_ floats: FloatBuffer) { storage = .float32(floats) }

    /// The doubles themselves, nil where floats are stored.
    public var doubles: CellBuffer? {
        if case .float64(let doubles) = storage { doubles } else { nil }
    }

    /// How many numbers there are.
    public var count: Int {
        switch storage {
        case .float64(let doubles): doubles.count
        case .float32(let floats): floats.count
        }
    }

    /// Bytes a number takes: 8 or 4.
    public var bytesPerNumber: Int {
        switch storage {
        case .float64: MemoryLayout<Double>.size
        case .float32: MemoryLayout<Float>.size
        }
    }

    /// One number. O(1).
    /// - Precondition: `index` is in 0..<count.
    public subscript(index: Int) -> Double {
        switch storage {
        case .float64(let doubles): doubles[index]
        case .float32(let floats): floats[index]
        }
    }

    /// The numbers as a Swift array of doubles (a copy).
    public var array: [Double] { (0..<count).map { self[$0] } }

    /// Whether both are the very same memory, not just equal numbers. O(1).
    func isSameMemory(as other: CellNumbers) -> Bool {
        switch (storage, other.storage) {
        case (.float64(let a), .float64(let b)): a === b
        case (.float32(let a), .float32(let b)): a === b
        default: false
        }
    }

    /// The file they are mapped from, nil where they are in memory of their own.
    var pages: FilePages? {
        switch storage {
        case .float64(let doubles): doubles.pages
        case .float32(let floats): floats.pages
        }
    }

    /// Where a number lies, for a kernel that fetches ahead. Any index will do; nothing may be read there.
    func address(of index: Int) -> UnsafeRawPointer {
        switch storage {
        case .float64(let doubles): UnsafeRawPointer(doubles.base) + index * MemoryLayout<Double>.stride
        case .float32(let floats): UnsafeRawPointer(floats.base) + index * MemoryLayout<Float>.stride
        }
    }

    /// A run of numbers as doubles: where they lie, or widened for the time of the closure.
    /// - Precondition: the range lies in 0..<count.
    /// - Complexity: O(1) for doubles; for floats O(range), and memory of as many doubles: ask for tiles.
    func withDoubles<R>(_ range: Range<Int>, _ body: (UnsafePointer<Double>) throws -> R) rethrows -> R {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) outside 0..<\(count)")
        switch storage {
        case .float64(let doubles): return try body(doubles.base + range.lowerBound)
        case .float32(let floats):
            return try withUnsafeTemporaryAllocation(of: Double.self, capacity: max(range.count, 1)) { room in
                KernelTarget.anyTable.pointee.widen(range.count, floats.base + range.lowerBound, room.baseAddress)
                return try body(UnsafePointer(room.baseAddress!))
            }
        }
    }

    /// The same numbers changed one by one, as doubles.
    func mapped(_ transform: (Double) -> Double) -> CellBuffer {
        let result = CellBuffer(count: count)
        result.withUnsafeMutableValues { for cell in 0..<count { $0[cell] = transform(self[cell]) } }
        return result
    }
}

/// Floats in one block of memory, read-only: a copy, or a mapped file.
final class FloatBuffer: @unchecked Sendable {
    let count: Int
    let base: UnsafePointer<Float>
    let pages: FilePages?
    private let release: @Sendable () -> Void

    /// A copy of an array.
    init(_ values: [Float]) {
        let copy = UnsafeMutablePointer<Float>.allocate(capacity: max(values.count, 1))
        values.withUnsafeBufferPointer { if let source = $0.baseAddress { copy.update(from: source, count: $0.count) } }
        count = values.count
        base = UnsafePointer(copy)
        pages = nil
        let address = UInt(bitPattern: copy)
        release = { UnsafeMutablePointer<Float>(bitPattern: address)?.deallocate() }
    }

    /// Memory owned elsewhere, aligned to 4 bytes; `release` runs when the last user is gone.
    init(adopting pointer: UnsafePointer<Float>, count: Int, pages: FilePages?, release: @escaping @Sendable () -> Void) {
        self.count = count
        base = pointer
        self.pages = pages
        self.release = release
    }

    deinit { release() }

    subscript(index: Int) -> Double {
        precondition(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
        return Double(base[index])
    }
}

extension KernelTarget {
    /// The table in use, or the portable one where `NASHBENCH_KERNEL` names none: for kernels that are exact, so that
    /// it does not matter which, in places that have no way to refuse.
    static var anyTable: UnsafePointer<nb_kernels> { nb_active_kernels() ?? nb_kernels_named("portable")! }
}
