import CBench
import CKernels
import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Every kernel over all cells of a game, at its equilibrium where it needs efforts.
enum KernelTasks {
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        guard let table = nb_kernels_named(point.target) else {
            throw TaskError(description: "this processor cannot run the target \(point.target)", isAbsence: true)
        }
        if point.task == .sweepInvert { return try BlockTasks.prepare(point, inputs) }
        if point.task == .rowProducts { return try RowProductTasks.prepare(point) }
        let contest = try inputs.contest(point)
        if point.task.isByCreator {
            return try CreatorKernels(contest, inputs.equilibrium(point), table, point).prepare(point.task)
        }
        let runs = CellRuns(contest.layout, threads: point.threads)
        let cells = contest.layout.cells
        let costs = contest.costs
        let outputs = (0..<outputCount(point.task)).map { inputs.scratch($0, count: cells) }
        let sums = CellBuffer(count: runs.runs.count)
        let kernel = try kernel(point, inputs, table.pointee, runs, outputs, sums)
        nonisolated(unsafe) let body = kernel.body
        let result = outputs.first ?? sums
        return PreparedTask(work: work(point.task, costs), conclude: {
            // A best reply that the kernel leaves open is NaN by contract.
            if point.task == .bestReply { return .right() }
            // Tasks overwrite each other's results in turn: this one's are made once more to be looked at.
            runs.run { body($0) }
            return withExtendedLifetime((kernel.held, outputs, costs)) { conclusion(result, count: outputs.isEmpty ? sums.count : cells) }
        }) {
            runs.run { body($0) }
            withExtendedLifetime((kernel.held, outputs, costs)) { nb_bench_keep(result.base) }
            return nil
        }
    }

    /// Whether a power of every cell must be computed: a common exponent of 1 or 2 needs none.
    static func needsPowers(_ costs: PowerCost) -> Bool {
        if case .shared(let rho) = costs.exponents { return rho != 1 && rho != 2 }
        return true
    }

    /// Bytes of exponents a cell.
    static func exponentBytes(_ costs: PowerCost) -> Double {
        if case .perCell = costs.exponents { return 8 }
        return 0
    }

    private static func outputCount(_ task: TaskName) -> Int {
        switch task {
        case .sum, .dot, .maxMagnitude, .gainPeak: 0
        case .countWithin: 0
        case .jacobian, .bestReply: 2
        case .certificatePass, .certificateAdd: 3
        default: 1
        }
    }

    private static func work(_ task: TaskName, _ costs: PowerCost) -> TaskWork {
        let cells = Double(costs.layout.cells)
        let powers = needsPowers(costs) ? cells : 0
        let withEfforts = (16 + exponentBytes(costs)) * cells
        return switch task {
        case .exp, .log: TaskWork(bytesRead: 8 * cells, bytesWritten: 8 * cells)
        case .pow: TaskWork(bytesRead: 16 * cells, bytesWritten: 8 * cells, powers: cells)
        case .sum, .maxMagnitude, .countWithin: TaskWork(bytesRead: 8 * cells)
        case .widen: TaskWork(bytesRead: 4 * cells, bytesWritten: 8 * cells)
        case .dot: TaskWork(bytesRead: 16 * cells)
        case .sharePass: TaskWork(bytesRead: withEfforts - 8 * cells, bytesWritten: 8 * cells, powers: powers)
        case .takerPass: TaskWork(bytesRead: 8 * cells, bytesWritten: 8 * cells, powers: powers)
        case .takerEffortPass: TaskWork(bytesRead: 8 * cells, bytesWritten: 8 * cells)
        case .totalSolve, .effortMove, .powerPoints: TaskWork()
        case .topicsSolve: TaskWork(bytesRead: 8 * cells, bytesWritten: 8 * cells, powers: powers)
        case .gainPeak: TaskWork(bytesRead: 16 * cells)
        case .bestReply: TaskWork(bytesRead: withEfforts + 8 * cells, bytesWritten: 16 * cells, powers: 2 * cells)
        case .accumulate: TaskWork(bytesRead: 16 * cells, bytesWritten: 8 * cells)
        case .jacobian: TaskWork(bytesRead: withEfforts, bytesWritten: 16 * cells, powers: powers)
        case .jacobianVector: TaskWork(bytesRead: 24 * cells, bytesWritten: 8 * cells)
        case .certificateAdd: TaskWork(bytesRead: withEfforts + 24 * cells, bytesWritten: 24 * cells, powers: powers)
        case .certificatePass: TaskWork(bytesRead: withEfforts, bytesWritten: 24 * cells, powers: powers)
        default: TaskWork(bytesRead: withEfforts, bytesWritten: 8 * cells, powers: powers)
        }
    }

    /// A kernel's tests are elsewhere; here a result that is not a number is enough to count for nothing.
    private static func conclusion(_ result: CellBuffer, count: Int) -> Conclusion {
        (0..<count).contains { result.base[$0].isNaN } ? .wrong("the result holds NaN") : .right()
    }

    /// The call for each run of cells, and what must live as long as it.
    private static func kernel(
        _ point: TaskPoint, _ inputs: TaskInputs, _ table: nb_kernels, _ runs: CellRuns, _ outputs: [CellBuffer], _ sums: CellBuffer
    ) throws -> (body: (Int) -> Void, held: [CellBuffer]) {
        let contest = try inputs.contest(point)
        let cost = contest.costs.doubles.base
        let cells = contest.layout.cells
        let run = { (index: Int) in (runs.runs[index].cells.lowerBound, runs.runs[index].cells.count) }
        let out = outputs.first?.base ?? sums.base
        switch point.task {
        case .exp: return ({ i in let (at, n) = run(i); table.exp(n, cost + at, out + at) }, [])
        case .log: return ({ i in let (at, n) = run(i); table.log(n, cost + at, out + at) }, [])
        case .pow:
            let exponents = inputs.constants(count: cells)
            return ({ i in let (at, n) = run(i); table.pow(n, cost + at, exponents.base + at, out + at) }, [exponents])
        case .sum: return ({ i in let (at, n) = run(i); out[i] = table.sum(n, cost + at) }, [])
        case .dot:
            let other = inputs.constants(count: cells)
            return ({ i in let (at, n) = run(i); out[i] = table.dot(n, cost + at, other.base + at) }, [other])
        case .maxMagnitude: return ({ i in let (at, n) = run(i); out[i] = table.max_magnitude(n, cost + at) }, [])
        case .countWithin: return ({ i in let (at, n) = run(i); out[i] = Double(table.count_within(n, cost + at, 0.5, 1)) }, [])
        case .widen:
            let floats = CellBuffer(count: (cells + 1) / 2)
            let first = UnsafeRawPointer(floats.base).bindMemory(to: Float.self, capacity: cells)
            return ({ i in let (at, n) = run(i); table.widen(n, first + at, out + at) }, [floats])
        case .accumulate: return ({ i in let (at, n) = run(i); table.accumulate(n, cost + at, out + at) }, [])
        case .takerPass, .totalSolve, .takerEffortPass, .effortMove, .topicsSolve:
            return try PowerSumKernels(contest, table, runs).body(point.task, outputs[0])
        case .powerPoints, .certificateAdd, .gainPeak:
            return try CertificateKernels(contest, inputs.equilibrium(point), table, runs).body(point.task, outputs, sums)
        default:
            return try ContestKernel(contest, inputs.equilibrium(point), table, runs).body(point.task, outputs, inputs)
        }
    }
}

/// Kernels that work on a contest at its equilibrium.
private struct ContestKernel {
    let contest: Contest
    let equilibrium: Equilibrium
    let table: nb_kernels
    let runs: CellRuns
    let prices: [nb_price]
    let furtherPrices: [nb_price]
    let trials: [nb_topic_point]

    init(_ contest: Contest, _ equilibrium: Equilibrium, _ table: nb_kernels, _ runs: CellRuns) {
        self.contest = contest
        self.equilibrium = equilibrium
        self.table = table
        self.runs = runs
        func price(_ topic: Int, at total: Double) -> nb_price {
            let price = contest.topic(topic).price(at: total)
            return nb_price(price: price.value, slope: price.slope, curvature: price.curvature)
        }
        let totals = equilibrium.totals
        prices = totals.indices.map { price($0, at: totals[$0]) }
        furtherPrices = totals.indices.map { price($0, at: totals[$0] * (1 + Self.step)) }
        trials = totals.indices.map { TrialTotal(t: log(totals[$0])).point(on: TopicCurve(contest.topic($0))).point }
    }

    /// How much further the certificate looks, relative to the total.
    private static let step = 0x1p-10

    func body(_ task: TaskName, _ outputs: [CellBuffer], _ inputs: TaskInputs) -> (body: (Int) -> Void, held: [CellBuffer]) {
        let costs = contest.costs
        let cost = costs.doubles.base
        let efforts = equilibrium.efforts.values
        let x = efforts.base
        let out = outputs.map(\.base)
        func at(_ i: Int) -> (first: Int, count: Int, topic: Int) { (runs.runs[i].cells.lowerBound, runs.runs[i].cells.count, runs.runs[i].topic) }
        switch task {
        case .sharePass:
            return ({ i in
                let (first, n, k) = at(i)
                var trial = trials[k]
                var sums = nb_share_sums()
                costs.withExponents(from: first, topic: k) {
                    table.share_pass(n, cost + first, $0, $1, &trial, nil, nil, &sums, out[0] + first)
                }
            }, [efforts])
        case .payoff:
            return ({ i in
                let (first, n, k) = at(i)
                var price = prices[k]
                costs.withExponents(from: first, topic: k) { table.payoff(n, x + first, cost + first, $0, $1, &price, out[0] + first) }
            }, [efforts])
        case .jacobian:
            return ({ i in
                let (first, n, k) = at(i)
                var price = prices[k]
                costs.withExponents(from: first, topic: k) {
                    table.jacobian(n, x + first, cost + first, $0, $1, &price, out[0] + first, out[1] + first)
                }
            }, [efforts])
        case .jacobianVector:
            let diagonal = CellBuffer(count: contest.layout.cells)
            let factor = CellBuffer(count: contest.layout.cells)
            for i in runs.runs.indices {
                let (first, n, k) = at(i)
                var price = prices[k]
                costs.withExponents(from: first, topic: k) {
                    table.jacobian(n, x + first, cost + first, $0, $1, &price, diagonal.base + first, factor.base + first)
                }
            }
            return ({ i in
                let (first, n, _) = at(i)
                table.jacobian_vector(n, diagonal.base + first, factor.base + first, cost + first, 1, out[0] + first)
            }, [diagonal, factor])
        case .certificatePass:
            return ({ i in
                let (first, n, k) = at(i)
                var price = prices[k]
                var further = furtherPrices[k]
                var sums = nb_certificate_sums()
                costs.withExponents(from: first, topic: k) {
                    table.certificate_pass(
                        n, x + first, cost + first, $0, $1, &price, &further, equilibrium.totals[k] * Self.step, &sums, out[0] + first,
                        out[1] + first, out[2] + first)
                }
            }, [efforts])
        case .bestReply:
            let payoffs = CellBuffer(count: contest.layout.cells)
            for i in runs.runs.indices {
                let (first, n, k) = at(i)
                var price = prices[k]
                costs.withExponents(from: first, topic: k) { table.payoff(n, x + first, cost + first, $0, $1, &price, payoffs.base + first) }
            }
            return ({ i in
                let (first, n, k) = at(i)
                var market = nb_reply_market(contest.topic(k), total: equilibrium.totals[k], price: prices[k].price)
                costs.withExponents(from: first, topic: k) {
                    _ = table.best_reply(
                        n, x + first, cost + first, $0, $1, &market, payoffs.base + first, out[0] + first, out[1] + first)
                }
            }, [efforts, payoffs])
        default:
            return ({ i in
                let (first, n, k) = at(i)
                var price = prices[k]
                costs.withExponents(from: first, topic: k) { table.marginal_payoff(n, x + first, cost + first, $0, $1, &price, out[0] + first) }
            }, [efforts])
        }
    }
}
