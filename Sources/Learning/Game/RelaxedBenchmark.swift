/// What a player can hope for against one who errs a little: a value, and the error e at which the infimum is attained.
public struct RelaxedBenchmark: Sendable, Equatable {
    /// Reward a round.
    public let value: Double
    /// The smallest e that attains it.
    public let epsilon: Double
}

/// The relaxed benchmarks, exact for finite games.
///
/// With B_e(a) = {b : vA(a, b) >= max_b' vA(a, b') - e}, upper_a = max over B_e(a) of vH, lower = max_a min over B_e(a) of vH and
/// A_e = {a : upper_a >= lower - e},
///
///     human: inf over e >= 0 of lower + e              assistant: inf over e >= 0 of min over A_e of max_b vA(a, b) + e
///
/// lower and upper change only where e reaches a gap max_b' vA(a, b') - vA(a, b); between two gaps A_e grows where e reaches
/// lower - upper_a. Both are steps that are closed on the left, so the infimum is the least value at such a point (derived here).
/// Source of the benchmarks: arXiv:2403.00188 and the talk named at ``PromptingGame`` (which prints vA in the last term of A_e; vH is
/// meant, derived here).
extension PromptingGame {
    /// The human's relaxed benchmark.
    /// - Complexity: O(prompts responses (prompts + log)).
    public var relaxedHumanBenchmark: RelaxedBenchmark {
        var best = RelaxedBenchmark(value: .infinity, epsilon: 0)
        forEachGap { gap, _, replies in
            let value = Self.lower(replies) + gap
            if value < best.value { best = RelaxedBenchmark(value: value, epsilon: gap) }
        }
        return best
    }

    /// The assistant's relaxed benchmark.
    /// - Complexity: O(prompts^2 responses log).
    public var relaxedAIBenchmark: RelaxedBenchmark {
        let tops = (0..<prompts).map(bestForAI)
        var best = RelaxedBenchmark(value: .infinity, epsilon: 0)
        forEachGap { gap, next, replies in
            let lower = Self.lower(replies)
            // Prompts enter A_e at lower - upper_a, in this order; those before `gap` are there when it begins.
            let entries = zip(replies, tops).map { reply, top in (at: max(lower - reply.most, gap), top: top) }.sorted { $0.at < $1.at }
            var least = Double.infinity
            for (index, entry) in entries.enumerated() where entry.at < next {
                least = min(least, entry.top)
                if index + 1 < entries.count, entries[index + 1].at == entry.at { continue }
                if least + entry.at < best.value { best = RelaxedBenchmark(value: least + entry.at, epsilon: entry.at) }
            }
        }
        return best
    }

    /// The least and the most that vH is among the replies of a prompt that are near enough to the best.
    private struct Replies {
        var least = Double.infinity
        var most = -Double.infinity
    }

    private static func lower(_ replies: [Replies]) -> Double { replies.lazy.map(\.least).max() ?? .nan }

    /// Calls `body` with each distinct gap, the one after it (infinity after the last), and the replies within it.
    private func forEachGap(_ body: (_ gap: Double, _ next: Double, _ replies: [Replies]) -> Void) {
        var gaps: [(gap: Double, prompt: Int, human: Double)] = []
        for prompt in 0..<prompts {
            let top = bestForAI(prompt)
            for response in available(prompt) { gaps.append((top - aiReward(prompt, response), prompt, humanReward(prompt, response))) }
        }
        gaps.sort { $0.gap < $1.gap }
        var replies = [Replies](repeating: Replies(), count: prompts)
        for (index, entry) in gaps.enumerated() {
            replies[entry.prompt].least = min(replies[entry.prompt].least, entry.human)
            replies[entry.prompt].most = max(replies[entry.prompt].most, entry.human)
            let next = index + 1 < gaps.count ? gaps[index + 1].gap : .infinity
            if next > entry.gap { body(entry.gap, next, replies) }
        }
    }
}
