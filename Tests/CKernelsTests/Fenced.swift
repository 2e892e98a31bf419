import Foundation

/// Arrays with NaN all around, starting `shift` doubles past a cache line: a kernel that writes outside of one is found out.
final class Fenced {
    private var blocks: [(raw: UnsafeMutablePointer<Double>, count: Int)] = []
    private let shift: Int
    private static let margin = 16

    init(shift: Int = 0) { self.shift = shift }

    deinit { blocks.forEach { $0.raw.deallocate() } }

    func array(_ values: [Double]) -> UnsafeMutablePointer<Double> {
        let size = values.count + 2 * Self.margin + shift
        let raw = UnsafeMutableRawPointer.allocate(byteCount: size * 8, alignment: 64).bindMemory(to: Double.self, capacity: size)
        raw.update(repeating: .nan, count: size)
        let first = raw + Self.margin + shift
        first.update(from: values, count: values.count)
        blocks.append((raw, values.count))
        return first
    }

    /// Room that a kernel has to fill before it reads.
    func room(_ count: Int) -> UnsafeMutablePointer<Double> { array(Array(repeating: .nan, count: count)) }

    /// Whether all that lies outside of the arrays is as it was.
    var isClean: Bool {
        blocks.allSatisfy { block in
            let inside = Self.margin + shift..<Self.margin + shift + block.count
            return (0..<block.count + 2 * Self.margin + shift).allSatisfy {
                inside.contains($0) || block.raw[$0].bitPattern == Double.nan.bitPattern
            }
        }
    }
}

/// The numbers that targets left, in one order: those of fused targets must have the same bits.
struct SameBits {
    private var first: (target: String, values: [Double])?

    /// nil where they are those of the fused targets before, else the first place that is not.
    mutating func difference(_ target: Target, _ values: [Double]) -> String? {
        guard target.name != "portable" else { return nil }
        guard let first else {
            first = (target.name, values)
            return nil
        }
        guard values.count == first.values.count else { return "\(values.count) numbers, not \(first.values.count)" }
        guard let i = values.indices.first(where: { !sameBits(values[$0], first.values[$0]) }) else { return nil }
        return "number \(i): \(values[i]) on \(target.name), \(first.values[i]) on \(first.target)"
    }
}

/// X of A X = B by Gaussian elimination with partial pivoting, rows of wide numbers; nil where a pivot is 0.
func plainSolve(_ a: [[Wide]], _ b: [[Wide]]) -> [[Wide]]? {
    var (a, b) = (a, b)
    let n = a.count
    for p in 0..<n {
        guard let best = (p..<n).max(by: { abs(a[$0][p]) < abs(a[$1][p]) }), a[best][p] != 0 else { return nil }
        a.swapAt(p, best)
        b.swapAt(p, best)
        for r in 0..<n where r != p {
            let factor = a[r][p] / a[p][p]
            guard factor != 0 else { continue }
            for c in p..<n { a[r][c] -= factor * a[p][c] }
            for c in b[r].indices { b[r][c] -= factor * b[p][c] }
        }
    }
    return (0..<n).map { r in b[r].map { $0 / a[r][r] } }
}
