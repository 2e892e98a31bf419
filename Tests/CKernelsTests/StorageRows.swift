import CKernels

extension KernelRow {
    /// Numbers as they are stored: floats widened, values looked at for their range.
    static let storage: [KernelRow] = {
        var draw = Draw(seed: 10)
        let odd: [Float] = [.nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude]
        let floats = (0..<longest + 1).map { _ in draw.chance(0.1) ? draw.pick(odd) : Float(draw.logUniform(1e-44, 1e38)) }
        // Two floats a double: the test lays out doubles, of which the kernel reads the first half.
        let packed = (0..<longest).map { i in
            let (first, second) = 2 * i + 1 < floats.count ? (floats[2 * i], floats[2 * i + 1]) : (0, 0)
            return Double(bitPattern: UInt64(first.bitPattern) | UInt64(second.bitPattern) << 32)
        }
        let (low, high) = (-1.5, 0x1p600)
        let edges = [low, high, low.nextDown, low.nextUp, high.nextUp, high.nextDown, .nan, .infinity, -.infinity, 0, -0.0]
        let values = (0..<longest).map { _ in draw.chance(0.4) ? draw.pick(edges) : draw.uniform(-3, 3) }
        return [
            KernelRow(
                name: "widen", inputs: [packed], outputs: 1, tolerance: 0,
                run: { call in
                    call.table.widen(call.n, UnsafeRawPointer(call.inputs[0]).assumingMemoryBound(to: Float.self), call.outputs[0])
                    return []
                },
                cell: { [Plain(Double(floats[$0]), scale: 0)] }, whole: { _ in [] }),
            KernelRow(
                name: "count_within", inputs: [values], outputs: 0, tolerance: 0,
                run: { [Double($0.table.count_within($0.n, $0.inputs[0], low, high))] },
                cell: { _ in [] }, whole: { n in [Plain(Double(values[..<n].count { $0 >= low && $0 <= high }), scale: 0)] }),
        ]
    }()
}
