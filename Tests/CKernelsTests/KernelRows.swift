import CKernels
import Foundation

/// A value as a plain loop computes it, and the magnitude its rounding errors are measured against.
struct Plain {
    var value: Double
    var scale: Double
    init(_ value: Double, scale: Double? = nil) {
        self.value = value
        self.scale = scale ?? abs(value)
    }
}

/// One call of one kernel on memory laid out by the test.
struct KernelCall {
    let table: nb_kernels
    let n: Int
    let inputs: [UnsafePointer<Double>]
    let outputs: [UnsafeMutablePointer<Double>]
}

/// A kernel as a row of the contract test: how to call it, and the same in a plain loop.
/// A new kernel is one more row.
struct KernelRow: Sendable {
    let name: String
    /// Arrays it reads, n values each, but where `single` names one that holds one value for all cells.
    let inputs: [[Double]]
    var single: Int? = nil
    let outputs: Int
    /// |kernel - plain| <= tolerance eps scale
    let tolerance: Double
    /// Runs it; returns what it hands back besides arrays.
    let run: @Sendable (KernelCall) -> [Double]
    /// Cell i, one value an output.
    let cell: @Sendable (Int) -> [Plain]
    /// What is handed back for the first n cells.
    let whole: @Sendable (Int) -> [Plain]

    static let longest = 4099

    static let all: [KernelRow] = elementary + reductions + storage + shares + takers + payoffs + certificateSums + replies

    static let elementary: [KernelRow] = {
        var draw = Draw(seed: 7)
        func mixed(_ special: [Double], _ value: () -> Double) -> [Double] {
            (0..<longest).map { _ in draw.chance(0.1) ? draw.pick(special) : value() }
        }
        let odd: [Double] = [.nan, .infinity, -.infinity, 0, -0.0, 1, -1, 0x1p-1060, 0x1p-1022, .greatestFiniteMagnitude]
        let x = mixed(odd) { draw.uniform(-745, 709) }
        let positive = mixed(odd) { draw.logUniform(1e-300, 1e300) }
        let y = mixed(odd.filter { !$0.isNaN }) { draw.uniform(-3, 3) }
        return [
            KernelRow(
                name: "exp", inputs: [x], outputs: 1, tolerance: 2,
                run: { $0.table.exp($0.n, $0.inputs[0], $0.outputs[0]); return [] },
                cell: { [Plain(Foundation.exp(x[$0]))] }, whole: { _ in [] }),
            KernelRow(
                name: "log", inputs: [positive], outputs: 1, tolerance: 2,
                run: { $0.table.log($0.n, $0.inputs[0], $0.outputs[0]); return [] },
                cell: { [Plain(Foundation.log(positive[$0]))] }, whole: { _ in [] }),
            KernelRow(
                name: "pow", inputs: [positive, y], outputs: 1, tolerance: 2,
                run: { $0.table.pow($0.n, $0.inputs[0], $0.inputs[1], $0.outputs[0]); return [] },
                cell: {
                    let base = positive[$0]
                    return [Plain(base < 0 || base.isNaN ? .nan : Foundation.pow(abs(base), y[$0]))]
                },
                whole: { _ in [] }),
        ]
    }()

    static let reductions: [KernelRow] = {
        var draw = Draw(seed: 8)
        let x = (0..<longest).map { _ in draw.uniform(-1, 1) * draw.logUniform(1e-3, 1e3) }
        let y = (0..<longest).map { _ in draw.uniform(-1, 1) }
        let holes = x.map { draw.chance(0.1) ? Double.nan : $0 }
        @Sendable func sum(_ values: [Double]) -> Plain {
            Plain(values.reduce(0, +), scale: values.reduce(0) { $0 + abs($1) } * 32)
        }
        return [
            KernelRow(
                name: "sum", inputs: [x], outputs: 0, tolerance: 1,
                run: { [$0.table.sum($0.n, $0.inputs[0])] },
                cell: { _ in [] }, whole: { [sum(Array(x[..<$0]))] }),
            KernelRow(
                name: "dot", inputs: [x, y], outputs: 0, tolerance: 1,
                run: { [$0.table.dot($0.n, $0.inputs[0], $0.inputs[1])] },
                cell: { _ in [] }, whole: { n in [sum((0..<n).map { x[$0] * y[$0] })] }),
            KernelRow(
                name: "max_magnitude", inputs: [holes], outputs: 0, tolerance: 0,
                run: { [$0.table.max_magnitude($0.n, $0.inputs[0])] },
                cell: { _ in [] }, whole: { [Plain(holes[..<$0].map(abs).filter { !$0.isNaN }.max() ?? 0)] }),
            KernelRow(
                name: "creator_distance", inputs: [x.map(abs), x, y], outputs: 0, tolerance: 1,
                run: { [$0.table.creator_distance($0.n, $0.inputs[0], $0.inputs[1], $0.inputs[2])] },
                cell: { _ in [] }, whole: { n in [sum((0..<n).map { abs(x[$0]) * (x[$0] - y[$0]) * (x[$0] - y[$0]) })] }),
            KernelRow(
                name: "accumulate", inputs: [x, y], outputs: 1, tolerance: 0,
                run: { call in
                    call.outputs[0].update(from: call.inputs[0], count: call.n)
                    call.table.accumulate(call.n, call.inputs[1], call.outputs[0])
                    return []
                },
                cell: { [Plain(x[$0] + y[$0], scale: 0)] }, whole: { _ in [] }),
        ]
    }()

    /// The four forms of the solver's pass, on cells some of which are dominant or far from easy.
    static let shares: [KernelRow] = {
        var draw = Draw(seed: 9)
        let costs = (0..<longest).map { _ in draw.chance(0.01) ? draw.logUniform(1e-9, 1e-2) : draw.logUniform(1e-2, 1e3) }
        let varied = (0..<longest).map { _ in draw.chance(0.02) ? 1.0 : 1 + draw.logUniform(1e-3, 20) }
        let problem = ShareProblem(price: 0.7, total: 2.5, elasticity: 0.6, rate: 0.1)
        let forms = [("each cell", nil), ("1.7", 1.7), ("2", 2), ("1", 1)] as [(String, Double?)]
        // Shares at a point reached from another one have the roundings of the move besides.
        let elsewhere = ShareProblem(price: 0.5, total: 4, elasticity: 0.5, rate: 0.2)
        let way = nb_taker_move(
            log_price: Double(problem.logPrice - elsewhere.logPrice), log_total: Double(problem.logTotal - elsewhere.logTotal))
        return forms.flatMap { form in [(form.0, form.1, false), (form.0 + ", moved", form.1, true)] }.map { label, exponent, moves in
            let solved = (0..<longest).map { ShareSolution(cost: costs[$0], rho: exponent ?? varied[$0], at: problem) }
            let point = problem.point
            return KernelRow(
                name: "share_pass, exponent \(label)", inputs: [costs, exponent.map { [$0] } ?? varied],
                single: exponent == nil ? nil : 1, outputs: 1, tolerance: moves ? 24 : 8,
                run: { call in
                    var at = point, sums = nb_share_sums()
                    let stride = exponent == nil ? 1 : 0
                    if moves {
                        var start = elsewhere.point, move = way
                        let memory = call.outputs[0]
                        call.table.share_pass(call.n, call.inputs[0], call.inputs[1], stride, &start, nil, memory, &sums, nil)
                        call.table.share_pass(call.n, call.inputs[0], call.inputs[1], stride, &at, &move, memory, &sums, memory)
                    } else {
                        call.table.share_pass(call.n, call.inputs[0], call.inputs[1], stride, &at, nil, nil, &sums, call.outputs[0])
                    }
                    return sums.values
                },
                cell: { i in
                    let effort = Double(Foundation.exp(solved[i].logShare + problem.logTotal))
                    if effort < 0x1p-1022 { return [Plain(0, scale: 0)] }
                    return [Plain(effort, scale: effort * Double(solved[i].shareNoise))]
                },
                whole: { n in ShareTotals(solved[..<n]).plain })
        }
    }()
}

/// Sums over cells as the kernel forms them, with the noise each term may carry.
struct ShareTotals {
    var plain: [Plain]

    init(_ cells: ArraySlice<ShareSolution>) {
        var values = [Wide](repeating: 0, count: 7), noise = values
        func add(_ index: Int, _ value: Wide, _ factor: Wide) {
            values[index] += value
            noise[index] += abs(value) * factor
        }
        for cell in cells {
            let both = 4 * (cell.shareNoise + cell.keptNoise)
            if cell.isDominant {
                add(4, 1, 0)
                add(5, cell.kept, cell.keptNoise + 8)
                add(6, cell.kept * cell.slackRate, both)
            } else {
                add(0, cell.share, cell.shareNoise + 8)
                add(1, cell.share * cell.shareRate, both)
                add(2, cell.share * cell.shareRate * cell.shareRate, 2 * both)
                add(3, cell.share * cell.shareRate * cell.shareRate * cell.shareRate, 3 * both)
            }
        }
        plain = zip(values, noise).map { Plain(Double($0), scale: Double($1)) }
    }
}

extension nb_share_sums {
    /// In the order of ``ShareTotals``.
    var values: [Double] { [share, share_slope, square, cube, dominant, slack, slack_slope] }
}
