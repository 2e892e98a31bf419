import NumericCore

/// What came of one question put to all instances of one setting.
public struct ClaimOutcome: Sendable, Equatable {
    /// The name of the claim.
    public let claim: String
    /// The family of games and what was asked of them.
    public let setting: String
    /// Whether a proof covers every instance that was judged: then a single failure is a contradiction.
    public let isProved: Bool
    /// Instances drawn.
    public let instances: Int
    /// Instances that meet the setting's conditions and were solved; the claim holds or fails in each.
    public let judged: Int
    /// Judged instances in which it holds.
    public let held: Int
    /// Instances whose game was not solved to its tolerance, or has no equilibrium: nothing is said about them.
    public let unsolved: Int
    /// The first reason among those.
    public let reason: String?
    /// What was measured, in words and numbers.
    public let outcome: String
    /// Where it fails by most.
    public let worst: Failure?
    /// Every instance in which it fails, by its seed.
    public let failedSeeds: [UInt64]

    /// An instance in which a claim fails.
    public struct Failure: Sendable, Equatable {
        /// `run(instances: 1, seed: seed)` draws it again.
        public let seed: UInt64
        /// By how much, < 0 or NaN, in the units of the question.
        public let margin: Double
    }

    /// `always`, `never`, `in 187 of 200`, or `not judged` where no instance meets the conditions; with what was not solved.
    public var holds: String {
        let verdict = switch held {
        case _ where judged == 0: "not judged"
        case judged: "always (\(judged))"
        case 0: "never (\(judged))"
        default: "in \(held) of \(judged)"
        }
        return unsolved == 0 ? verdict : "\(verdict); \(unsolved) not solved"
    }

    /// Whether something proved came out otherwise: somebody has made a mistake.
    public var isContradiction: Bool { isProved && held < judged }
    /// Whether a proved statement could not be tried on every instance, because a game was not solved.
    public var isIncomplete: Bool { isProved && unsolved > 0 }
}

/// What came of one question put to one instance.
struct Judgement: Sendable, Equatable {
    /// >= 0 where the claim holds; nil where nothing was judged.
    var margin: Double?
    /// What was measured; only of judged instances.
    var numbers: [Double] = []
    /// Why the instance was not solved.
    var reason: String?

    /// The claim holds where the margin, which rounding may have moved by `slack`, is not negative. NaN fails.
    static func judged(margin: Double, slack: Double = 0, _ numbers: [Double] = []) -> Judgement {
        let isRounding = margin < 0 && margin >= -slack
        return Judgement(margin: isRounding ? 0 : margin, numbers: numbers)
    }

    /// A condition as a margin: 1 or -1.
    static func judged(_ holds: Bool, _ numbers: [Double] = []) -> Judgement { judged(margin: holds ? 1 : -1, numbers) }

    /// The instance does not meet the conditions of the question.
    static let outside = Judgement()

    var isFailure: Bool { margin.map { !($0 >= 0) } ?? false }
}

/// Thrown by a claim that judges where a game has no equilibrium, or none was found: the instance counts as not solved.
struct Unsolved: Error {
    let reason: String
}

/// All judgements of one question in one setting, in the order of the instances.
struct Findings: Sendable {
    let judgements: [Judgement]

    private var judged: [Judgement] { judgements.filter { $0.margin != nil } }
    var count: Int { judged.count }

    /// A measured number of all judged instances that have it.
    func numbers(_ index: Int) -> [Double] { judged.compactMap { index < $0.numbers.count ? $0.numbers[index] : nil } }

    /// `0.8 / 1.2 / 3.1`: the least, the middle and the largest of a measured number.
    func spread(_ index: Int, digits: Int = 3) -> String {
        let sorted = numbers(index).sorted { $0 < $1 || $1.isNaN && !$0.isNaN }
        guard let least = sorted.first, let largest = sorted.last else { return "none" }
        return [least, Self.median(ofSorted: sorted), largest].map { NumberText.general($0, digits: digits) }.joined(separator: " / ")
    }

    /// The middle of a measured number, as text.
    func median(_ index: Int, digits: Int = 3) -> String {
        let sorted = numbers(index).sorted()
        return sorted.isEmpty ? "none" : NumberText.general(Self.median(ofSorted: sorted), digits: digits)
    }

    /// The sum of a measured number, counts for instance.
    func sum(_ index: Int) -> Double { numbers(index).reduce(0, +) }

    private static func median(ofSorted sorted: [Double]) -> Double {
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The row of the table that they add up to.
    func outcome(claim: String, setting: String, isProved: Bool, text: String, seed: UInt64) -> ClaimOutcome {
        let failures = judgements.enumerated().filter { $0.element.isFailure }
        // The most negative margin; NaN, which cannot even be computed, before all others.
        let worst = failures.min { a, b in
            let (a, b) = (a.element.margin ?? 0, b.element.margin ?? 0)
            return a.isNaN ? !b.isNaN : a < b
        }
        return ClaimOutcome(
            claim: claim, setting: setting, isProved: isProved, instances: judgements.count, judged: count, held: count - failures.count,
            unsolved: judgements.count { $0.reason != nil }, reason: judgements.lazy.compactMap(\.reason).first, outcome: text,
            worst: worst.map { ClaimOutcome.Failure(seed: seed &+ UInt64($0.offset), margin: $0.element.margin ?? .nan) },
            failedSeeds: failures.map { seed &+ UInt64($0.offset) })
    }
}
