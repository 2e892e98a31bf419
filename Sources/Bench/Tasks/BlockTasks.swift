import CBench
import CKernels
import NumericCore

/// Inverses of as many symmetric positive definite matrices as there are creators, each of as many rows as there are topics:
/// one after another on each thread, by OpenBLAS's dpotrf and dpotri or by the project's own kernel.
enum BlockTasks {
    /// - Throws: ``TaskError`` without OpenBLAS or the kernel target.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let (count, order) = (point.creators, point.topics)
        let stride = (order + 7) / 8 * 8
        let source = matrix(order: order, stride: stride)
        let slots = min(count, point.threads)
        let copies = CellBuffer(count: slots * stride * (stride + 12))
        let invert = try inverse(point, order: order, stride: stride)
        let workers = Workers(threads: point.threads)
        let failures = CellBuffer(count: slots)
        nonisolated(unsafe) let (from, base, failed, body) = (source.base, copies.base, failures.base, invert)
        failed.update(repeating: 0, count: slots)
        return PreparedTask(
            work: TaskWork(flops: Double(count) * Double(order) * Double(order) * Double(order)),
            conclude: { (0..<slots).contains { failed[$0] != 0 } ? .wrong("a matrix was not inverted") : .right() }
        ) {
            nb_blas_set_threads(1) // threads go over matrices
            workers.run(slots) { slot in
                let a = base + slot * stride * (stride + 12)
                for _ in Swift.stride(from: slot, to: count, by: slots) {
                    a.update(from: from, count: stride * stride)
                    if !body(a, a + stride * stride) { failed[slot] = 1 }
                }
            }
            withExtendedLifetime((source, failures)) { nb_bench_keep(copies.base) }
            return nil
        }
    }

    private typealias Inverse = (_ a: UnsafeMutablePointer<Double>, _ room: UnsafeMutablePointer<Double>) -> Bool

    private static func inverse(_ point: TaskPoint, order: Int, stride: Int) throws -> Inverse {
        if point.task == .sweepInvert {
            guard let table = nb_kernels_named(point.target) else {
                throw TaskError(description: "this processor cannot run the target \(point.target)", isAbsence: true)
            }
            let kernel = table.pointee.sweep_invert!
            return { a, room in kernel(order, stride, a, room) }
        }
        do { try LinearAlgebra.load() } catch { throw TaskError(description: "\(error)", isAbsence: true) }
        let (n, leading) = (Int32(order), Int32(stride))
        return { a, _ in nb_blas_dpotrf(n, a, leading) == 0 && nb_blas_dpotri(n, a, leading) == 0 }
    }

    /// Unit diagonal, positive definite since its off-diagonal rows add up to less than 1; the identity beyond its order.
    private static func matrix(order: Int, stride: Int) -> CellBuffer {
        let result = CellBuffer(count: stride * stride)
        for column in 0..<stride {
            for row in 0..<stride {
                let isInside = row < order && column < order
                let other = isInside ? 0.5 / (Double(order) * Double(1 + abs(row - column) % 3)) : 0
                result.base[column * stride + row] = row == column ? 1 : other
            }
        }
        return result
    }
}
