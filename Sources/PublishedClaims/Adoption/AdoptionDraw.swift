import NumericCore

/// Inclusive contests of one topic.
struct AdoptionDraw: Sendable {
    var topic: TopicDraw
    var payoff = GenAIPayoff.derived

    /// mu from 0.1 to 1000, alpha from 0.05 to 5, rho one of 1.1, 1.5, 2 and 3, costs within a factor of 100; exponents with
    /// bt >= gt, so that the humans of any set have one equilibrium.
    /// - Parameter reachesOne: whether bt + gt is to be at least 1; nil: as it comes.
    init(_ instance: ClaimInstance, creators: Int, reachesOne: Bool? = nil) {
        topic = TopicDraw(instance, creators: creators)
        let gt = instance.uniform(.demand, in: reachesOne == false ? 0...0.49 : 0...1)
        let bt: Double
        switch reachesOne {
        case true: bt = instance.uniform(.scaling, in: max(gt, 1 - gt)...1)
        case false: bt = instance.uniform(.scaling, in: gt...(1 - gt) * 0.999)
        case nil: bt = instance.uniform(.scaling, in: gt...1)
        }
        (topic.gamma, topic.beta) = (1 - gt, min(bt - gt, 1 - gt))
        topic.mu = instance.logUniform(.attention, in: 0.1...1000)
        topic.alpha = instance.logUniform(.efficiency, in: 0.05...5)
    }

    func contest() throws -> Contest { try topic.contest(.inclusive, terms: InclusiveTerms(payoff: payoff)) }

    /// The equilibria that the search finds, largest total first; none where there are none.
    /// - Throws: `Unsolved` where the search did not come to its end.
    func equilibria(_ search: AdoptionSearch) throws -> [InclusiveEquilibrium] {
        var settings = InclusiveSettings()
        settings.solver.threads = 1
        settings.search = search
        let result = try solveInclusive(contest(), settings: settings)
        guard result.status == .converged || result.status == .noneFound else {
            throw Unsolved(reason: [result.status.rawValue, result.reason].compactMap { $0 }.joined(separator: ": "))
        }
        return result.equilibria
    }
}

extension InclusiveEquilibrium {
    /// Payoffs of all creators together.
    var welfare: Double { utilities.reduce(0, +) }
    /// m in a contest of one topic.
    var users: Int { actions.count { $0 == .genAI } }
}
