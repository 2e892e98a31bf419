extension LongRun {
    /// What happens as T grows, where nothing is forgotten.
    ///
    /// rate = max_i r_i(max(M_0, lev_i(infinity)))^+ is the limit of OPT_T / T. Where it is 0, topic i is played at most
    /// h_i = min {n: r_i(max(M_0, lev_i(n))) <= 0} times, as a play that does not pay is never needed, so no optimal plan has more
    /// than L = sum_i h_i rounds of work, and OPT_T = OPT_L for all T >= L. (This project's; that humans eventually leave is a claim
    /// of [Esm24], which here depends on the rate.)
    /// - Parameter game: all memories 1.
    /// - Complexity: O(k log L) model evaluations.
    init(of game: PlanningGame) {
        let levels = TopicLevels(game, horizon: game.rounds)
        var rate = 0.0
        for topic in 0..<game.topics {
            rate = max(rate, game.payoff(of: topic, at: max(levels.start, game.genAIQualityLimit(of: topic))))
        }
        var last: Int?
        if rate == 0 {
            last = 0
            for topic in 0..<game.topics {
                guard let sum = last, let plays = levels.playsThatPay(of: topic) else {
                    last = nil
                    break
                }
                last = sum + plays
            }
        }
        self.init(rate: rate, lastPlays: last)
    }

    /// min(T, L): no optimal plan has more rounds of work.
    func horizon(of game: PlanningGame) -> Int { min(game.rounds, lastPlays ?? game.rounds) }
}
