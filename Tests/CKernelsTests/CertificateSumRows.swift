import CKernels
import Foundation

/// The certificate's pass into sums of creators, its table of powers, and the largest gains, as rows of the contract test.
extension KernelRow {
    static let certificateSums: [KernelRow] = {
        var draw = Draw(seed: 12)
        let efforts = (0..<longest).map { _ in draw.chance(0.1) ? 0 : draw.logUniform(1e-6, 1e2) }
        let costs = (0..<longest).map { _ in draw.logUniform(1e-2, 1e2) }
        let varied = (0..<longest).map { _ in draw.pick([1, 1.5, 2, 3, draw.uniform(1, 4)]) }
        // Of the windows the first holds every effort but 0, the second ends among them, the third begins there.
        let forms: [(rho: Double?, lowest: Int32?)] = [
            (nil, nil), (1, nil), (2, nil), (1.7, nil), (1.7, -40), (1.05, -40), (4.5, -40), (9, -47), (1.7, -10),
        ]
        return forms.map { sumRow(efforts, costs, varied, rho: $0.rho, lowest: $0.lowest) } + [peakRow(&draw)] + [(0.7, -20), (8, 3), (0.01, -60)].map(pointsRow)
    }()

    private static func sumRow(_ efforts: [Double], _ costs: [Double], _ varied: [Double], rho: Double?, lowest: Int32?) -> KernelRow {
        let price = nb_price(price: 1.3, slope: -0.02, curvature: 0.003)
        let later = nb_price(price: 0.9, slope: -0.015, curvature: 0.002)
        let before = efforts.indices.map { Double($0 % 7) * 0.25 - 0.5 }
        let cell = { @Sendable (i: Int) in
            PlainCell(x: efforts[i], c: costs[i], rho: rho ?? varied[i], at: price, later: later, step: 15)
        }
        return KernelRow(
            name: "certificate_add, exponent \(rho.map(String.init) ?? "each cell"), powers from \(lowest.map(String.init) ?? "none")",
            inputs: [efforts, costs, rho.map { [$0] } ?? varied, before], single: rho == nil ? nil : 2, outputs: 3, tolerance: 8,
            run: { call in
                for sum in call.outputs { sum.update(from: call.inputs[3], count: call.n) }
                var points = [Double](repeating: 0, count: 2 * Int(NB_POWER_POINTS)), open = [UInt32](repeating: 0, count: max(call.n, 1))
                var at = price, next = later, sums = nb_certificate_sums()
                if let rho, let lowest { call.table.power_points(rho - 1, lowest, &points) }
                points.withUnsafeBufferPointer { points in
                    open.withUnsafeMutableBufferPointer { open in
                        var powers = nb_power_table(exponent: (rho ?? 1) - 1, lowest: lowest ?? 0, points: points.baseAddress)
                        withUnsafePointer(to: &powers) { powers in
                            var run = nb_certificate_run(
                                count: call.n, effort: call.inputs[0], cost: call.inputs[1], exponent: call.inputs[2],
                                exponent_stride: rho == nil ? 1 : 0, powers: lowest == nil ? nil : powers, payoff: call.outputs[0],
                                revenue: call.outputs[1], gain: call.outputs[2], open: open.baseAddress, next_effort: call.inputs[0],
                                next_cost: call.inputs[1], next_cost_bytes: 8)
                            call.table.certificate_add(&run, &at, &next, 15, &sums)
                        }
                    }
                }
                let found = open[..<Int(sums.unresolved)].reduce(0) { $0 + Double($1) }
                return [sums.residual, sums.floor, sums.excess, Double(sums.unresolved), found]
            },
            cell: { i in
                let one = cell(i)
                return [one.payoff, one.revenue, one.gain].map { term in
                    Plain(before[i] + (term.value.isNaN ? 0 : term.value), scale: abs(before[i]) + (term.value.isNaN ? 0 : term.scale))
                }
            },
            whole: { n in
                let all = PlainCell.certificate((0..<n).map(cell))
                let open = (0..<n).filter { cell($0).gain.value.isNaN }
                return Array(all[..<3]) + [Plain(Double(open.count), scale: 0), Plain(Double(open.reduce(0, +)), scale: 0)]
            })
    }

    /// The best of many, some of them without revenue, and several with the same ratio.
    private static func peakRow(_ draw: inout Draw) -> KernelRow {
        let revenues = (0..<longest).map { _ in draw.chance(0.1) ? 0 : draw.logUniform(1e-300, 1e3) }
        let gains = revenues.map { $0 * draw.pick([0, 0x1p-40, 0x1p-50, draw.uniform(0, 0x1p-40)]) }
        let largest = 0x1p-40
        return KernelRow(
            name: "gain_peak", inputs: [revenues, gains], outputs: 0, tolerance: 0,
            run: { call in
                var peak = nb_gain_peak(), none = nb_gain_peak()
                let all = call.table.gain_peak(call.n, call.inputs[0], call.inputs[1], largest, &peak)
                let few = call.table.gain_peak(call.n, call.inputs[0], call.inputs[1], largest / 2, &none)
                return [peak.gain, peak.relative, Double(peak.worst), all ? 1 : 0, few ? 1 : 0]
            },
            cell: { _ in [] },
            whole: { n in
                let ratios = zip(gains[..<n], revenues).map { $0 == 0 ? 0 : $0 / $1 }, most = ratios.max() ?? 0
                return [gains[..<n].max() ?? 0, most, Double(ratios.firstIndex(of: most) ?? 0), 1, most <= largest / 2 ? 1 : 0].map { Plain($0, scale: 0) }
            })
    }

    /// The table itself: its middles lie where the header says. It has one length, whatever that of the call.
    private static func pointsRow(_ exponent: Double, _ lowest: Int32) -> KernelRow {
        let middles = (0..<Int(NB_POWER_POINTS)).map { i in
            let steps = Int(NB_POWER_STEPS)
            return Foundation.scalbn(1 + (Double(i % steps) + 0.5) / Double(steps), Int(lowest) + i / steps)
        }
        return KernelRow(
            name: "power_points, exponent \(exponent) from \(lowest)", inputs: [], outputs: 0, tolerance: 2,
            run: { call in
                var points = [Double](repeating: .nan, count: 2 * middles.count)
                call.table.power_points(exponent, lowest, &points)
                return points
            },
            cell: { _ in [] }, whole: { _ in middles.flatMap { [Plain(Foundation.pow($0, exponent)), Plain(1 / $0)] } })
    }
}
