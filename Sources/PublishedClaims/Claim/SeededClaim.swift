import NumericCore
import Synchronization

/// A claim that draws an instance from a seed, solves what there is to solve once, and answers every question about it.
protocol SeededClaim: PublishedClaim {
    /// What is varied from one family of games to the next.
    associatedtype Setting: Sendable
    /// The families, in the order of the table.
    var settings: [Setting] { get }
    /// What is asked of each, in the order of the table.
    var questions: [ClaimQuestion<Setting>] { get }
    /// One judgement for each question, in their order.
    /// - Throws: `Unsolved` where a game has no equilibrium or none was found.
    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement]
}

/// A question and how its answers are told.
struct ClaimQuestion<Setting: Sendable>: Sendable {
    /// What stands in the table's column `setting`.
    let label: @Sendable (Setting) -> String
    /// Whether a proof covers every instance that the claim does not leave out.
    let isProved: @Sendable (Setting) -> Bool
    /// Whether it is asked in a setting at all.
    var isAsked: @Sendable (Setting) -> Bool = { _ in true }
    /// What was measured, for the table's column `outcome`.
    let text: @Sendable (Setting, Findings) -> String
}

extension SeededClaim {
    public func run(
        instances: Int, seed: UInt64, workers: Int?, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    ) throws -> [ClaimOutcome] {
        precondition(instances >= 1, "at least one instance")
        let (settings, questions) = (settings, questions)
        let count = settings.count * instances
        let answers = Mutex([Result<[Judgement], any Error>?](repeating: nil, count: count))
        let done = Atomic<Int>(0)
        Workers(threads: workers).run(count) { index in
            let (setting, offset) = (settings[index / instances], index % instances)
            let answer = Result { try judgements(setting, ClaimInstance(seed: seed &+ UInt64(offset)), questions.count) }
            answers.withLock { $0[index] = answer }
            progress?(done.wrappingAdd(1, ordering: .relaxed).newValue, count)
        }
        let judged = try answers.withLock { try $0.compactMap { try $0?.get() } }
        var outcomes: [ClaimOutcome] = []
        for (at, setting) in settings.enumerated() {
            for (place, question) in questions.enumerated() where question.isAsked(setting) {
                let findings = Findings(judgements: judged[at * instances..<(at + 1) * instances].map { $0[place] })
                outcomes.append(
                    findings.outcome(
                        claim: name, setting: question.label(setting), isProved: question.isProved(setting),
                        text: findings.count == 0 ? "no instance met the conditions" : question.text(setting, findings), seed: seed))
            }
        }
        return outcomes
    }

    private func judgements(_ setting: Setting, _ instance: ClaimInstance, _ count: Int) throws -> [Judgement] {
        do {
            let answers = try judge(setting, instance)
            precondition(answers.count == count, "\(name): \(count) questions, \(answers.count) answers")
            return answers
        } catch let failure as Unsolved {
            return [Judgement](repeating: Judgement(reason: failure.reason), count: count)
        }
    }
}

extension Contest {
    /// The certified equilibrium, found by one thread: instances are what goes side by side.
    /// - Throws: `Unsolved` where the solve does not converge.
    func certified(settings: Settings = Settings()) throws -> Equilibrium {
        var settings = settings
        settings.threads = 1
        let equilibrium = try solve(self, settings: settings)
        guard equilibrium.status == .converged else {
            throw Unsolved(reason: [equilibrium.status.rawValue, equilibrium.reason].compactMap { $0 }.joined(separator: ": "))
        }
        return equilibrium
    }
}
