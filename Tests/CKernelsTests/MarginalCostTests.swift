import CKernels
import Foundation
import Testing

/// The power in a projected step, c rho x^(rho - 1), where nothing else is in the gradient.
@Suite struct MarginalCostTests {
    /// Efforts over the whole range of doubles whose powers are in it, one exponent a row; 19 cells have a tail of three.
    @Test(arguments: Target.available, [1.01, 1.2, 1.5, 1.7, 2, 2.7, 3, 4.5, 9])
    func isExactToRounding(target: Target, rho: Double) {
        var draw = Draw(seed: 11)
        let topics = 19, reach = rho < 2 ? 300.0 : 300 / (rho - 1)
        for decades in [1, 30, reach] {
            let x = (0..<topics).map { $0 == 4 ? 0 : draw.logUniform(pow(10, -decades), pow(10, decades)) }
            let cost = (0..<topics).map { _ in draw.uniform(0.5, 2) }
            let found = gradient(target, x, cost, rho)
            for k in 0..<topics {
                let exact = x[k] > 0 ? Wide(cost[k]) * Wide(rho) * pow(Wide(x[k]), Wide(rho) - 1) : 0
                // `portable` rounds the product of the exponents.
                let whole = target.name == "portable" && x[k] > 0 ? abs(log2(x[k])) * (rho - 1) : 0
                #expect(abs(Wide(found[k]) + exact) <= Wide(eps) * Wide(5 + (rho - 1) + whole) * exact, "x \(x[k])")
            }
        }
    }

    /// A cell that no short form serves leaves its neighbours' bits as they are to rounding, and is right itself.
    @Test(arguments: Target.available) func extremesAreServed(target: Target) {
        let x = [0x1p-1040, 0x1p-1074, 1e300, 1, 0, 2, 1e-300, 0.5], cost = x.map { _ in 1.0 }
        let rho = 1.9
        let found = gradient(target, x, cost, rho)
        for (value, effort) in zip(found, x) {
            let exact = Wide(rho) * pow(Wide(effort), Wide(rho) - 1)
            #expect(abs(Wide(value) + exact) <= Wide(eps) * 8 * exact, "x \(effort)")
        }
    }

    /// One creator's gradient with free prices.
    private func gradient(_ target: Target, _ x: [Double], _ cost: [Double], _ rho: Double) -> [Double] {
        let n = x.count
        let offset = [0, n], topic = (0..<n).map(Int32.init), zeros = [Double](repeating: 0, count: n), ones = zeros.map { _ in 1.0 }
        let exponents = ones.map { _ in rho }
        var next = zeros, gradient = zeros, totals = zeros, room = [Double](repeating: 0, count: 4 * (n + 8))
        offset.withUnsafeBufferPointer { offset in
            topic.withUnsafeBufferPointer { topic in
                cost.withUnsafeBufferPointer { cost in
                    exponents.withUnsafeBufferPointer { exponents in
                        zeros.withUnsafeBufferPointer { zeros in
                            var view = nb_creators()
                            (view.topics, view.offset, view.topic) = (n, offset.baseAddress, topic.baseAddress)
                            (view.cost, view.exponent, view.exponent_stride, view.theta) = (cost.baseAddress, exponents.baseAddress, 1, 1)
                            var at = nb_topic_prices(
                                price: zeros.baseAddress, slope: zeros.baseAddress, curvature: zeros.baseAddress, total: zeros.baseAddress)
                            _ = target.table.pointee.project_step(
                                &view, 0, 1, &at, ones, x, x, nil, &next, &gradient, nil, &totals, &room)
                        }
                    }
                }
            }
        }
        return gradient
    }
}
