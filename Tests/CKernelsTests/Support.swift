import CKernels
import Foundation

/// The widest floating point the platform has: 64 bits of mantissa on x86-64, else a double.
#if arch(x86_64)
typealias Wide = Float80
#else
typealias Wide = Double
#endif

/// Rounding units of a double.
let eps = Double.ulpOfOne
/// What a reference computed in `Wide` may itself be off by, relative, after a few operations.
let wideNoise = Double(Wide.ulpOfOne) * 16

/// One compiled copy of the kernels.
struct Target: Sendable, CustomStringConvertible {
    // Filled once before the first use, never written again.
    nonisolated(unsafe) let table: UnsafePointer<nb_kernels>
    let name: String
    var description: String { name }

    init?(_ name: String) {
        guard let table = nb_kernels_named(name) else { return nil }
        self.table = table
        self.name = name
    }

    /// All names the build knows.
    static let knownNames: [String] = {
        var names: [String] = []
        var next = nb_kernel_names()!
        while let name = next.pointee {
            names.append(String(cString: name))
            next += 1
        }
        return names
    }()

    /// Those that run on this processor, portable among them.
    static let available = knownNames.compactMap(Target.init)
    /// Those with a fused multiply-add: their results have the same bits.
    static let fused = available.filter { $0.name != "portable" }

    func exp(_ x: [Double]) -> [Double] { map(x.count) { table.pointee.exp(x.count, x, $0) } }
    func log(_ x: [Double]) -> [Double] { map(x.count) { table.pointee.log(x.count, x, $0) } }
    func pow(_ x: [Double], _ y: [Double]) -> [Double] { map(x.count) { table.pointee.pow(x.count, x, y, $0) } }

    private func map(_ n: Int, _ body: (UnsafeMutablePointer<Double>?) -> Void) -> [Double] {
        [Double](unsafeUninitializedCapacity: n) { out, count in
            body(out.baseAddress)
            count = n
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195): small, seeded, the same everywhere.
struct Draw {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * (Double(bits() >> 11) * 0x1p-53)
    }
    mutating func logUniform(_ low: Double, _ high: Double) -> Double {
        Foundation.exp(uniform(Foundation.log(low), Foundation.log(high)))
    }
    mutating func chance(_ probability: Double) -> Bool { uniform(0, 1) < probability }
    mutating func pick<T>(_ values: [T]) -> T { values[Int(bits() % UInt64(values.count))] }
}

/// Distance in units of the last place of the exact value, for finite values.
func ulpError(_ got: Double, _ exact: Wide) -> Double {
    let near = Double(exact)
    if near.isInfinite || got.isInfinite { return got == near ? 0 : .infinity }
    return abs(Double((Wide(got) - exact) / Wide(near.ulp)))
}

/// Equal as numbers with sign, or both NaN.
func sameBits(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) }
