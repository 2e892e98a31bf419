import CKernels
import Foundation

/// The kernels of topics solved through power sums, as rows of the contract test.
extension KernelRow {
    static let takers: [KernelRow] = {
        var draw = Draw(seed: 10)
        let costs = (0..<longest).map { _ in draw.logUniform(0.1, 10) }
        let forms = [(1.7, 8), (1.7, 16), (2.0, 16), (1.0625, 8), (1.7, 12), (2.0, 12), (30, 16)] as [(rho: Double, terms: Int)]
        return forms.map { rho, terms in takerRow(costs, rho: rho, terms: terms) } + [8, 12, 16].map(polynomialRow)
    }()

    private static func takerRow(_ costs: [Double], rho: Double, terms: Int) -> KernelRow {
        let reference = 1.3 * rho
        let exact = costs.map { Foundation.pow(Wide(reference) / (Wide($0) * Wide(rho)), 1 / (Wide(rho) - 1)) }
        // The logarithm's rounding and that of c rho / p, both over r.
        let noise = exact.map { 4 + Double(abs(Foundation.log($0))) + 2 / (rho - 1) }
        return KernelRow(
            name: "taker_pass, exponent \(rho), \(terms) terms", inputs: [costs], outputs: 1, tolerance: 2,
            run: { call in
                var sums = nb_taker_sums()
                call.table.taker_pass(call.n, call.inputs[0], rho, reference, Int32(terms), call.outputs[0], &sums)
                return [sums.least, sums.most] + sums.moments
            },
            cell: { [Plain(Double(exact[$0]), scale: Double(exact[$0]) * noise[$0])] },
            whole: { n in
                let values = exact[..<n].map(Double.init), worst = noise[..<n].max() ?? 0
                let sums = (1...Int(NB_MOMENTS)).map { power in
                    guard power <= terms else { return Plain(0) }
                    let sum = Double(exact[..<n].reduce(Wide(0)) { $0 + Foundation.pow($1, Wide(power)) })
                    return Plain(sum, scale: sum * Double(power) * (worst + 16))
                }
                func edge(_ value: Double?, none: Double) -> Plain { value.map { Plain($0, scale: $0 * worst) } ?? Plain(none) }
                return [edge(values.min(), none: .infinity), edge(values.max(), none: 0)] + sums
            })
    }

    private static func polynomialRow(_ terms: Int) -> KernelRow {
        var draw = Draw(seed: 11)
        let takers = (0..<longest).map { _ in draw.logUniform(1e-3, 1) }
        let coefficients = (0..<Int(NB_MOMENTS)).map { _ in draw.uniform(-1, 1) }
        func value(_ l: Double) -> Plain {
            var sum = Wide(0), size = Wide(0), power = Wide(1)
            for k in coefficients[..<terms] {
                power *= Wide(0.9) * Wide(l)
                sum += Wide(k) * power
                size += abs(Wide(k)) * power
            }
            return Plain(Double(sum), scale: Double(size))
        }
        let exact = takers.map(value)
        return KernelRow(
            name: "taker_effort_pass, \(terms) terms", inputs: [takers], outputs: 1, tolerance: 16,
            run: { call in [call.table.taker_effort_pass(call.n, call.inputs[0], 0.9, Int32(terms), coefficients, call.outputs[0])] },
            cell: { [exact[$0]] },
            whole: { n in [Plain(exact[..<n].reduce(0) { $0 + $1.value }, scale: exact[..<n].reduce(0) { $0 + $1.scale } * 8)] })
    }
}

extension nb_taker_sums {
    var moments: [Double] { withUnsafeBytes(of: moment) { Array($0.bindMemory(to: Double.self)) } }
}
