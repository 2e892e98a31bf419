import NumericCore

/// Reading and writing games and equilibria. Games of more than 100,000 cells are a JSON file with NumPy files beside it,
/// smaller ones are JSON alone; the CSV tasks write the same game with one cell less, which makes it sparse. Writing
/// includes the flush to the disk, reading comes from the system's cache.
enum FileTasks {
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let contest = try inputs.contest(point)
        let name = "\(point.family?.rawValue ?? "game")-\(point.creators)-\(point.topics)"
        switch point.task {
        case .writeGame: return write(contest, to: try inputs.scratchPath("\(name)-written.json"))
        case .readGame: return try read(contest, from: try inputs.scratchPath("\(name).json"))
        case .writeCSVGame: return write(try sparse(contest), to: try inputs.scratchPath("\(name)-written-cells.json"))
        case .readCSVGame: return try read(try sparse(contest), from: try inputs.scratchPath("\(name)-cells.json"))
        case .writeEquilibrium:
            let equilibrium = try inputs.equilibrium(point)
            let path = try inputs.scratchPath("\(name)-equilibrium-written.json")
            return PreparedTask(work: work(contest.layout, isWriting: true)) {
                try EquilibriumFile.write(equilibrium, of: contest, to: path)
                return nil
            }
        default:
            let equilibrium = try inputs.equilibrium(point)
            let path = try inputs.scratchPath("\(name)-equilibrium.json")
            try EquilibriumFile.write(equilibrium, of: contest, to: path)
            var last: StoredEquilibrium?
            return PreparedTask(
                work: work(contest.layout, isWriting: false),
                conclude: {
                    last.map { isSame(CellNumbers($0.efforts.values), CellNumbers(equilibrium.efforts.values)) } == true ? .right() : .wrong("read back other efforts")
                }
            ) {
                last = try EquilibriumFile.read(path, of: contest)
                return nil
            }
        }
    }

    private static func write(_ contest: Contest, to path: String) -> PreparedTask {
        PreparedTask(work: work(contest, isWriting: true)) {
            try GameFile.write(contest, to: path)
            return nil
        }
    }

    private static func read(_ contest: Contest, from path: String) throws -> PreparedTask {
        try GameFile.write(contest, to: path)
        var last: Contest?
        return PreparedTask(
            work: work(contest, isWriting: false),
            conclude: {
                last.map { isSame($0.costs.coefficients, contest.costs.coefficients) } == true ? .right() : .wrong("read back other costs")
            }
        ) {
            last = try GameFile.read(path)
            return nil
        }
    }

    /// The game without its last cell.
    static func sparse(_ contest: Contest) throws -> Contest {
        let cells = contest.layout.cells - 1
        guard cells > 0 else { throw TaskError(description: "a sparse game needs two cells at least") }
        let n = contest.creators
        let offsets = (0...contest.topics).map { min($0 * n, cells) }
        let layout = CellLayout(creators: n, offsets: offsets, creatorIndex: (0..<cells).map { Int32($0 % n) })
        func prefix(_ buffer: CellBuffer) -> CellBuffer { CellBuffer(Array(UnsafeBufferPointer(start: buffer.base, count: cells))) }
        let exponents: CostExponents = if case .perCell(let all) = contest.costs.exponents { .perCell(prefix(all)) } else { contest.costs.exponents }
        return try contest.with(costs: PowerCost(layout: layout, coefficients: prefix(contest.costs.doubles), exponents: exponents))
    }

    /// The numbers themselves, once from memory and, when writing, once into the system's.
    private static func work(_ contest: Contest, isWriting: Bool) -> TaskWork {
        work(contest.layout, bytesPerCell: 8 + KernelTasks.exponentBytes(contest.costs), isWriting: isWriting)
    }

    /// The same of efforts, which are all numbers of an equilibrium that count.
    private static func work(_ layout: CellLayout, bytesPerCell: Double = 8, isWriting: Bool) -> TaskWork {
        let bytes = Double(layout.cells) * bytesPerCell
        return TaskWork(bytesRead: bytes, bytesWritten: isWriting ? bytes : 0)
    }

    private static func isSame(_ a: CellNumbers, _ b: CellNumbers) -> Bool {
        a.count == b.count && (0..<a.count).allSatisfy { a[$0] == b[$0] }
    }
}
