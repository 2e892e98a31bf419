import NumericCore
import Planning

extension ClaimSource {
    /// The game, and what is published about it.
    static let creationStrategy = ClaimSource(
        citation: "Esmaeili, Lim, Bhawalkar, Feng, Wang, Xu, How to Strategize Human Content Creation in the Era of GenAI?",
        identifier: "arXiv:2406.05187")
}

extension ClaimInstance {
    /// The place of the instance among random games.
    var gameIndex: Int { Int(truncatingIfNeeded: seed & 0x7fff_ffff_ffff) }

    /// A game of a family whose seed is the family's own number, so that families differ by more than what varies.
    func game(
        family: UInt64, _ memory: RandomPlanningGames.Memory = .full, topics: ClosedRange<Int>, rounds: ClosedRange<Int>,
        link: Link.Kind? = nil
    ) throws -> PlanningGame {
        var games = RandomPlanningGames(seed: family)
        (games.memory, games.topics, games.rounds, games.link) = (memory, topics, rounds, link)
        return try games.game(gameIndex)
    }
}

extension PlanningGame {
    /// A plan by one thread: instances are what goes side by side.
    func planned(_ method: PlanMethod? = nil, _ change: (inout PlanSettings) -> Void = { _ in }) throws -> PlanResult {
        var settings = PlanSettings()
        settings.threads = 1
        change(&settings)
        return try makePlan(for: self, method: method, settings: settings)
    }

    /// N = 0 before the first round.
    var fromNothing: PlanningGame { with(rounds: rounds, initial: [Double](repeating: 0, count: topics)) }
}

extension Findings {
    /// The mean of a measured number, as text.
    func mean(_ index: Int, digits: Int = 4) -> String {
        let all = numbers(index)
        return all.isEmpty ? "none" : NumberText.general(all.reduce(0, +) / Double(all.count), digits: digits)
    }

    /// `least / middle / largest, mean m`.
    func spreadAndMean(_ index: Int) -> String { "\(spread(index, digits: 4)), mean \(mean(index))" }
}
