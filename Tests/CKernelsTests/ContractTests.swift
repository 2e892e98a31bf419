import CKernels
import Testing

/// Every kernel on every target: against a plain loop, at every length and misalignment, without touching a byte more.
@Suite struct ContractTests {
    static let lengths = Array(0...67) + [257, 1003, KernelRow.longest]
    static let misalignments = [0, 1, 3]

    @Test(arguments: KernelRow.all.map(\.name)) func kernel(name: String) throws {
        let row = try #require(KernelRow.all.first { $0.name == name })
        let cells = (0..<KernelRow.longest).map(row.cell)
        for n in Self.lengths {
            let whole = row.whole(n)
            for shift in Self.misalignments {
                var fused: Results?
                for target in Target.available {
                    let got = row.results(on: target, n: n, shift: shift)
                    let place = "\(target.name), n = \(n), shifted by \(shift)"
                    #expect(got.padding, "\(place): wrote outside")
                    let wrong = got.disagreement(cells: cells, whole: whole, tolerance: row.tolerance)
                    #expect(wrong == nil, "\(place)")
                    guard target.name != "portable" else { continue }
                    if let fused { #expect(fused.hasSameBits(as: got), "\(place): not the bits of \(Target.fused[0].name)") }
                    fused = fused ?? got
                }
            }
        }
    }

    /// Where the arrays lie relative to a cache line does not change a bit.
    @Test(arguments: KernelRow.all.map(\.name)) func alignmentDoesNotMatter(name: String) throws {
        let row = try #require(KernelRow.all.first { $0.name == name })
        for target in Target.available {
            let aligned = row.results(on: target, n: 1003, shift: 0)
            for shift in 1...8 {
                #expect(aligned.hasSameBits(as: row.results(on: target, n: 1003, shift: shift)), "\(target.name), \(shift)")
            }
        }
    }
}

/// What one call left behind.
struct Results {
    var arrays: [[Double]]
    var scalars: [Double]
    /// Nothing outside the arrays changed.
    var padding: Bool

    func hasSameBits(as other: Results) -> Bool {
        let mine = arrays.flatMap { $0 } + scalars, others = other.arrays.flatMap { $0 } + other.scalars
        return mine.count == others.count && zip(mine, others).allSatisfy { sameBits($0, $1) }
    }

    /// The first value that is off, in words; nil where all agree.
    func disagreement(cells: [[Plain]], whole: [Plain], tolerance: Double) -> String? {
        func off(_ got: Double, _ plain: Plain) -> Bool {
            if got.isNaN && plain.value.isNaN || got == plain.value { return false }
            return !(abs(got - plain.value) <= tolerance * eps * plain.scale + .leastNonzeroMagnitude)
        }
        for (j, array) in arrays.enumerated() {
            for (i, got) in array.enumerated() where off(got, cells[i][j]) {
                return "output \(j), cell \(i): \(got), not \(cells[i][j])"
            }
        }
        for (j, got) in scalars.enumerated() where off(got, whole[j]) { return "result \(j): \(got), not \(whole[j])" }
        return nil
    }
}

extension KernelRow {
    /// Runs on copies of the inputs that start `shift` doubles past a cache line, NaN all around.
    func results(on target: Target, n: Int, shift: Int) -> Results {
        let margin = 16, size = n + 2 * margin
        func block() -> UnsafeMutableRawBufferPointer {
            let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: size * 8, alignment: 64)
            raw.bindMemory(to: Double.self).update(repeating: .nan)
            return raw
        }
        let blocks = (0..<inputs.count + outputs).map { _ in block() }
        defer { blocks.forEach { $0.deallocate() } }
        let first = blocks.map { $0.baseAddress!.assumingMemoryBound(to: Double.self) + 8 + shift }
        for (j, values) in inputs.enumerated() { first[j].update(from: values, count: j == single ? 1 : n) }
        let call = KernelCall(
            table: target.table.pointee, n: n, inputs: first[..<inputs.count].map { UnsafePointer($0) },
            outputs: Array(first[inputs.count...]))
        let scalars = run(call)
        var clean = true
        for j in 0..<blocks.count {
            let used = j >= inputs.count ? n : j == single ? 1 : n
            for i in 0..<size where i < 8 + shift || i >= 8 + shift + used {
                let word = blocks[j].load(fromByteOffset: i * 8, as: UInt64.self)
                if word != Double.nan.bitPattern { clean = false }
            }
        }
        return Results(
            arrays: call.outputs.map { Array(UnsafeBufferPointer(start: $0, count: n)) }, scalars: scalars, padding: clean)
    }
}
