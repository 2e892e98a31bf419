import CBench
import NumericCore
import Planning

/// Planning against GenAI: `creators` is T, the rounds, and `topics` is k. Games are drawn by ``PlanningFamily``.
enum PlanningTasks {
    /// Games of one execution of `plan_fading`.
    private static let hardGames = 12
    /// The least share of the bound that counts as right.
    private static let leastRatio = 0.95

    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        switch point.task {
        case .levelPass: return try levelPass(try game(.binding, point, inputs), point)
        case .planLongestPath: return plans([try game(.leaving, point, inputs)], method: .longestPath, point)
        case .planFading: return plans(try (0..<hardGames).map { try game(.hard, point, inputs, index: $0) }, method: nil, point)
        default: return plans([try game(.binding, point, inputs)], method: nil, point)
        }
    }

    private static func game(_ family: PlanningFamily, _ point: TaskPoint, _ inputs: TaskInputs, index: Int = 0) throws -> PlanningGame {
        try family.game(topics: point.topics, rounds: point.creators, seed: inputs.seed, index: index)
    }

    /// Plans for all games, their simulations included; `method` nil: as it is chosen by the game.
    private static func plans(_ games: [PlanningGame], method: PlanMethod?, _ point: TaskPoint) -> PreparedTask {
        var settings = PlanSettings()
        settings.threads = point.threads
        var last: [PlanResult] = []
        return PreparedTask(conclude: { Conclusion(last, leastRatio: leastRatio) }) { [settings] in
            last = try makePlans(for: games, method: method, settings: settings)
            return nil
        }
    }

    /// One read of all numbers of the exact graph of levels of the game that `plan_buckets` plans for.
    private static func levelPass(_ game: PlanningGame, _ point: TaskPoint) throws -> PreparedTask {
        guard let graph = LevelGraphNumbers(of: game, threads: point.threads) else {
            throw TaskError(description: "its levels are too many to list", isAbsence: true)
        }
        let bytes = 8 * Double(graph.payoffs.count + graph.caps.count) + 4 * Double(graph.targets.count)
        return PreparedTask(work: TaskWork(bytesRead: bytes)) {
            var sum = graph.payoffs.withUnsafeBufferPointer { numbers in numbers.baseAddress.map { nb_bench_read(numbers.count, $0) } ?? 0 }
            sum += graph.caps.withUnsafeBufferPointer { numbers in numbers.baseAddress.map { nb_bench_read(numbers.count, $0) } ?? 0 }
            var nodes: Int32 = 0
            for target in graph.targets { nodes &+= target }
            sum += Double(nodes)
            withUnsafePointer(to: &sum) { nb_bench_keep($0) }
            return nil
        }
    }
}

extension Conclusion {
    /// Plans count where each has a bound, and the mean of the certified ratios is large enough.
    fileprivate init(_ results: [PlanResult], leastRatio: Double) {
        let ratios = results.compactMap(\.ratio)
        guard let first = results.first, ratios.count == results.count else {
            self = .wrong("a plan has no bound")
            return
        }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        let isOptimal = results.allSatisfy { $0.status == .optimal }
        let outcome = BenchmarkResult.Outcome(status: (isOptimal ? first.status : PlanStatus.certified).rawValue, ratio: mean)
        self = mean >= leastRatio ? .right(outcome) : .wrong("the mean certified ratio is below \(leastRatio)", outcome)
    }
}
