import Openness
import Testing

@Suite struct OpennessConformanceTests {
    @Test func thereAreSeventeenCases() {
        #expect(OpennessCase.equilibria.count == 15)
        #expect(OpennessCase.thresholds.count == 2)
        #expect(Set(OpennessCase.equilibria.compactMap(\.regime)) == Set(OpennessRegime.allCases.map(\.rawValue)))
    }

    @Test(arguments: OpennessCase.equilibria) func equilibrium(given: OpennessCase) throws {
        let game = given.file.game
        let found = try solve(game, at: given.file.policy)
        let outcome = found.outcome
        #expect(outcome.regime.rawValue == given.regime)
        #expect(found.adopts == given.adopts)
        for (key, values) in [
            ("adopters", [Double(outcome.adopters)]), ("leaderEffort", [outcome.leaderEffort]), ("total", [outcome.total]),
            ("price", [outcome.price]), ("leaderPayoff", [outcome.leaderPayoff]), ("developerPayoff", [outcome.developerPayoff]),
            ("consumerSurplus", [outcome.consumerSurplus]), ("welfare", [outcome.welfare]), ("followerOutputs", found.followerOutputs),
            ("followerEfforts", found.followerEfforts), ("followerPayoffs", found.followerPayoffs),
        ] {
            let disagreement = given.disagreement(key, values)
            #expect(disagreement == nil)
        }
        #expect(outcome == (try solveOutcome(game, at: given.file.policy)))
        let certificate = certify(found, of: game)
        #expect(certificate.isConfirmed, "\(certificate)")
        #expect(certificate.leaderEfforts >= 4000)
    }
}
