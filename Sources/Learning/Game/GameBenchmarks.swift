/// What each player can hope for in a game: the benchmarks that regret is measured against.
public struct GameBenchmarks: Sendable, Equatable {
    /// The Stackelberg outcome, ties of the assistant broken for the human.
    public let strong: StackelbergPlay
    /// The same, ties broken against the human.
    public let weak: StackelbergPlay
    /// The relaxed benchmarks; nil only in a result whose time was over first.
    public let relaxed: RelaxedBenchmarks?

    /// All of them.
    /// - Complexity: O(n log n) time and O(n) memory for n = prompts x responses.
    public init(of game: PromptingGame) {
        self.init(of: game, watch: nil)
    }

    /// Without the relaxed ones where `watch` says stop.
    init(of game: PromptingGame, watch: PlayWatch?) {
        (strong, weak) = (game.stackelberg(ties: .strong), game.stackelberg(ties: .weak))
        relaxed = try? RelaxedBenchmarks(of: game, watch: watch)
    }

    /// The Stackelberg outcome for one way of breaking ties.
    public func stackelberg(ties: StackelbergPlay.Ties) -> StackelbergPlay { ties == .strong ? strong : weak }
}
