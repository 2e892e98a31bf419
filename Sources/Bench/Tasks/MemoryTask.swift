import NumericCore

/// `nashbench solve` as a program of its own on a game's files, from reading them to the files of the result: the time of
/// all of it, and the most private memory it held, against what the contest itself takes.
///
/// A dense game of more than 100,000 cells lies in NumPy files, which are mapped where they lie, and so are the efforts; a
/// sparse game comes from a CSV file and goes to one.
enum MemoryTask {
    /// - Parameter program: `nashbench`, by default this very program.
    /// - Throws: ``TaskError`` where that is another, as in tests.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs, program: String? = ownProgram) throws -> PreparedTask {
        guard let program else { throw TaskError(description: "it runs nashbench, and this program is another", isAbsence: true) }
        let isSparse = point.task == .memoryCSV
        let drawn = try inputs.contest(point)
        let contest = isSparse ? try FileTasks.sparse(drawn) : drawn
        let stem = "\(point.family?.rawValue ?? "game")-\(point.creators)-\(point.topics)-\(point.task.rawValue)-\(point.threads)"
        let game = try inputs.scratchPath("\(stem).json")
        try GameFile.write(contest, to: game)
        let result = try inputs.scratchPath("\(stem)-equilibrium.json")
        let command = [program, "solve", game, "--output", result, "--threads", "\(point.threads)", "--quiet"]
        let kept = contest.layout.cells * keptBytesPerCell(contest.costs)
        var most = ProcessMemory()
        return PreparedTask(conclude: {
            // Its exit status says that it converged.
            .right(
                .init(status: Status.converged.rawValue), peakBytes: most.residentBytes > 0 ? most.residentBytes : nil,
                memory: most.anonymousBytes > 0 ? .init(anonymousBytes: most.anonymousBytes, keptBytes: kept) : nil)
        }) {
            let ending = try ChildProcess.run(command, watch: { most.look(at: $0) }, isInterrupted: inputs.isInterrupted)
            guard ending.status == 0 else { throw TaskError(description: "nashbench solve: exit status \(ending.status)") }
            return ending.seconds
        }
    }

    /// Cost, effort, the exponent where each cell has its own, and the creator where not all are eligible.
    static func keptBytesPerCell(_ costs: PowerCost) -> Int {
        costs.coefficients.bytesPerNumber + 8 + Int(KernelTasks.exponentBytes(costs)) + (costs.layout.isDense ? 0 : 4)
    }

    private static var ownProgram: String? {
        ChildProcess.ownPath.flatMap { Paths.name(of: $0) == "nashbench" ? $0 : nil }
    }
}
