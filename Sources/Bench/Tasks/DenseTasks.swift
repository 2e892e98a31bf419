import CBench
import CKernels
import NumericCore

/// Rates of dense linear algebra: the flops floor.
enum DenseTasks {
    static func prepare(_ point: TaskPoint) throws -> PreparedTask {
        do { try LinearAlgebra.load() } catch { throw TaskError(description: "\(error)", isAbsence: true) }
        let n = point.creators
        let order = Int32(n)
        let threads = Int32(point.threads)
        let a = CellBuffer(count: n * n)
        let result = CellBuffer(count: n * n)
        // Diagonally dominant, hence positive definite.
        for column in 0..<n {
            for row in 0..<n { a.base[column * n + row] = row == column ? Double(n) : 1 / Double(1 + abs(row - column)) }
        }
        let cube = Double(n) * Double(n) * Double(n)
        if point.task == .dgemm {
            return PreparedTask(work: TaskWork(flops: 2 * cube)) {
                nb_blas_set_threads(threads)
                nb_blas_dgemm(false, false, order, order, order, 1, a.base, order, a.base, order, 0, result.base, order)
                nb_bench_keep(result.base)
                return nil
            }
        }
        return PreparedTask(work: TaskWork(flops: cube / 3)) {
            nb_blas_set_threads(threads)
            result.base.update(from: a.base, count: n * n)
            let began = monotonicSeconds()
            let info = nb_blas_dpotrf(order, result.base, order)
            let seconds = monotonicSeconds() - began
            nb_bench_keep(result.base)
            guard info == 0 else { throw TaskError(description: "dpotrf: expected a factor, found info \(info)") }
            return seconds
        }
    }
}
