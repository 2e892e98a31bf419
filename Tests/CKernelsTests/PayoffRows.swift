import CKernels
import Foundation

extension KernelRow {
    /// Kernels that evaluate a given profile, with an exponent each and with one for all.
    static let payoffs: [KernelRow] = {
        var draw = Draw(seed: 10)
        let efforts = (0..<longest).map { _ in draw.chance(0.1) ? 0 : draw.logUniform(1e-6, 1e2) }
        let costs = (0..<longest).map { _ in draw.logUniform(1e-2, 1e2) }
        let varied = (0..<longest).map { _ in draw.pick([1, 1.5, 2, 3, draw.uniform(1, 4)]) }
        let price = nb_price(price: 1.3, slope: -0.02, curvature: 0.003)
        let later = nb_price(price: 0.9, slope: -0.015, curvature: 0.002)
        let step = 15.0
        let d = costs.map { -$0 }, v = efforts.map { $0 - 0.3 }

        let product = KernelRow(
            name: "jacobian_vector", inputs: [d, costs, v], outputs: 1, tolerance: 2,
            run: { $0.table.jacobian_vector($0.n, $0.inputs[0], $0.inputs[1], $0.inputs[2], 0.77, $0.outputs[0]); return [] },
            cell: { [Plain(d[$0] * v[$0] + costs[$0] * 0.77, scale: abs(d[$0] * v[$0]) + costs[$0] * 0.77)] },
            whole: { _ in [] })

        return [product] + [nil, 1.5, 1].flatMap { (exponent: Double?) -> [KernelRow] in
            let label = exponent.map { ", exponent \($0)" } ?? ", exponent each cell"
            let inputs = [efforts, costs, exponent.map { [$0] } ?? varied]
            let single = exponent == nil ? nil : 2
            let stride = exponent == nil ? 1 : 0
            let cell = { @Sendable (i: Int) in
                PlainCell(x: efforts[i], c: costs[i], rho: exponent ?? varied[i], at: price, later: later, step: step)
            }
            return [
                KernelRow(
                    name: "marginal_payoff" + label, inputs: inputs, single: single, outputs: 1, tolerance: 4,
                    run: { call in
                        var at = price
                        call.table.marginal_payoff(call.n, call.inputs[0], call.inputs[1], call.inputs[2], stride, &at, call.outputs[0])
                        return []
                    },
                    cell: { [cell($0).gradient] }, whole: { _ in [] }),
                KernelRow(
                    name: "jacobian" + label, inputs: inputs, single: single, outputs: 2, tolerance: 4,
                    run: { call in
                        var at = price
                        call.table.jacobian(
                            call.n, call.inputs[0], call.inputs[1], call.inputs[2], stride, &at, call.outputs[0], call.outputs[1])
                        return []
                    },
                    cell: { [cell($0).diagonal, cell($0).factor] }, whole: { _ in [] }),
                KernelRow(
                    name: "payoff" + label, inputs: inputs, single: single, outputs: 1, tolerance: 4,
                    run: { call in
                        var at = price
                        call.table.payoff(call.n, call.inputs[0], call.inputs[1], call.inputs[2], stride, &at, call.outputs[0])
                        return []
                    },
                    cell: { [cell($0).payoff] }, whole: { _ in [] }),
                KernelRow(
                    name: "certificate_pass" + label, inputs: inputs, single: single, outputs: 3, tolerance: 8,
                    run: { call in
                        var at = price, next = later, sums = nb_certificate_sums()
                        call.table.certificate_pass(
                            call.n, call.inputs[0], call.inputs[1], call.inputs[2], stride, &at, &next, step, &sums,
                            call.outputs[0], call.outputs[1], call.outputs[2])
                        return [sums.residual, sums.floor, sums.excess, Double(sums.worst), Double(sums.unresolved)]
                    },
                    cell: { [cell($0).payoff, cell($0).revenue, cell($0).gain] },
                    whole: { n in PlainCell.certificate((0..<n).map(cell)) }),
            ]
        }
    }()
}

/// One cell of a given profile, by the formulas of CKernels.h and the library's pow.
struct PlainCell {
    let gradient, diagonal, factor, payoff, revenue, gain: Plain
    let residual, floor: Double

    init(x: Double, c: Double, rho: Double, at p: nb_price, later: nb_price, step: Double) {
        let r = rho - 1
        let m = c * rho * Foundation.pow(x, r)
        let terms = p.price + x * abs(p.slope) + m
        gradient = Plain(p.price + x * p.slope - m, scale: terms)
        let bend = r == 0 ? 0 : c * rho * r * Foundation.pow(x, r - 1)
        diagonal = Plain(p.slope - bend, scale: abs(p.slope) + bend)
        factor = Plain(p.slope + x * p.curvature, scale: abs(p.slope) + abs(x * p.curvature))
        payoff = Plain(x * p.price - c * Foundation.pow(x, rho), scale: x * p.price + c * Foundation.pow(x, rho))
        revenue = Plain(x * p.price)

        let edge = x > 0 ? m : c * rho * Foundation.pow(0x1p-1022, r)
        let g = p.price + x * p.slope - edge
        residual = x > 0 ? abs(g) / p.price : g <= 0 ? 0 : r > 0 ? 1 : g / p.price
        floor = 8 * eps * (p.price + x * abs(p.slope) + edge) / p.price
        if g <= 0 {
            gain = Plain(-g * x, scale: terms * x)
        } else if x > 0 && g <= 0.69 * r * m {
            gain = Plain(g * x, scale: terms * x)
        } else if later.price + (x + step) * later.slope - edge <= 0 {
            gain = Plain(g * step, scale: terms * step)
        } else {
            gain = Plain(.nan)
        }
    }

    static func certificate(_ cells: [PlainCell]) -> [Plain] {
        let residual = cells.map(\.residual).max() ?? 0
        let floor = cells.map(\.floor).max() ?? 0
        let scale = 1 + floor / (8 * eps)
        return [
            Plain(residual, scale: scale), Plain(floor),
            Plain(cells.map { $0.residual - $0.floor }.max() ?? -.infinity, scale: scale),
            Plain(Double(cells.firstIndex { $0.residual == residual } ?? 0), scale: 0),
            Plain(Double(cells.count { $0.gain.value.isNaN }), scale: 0),
        ]
    }
}
