import NumericCore
import Planning

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An exact plan where nothing is forgotten takes a number of steps that is polynomial in T and k.
///
/// Published: O(T k^3). What a pass over the levels has to price is counted: raises that pay, times the k payoffs that each adds up. Counts
/// are the same on every machine, as times are not. With V <= 1 + k T levels a pass has at most (1 + k T) k^2 terms (derived here).
public struct PlanningWork: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "planning-work"
    public let statement =
        "Without discounting an exact plan takes polynomial time: the longest path's work grows like T in the horizon and at most like k^3 in the topics."
    public let source = ClaimSource.creationStrategy
    public let kind = ClaimKind.theorem

    enum Setting: String, CaseIterable, Sendable {
        /// Every topic stops paying so early that all plays that pay fit the horizon.
        case fitting = "horizon does not bind"
        /// Every topic pays at every count up to T: as many levels as there can be.
        case full = "every play pays"
    }

    private static let horizons = [100, 200, 400, 800]
    private static let topicCounts = [2, 4, 8, 16]

    var settings: [Setting] { Setting.allCases }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.rawValue), k = 4, T = 100 to 800: work grows at most like T^1.1" }, isProved: { _ in false }) {
                "exponent \($1.spread(0)); \($1.median(1)) terms at T = 800"
            },
            ClaimQuestion(label: { "\($0.rawValue), T = 100, k = 2 to 16: work grows at most like k^3.2" }, isProved: { _ in false }) {
                "exponent \($1.spread(0)); \($1.median(1)) terms at k = 16"
            },
            ClaimQuestion(label: { "\($0.rawValue): at most 1 + kT levels and (1 + kT) k^2 terms" }, isProved: { _ in true }) {
                "terms over the most \($1.spread(0))"
            },
            ClaimQuestion(
                label: { "\($0.rawValue), k = 2, T = 60: the longest path is the best of all counts" }, isProved: { _ in true }, isAsked: { $0 == .fitting },
                text: { "\($1.count) games" }),
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        var most = 0.0
        func terms(_ topics: Int, _ rounds: Int) throws -> Double {
            guard let size = LevelGraphSize(of: try Self.game(setting, instance, topics: topics, rounds: rounds)) else {
                throw Unsolved(reason: "no level graph")
            }
            let levels = Double(1 + topics * rounds)
            most = max(most, Double(size.nodes) / levels, Double(size.terms) / (levels * Double(topics * topics)))
            return Double(size.terms)
        }
        let overRounds = try Self.horizons.map { try terms(4, $0) }
        let overTopics = try Self.topicCounts.map { try terms($0, 100) }
        let (inRounds, inTopics) = (Self.exponent(Self.horizons, overRounds), Self.exponent(Self.topicCounts, overTopics))
        var longest = Judgement.outside
        if setting == .fitting {
            let game = try Self.game(setting, instance, topics: 2, rounds: 60)
            let path = try game.planned(.longestPath)
            let optimum = CountingReference(game).optimum
            guard path.horizonBinds == false else { throw Unsolved(reason: "the horizon binds") }
            longest = .judged(margin: -abs(path.value - optimum), slack: 1e-11 * max(1, optimum))
        }
        return [
            .judged(margin: 1.1 - inRounds, [inRounds, overRounds.last ?? .nan]),
            .judged(margin: 3.2 - inTopics, [inTopics, overTopics.last ?? .nan]), .judged(margin: 1 - most, [most]), longest,
        ]
    }

    /// Topic i stops paying after about h_i plays: its gap, a_i e^(-rate n), is then at the lead that its cost asks for.
    private static func game(_ setting: Setting, _ instance: ClaimInstance, topics: Int, rounds: Int) throws -> PlanningGame {
        let scale = instance.uniform(.scaling, in: 4...12)
        var (quality, cost, gap, rate): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for topic in 0..<topics {
            quality.append(instance.uniform(.popularity, in: 0.85...1, at: topic))
            gap.append(instance.uniform(.total, in: 0.6...0.8, at: topic))
            cost.append(instance.uniform(.cost, in: 0.6...0.75, at: topic))
            let lead = log(cost[topic] / (1 - cost[topic])) / scale
            let plays = instance.uniform(.share, in: 0.5...0.95, at: topic) * Double(rounds)
            rate.append(log(gap[topic] / lead) / (setting == .fitting ? plays / Double(topics) : 4 * plays))
        }
        return try PlanningGame(
            topics: topics, rounds: rounds, quality: PerTopic(quality), cost: PerTopic(cost),
            gap: .exponential(initial: PerTopic(gap), rate: PerTopic(rate)), link: Link(.logistic, scale: scale))
    }

    /// a of count = constant x^a, by least squares on logarithms.
    static func exponent(_ sizes: [Int], _ counts: [Double]) -> Double {
        let (x, y) = (sizes.map { log(Double($0)) }, counts.map { log($0) })
        let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        return covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    }
}
