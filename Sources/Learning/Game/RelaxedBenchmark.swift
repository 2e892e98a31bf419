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
/// lower falls and each upper_a rises with e, as steps that are closed on the left, at gaps max_b' vA(a, b') - vA(a, b). So the human's
/// infimum is the least lower + e at a gap. A prompt that has entered A_e stays: the assistant's is the least max_b vA(a, b) + e_a, e_a
/// where a enters, which is a gap or lower - upper_a between two (derived here).
/// Source of the benchmarks: arXiv:2403.00188 and the talk named at ``PromptingGame`` (which prints vA in the last term of A_e; vH is
/// meant, derived here).
extension PromptingGame {
    /// The human's relaxed benchmark.
    /// - Complexity: O(prompts responses log).
    public var relaxedHumanBenchmark: RelaxedBenchmark {
        var best = RelaxedBenchmark(value: .infinity, epsilon: 0)
        for step in lowerSteps where step.lower + step.gap < best.value {
            best = RelaxedBenchmark(value: step.lower + step.gap, epsilon: step.gap)
        }
        return best
    }

    /// The assistant's relaxed benchmark.
    /// - Complexity: O(prompts responses log).
    public var relaxedAIBenchmark: RelaxedBenchmark {
        let steps = lowerSteps
        var best = RelaxedBenchmark(value: .infinity, epsilon: .infinity)
        for prompt in 0..<prompts {
            let (replies, top) = (replies(to: prompt), bestForAI(prompt))
            // Where the prompt is in A_e first from the gap of a step on, or at infinity where the next gap comes before.
            func entry(_ index: Int) -> Double {
                let step = steps[index]
                let upper = replies[Self.first(replies.count) { replies[$0].gap > step.gap } - 1].most
                let entry = max(step.gap, step.lower - upper)
                return index + 1 < steps.count && entry >= steps[index + 1].gap ? .infinity : entry
            }
            // There is one: at the last gap all replies count and nothing comes after it.
            let entry = entry(Self.first(steps.count - 1) { entry($0) < .infinity })
            let value = top + entry
            if value < best.value || (value == best.value && entry < best.epsilon) { best = RelaxedBenchmark(value: value, epsilon: entry) }
        }
        return best
    }

    /// A reply within `gap` of the best, and the least and the most that vH is among it and those nearer.
    private struct Reply {
        let gap: Double
        var least: Double
        var most: Double
    }

    /// The replies to a prompt by their gaps.
    private func replies(to prompt: Int) -> [Reply] {
        let top = bestForAI(prompt)
        var replies = available(prompt).map { response in
            let human = humanReward(prompt, response)
            return Reply(gap: top - aiReward(prompt, response), least: human, most: human)
        }
        replies.sort { $0.gap < $1.gap }
        for index in replies.indices.dropFirst() {
            replies[index].least = min(replies[index].least, replies[index - 1].least)
            replies[index].most = max(replies[index].most, replies[index - 1].most)
        }
        return replies
    }

    /// Every distinct gap, and lower from it to the next.
    private var lowerSteps: [(gap: Double, lower: Double)] {
        // Where a prompt's least ends, backwards: then each one only rises, and so does the largest.
        var ends: [(gap: Double, before: Double)] = []
        var (lower, gaps) = (-Double.infinity, [Double]())
        for prompt in 0..<prompts {
            let replies = replies(to: prompt)
            gaps += replies.map(\.gap)
            for (nearer, farther) in zip(replies, replies.dropFirst()) where nearer.gap < farther.gap { ends.append((farther.gap, nearer.least)) }
            lower = max(lower, replies.last?.least ?? -.infinity)
        }
        ends.sort { $0.gap > $1.gap }
        gaps.sort(by: >)
        var steps: [(gap: Double, lower: Double)] = []
        var next = 0
        for gap in gaps where gap != steps.last?.gap {
            while next < ends.count, ends[next].gap > gap {
                lower = max(lower, ends[next].before)
                next += 1
            }
            steps.append((gap, lower))
        }
        return steps.reversed()
    }

    /// The first of 0 ..< count from which on `isBeyond` holds, count where it never does; it holds from one place on.
    private static func first(_ count: Int, _ isBeyond: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
