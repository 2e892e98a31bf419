import CKernels
import Foundation
import Testing

/// -A^-1 by symmetric sweeps against an inverse by elimination.
@Suite struct SweepInvertTests {
    /// Unit diagonal, positive definite, condition numbers of about 10 to 10^4.
    private static func matrix(_ m: Int, _ draw: inout Draw) -> [[Double]] {
        let rank = max(1, m - m / 3)
        let factors = (0..<m).map { _ in (0..<rank).map { _ in draw.uniform(-1, 1) } }
        let ridge = draw.logUniform(1e-2, 1)
        var a = (0..<m).map { i in
            (0..<m).map { j in zip(factors[i], factors[j]).reduce(0) { $0 + $1.0 * $1.1 } + (i == j ? ridge : 0) }
        }
        let scale = (0..<m).map { 1 / a[$0][$0].squareRoot() }
        for i in 0..<m { for j in 0..<m { a[i][j] = i == j ? 1 : a[max(i, j)][min(i, j)] * scale[i] * scale[j] } }
        for i in 0..<m { for j in 0..<i { a[j][i] = a[i][j] } }
        return a
    }

    /// The lower triangle as the kernel wants it: padded with the identity, NaN above the diagonal's block of eight.
    private static func laidOut(_ a: [[Double]], stride: Int) -> [Double] {
        let m = a.count, rows = (m + 7) / 8 * 8
        var values = [Double](repeating: .nan, count: stride * rows)
        for c in 0..<rows {
            for r in c / 8 * 8..<rows { values[c * stride + r] = r < m && c < m ? a[r][c] : r == c ? 1 : 0 }
        }
        return values
    }

    private func inverted(_ a: [[Double]], stride: Int, on target: Target, shift: Int) -> (done: Bool, values: [Double], isClean: Bool) {
        let fenced = Fenced(shift: shift)
        let values = Self.laidOut(a, stride: stride)
        let matrix = fenced.array(values)
        let done = target.table.pointee.sweep_invert(a.count, stride, matrix, fenced.room(12 * stride))
        return (done, Array(UnsafeBufferPointer(start: matrix, count: values.count)), fenced.isClean)
    }

    @Test(arguments: Array(1...67) + [130]) func theInverseIsThatOfElimination(m: Int) throws {
        var draw = Draw(seed: UInt64(m))
        let a = Self.matrix(m, &draw)
        let identity = (0..<m).map { i in (0..<m).map { Wide(i == $0 ? 1 : 0) } }
        let exact = try #require(plainSolve(a.map { $0.map { Wide($0) } }, identity))
        // An error of the matrix's last places moves the inverse by its square.
        let largest = exact.flatMap { $0 }.map { Double(abs($0)) }.max() ?? 0
        let allowed = 4 * eps * Double(m) * largest * largest
        for (extra, shift) in [(0, 0), (8, 3)] {
            let stride = (m + 7) / 8 * 8 + extra
            var bits = SameBits()
            for target in Target.available {
                let (done, values, isClean) = inverted(a, stride: stride, on: target, shift: shift)
                #expect(done && isClean, "\(target)")
                var worst = 0.0
                for c in 0..<m { for r in c..<m { worst = max(worst, abs(values[c * stride + r] + Double(exact[r][c]))) } }
                #expect(worst <= allowed, "\(target), stride \(stride)")
                let lower = (0..<m).flatMap { c in (c..<m).map { values[c * stride + $0] } }
                let difference = bits.difference(target, lower)
                #expect(difference == nil)
            }
        }
    }

    @Test(arguments: [1, 2, 5, 8, 9, 40]) func whatIsNotPositiveDefiniteIsRefused(m: Int) {
        func matrix(_ other: Double) -> [[Double]] { (0..<m).map { i in (0..<m).map { i == $0 ? 1 : other } } }
        let nan = (0..<m).map { i in (0..<m).map { i == $0 ? (i == m - 1 ? Double.nan : 1) : 0 } }
        let singular = matrix(1), nearly = matrix(1 - 0x1p-50), indefinite = matrix(1.5)
        for target in Target.available {
            let stride = (m + 7) / 8 * 8
            for (name, a) in [("singular", singular), ("nearly singular", nearly), ("indefinite", indefinite)] {
                #expect(inverted(a, stride: stride, on: target, shift: 0).done == (m == 1), "\(name), \(target)")
            }
            #expect(!inverted(nan, stride: stride, on: target, shift: 0).done, "NaN, \(target)")
            #expect(inverted(matrix(0), stride: stride, on: target, shift: 0).done)
        }
    }
}
