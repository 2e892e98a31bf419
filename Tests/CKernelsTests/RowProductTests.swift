import CKernels
import Testing

/// Rows times a matrix against sums of products in wide numbers.
@Suite struct RowProductTests {
    /// Every remainder of rows and columns over the kernel's blocks, and matrices with room between their rows.
    @Test(arguments: [1, 3, 4, 7, 8, 9, 16, 31, 32, 33, 40, 64, 67, 130], [0, 1, 2, 3, 4, 5, 8, 11])
    func sumsAreThoseOfTheProducts(topics: Int, rows: Int) {
        var draw = Draw(seed: UInt64(topics * 100 + rows))
        let values = (0..<rows * topics).map { _ in draw.uniform(-2, 2) }
        for (extra, shift) in [(0, 0), (8, 3)] {
            let stride = (topics + 7) / 8 * 8 + extra
            // What lies between the rows is not used.
            let matrix = (0..<topics * stride).map { $0 % stride < topics ? draw.uniform(-1, 1) : 7e300 }
            var bits = SameBits()
            for target in Target.available {
                let fenced = Fenced(shift: shift)
                let out = fenced.room(rows * topics)
                target.table.pointee.row_products(rows, topics, fenced.array(matrix), stride, fenced.array(values), out)
                #expect(fenced.isClean, "\(target): wrote outside")
                for r in 0..<rows {
                    for l in 0..<topics {
                        var (sum, size): (Wide, Wide) = (0, 0)
                        for k in 0..<topics {
                            let term = Wide(values[r * topics + k]) * Wide(matrix[k * stride + l])
                            (sum, size) = (sum + term, size + abs(term))
                        }
                        #expect(abs(Wide(out[r * topics + l]) - sum) <= Wide(eps) * Wide(topics) * size, "\(target): row \(r), column \(l)")
                    }
                }
                let difference = bits.difference(target, (0..<rows * topics).map { out[$0] })
                #expect(difference == nil)
            }
        }
    }

    /// A row's sums do not depend on the rows that it is called with.
    @Test(arguments: Target.available) func rowsAreIndependent(target: Target) {
        let (rows, topics, stride) = (13, 21, 24)
        var draw = Draw(seed: 5)
        let values = (0..<rows * topics).map { _ in draw.uniform(-2, 2) }
        let matrix = (0..<topics * stride).map { _ in draw.uniform(-1, 1) }
        var together = [Double](repeating: 0, count: rows * topics), alone = together
        target.table.pointee.row_products(rows, topics, matrix, stride, values, &together)
        for r in 0..<rows {
            var row = [Double](repeating: 0, count: topics)
            target.table.pointee.row_products(1, topics, matrix, stride, Array(values[r * topics..<(r + 1) * topics]), &row)
            alone.replaceSubrange(r * topics..<(r + 1) * topics, with: row)
        }
        #expect(together == alone)
    }
}
