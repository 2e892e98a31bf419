import CKernels
import NumericCore

/// The kernels of topics that are solved from power sums: one exponent for all cells, and small shares.
struct PowerSumKernels {
    let contest: Contest
    let table: nb_kernels
    let runs: CellRuns
    /// As the solver picks them: the series of large topics needs half the terms.
    private let terms: Int32
    private let rho: Double
    /// Topics that `total_solve` takes at once.
    private static let batch = 8

    /// - Throws: ``TaskError`` for a game whose exponents vary: these kernels have nothing to say of it.
    init(_ contest: Contest, _ table: nb_kernels, _ runs: CellRuns) throws {
        guard case .shared(let rho) = contest.costs.exponents, rho > 1 else {
            throw TaskError(description: "it is for games of one exponent above 1", isAbsence: true)
        }
        self.contest = contest
        self.table = table
        self.runs = runs
        self.rho = rho
        terms = PowerSums.terms(leastCells: contest.creators)
    }

    /// The call for each run of cells, and what must live as long as it.
    func body(_ task: TaskName, _ output: CellBuffer) throws -> (body: (Int) -> Void, held: [CellBuffer]) {
        let cost = contest.costs.doubles.base
        let out = output.base
        let topics = runs.runs
        let reference = references
        if task == .takerPass {
            return ({ i in
                let cells = topics[i].cells
                var sums = nb_taker_sums()
                table.taker_pass(
                    cells.count, cost + cells.lowerBound, rho, reference[topics[i].topic], terms, out + cells.lowerBound, &sums)
            }, [])
        }
        let takers = CellBuffer(count: contest.layout.cells)
        let solved = Box(try solvedTopics(takers))
        if task == .topicsSolve { return topicsSolve(solved, out) }
        if task == .totalSolve {
            // One call for all topics, however many runs their cells are in.
            return ({ i in
                guard i == 0 else { return }
                solved.topics.withUnsafeMutableBufferPointer { table.total_solve(Int32(min($0.count, Self.batch)), terms, $0.baseAddress!) }
                out[0] = solved.topics[0].total
            }, [takers])
        }
        if task == .effortMove {
            return ({ i in
                guard i == 0 else { return }
                var (from, to) = (solved.topics[0], solved.topics[0])
                withUnsafeTemporaryAllocation(of: Double.self, capacity: Int(NB_MOMENTS)) { coefficients in
                    table.effort_move(terms, &from, &to, coefficients.baseAddress!)
                    out[0] = coefficients[0]
                }
            }, [takers])
        }
        return ({ i in
            let cells = topics[i].cells
            withUnsafeBytes(of: solved.topics[topics[i].topic].coefficient) { coefficients in
                _ = table.taker_effort_pass(
                    cells.count, takers.base + cells.lowerBound, 1, terms, coefficients.assumingMemoryBound(to: Double.self).baseAddress!,
                    out + cells.lowerBound)
            }
        }, [takers])
    }

    /// From costs to efforts, as many topics a call as the kernel takes; a topic's cells are one run whatever the threads.
    private func topicsSolve(_ solved: Box, _ out: UnsafeMutablePointer<Double>) -> (body: (Int) -> Void, held: [CellBuffer]) {
        let cost = contest.costs.doubles.base
        let most = Int(NB_TOPICS)
        let cells = (0..<contest.topics).map { k -> nb_topic_cells in
            let range = contest.layout.range(ofTopic: k)
            return nb_topic_cells(count: range.count, cost: cost + range.lowerBound, effort: out + range.lowerBound, sum: 0)
        }
        return ({ i in
            guard i == 0 else { return }
            for first in stride(from: 0, to: cells.count, by: most) {
                var batch = Array(cells[first..<min(first + most, cells.count)])
                solved.topics.withUnsafeMutableBufferPointer {
                    table.topics_solve(Int32(batch.count), terms, &batch, $0.baseAddress! + first)
                }
            }
        }, [])
    }

    /// A price near those of each topic: the first cell's marginal cost at an effort of 1.
    private var references: [Double] {
        (0..<contest.topics).map { rho * contest.costs.coefficients[contest.layout.range(ofTopic: $0).lowerBound] }
    }

    /// Every topic's power sums and the total they give.
    private func solvedTopics(_ takers: CellBuffer) throws -> [nb_power_sum_topic] {
        let reference = references
        return try (0..<contest.topics).map { k in
            let cells = contest.layout.range(ofTopic: k)
            let market = contest.topic(k)
            var topic = nb_power_sum_topic()
            topic.mu = market.mu
            topic.strength = market.strength
            topic.beta = market.beta
            topic.gamma = market.gamma
            topic.rho = rho
            topic.reference = reference[k]
            let cost = contest.costs.doubles.base + cells.lowerBound
            table.taker_pass(cells.count, cost, rho, reference[k], terms, takers.base + cells.lowerBound, &topic.sums)
            table.total_solve(1, terms, &topic)
            guard topic.total.isFinite else { throw TaskError(description: "topic \(k): shares are beyond the reach of the series", isAbsence: true) }
            return topic
        }
    }

    /// Topics that a kernel writes to in place.
    private final class Box {
        var topics: [nb_power_sum_topic]
        init(_ topics: [nb_power_sum_topic]) { self.topics = topics }
    }
}
