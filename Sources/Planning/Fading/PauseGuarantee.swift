#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What windows and pauses promise before any plan is found (Theorem 2 of this project; the 1/2 is the published claim, the
/// constants are derived here).
///
/// After p pauses GenAI remembers at most delta_i = gamma_i^p gamma_i / (1 - gamma_i) of topic i. The plays of a window that are best
/// from N = 0 then lose at most kappa(delta) each, so a window of w rounds pays at least W(w) - w kappa, and W(w) >= r*, the best
/// single payoff. With w kappa <= epsilon r*:
///
/// - pauses as long as the windows, starting with a window: value >= (1 - epsilon)/2 OPT_T for every T;
/// - the best of the w + p starting offsets: value >= (1 - epsilon) w/(w + p) OPT_T.
///
/// The proof starts from what a pause leaves behind, so it needs initial memories of at most delta.
public struct PauseGuarantee: Sendable {
    let game: PlanningGame
    /// r* = W(1), the best payoff at N = 0.
    public let bestPayoff: Double
    private let steepness: Double

    /// What the theorem needs to know of a game. O(k).
    public init(_ game: PlanningGame) {
        self.game = game
        let zero = [Double](repeating: 0, count: game.topics)
        let level = game.level(after: zero)
        bestPayoff = (0..<game.topics).reduce(-Double.infinity) { max($0, game.payoff(of: $1, at: level)) }
        steepness = game.link.steepness(from: level)
    }

    /// delta_i: the most that GenAI remembers of a topic after `pause` rounds without work; infinite where it never forgets.
    public func leftover(of topic: Int, pause: Int) -> Double {
        let gamma = game.memory[topic]
        guard gamma < 1 else { return .infinity }
        return pow(gamma, Double(pause)) * gamma / (1 - gamma)
    }

    /// kappa(delta) after `pause` rounds without work: the most that a play can lose to what is left. In [0, 1].
    ///
    /// min(1, Lambda max_i (g_i(0) - g_i(delta_i))) for the convex shapes, whose gap falls fastest at 0; for a table its steepest
    /// step times delta in place of the fall at 0. Lambda = s/4, s/sqrt(2 pi), s/2, s/(4 M_0) for logistic, probit, linear and
    /// bradley-terry links; none for `threshold`, where any rise of the level may cost a whole user. O(k).
    public func loss(pause: Int) -> Double {
        var rise = 0.0
        for topic in 0..<game.topics {
            rise = max(rise, game.gaps[topic].largestFall(over: leftover(of: topic, pause: pause), tables: game.tables))
        }
        return rise == 0 ? 0 : min(1, steepness * rise)
    }

    /// Whether the initial memories are at most what a pause leaves.
    private func startsFresh(pause: Int) -> Bool {
        (0..<game.topics).allSatisfy { game.initial[$0] <= leftover(of: $0, pause: pause) }
    }

    /// w(epsilon): the least w with w kappa(delta_w) <= epsilon r*, by trying one after another.
    /// - Returns: nil where r* <= 0, or where no w up to `longest` will do (as where a topic is never forgotten).
    /// - Complexity: O(w k).
    public func window(epsilon: Double, longest: Int = 100_000) -> Int? {
        guard bestPayoff > 0 else { return nil }
        // A topic that is never forgotten loses the same whatever the pause.
        if loss(pause: longest) * Double(longest) > epsilon * bestPayoff { return nil }
        for w in 1...longest where Double(w) * loss(pause: w) <= epsilon * bestPayoff { return w }
        return nil
    }

    /// A w that is long enough, in closed form: max(1, ceil((2/h) ln^+(2 A / (e h)))) with h = ln(1/Gamma), Gamma the largest memory
    /// and A = Lambda max|g'| Gamma / ((1 - Gamma) epsilon r*). It follows from ln w <= h w/2 + ln(2/(e h)).
    /// - Returns: nil where r* <= 0, Gamma = 1, or the link has no Lambda.
    public func closedFormWindow(epsilon: Double) -> Int? {
        let slowest = game.memory.max() ?? 0
        guard bestPayoff > 0, slowest < 1, steepness.isFinite else { return nil }
        guard slowest > 0 else { return 1 }
        let slope = game.gaps.reduce(0) { max($0, $1.steepestSlope(tables: game.tables)) }
        let h = -log(slowest)
        let a = steepness * slope * slowest / ((1 - slowest) * epsilon * bestPayoff)
        let rounds = 2 / h * max(0, log(2 * a / (exp(1) * h)))
        return rounds < 1e15 ? max(1, Int(rounds.rounded(.up))) : nil
    }

    /// The promise of a window and a pause where some epsilon < 1 makes one.
    /// - Parameter bestOffset: whether the plan is the best over all starting offsets.
    public func promise(window: Int, pause: Int, bestOffset: Bool) -> PlanGuarantee? {
        guard bestPayoff > 0, startsFresh(pause: pause), bestOffset || pause == window else { return nil }
        let epsilon = Double(window) * loss(pause: pause) / bestPayoff
        guard epsilon < 1 else { return nil }
        let share = bestOffset ? Double(window) / Double(window + pause) : 0.5
        return PlanGuarantee(factor: (1 - epsilon) * share, epsilon: epsilon, window: window, pause: pause)
    }
}

extension Link {
    /// Lambda: how fast sigma falls at most in its second argument, where that is at least `lowest`; infinite where it jumps.
    func steepness(from lowest: Double) -> Double {
        switch kind {
        case .logistic: scale / 4
        case .probit: scale / (2 * Double.pi).squareRoot()
        case .linear: scale / 2
        case .threshold: .infinity
        case .bradleyTerry: lowest > 0 ? scale / (4 * lowest) : .infinity
        }
    }
}

extension TopicGap {
    /// The most that g can fall while N grows by `growth` >= 0, from wherever.
    func largestFall(over growth: Double, tables: [Double]) -> Double {
        guard growth > 0 else { return 0 }
        guard shape == .table else { return growth < .infinity ? initial - self(growth, tables: tables) : initial - limit }
        let slope = steepestSlope(tables: tables)
        return slope == 0 ? 0 : min(initial - floor, slope * growth)
    }

    /// max |g'|.
    func steepestSlope(tables: [Double]) -> Double {
        switch shape {
        case .exponential, .linear: return (initial - floor) * rate
        case .power: return (initial - floor) * rate * exponent
        case .table:
            let values = tables[tableStart..<tableStart + tableCount]
            return zip(values, values.dropFirst()).reduce(0) { max($0, $1.0 - $1.1) }
        }
    }
}
