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
        let sums = forms.map { sumRow(efforts, costs, varied, rho: $0.rho, lowest: $0.lowest) }
        return sums + [peakRow(&draw), pointsRow(0.7, -20), pointsRow(8, 3), pointsRow(0.01, -60)]
    }()

    private static func sumRow(_ efforts: [Double], _ costs: [Double], _ varied: [Double], rho: Double?, lowest: Int32?) -> KernelRow {
        let price = nb_price(price: 1.3, slope: -0.02, curvature: 0.003)
        let later = nb_price(price: 0.9, slope: -0.015, curvature: 0.002)
        let before = efforts.indices.map { Double($0 % 7) * 0.25 - 0.5 }
        let cell = { @Sendable (i: Int) in
            PlainCell(x: efforts[i], c: costs[i], rho: rho ?? varied[i], at: price, later: later, step: 15)
        }
        let exponentLabel = rho.map { "exponent \($0)" } ?? "exponent each cell"
        let powersLabel = lowest.map { ", powers from 2^\($0)" } ?? ""
        return KernelRow(
            name: "certificate_add, " + exponentLabel + powersLabel,
            inputs: [efforts, costs, rho.map { [$0] } ?? varied, before], single: rho == nil ? nil : 2, outputs: 3, tolerance: 8,
            run: { call in add(call, rho: rho, lowest: lowest, at: price, later: later) },
            cell: { i in
                let one = cell(i)
                return [one.payoff, one.revenue, one.gain].map { (term: Plain) -> Plain in
                    if term.value.isNaN { return Plain(before[i]) } // nothing is added
                    return Plain(before[i] + term.value, scale: abs(before[i]) + term.scale)
                }
            },
            whole: { n in
                let all = PlainCell.certificate((0..<n).map(cell))
                let open = (0..<n).filter { cell($0).gain.value.isNaN }
                let places = [Double(open.count), Double(open.reduce(0, +))].map { Plain($0, scale: 0) }
                return Array(all[..<3]) + places
            })
    }

    /// Adds to the fourth input; hands back the sums and the cells left open.
    private static func add(_ call: KernelCall, rho: Double?, lowest: Int32?, at: nb_price, later: nb_price) -> [Double] {
        for sum in call.outputs { sum.update(from: call.inputs[3], count: call.n) }
        let points = UnsafeMutablePointer<Double>.allocate(capacity: 2 * Int(NB_POWER_POINTS))
        let open = UnsafeMutablePointer<UInt32>.allocate(capacity: max(call.n, 1))
        defer {
            points.deallocate()
            open.deallocate()
        }
        if let rho, let lowest { call.table.power_points(rho - 1, lowest, points) }
        var at = at, next = later, sums = nb_certificate_sums()
        let powers = nb_power_table(exponent: (rho ?? 1) - 1, lowest: lowest ?? 0, points: points)
        withUnsafePointer(to: powers) { powers in
            var run = nb_certificate_run(
                count: call.n, effort: call.inputs[0], cost: call.inputs[1], exponent: call.inputs[2],
                exponent_stride: rho == nil ? 1 : 0, powers: lowest == nil ? nil : powers, payoff: call.outputs[0],
                revenue: call.outputs[1], gain: call.outputs[2], open: open, next_effort: call.inputs[0],
                next_cost: call.inputs[1], next_cost_bytes: 8)
            call.table.certificate_add(&run, &at, &next, 15, &sums)
        }
        var places = 0.0
        for number in 0..<sums.unresolved { places += Double(open[number]) }
        return [sums.residual, sums.floor, sums.excess, Double(sums.unresolved), places]
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
                let ratios: [Double] = (0..<n).map { gains[$0] == 0 ? 0 : gains[$0] / revenues[$0] }
                let most = ratios.max() ?? 0
                let values: [Double] = [
                    gains[..<n].max() ?? 0, most, Double(ratios.firstIndex(of: most) ?? 0), 1, most <= largest / 2 ? 1 : 0,
                ]
                return values.map { Plain($0, scale: 0) }
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
