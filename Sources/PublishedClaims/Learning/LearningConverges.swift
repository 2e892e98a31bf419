import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Creators who learn come to the equilibrium.
///
/// For monotone games mirror descent converges with suitable vanishing steps (Mertikopoulos and Zhou, Math. Program. 173, 2019,
/// doi:10.1007/s10107-018-1254-8), and with bandit feedback too (Bravo, Leslie, Mertikopoulos, NeurIPS 2018, arXiv:1810.01925). What is tried
/// here are the schedules that suit each rule in finitely many steps, so every outcome is an observation; no theorem says that
/// simultaneous best responses converge.
public struct LearningConverges: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "learning"
    public let statement = "Natural learning dynamics lead to the equilibrium, whatever efforts creators start from."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.observation

    /// One rule, how long it may take, and how near it is to come.
    struct Setting: Sendable {
        let name: String
        let dynamics: LearningDynamics
        let steps: Int
        /// |x - x*| / |x*|, as trajectories measure it.
        let distance: Double
        var label: String { "\(name): distance below \(NumberText.general(distance)) within \(steps) steps" }
    }

    var settings: [Setting] {
        let exact: [(String, LearningDynamics)] = [
            ("Euclidean mirror descent", .mirrorDescent(.euclidean)), ("entropic mirror descent", .mirrorDescent(.entropic)),
            ("gradient play", .gradientPlay), ("sequential best responses", .bestResponse(.sequential)),
            ("damped best responses", .bestResponse(.damped)), ("simultaneous best responses", .bestResponse(.simultaneous)),
        ]
        let bandit: [(String, LearningDynamics)] = [
            ("Euclidean mirror descent, bandit feedback", .mirrorDescent(.euclidean, .bandit(BanditFeedback()))),
            ("entropic mirror descent, bandit feedback", .mirrorDescent(.entropic, .bandit(BanditFeedback()))),
        ]
        return exact.map { Setting(name: $0.0, dynamics: $0.1, steps: 5000, distance: 1e-6) }
            + bandit.map { Setting(name: $0.0, dynamics: $0.1, steps: 3000, distance: 0.2) }
    }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: \.label, isProved: { _ in false }) {
                let cycles = $1.sum(2) > 0 ? "; \(NumberText.general($1.sum(2))) in a cycle" : ""
                return "so near after \($1.spread(1, digits: 5)) steps; distance at the end \($1.spread(0, digits: 2))\(cycles)"
            }
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let (n, topics) = (instance.integer(.creators, in: 2...20), instance.integer(.popularity, in: 1...3))
        let gamma = (0..<topics).map { instance.uniform(.demand, in: 0.2...1, at: $0) }
        let contest = try Contest(
            market: Market(
                mu: PerTopic((0..<topics).map { instance.logUniform(.attention, in: 1...1000, at: $0) }),
                alpha: PerTopic((0..<topics).map { instance.logUniform(.efficiency, in: 0.05...10, at: $0) }),
                beta: PerTopic(gamma.enumerated().map { instance.uniform(.scaling, in: 0...$1, at: $0) }), gamma: PerTopic(gamma)),
            costs: .power(
                coefficients: (0..<n).map { i in (0..<topics).map { Optional(instance.logUniform(.cost, in: 0.1...10, at: 3 * i + $0)) } },
                exponent: instance.pick(.exponent, from: [1.2, 1.5, 2, 3])))
        var settings = SimulationSettings()
        (settings.steps, settings.threads, settings.seed) = (setting.steps, 1, instance.seed)
        // Moves so small leave the distance far below what is asked; but an entropic step moves as little near the bounds of the
        // efforts, however far it still has to go.
        settings.tolerance = setting.dynamics == .mirrorDescent(.entropic) ? 0 : 1e-10
        let equilibrium = try contest.certified()
        // From a tenth to ten times the average effort of each topic.
        let start = (0..<contest.layout.cells).map { cell in
            equilibrium.totals[cell / n] / Double(n) * instance.logUniform(.total, in: 0.1...10, at: cell)
        }
        settings.start = EffortProfile(layout: contest.layout, values: CellBuffer(start))
        let trajectory = try simulate(contest, dynamics: setting.dynamics, settings: settings, equilibrium: equilibrium.efforts)
        guard let last = trajectory.records.last else { throw Unsolved(reason: trajectory.reason ?? trajectory.end.word) }
        var cycles = 0.0
        if case .cycle = trajectory.end { cycles = 1 }
        let margin = log10(setting.distance / max(last.distance, .leastNormalMagnitude))
        let reached = trajectory.records.first { $0.distance <= setting.distance }?.step ?? trajectory.steps
        return [.judged(margin: margin, [last.distance, Double(reached), cycles])]
    }
}
