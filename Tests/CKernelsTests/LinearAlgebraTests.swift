import CKernels
import Testing

/// OpenBLAS behind its shim, against plain loops: the shim's order of arguments, its triangle and its transposes.
@Suite struct LinearAlgebraTests {
    init() throws { try #require(nb_blas_load() == NB_BLAS_READY, "\(String(cString: nb_blas_message()))") }

    /// Column-major, with a column longer than it needs to be.
    private struct Matrix {
        let rows: Int
        let columns: Int
        let leading: Int
        var values: [Double]

        init(_ rows: Int, _ columns: Int, value: (Int, Int) -> Double) {
            (self.rows, self.columns, leading) = (rows, columns, rows + 2)
            values = Array(repeating: -99, count: leading * columns)
            for j in 0..<columns { for i in 0..<rows { values[i + j * leading] = value(i, j) } }
        }

        subscript(i: Int, j: Int) -> Double { values[i + j * leading] }
        subscript(i: Int, j: Int, isTransposed transposed: Bool) -> Double { transposed ? self[j, i] : self[i, j] }
    }

    @Test(arguments: [false, true], [false, true]) func productsAreThoseOfTheDefinition(transposeA: Bool, transposeB: Bool) {
        let (m, n, k) = (5, 3, 4)
        // Small integers: every sum is exact, in any order.
        func entry(_ i: Int, _ j: Int) -> Double { Double((3 * i + 5 * j) % 7 - 3) }
        let a = transposeA ? Matrix(k, m, value: entry) : Matrix(m, k, value: entry)
        let b = transposeB ? Matrix(n, k, value: entry) : Matrix(k, n, value: entry)
        let before = Matrix(m, n) { Double($0 - 2 * $1) }
        var c = before
        nb_blas_dgemm(
            transposeA, transposeB, Int32(m), Int32(n), Int32(k), 2, a.values, Int32(a.leading), b.values, Int32(b.leading), -3, &c.values,
            Int32(c.leading))
        let expected = Matrix(m, n) { i, j in
            let product = (0..<k).map { a[i, $0, isTransposed: transposeA] * b[$0, j, isTransposed: transposeB] }.reduce(0, +)
            return 2 * product - 3 * before[i, j]
        }
        #expect(c.values == expected.values) // what lies between the columns is untouched
    }

    @Test func theCholeskyFactorIsTheLowerOne() {
        let n = 6
        let factor = Matrix(n, n) { i, j in i < j ? 0 : i == j ? Double(i + 2) : Double((i + 2 * j) % 3 - 1) }
        var a = Matrix(n, n) { i, j in (0..<n).map { factor[i, $0] * factor[j, $0] }.reduce(0, +) }
        #expect(nb_blas_dpotrf(Int32(n), &a.values, Int32(a.leading)) == 0)
        for j in 0..<n { for i in j..<n { #expect(abs(a[i, j] - factor[i, j]) < 1e-13) } }
    }

    @Test func aMatrixThatIsNotPositiveNamesTheMinor() {
        var a = Matrix(3, 3) { i, j in i == j ? (i == 1 ? -1 : 1) : 0 }
        #expect(nb_blas_dpotrf(3, &a.values, Int32(a.leading)) == 2)
    }

    @Test func theLibrarySaysWhatItIs() {
        #expect(String(cString: nb_blas_configuration()).contains("OpenBLAS"))
        #expect(!String(cString: nb_blas_core()).isEmpty)
    }
}
