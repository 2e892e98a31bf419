import CBench
import CKernels
import NumericCore

/// As many rows as there are creators, of as many numbers as there are topics, times one square matrix: by OpenBLAS's dgemm, all rows
/// of a thread at once, or by the project's kernel in tiles of rows.
enum RowProductTasks {
    /// Rows a call of the kernel, as in the solvers.
    private static let tile = 64

    /// - Throws: ``TaskError`` without OpenBLAS or the kernel target.
    static func prepare(_ point: TaskPoint) throws -> PreparedTask {
        let (rows, order) = (point.creators, point.topics)
        let stride = (order + 7) / 8 * 8
        let values = CellBuffer(count: rows * order)
        let products = CellBuffer(count: rows * order)
        let matrix = CellBuffer(count: order * stride)
        for index in 0..<values.count { values.base[index] = 1 + Double(index % 7) / 8 }
        matrix.base.update(repeating: 0, count: matrix.count)
        for row in 0..<order {
            for column in 0..<order { matrix.base[row * stride + column] = 1 / Double(1 + abs(row - column)) }
        }
        let multiply = try product(point, stride: stride)
        let length = point.task == .rowProducts ? tile : (rows + point.threads - 1) / point.threads
        let runs = (rows + length - 1) / length
        let workers = Workers(threads: point.threads)
        nonisolated(unsafe) let (from, by, to, body) = (values.base, matrix.base, products.base, multiply)
        return PreparedTask(
            work: work(point),
            conclude: { (0..<products.count).contains { !(products.base[$0] > 0) } ? .wrong("products of positive numbers that are not positive") : .right() }
        ) {
            nb_blas_set_threads(1) // threads go over rows
            workers.run(runs) { run in
                let first = run * length
                body(min(length, rows - first), by, from + first * order, to + first * order)
            }
            withExtendedLifetime((values, matrix)) { nb_bench_keep(products.base) }
            return nil
        }
    }

    /// 2 K^2 flops a row.
    static func work(_ point: TaskPoint) -> TaskWork {
        let order = Double(point.topics)
        return TaskWork(flops: 2 * Double(point.creators) * order * order)
    }

    private typealias Product = (
        _ rows: Int, _ matrix: UnsafePointer<Double>, _ values: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>
    ) -> Void

    private static func product(_ point: TaskPoint, stride: Int) throws -> Product {
        let order = point.topics
        do { try LinearAlgebra.load() } catch { throw TaskError(description: "\(error)", isAbsence: true) }
        if point.task == .rowProducts {
            guard let table = nb_kernels_named(point.target) else {
                throw TaskError(description: "this processor cannot run the target \(point.target)", isAbsence: true)
            }
            let kernel = table.pointee.row_products!
            return { rows, matrix, values, out in kernel(rows, order, matrix, stride, values, out) }
        }
        let (k, leading) = (Int32(order), Int32(stride))
        return { rows, matrix, values, out in nb_blas_dgemm(false, false, k, Int32(rows), k, 1, matrix, leading, values, k, 0, out, k) }
    }
}
