#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Random numbers without a state: the draw at a counter is a pure function of (seed, stream, counter).
///
/// Cells can therefore be drawn in any order, by any number of threads, and a single cell again later, always with the
/// same result. With m the 64-bit finaliser below, phi = 0x9e3779b97f4a7c15 and two keys made from seed and stream,
///
///     bits(counter) = m( m(counter phi + k1) xor k2 )
///
/// The inner round is SplitMix64, the outer one keeps the sequences of two streams apart even where their inner
/// counters meet. Not for cryptography. The integers are the same on every machine; `logUniform` also depends on the
/// last place of the C library's `exp`.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
/// doi:10.1145/2660193.2660195, with the finaliser constants of D. Stafford's variant 13.
///
/// ```swift
/// let random = CounterRandom(seed: 1, stream: 7)
/// random.uniform(in: 1...3, at: 0) == random.uniform(in: 1...3, at: 0)   // true
/// ```
/// - Complexity: O(1) a draw, no memory.
public struct CounterRandom: Sendable, Equatable {
    @usableFromInline let innerKey: UInt64
    @usableFromInline let outerKey: UInt64

    /// Streams of one seed are independent of each other: one for each quantity that is drawn.
    public init(seed: UInt64, stream: UInt64) {
        innerKey = Self.mix(Self.mix(seed &+ Self.golden) &+ stream &* Self.golden)
        outerKey = Self.mix(innerKey ^ (seed &+ 2 &* Self.golden))
    }

    /// 64 bits, uniform.
    @inlinable
    public func bits(at counter: UInt64) -> UInt64 {
        Self.mix(Self.mix(counter &* Self.golden &+ innerKey) ^ outerKey)
    }

    /// A double in [0, 1), a multiple of 2^-53.
    @inlinable
    public func unit(at counter: UInt64) -> Double { Double(bits(at: counter) >> 11) * 0x1p-53 }

    /// A double in the range, uniform.
    /// - Precondition: the width of the range is finite.
    @inlinable
    public func uniform(in range: ClosedRange<Double>, at counter: UInt64) -> Double {
        // The product can round up past the upper end by one place.
        min(range.lowerBound + (range.upperBound - range.lowerBound) * unit(at: counter), range.upperBound)
    }

    /// A double in the range whose logarithm is uniform.
    /// - Precondition: the lower end is positive and the upper one finite.
    public func logUniform(in range: ClosedRange<Double>, at counter: UInt64) -> Double {
        let low = log(range.lowerBound)
        let value = exp(low + (log(range.upperBound) - low) * unit(at: counter))
        return min(max(value, range.lowerBound), range.upperBound)
    }

    @usableFromInline static var golden: UInt64 { 0x9e37_79b9_7f4a_7c15 }

    /// A bijection of 64 bits in which every input bit flips each output bit with a chance near 1/2.
    @inlinable
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
