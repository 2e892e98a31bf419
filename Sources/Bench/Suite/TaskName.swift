import NumericCore

/// Everything a suite can ask for by name: one case, and one line in the family of tasks that prepares it.
package enum TaskName: String, Sendable, CaseIterable {
    // The machine's limits.
    case copy
    case copyPastCache = "copy-past-cache"
    case triad
    case triadPastCache = "triad-past-cache"
    case read
    case dgemm
    case dpotrf
    // Kernels, by their names in CKernels.h.
    case exp, log, pow, sum, dot
    case maxMagnitude = "max_magnitude"
    case widen
    case countWithin = "count_within"
    case sharePass = "share_pass"
    case takerPass = "taker_pass"
    case totalSolve = "total_solve"
    case takerEffortPass = "taker_effort_pass"
    case effortMove = "effort_move"
    case marginalPayoff = "marginal_payoff"
    case jacobian
    case jacobianVector = "jacobian_vector"
    case payoff
    case certificatePass = "certificate_pass"
    case bestReply = "best_reply"
    case accumulate
    // Whole solves, by the seconds of the solver alone; the certificate is a task of its own.
    case solve
    /// The certificate that a solve computes, by bounds.
    case certify
    /// The one that `verify` computes, by a global search for every best reply.
    case verify
    /// A sweep's next point, alpha 5% higher, from nothing and from its predecessor.
    case stepCold = "step-cold"
    case stepWarm = "step-warm"
    // Files.
    case writeGame = "write-game"
    case readGame = "read-game"
    case writeCSVGame = "write-csv-game"
    case readCSVGame = "read-csv-game"
    case writeEquilibrium = "write-equilibrium"
    case readEquilibrium = "read-equilibrium"
    // Whole programs that solve a game's files, for the memory they take.
    case memory
    case memoryCSV = "memory-csv"

    package enum Kind { case stream, dense, kernel, solve, file, memory }

    package var kind: Kind {
        switch self {
        case .copy, .copyPastCache, .triad, .triadPastCache, .read: .stream
        case .dgemm, .dpotrf: .dense
        case .exp, .log, .pow, .sum, .dot, .maxMagnitude, .widen, .countWithin: .kernel
        case .sharePass, .takerPass, .totalSolve, .takerEffortPass, .effortMove: .kernel
        case .marginalPayoff, .jacobian, .jacobianVector, .payoff, .certificatePass: .kernel
        case .bestReply, .accumulate: .kernel
        case .solve, .certify, .verify, .stepCold, .stepWarm: .solve
        case .writeGame, .readGame, .writeCSVGame, .readCSVGame, .writeEquilibrium, .readEquilibrium: .file
        case .memory, .memoryCSV: .memory
        }
    }

    /// Sets the task up at a point.
    /// - Throws: whatever keeps it from being measured.
    package func prepare(at point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        switch kind {
        case .stream: try StreamTasks.prepare(point, inputs)
        case .dense: try DenseTasks.prepare(point)
        case .kernel: try KernelTasks.prepare(point, inputs)
        case .solve: try SolveTasks.prepare(point, inputs)
        case .file: try FileTasks.prepare(point, inputs)
        case .memory: try MemoryTask.prepare(point, inputs)
        }
    }
}

/// One task with everything that makes it one measurement.
package struct TaskPoint: Sendable, Hashable {
    package var task: TaskName
    package var family: BenchmarkFamily?
    /// Of dense linear algebra: the order, and 1.
    package var creators: Int
    package var topics: Int
    package var threads: Int
    package var target: String

    package init(task: TaskName, family: BenchmarkFamily?, creators: Int, topics: Int, threads: Int, target: String) {
        self.task = task
        self.family = family
        self.creators = creators
        self.topics = topics
        self.threads = threads
        self.target = target
    }

    package var cells: Int { creators * topics }
}
