import Learning
import NumericCore

/// Learning to prompt: `creators` replicas of `topics` rounds, both players UCB in a game of two prompts and two responses; beside it
/// the random numbers of the same rounds alone, drawn and added up by one thread, below which no run can go.
enum LearningTasks {
    /// - Throws: ``TaskError`` where the numbers make no simulation.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        guard let target = KernelTarget(name: point.target) else { throw TaskError(description: "no target \(point.target)", isAbsence: true) }
        if point.task == .learningDraws {
            let random = PromptingRandom(seed: inputs.seed)
            let groups = (point.creators + 7) / 8
            var sums: [Double] = []
            let draws = Double(2 * point.topics)
            // The mean of a draw is 1/2: a sum outside 10 standard deviations is no sum of uniforms.
            let reach = 10 * (draws / 12).squareRoot()
            return PreparedTask(conclude: { sums.allSatisfy { abs($0 - draws / 2) < reach } ? .right() : .wrong("sums of uniforms are off") }) {
                sums = random.sums(groups: groups, rounds: point.topics, stream: .rewards, target: target)
                return nil
            }
        }
        let values: [[Double?]] = [[0.6, 0.4], [0.5, 0.3]]
        let simulation = try PromptingSimulation(
            game: PromptingGame(human: values, ai: values), human: .ucb, ai: .ucb, noise: .bernoulli(low: 0, high: 1), horizon: point.topics,
            replicas: point.creators, seed: inputs.seed)
        var settings = PlaySettings()
        settings.threads = point.threads
        settings.target = target
        var last: PromptingOutcome?
        let rounds = point.topics * point.creators
        return PreparedTask(conclude: { last?.counts.reduce(0, +) == rounds ? .right() : .wrong("rounds are missing") }) {
            last = try simulation.run(settings: settings)
            return nil
        }
    }
}
