import Learning
import NumericCore

/// Learning to prompt: `creators` replicas of `topics` rounds, `learning_play` with both players UCB in a game of two prompts and two
/// responses, the others every pair of algorithms in a game of two prompts and three responses, some also in larger ones; beside them the
/// random numbers of the same rounds alone, drawn and added up by one thread, below which no run can go.
enum LearningTasks {
    /// - Throws: ``TaskError`` where the numbers make no simulation.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        guard let target = KernelTarget(name: point.target) else { throw TaskError(description: "no target \(point.target)", isAbsence: true) }
        switch point.task {
        case .learningDraws: return draws(point, inputs, [.rewards], target)
        case .learningDrawsTwice: return draws(point, inputs, [.rewards, .algorithms], target)
        case .learningNumPy: return try LearningInNumPy.prepare(point, inputs)
        default: return try play(simulation(point, inputs), threads: point.threads, target)
        }
    }

    /// The random numbers that a pair cannot do without.
    static func floor(of task: TaskName) -> TaskName {
        task.rawValue.contains("exp3") || task.rawValue.contains("greedy") ? .learningDrawsTwice : .learningDraws
    }

    /// The simulation of a point; that of `learning_play` where the task is not a pair's.
    static func simulation(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PromptingSimulation {
        let words = point.task.rawValue.split(separator: "_").map(String.init)
        let values: [[Double?]]
        var (human, ai) = (HumanAlgorithm.ucb, AssistantAlgorithm.ucb)
        if words.count >= 3, words[0] == "learn", let one = humans[words[1]], let other = assistants[words[2]] {
            (human, ai) = (one, other)
            let size = words.count > 3 ? words[3].split(separator: "x").compactMap { Int($0) } : []
            values = size.count == 2 ? spread(prompts: size[0], responses: size[1]) : [[0.6, 0.5, 0.4], [0.5, 0.4, 0.3]]
        } else {
            values = [[0.6, 0.4], [0.5, 0.3]]
        }
        return try PromptingSimulation(
            game: PromptingGame(human: values, ai: values), human: human, ai: ai, noise: .bernoulli(low: 0, high: 1), horizon: point.topics,
            replicas: point.creators, seed: inputs.seed)
    }

    /// Means from 0.1 to 0.9, evenly and in no order: multiples of the golden ratio's fraction.
    private static func spread(prompts: Int, responses: Int) -> [[Double?]] {
        (0..<prompts).map { (prompt: Int) -> [Double?] in
            (1...responses).map { (response: Int) -> Double? in
                let multiple = Double(prompt * responses + response) * 0.618_033_988_749_894_9
                return 0.1 + 0.8 * (multiple - multiple.rounded(.down))
            }
        }
    }

    /// T^(2/3) 4^(-2/3) rounds of exploration, as in published experiments.
    private static let rounds = PullCount.power(coefficient: 0.39685, exponent: 2.0 / 3, multiple: 1)
    private static let humans: [String: HumanAlgorithm] = [
        "etc": .exploreThenCommit(rounds), "eetc": .exploreTwiceThenCommit(rounds, rounds), "ucb": .ucb,
        "adjusted": .regretAdjustedUCB(kappa: 0.25), "exp3": .exploreThenExp3(rounds, low: 0, high: 1),
    ]
    private static let assistants: [String: AssistantAlgorithm] = [
        "etc": .exploreThenCommit(rounds), "ucb": .ucb, "eliminate": .activeArmElimination, "greedy": .epsilonGreedy(c: 1),
    ]

    private static func play(_ simulation: PromptingSimulation, threads: Int, _ target: KernelTarget) -> PreparedTask {
        var settings = PlaySettings()
        settings.threads = threads
        settings.target = target
        var last: PromptingOutcome?
        let rounds = simulation.horizon * simulation.replicas
        return PreparedTask(conclude: { last?.counts.reduce(0, +) == rounds ? .right() : .wrong("rounds are missing") }) {
            last = try simulation.run(settings: settings)
            return nil
        }
    }

    private static func draws(
        _ point: TaskPoint, _ inputs: TaskInputs, _ streams: [PromptingRandom.Stream], _ target: KernelTarget
    ) -> PreparedTask {
        let random = PromptingRandom(seed: inputs.seed)
        let groups = (point.creators + 7) / 8
        var sums: [Double] = []
        let draws = Double(2 * point.topics)
        // The mean of a draw is 1/2: a sum outside 10 standard deviations is no sum of uniforms.
        let reach = 10 * (draws / 12).squareRoot()
        return PreparedTask(conclude: { sums.allSatisfy { abs($0 - draws / 2) < reach } ? .right() : .wrong("sums of uniforms are off") }) {
            sums = streams.flatMap { random.sums(groups: groups, rounds: point.topics, stream: $0, target: target) }
            return nil
        }
    }
}
