import CKernels
import NumericCore

/// The kernels that certificates of separable contests are made of, at the equilibrium. Each cell has sums of its own, as if
/// no creator had two cells of a run.
struct CertificateKernels {
    let contest: Contest
    let equilibrium: Equilibrium
    let table: nb_kernels
    let runs: CellRuns

    /// How much further the certificate looks, relative to the total.
    private static let step = 0x1p-10
    /// No creator is anywhere near as good at deviating: the kernel has to look at all of them.
    private static let largestGain = 1.0

    init(_ contest: Contest, _ equilibrium: Equilibrium, _ table: nb_kernels, _ runs: CellRuns) {
        self.contest = contest
        self.equilibrium = equilibrium
        self.table = table
        self.runs = runs
    }

    /// The call for each run of cells, and what must live as long as it.
    func body(_ task: TaskName, _ outputs: [CellBuffer], _ sums: CellBuffer) throws -> (body: (Int) -> Void, held: [CellBuffer]) {
        switch task {
        case .gainPeak:
            let (revenues, gains) = (CellBuffer(count: contest.layout.cells), CellBuffer(count: contest.layout.cells))
            revenues.base.update(repeating: 1, count: revenues.count)
            for i in 0..<gains.count { gains.base[i] = Double(i % 11) * 0x1p-50 }
            return ({ i in
                let cells = runs.runs[i].cells
                var peak = nb_gain_peak()
                _ = table.gain_peak(cells.count, revenues.base + cells.lowerBound, gains.base + cells.lowerBound, Self.largestGain, &peak)
                sums.base[i] = peak.relative
            }, [revenues, gains])
        case .powerPoints:
            let points = CellBuffer(count: 2 * Int(NB_POWER_POINTS))
            return ({ i in
                guard i == 0 else { return }
                table.power_points(TaskInputs.floorExponent - 1, -30, points.base)
                outputs[0].base[0] = points.base[0]
            }, [points])
        default: return certificateAdd(outputs.map(\.base))
        }
    }

    private func certificateAdd(_ out: [UnsafeMutablePointer<Double>]) -> (body: (Int) -> Void, held: [CellBuffer]) {
        let costs = contest.costs
        let (cost, x) = (costs.doubles.base, equilibrium.efforts.values.base)
        func price(_ topic: Int, at total: Double) -> nb_price {
            let price = contest.topic(topic).price(at: total)
            return nb_price(price: price.value, slope: price.slope, curvature: price.curvature)
        }
        let totals = equilibrium.totals
        let prices = totals.indices.map { price($0, at: totals[$0]) }
        let further = totals.indices.map { price($0, at: totals[$0] * (1 + Self.step)) }
        let held = withUnsafePointer(to: table) { PowerTable(contest, totals: totals, kernels: $0) }
        // Room for the indices of open cells, two a double.
        let open = CellBuffer(count: contest.layout.cells / 2 + 1)
        return ({ i in
            let (first, count, k) = (runs.runs[i].cells.lowerBound, runs.runs[i].cells.count, runs.runs[i].topic)
            var (at, next, sums) = (prices[k], further[k], nb_certificate_sums())
            let places = UnsafeMutableRawPointer(open.base).assumingMemoryBound(to: UInt32.self) + first
            costs.withExponents(from: first, topic: k) { exponents, stride in
                func add(_ powers: UnsafePointer<nb_power_table>?) {
                    var run = nb_certificate_run(
                        count: count, effort: x + first, cost: cost + first, exponent: exponents, exponent_stride: stride, powers: powers,
                        payoff: out[0] + first, revenue: out[1] + first, gain: out[2] + first, open: places, next_effort: x + first,
                        next_cost: cost + first, next_cost_bytes: 8)
                    table.certificate_add(&run, &at, &next, totals[k] * Self.step, &sums)
                }
                if let held { withUnsafePointer(to: held.table) { add($0) } } else { add(nil) }
            }
        }, [equilibrium.efforts.values, open])
    }
}
