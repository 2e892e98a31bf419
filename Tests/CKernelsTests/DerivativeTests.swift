import CKernels
import Foundation
import Testing

/// Marginal payoffs and Jacobian against payoffs and marginal payoffs in wide numbers, and their differences.
@Suite struct DerivativeTests {
    /// A random topic with a profile in it.
    struct Game {
        let market: Market
        let effort, cost, exponent: [Double]
        var total: Wide { effort.reduce(0) { $0 + Wide($1) } }

        init(_ draw: inout Draw, cells n: Int, scale: Double = 1) {
            market = .random(&draw)
            effort = (0..<n).map { _ in scale * draw.logUniform(1e-3, 10) }
            exponent = (0..<n).map { _ in draw.pick([1, 1.5, 2, 2.75, draw.uniform(1, 2.9)]) }
            let price = Double(market.price(at: effort.reduce(0) { $0 + Wide($1) }).value)
            // Marginal costs of the size of the price, whatever the scale of the efforts.
            cost = zip(effort, exponent).map { x, rho in price * draw.logUniform(0.1, 3) / rho / pow(x, rho - 1) }
        }

        /// g at a profile x.
        func marginalPayoffs(_ x: [Wide]) -> [Wide] {
            let p = market.price(at: x.reduce(0, +))
            return x.indices.map { i in
                p.value + x[i] * p.slope - Wide(cost[i]) * Wide(exponent[i]) * pow(x[i], Wide(exponent[i]) - 1)
            }
        }

        /// The derivative of g along v, five points.
        func difference(along v: [Wide], step h: Wide) -> [Wide] {
            func g(_ k: Wide) -> [Wide] { marginalPayoffs(zip(effort, v).map { Wide($0) + k * h * $1 }) }
            let (a, b, c, d) = (g(1), g(-1), g(2), g(-2))
            return a.indices.map { (8 * (a[$0] - b[$0]) - (c[$0] - d[$0])) / (12 * h) }
        }

        func jacobian(_ target: Target) -> (diagonal: [Double], factor: [Double]) {
            var at = market.kernelPrice(at: total), diagonal = effort, factor = effort
            target.table.pointee.jacobian(effort.count, effort, cost, exponent, 1, &at, &diagonal, &factor)
            return (diagonal, factor)
        }
    }

    static let scales = [1, 1e-100, 1e100]

    @Test(arguments: Target.available, scales) func marginalPayoff(target: Target, scale: Double) {
        var draw = Draw(seed: 51)
        for _ in 0..<40 {
            let game = Game(&draw, cells: 9, scale: scale)
            var at = game.market.kernelPrice(at: game.total), g = game.effort
            target.table.pointee.marginal_payoff(9, game.effort, game.cost, game.exponent, 1, &at, &g)
            let exact = game.marginalPayoffs(game.effort.map { Wide($0) })
            for i in g.indices {
                let terms = at.price - game.effort[i] * at.slope + abs(at.price + game.effort[i] * at.slope - g[i])
                #expect(abs(g[i] - Double(exact[i])) <= (4 * eps + wideNoise) * terms)
            }
        }
    }

    #if arch(x86_64)
    /// Each column of the Jacobian: diagonal + factor on the diagonal, factor off it.
    @Test(arguments: Target.available, scales) func jacobianAgainstDifferences(target: Target, scale: Double) {
        var draw = Draw(seed: 52)
        for _ in 0..<20 {
            let n = 5, game = Game(&draw, cells: n, scale: scale), (diagonal, factor) = game.jacobian(target)
            for j in 0..<n {
                let unit = (0..<n).map { Wide($0 == j ? 1 : 0) }
                let column = game.difference(along: unit, step: Wide(game.effort[j]) * 0x1p-13)
                for i in 0..<n {
                    let got = factor[i] + (i == j ? diagonal[i] : 0)
                    let size = abs(factor[i]) + (i == j ? abs(diagonal[i]) : 0) + abs(game.market.kernelPrice(at: game.total).slope)
                    // g is known to 1e-19 of its terms and the step is 1e-4 of x_j; log s may be 230.
                    let noise = Double(game.market.price(at: game.total).value) / game.effort[j] * 1e-13
                    #expect(abs(got - Double(column[i])) <= 1e-12 * size + noise, "dg_\(i)/dx_\(j)")
                }
            }
        }
    }

    /// J v for random v, against the difference of g along v.
    @Test(arguments: Target.available) func jacobianVectorAgainstDifferences(target: Target) {
        var draw = Draw(seed: 53)
        for _ in 0..<40 {
            let n = 11, game = Game(&draw, cells: n), (diagonal, factor) = game.jacobian(target)
            let v = game.effort.map { $0 * draw.uniform(-1, 1) }
            var out = v
            target.table.pointee.jacobian_vector(n, diagonal, factor, v, v.reduce(0, +), &out)
            let exact = game.difference(along: v.map { Wide($0) }, step: 0x1p-13)
            let price = Double(game.market.price(at: game.total).value)
            for i in 0..<n { #expect(abs(out[i] - Double(exact[i])) <= 1e-11 * price, "cell \(i)") }
        }
    }
    #endif

    /// Products too large for the cache are written another way: the same bits, and nothing outside.
    @Test(arguments: Target.available, [0, 1, 5]) func largeProducts(target: Target, shift: Int) {
        let n = 1 << 21 + 13, margin = 8
        var draw = Draw(seed: 54)
        let some = (0..<3).map { _ in (0..<1009).map { _ in draw.uniform(-1, 1) } }
        let inputs = some.map { values in (0..<n).map { values[$0 % 1009] } }
        let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: n + 2 * margin + shift)
        defer { memory.deallocate() }
        memory.initialize(repeating: .nan)
        let out = memory.baseAddress! + margin + shift
        target.table.pointee.jacobian_vector(n, inputs[0], inputs[1], inputs[2], 0.77, out)
        var expected = some[0]
        target.table.pointee.jacobian_vector(1009, some[0], some[1], some[2], 0.77, &expected)
        #expect((0..<n).allSatisfy { out[$0].bitPattern == expected[$0 % 1009].bitPattern })
        #expect(memory[..<(margin + shift)].allSatisfy(\.isNaN) && memory[(margin + shift + n)...].allSatisfy(\.isNaN))
    }

    /// x^(rho - 1) may leave the double range where the marginal cost does not.
    @Test(arguments: Target.available) func costsFarFromEfforts(target: Target) {
        let effort = [1e300, 1e250, 1e-300, 1e-250, 1e-160], exponent = [3, 2.9, 3, 2.9, 3]
        let cost = [1e-300, 1e-280, 1e290, 1e300, 1e305]
        var at = nb_price(price: 0, slope: 0, curvature: 0), g = effort
        target.table.pointee.marginal_payoff(5, effort, cost, exponent, 1, &at, &g)
        for i in 0..<5 {
            let exact = log(Wide(cost[i])) + log(Wide(exponent[i])) + (Wide(exponent[i]) - 1) * log(Wide(effort[i]))
            #expect(abs(Double(log(Wide(-g[i])) - exact)) <= 4 * eps + 2000 * wideNoise, "cell \(i): \(g[i])")
        }
    }

    /// At zero effort: an infinite slope of the marginal cost below rho = 2, none above, c rho at 2.
    @Test(arguments: Target.available) func jacobianAtZero(target: Target) {
        var at = nb_price(price: 2, slope: -0.5, curvature: 0.25)
        var diagonal = [0.0, 0, 0, 0], factor = diagonal
        target.table.pointee.jacobian(4, [0, 0, 0, 0], [3, 3, 3, 3], [1, 1.5, 2, 3], 1, &at, &diagonal, &factor)
        #expect(diagonal == [-0.5, -.infinity, -6.5, -0.5])
        #expect(factor == [-0.5, -0.5, -0.5, -0.5])
    }
}
