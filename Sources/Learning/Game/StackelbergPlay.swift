/// What happens where the assistant gives a best reply to every prompt and the human knows it.
public struct StackelbergPlay: Sendable, Equatable {
    /// The human's best prompt, the lowest among equals.
    public let prompt: Int
    /// The assistant's reply to it.
    public let response: Int
    /// vH of the pair.
    public let human: Double
    /// vA of the pair.
    public let ai: Double

    /// Which of its best replies an assistant gives where it has several.
    public enum Ties: String, Sendable, CaseIterable {
        /// The best for the human.
        case strong
        /// The worst for the human.
        case weak
    }
}

extension PromptingGame {
    /// The Stackelberg outcome with the human as leader. Ties that remain go to the lowest index.
    /// - Complexity: O(prompts responses).
    public func stackelberg(ties: StackelbergPlay.Ties) -> StackelbergPlay {
        var best: StackelbergPlay?
        for prompt in 0..<prompts {
            let top = bestForAI(prompt)
            let replies = available(prompt).filter { aiReward(prompt, $0) == top }
            // Both keep the first among equals.
            guard var reply = replies.first else { continue }
            for other in replies.dropFirst() {
                let (new, old) = (humanReward(prompt, other), humanReward(prompt, reply))
                if ties == .strong ? new > old : new < old { reply = other }
            }
            let value = humanReward(prompt, reply)
            if best.map({ value > $0.human }) ?? true {
                best = StackelbergPlay(prompt: prompt, response: reply, human: value, ai: top)
            }
        }
        return best ?? StackelbergPlay(prompt: 0, response: 0, human: .nan, ai: .nan)
    }
}
