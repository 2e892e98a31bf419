import CKernels

/// Which compiled copy of the C kernels runs: `portable`, `avx2`, `avx512` or `neon`.
///
/// The fastest one the processor has is used; the environment variable `NASHBENCH_KERNEL` forces another.
/// Results have the same bits on avx2 and avx512 (and on neon by construction, not tested); portable agrees to a few units in the last place.
public struct KernelTarget: Sendable {
    // Points at a table that is filled once and never written again.
    nonisolated(unsafe) let table: UnsafePointer<nb_kernels>

    /// The name, as in `NASHBENCH_KERNEL`.
    public var name: String { String(cString: table.pointee.name) }

    /// Which targets give the same bits: `fused` (avx2, avx512, neon: fused multiply-adds) or `portable`.
    public var arithmetic: String { name == "portable" ? "portable" : "fused" }

    /// Every name this build knows, whether or not this processor can run it.
    public static var knownNames: [String] {
        var names: [String] = []
        var next = nb_kernel_names()!
        while let name = next.pointee {
            names.append(String(cString: name))
            next += 1
        }
        return names
    }

    /// The targets that can run here.
    public static var available: [KernelTarget] { knownNames.compactMap(KernelTarget.init(name:)) }

    /// The target by name; nil where it is unknown or the processor cannot run it.
    public init?(name: String) {
        guard let table = nb_kernels_named(name) else { return nil }
        self.table = table
    }

    private init(_ table: UnsafePointer<nb_kernels>) { self.table = table }

    /// The target in use.
    /// - Throws: ``FieldError`` where `NASHBENCH_KERNEL` names no target that runs here.
    public static func active() throws(FieldError) -> KernelTarget {
        guard let table = nb_active_kernels() else {
            throw FieldError(
                field: "NASHBENCH_KERNEL",
                expected: "one of " + available.map(\.name).joined(separator: ", "),
                found: "a target that is unknown or cannot run on this processor")
        }
        return KernelTarget(table)
    }
}
