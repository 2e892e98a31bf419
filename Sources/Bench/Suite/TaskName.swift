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
    /// Inverses by dpotrf and dpotri of one matrix after another: `creators` of them, of order `topics`.
    case dpotriBatch = "dpotri_batch"
    /// One dgemm of `creators` rows of `topics` numbers with a square matrix.
    case dgemmRows = "dgemm_rows"
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
    case powerPoints = "power_points"
    case certificateAdd = "certificate_add"
    case gainPeak = "gain_peak"
    case topicsSolve = "topics_solve"
    // Kernels that go creator after creator; their sizes are those of coupled games.
    case creatorProx = "creator_prox"
    case creatorPull = "creator_pull"
    case creatorLinearise = "creator_linearise"
    case creatorDistance = "creator_distance"
    case creatorBlocks = "creator_blocks"
    case creatorSteps = "creator_steps"
    case creatorNetSteps = "creator_net_steps"
    case projectCapacity = "project_capacity"
    case projectStep = "project_step"
    case creatorMismatch = "creator_mismatch"
    case sweepInvert = "sweep_invert"
    case rowProducts = "row_products"
    // Whole solves, by the seconds of the solver alone; the certificate is a task of its own.
    case solve
    /// The certificate that a solve computes, by bounds.
    case certify
    /// The one that `verify` computes, by a global search for every best reply.
    case verify
    /// A sweep's next point, alpha 5% higher, from nothing and from its predecessor.
    case stepCold = "step-cold"
    case stepWarm = "step-warm"
    // Games that join topics.
    /// One iteration of StructuredNewton near the equilibrium: a direction, and the trial it leads to.
    case structuredStep = "structured_step"
    /// One plain projected-gradient step of ProjectedGradient at the equilibrium.
    case projectedStep = "projected_step"
    /// A solve from nothing; its certificate is its verdict.
    case coupledSolve = "coupled_solve"
    /// The same of a game with 1% more attention, from the equilibrium of the game.
    case coupledWarm = "coupled_warm"
    /// The gradient of total effort with respect to every parameter, the linearisation at the equilibrium included.
    case adjoint
    // Inclusive games: searches and the certificates of what they list.
    /// All threshold equilibria.
    case thresholds
    /// Adoption in each topic as `solve` searches it, one equilibrium listed.
    case adoption
    // Learning to prompt: a simulation, and the random numbers of one alone, for rewards or for rewards and algorithms.
    case learningPlay = "learning_play"
    case learningDraws = "learning_draws"
    case learningDrawsTwice = "learning_draws_twice"
    /// The same simulation in plain NumPy.
    case learningNumPy = "learning_numpy"
    // Every algorithm of the human with every one of the assistant.
    case etcETC = "learn_etc_etc", etcUCB = "learn_etc_ucb", etcEliminate = "learn_etc_eliminate", etcGreedy = "learn_etc_greedy"
    case eetcETC = "learn_eetc_etc", eetcUCB = "learn_eetc_ucb", eetcEliminate = "learn_eetc_eliminate", eetcGreedy = "learn_eetc_greedy"
    case ucbETC = "learn_ucb_etc", ucbUCB = "learn_ucb_ucb", ucbEliminate = "learn_ucb_eliminate", ucbGreedy = "learn_ucb_greedy"
    case adjustedETC = "learn_adjusted_etc", adjustedUCB = "learn_adjusted_ucb"
    case adjustedEliminate = "learn_adjusted_eliminate", adjustedGreedy = "learn_adjusted_greedy"
    case exp3ETC = "learn_exp3_etc", exp3UCB = "learn_exp3_ucb", exp3Eliminate = "learn_exp3_eliminate", exp3Greedy = "learn_exp3_greedy"
    // Some of them in games of 5 prompts and 4 responses, and of 20 and 20.
    case etcUCB5x4 = "learn_etc_ucb_5x4", ucbETC5x4 = "learn_ucb_etc_5x4", ucbUCB5x4 = "learn_ucb_ucb_5x4"
    case ucbEliminate5x4 = "learn_ucb_eliminate_5x4", adjustedUCB5x4 = "learn_adjusted_ucb_5x4", exp3Greedy5x4 = "learn_exp3_greedy_5x4"
    case etcUCB20x20 = "learn_etc_ucb_20x20", ucbETC20x20 = "learn_ucb_etc_20x20", ucbUCB20x20 = "learn_ucb_ucb_20x20"
    case ucbEliminate20x20 = "learn_ucb_eliminate_20x20", adjustedUCB20x20 = "learn_adjusted_ucb_20x20", exp3Greedy20x20 = "learn_exp3_greedy_20x20"
    // Systems beside the contest, whose sizes are their own.
    /// A plan of `creators` rounds and `topics` topics where nothing is forgotten, by the method that is chosen for the size.
    case planBuckets = "plan_buckets"
    /// One read of the graph of levels of the same game.
    case levelPass = "level_pass"
    /// The longest path over levels, where the horizon does not bind.
    case planLongestPath = "plan_longest_path"
    /// Hard games with fading memory, 12 of them.
    case planFading = "plan_fading"
    /// A pool split among `creators` producers, and who would sell.
    case compensateSplit = "compensate_split"
    /// One sort of the same producers' sizes.
    case sort
    /// The openness game with `creators` followers.
    case opennessSolve = "openness_solve"
    /// The two-player game at `creators` levels under `topics` practices.
    case opennessSweep = "openness_sweep"
    /// Single solves of it, five for every two of the sweep's.
    case opennessSingle = "openness_single"
    /// The best `topics` cuts between `creators` types.
    case persuasionCuts = "persuasion_cuts"
    /// A finite persuasion problem of `creators` states and `topics` actions.
    case persuasionProgram = "persuasion_program"
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

    package enum Kind { case stream, dense, blocks, kernel, solve, coupled, adoption, learning, economy, file, memory }

    package var kind: Kind {
        switch self {
        case .copy, .copyPastCache, .triad, .triadPastCache, .read: .stream
        case .dgemm, .dpotrf: .dense
        case .dpotriBatch, .dgemmRows: .blocks
        case .exp, .log, .pow, .sum, .dot, .maxMagnitude, .widen, .countWithin: .kernel
        case .sharePass, .takerPass, .totalSolve, .takerEffortPass, .effortMove: .kernel
        case .marginalPayoff, .jacobian, .jacobianVector, .payoff, .certificatePass: .kernel
        case .bestReply, .accumulate, .powerPoints, .certificateAdd, .gainPeak, .topicsSolve: .kernel
        case .creatorProx, .creatorPull, .creatorLinearise, .creatorDistance: .kernel
        case .creatorBlocks, .creatorSteps, .creatorNetSteps, .sweepInvert: .kernel
        case .projectCapacity, .projectStep, .creatorMismatch, .rowProducts: .kernel
        case .solve, .certify, .verify, .stepCold, .stepWarm: .solve
        case .structuredStep, .projectedStep, .coupledSolve, .coupledWarm, .adjoint: .coupled
        case .thresholds, .adoption: .adoption
        case .learningPlay, .learningDraws, .learningDrawsTwice, .learningNumPy: .learning
        case .etcETC, .etcUCB, .etcEliminate, .etcGreedy, .eetcETC, .eetcUCB, .eetcEliminate, .eetcGreedy: .learning
        case .ucbETC, .ucbUCB, .ucbEliminate, .ucbGreedy, .adjustedETC, .adjustedUCB, .adjustedEliminate, .adjustedGreedy: .learning
        case .exp3ETC, .exp3UCB, .exp3Eliminate, .exp3Greedy: .learning
        case .etcUCB5x4, .ucbETC5x4, .ucbUCB5x4, .ucbEliminate5x4, .adjustedUCB5x4, .exp3Greedy5x4: .learning
        case .etcUCB20x20, .ucbETC20x20, .ucbUCB20x20, .ucbEliminate20x20, .adjustedUCB20x20, .exp3Greedy20x20: .learning
        case .planBuckets, .levelPass, .planLongestPath, .planFading: .economy
        case .compensateSplit, .sort, .opennessSolve, .opennessSweep, .opennessSingle: .economy
        case .persuasionCuts, .persuasionProgram: .economy
        case .writeGame, .readGame, .writeCSVGame, .readCSVGame, .writeEquilibrium, .readEquilibrium: .file
        case .memory, .memoryCSV: .memory
        }
    }

    /// Whether it is a kernel over creators and all their topics.
    package var isByCreator: Bool {
        switch self {
        case .creatorProx, .creatorPull, .creatorLinearise, .creatorDistance, .creatorBlocks, .creatorSteps, .creatorNetSteps: true
        case .projectCapacity, .projectStep, .creatorMismatch: true
        default: false
        }
    }

    /// What its flops are held against: a library's inverses of the same orders where it works on a block a creator, its product of the
    /// same rows where that is what it is made of, else dgemm.
    package var flopsFloor: TaskName {
        switch self {
        case .creatorBlocks, .creatorSteps, .sweepInvert, .structuredStep, .coupledSolve, .coupledWarm, .adjoint: .dpotriBatch
        case .projectedStep, .rowProducts: .dgemmRows
        default: .dgemm
        }
    }

    /// The task that it is held against as a whole, where a group has both at one size; nil for none.
    package var wholeFloor: TaskName? {
        switch self {
        case .planBuckets: .levelPass
        case .compensateSplit: .sort
        case .opennessSweep: .opennessSingle
        case .learningPlay: .learningDraws
        case .learningNumPy: .learningPlay
        case .learningDraws, .learningDrawsTwice: nil
        default: kind == .learning ? LearningTasks.floor(of: self) : nil
        }
    }

    /// Whether it is that for another task.
    package var isWholeFloor: Bool { [.levelPass, .sort, .opennessSingle, .learningDraws, .learningDrawsTwice, .learningPlay].contains(self) }

    /// Sets the task up at a point.
    /// - Throws: whatever keeps it from being measured.
    package func prepare(at point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        switch kind {
        case .stream: try StreamTasks.prepare(point, inputs)
        case .dense: try DenseTasks.prepare(point)
        case .blocks: try self == .dgemmRows ? RowProductTasks.prepare(point) : BlockTasks.prepare(point, inputs)
        case .kernel: try KernelTasks.prepare(point, inputs)
        case .solve: try SolveTasks.prepare(point, inputs)
        case .coupled: try CoupledTasks.prepare(point, inputs)
        case .adoption: try AdoptionTasks.prepare(point, inputs)
        case .learning: try LearningTasks.prepare(point, inputs)
        case .economy: try prepareEconomy(point, inputs)
        case .file: try FileTasks.prepare(point, inputs)
        case .memory: try MemoryTask.prepare(point, inputs)
        }
    }

    private func prepareEconomy(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        switch self {
        case .compensateSplit, .sort: try CompensationTasks.prepare(point, inputs)
        case .opennessSolve, .opennessSweep, .opennessSingle: try OpennessTasks.prepare(point, inputs)
        case .persuasionCuts, .persuasionProgram: try PersuasionTasks.prepare(point, inputs)
        default: try PlanningTasks.prepare(point, inputs)
        }
    }
}

/// One task with everything that makes it one measurement.
package struct TaskPoint: Sendable, Hashable {
    package var task: TaskName
    package var family: GameFamily?
    /// Of dense linear algebra: the order, and 1. Of systems beside the contest: what the task says.
    package var creators: Int
    package var topics: Int
    package var threads: Int
    package var target: String

    package init(task: TaskName, family: GameFamily?, creators: Int, topics: Int, threads: Int, target: String) {
        self.task = task
        self.family = family
        self.creators = creators
        self.topics = topics
        self.threads = threads
        self.target = target
    }

    package var cells: Int { creators * topics }
}
