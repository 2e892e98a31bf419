import CKernels

/// Eigenvalues, rising, and on demand orthonormal eigenvectors of a symmetric matrix: LAPACK's dsyev.
struct SymmetricEigen {
    /// `order` eigenvalues, rising.
    let values: [Double]
    /// Vector j in `vectors[j * order..<(j + 1) * order]`; empty where not asked for.
    let vectors: [Double]

    /// - Throws: ``LinearAlgebraError`` where OpenBLAS cannot be loaded.
    /// - Precondition: `order` x `order` finite numbers.
    /// - Complexity: O(order^3)
    init(order: Int, matrix: CellBuffer, vectors wantsVectors: Bool) throws(LinearAlgebraError) {
        try LinearAlgebra.load()
        var copy = matrix.array
        var found = [Double](repeating: 0, count: order)
        let info = copy.withUnsafeMutableBufferPointer { a in
            found.withUnsafeMutableBufferPointer { w in
                // LAPACK asks for at least 3 n - 1 doubles of room, and is faster with more.
                withUnsafeTemporaryAllocation(of: Double.self, capacity: 34 * order) { room in
                    nb_blas_dsyev(wantsVectors, Int32(order), a.baseAddress!, Int32(order), w.baseAddress!, room.baseAddress!, Int32(room.count))
                }
            }
        }
        precondition(info == 0, "dsyev of finite numbers: \(info)")
        values = found
        vectors = wantsVectors ? copy : []
    }
}
