import CBench
import CKernels
import NumericCore

/// The kernels that go creator after creator, at the equilibrium of a game, in tiles of creators over threads.
struct CreatorKernels {
    private let game: CoupledGame
    private let point: CoupledPoint
    private let arena: DoublesArena
    private let table: nb_kernels
    private let workers: Workers
    private let creators: Int
    private let topics: Int
    private let costs: PowerCost

    /// Creators a call, as in the solver.
    private static let tile = 64

    init(_ contest: Contest, _ equilibrium: Equilibrium, _ kernels: UnsafePointer<nb_kernels>, _ at: TaskPoint) throws {
        try LinearAlgebra.load()
        let workers = Workers(threads: at.threads)
        let arena = DoublesArena()
        let game = CoupledGame(contest, kernels: kernels)
        let point = CoupledPoint(game, arena)
        game.gather(equilibrium.efforts.values, to: point.effort)
        for (i, price) in (equilibrium.capacityPrices ?? []).enumerated() { point.capacityPrice[i] = price }
        CoupledEquations(game, workers: workers).evaluate(point)
        (self.game, self.point, self.arena, self.workers) = (game, point, arena, workers)
        table = kernels.pointee
        (creators, topics, costs) = (contest.creators, contest.topics, contest.costs)
    }

    /// - Returns: the task; it is wrong where the numbers it leaves are not numbers.
    func prepare(_ task: TaskName) -> PreparedTask {
        let (topics, creators) = (topics, creators)
        let tiles = (creators + Self.tile - 1) / Self.tile
        let padded = (topics + 15) / 8 * 8
        // Each tile has its own room and sums, so that any thread can take it.
        let roomSize = task == .creatorBlocks || task == .creatorSteps ? padded * (padded + 24) : 10 * (padded + 8)
        let rooms = arena.doubles(min(tiles, Self.roomsAtMost) * roomSize)
        let sums = arena.doubles(min(tiles, Self.roomsAtMost) * topics * (topics + 2))
        let outputs = (0..<6).map { _ in arena.doubles(game.count) }
        let byCreator = (0..<2).map { _ in arena.doubles(creators) }
        let shift = arena.doubles(topics)
        shift.update(repeating: 1e-3, count: topics)
        let call = call(task, outputs, byCreator, shift)
        nonisolated(unsafe) let (body, firstRoom, firstSum) = (call, rooms, sums)
        let slots = min(tiles, Self.roomsAtMost)
        let (count, output) = (game.count, outputs[0])
        let held = (game, point, arena)
        return PreparedTask(work: work(task), conclude: {
            (0..<count).contains { output[$0].isNaN } ? .wrong("the result holds NaN") : .right()
        }) {
            workers.run(slots) { slot in
                let sums = firstSum + slot * topics * (topics + 2)
                for tile in stride(from: slot, to: tiles, by: slots) {
                    let run = tile * Self.tile..<min((tile + 1) * Self.tile, creators)
                    body(run, firstRoom + slot * roomSize, sums)
                }
            }
            withExtendedLifetime(held) { nb_bench_keep(output) }
            return nil
        }
    }

    /// Tiles belong to at most so many slots; each slot has its own room and sums.
    private static let roomsAtMost = 64

    private typealias Call = (_ creators: Range<Int>, _ room: UnsafeMutablePointer<Double>, _ sums: UnsafeMutablePointer<Double>) -> Void

    private func call(
        _ task: TaskName, _ out: [UnsafeMutablePointer<Double>], _ byCreator: [UnsafeMutablePointer<Double>], _ shift: UnsafePointer<Double>
    ) -> Call {
        let (game, point, table, topics) = (game, point, table, topics)
        let coupled = game.view.matrix == nil ? nil : UnsafePointer(point.pull)
        func positions(_ run: Range<Int>) -> Range<Int> { game.positions(run) }
        switch task {
        case .creatorProx:
            return { run, room, _ in
                var view = game.view
                // Guesses as the solver has them: those of the iteration before.
                for i in run { (byCreator[0][i], byCreator[1][i]) = (point.capacityPrice[i], point.effortPrice[i]) }
                table.creator_prox(
                    &view, run.lowerBound, run.upperBound, point.stiffness, point.netPrice, out[0], out[1], byCreator[0], byCreator[1], room)
            }
        case .creatorPull:
            return { run, _, _ in
                var (view, at) = (game.view, point.prices.view)
                table.creator_pull(&view, run.lowerBound, run.upperBound, &at, point.effort, coupled, out[0])
            }
        case .creatorLinearise:
            return { run, _, _ in
                var (view, at) = (game.view, point.prices.view)
                var result = nb_linearised(
                    imbalance: out[0], net_price: out[1], stiffness: out[2], slope: out[3], effort_price: byCreator[0],
                    effort_bend: byCreator[1])
                var sums = nb_coupled_sums()
                table.creator_linearise(
                    &view, run.lowerBound, run.upperBound, &at, 0, nil, point.effort, point.pull, coupled, point.capacityPrice, &result, &sums)
            }
        case .creatorDistance:
            return { run, _, _ in
                let cells = positions(run)
                let first = cells.lowerBound
                out[0][first] = table.creator_distance(cells.count, point.stiffness + first, point.effort + first, point.pull + first)
            }
        case .creatorBlocks:
            return { run, room, sums in
                var (view, at) = (game.view, point.prices.view)
                _ = table.creator_blocks(
                    &view, run.lowerBound, run.upperBound, &at, point.effort, point.slope, point.imbalance, point.capacityPrice,
                    point.effortBend, sums, nil, sums + topics * topics, room)
            }
        case .creatorSteps:
            return { run, room, sums in
                var (view, at) = (game.view, point.prices.view)
                table.creator_steps(
                    &view, run.lowerBound, run.upperBound, &at, point.effort, point.slope, point.imbalance, point.capacityPrice,
                    point.effortBend, shift, true, out[0], sums, sums + topics, room)
            }
        case .projectCapacity:
            return { run, room, _ in
                var view = game.view
                for i in run { byCreator[0][i] = point.capacityPrice[i] }
                table.project_capacity(&view, run.lowerBound, run.upperBound, point.stiffness, point.effort, out[0], byCreator[0], room)
            }
        case .projectStep:
            let compliance = out[1]
            for p in 0..<game.count { compliance[p] = 1 / point.stiffness[p] }
            return { run, room, sums in
                var (view, at) = (game.view, point.prices.view)
                for i in run { byCreator[0][i] = point.capacityPrice[i] }
                _ = table.project_step(
                    &view, run.lowerBound, run.upperBound, &at, compliance, point.effort, point.effort, coupled, out[0], nil, byCreator[0],
                    sums, room)
            }
        case .creatorMismatch:
            return { run, _, _ in
                var (view, at) = (game.view, point.prices.view)
                var sums = nb_mismatch_sums()
                table.creator_mismatch(
                    &view, run.lowerBound, run.upperBound, &at, point.stiffness, point.effort, coupled, point.netPrice, out[0], out[1], &sums)
            }
        default:
            return { run, _, _ in
                var (view, at) = (game.view, point.prices.view)
                table.creator_net_steps(
                    &view, run.lowerBound, run.upperBound, &at, point.effort, point.imbalance, shift, point.slope, coupled, out[0])
            }
        }
    }

    /// What cannot be done without: numbers a position in and out, a power where the cost needs one, a block's inverse a creator.
    private func work(_ task: TaskName) -> TaskWork {
        let cells = Double(game.count)
        let order = Double(topics)
        let powers = KernelTasks.needsPowers(costs) ? cells : 0
        let exponents = KernelTasks.exponentBytes(costs)
        return switch task {
        case .creatorProx: TaskWork(bytesRead: (24 + exponents) * cells, bytesWritten: 16 * cells, powers: powers)
        case .creatorPull: TaskWork(bytesRead: 16 * cells, bytesWritten: 8 * cells)
        case .creatorLinearise: TaskWork(bytesRead: (32 + exponents) * cells, bytesWritten: 32 * cells, powers: powers)
        case .creatorDistance: TaskWork(bytesRead: 24 * cells)
        case .creatorNetSteps: TaskWork(bytesRead: 32 * cells, bytesWritten: 8 * cells)
        case .projectCapacity: TaskWork(bytesRead: 16 * cells, bytesWritten: 8 * cells)
        case .projectStep: TaskWork(bytesRead: (32 + exponents) * cells, bytesWritten: 8 * cells, powers: powers)
        case .creatorMismatch: TaskWork(bytesRead: 32 * cells, bytesWritten: 16 * cells)
        default: TaskWork(flops: Double(creators) * order * order * order)
        }
    }
}
