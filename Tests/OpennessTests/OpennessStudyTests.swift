import Openness
import Testing

@Suite struct OpennessStudyTests {
    /// Points are in the order they were asked for, whatever it is, each under all practices.
    @Test func pointsAreThoseAskedFor() throws {
        let game = try OpennessGame(followerCosts: [0.5, 0.6])
        let levels = [0.7, 0, 0.123456789, 1, 0.7]
        let points = try OpennessStudy(of: game, levels: levels).points
        #expect(points.count == 4 * levels.count)
        for (index, point) in points.enumerated() {
            let practice = OpennessPractice.allCases[index % 4]
            #expect(point == (try solveOutcome(game, at: practice.policy(openness: levels[index / 4]))))
        }
    }

    /// Regimes cover [0, 1] without gaps, and what lies between two ends has the regime of its stretch.
    @Test(arguments: OpennessPractice.allCases) func regimesCoverAllLevels(practice: OpennessPractice) throws {
        let game = try OpennessGame(followerCosts: [0.5, 0.6, 0.65])
        let stretches = try OpennessStudy(of: game).summary.stretches(practice)
        #expect(stretches.first?.interval.low == 0 && stretches.last?.interval.high == 1)
        for (one, next) in zip(stretches, stretches.dropFirst()) { #expect(next.interval.low - one.interval.high < 1e-14) }
        for stretch in stretches where stretch.interval.length > 1e-9 {
            for part in [0.01, 0.5, 0.99] {
                let found = try solveOutcome(game, at: practice.policy(openness: stretch.interval.low + part * stretch.interval.length))
                #expect(found.regime == stretch.regime && found.adopters == stretch.adopters)
            }
        }
    }

    /// No level of a fine grid is better for the developer than its own choice.
    @Test(arguments: [(6.0, 0.3), (8, 0.2), (3, 0.1), (0, 0)]) func nothingIsBetterThanTheChoice(spillover: Double, royalty: Double) throws {
        let game = try OpennessGame(spillover: spillover, royalty: royalty, accessFee: royalty == 0 ? 0 : 0.15)
        let summary = try OpennessStudy(of: game).summary
        for practice in OpennessPractice.allCases {
            let choice = summary.choice(practice)
            for step in 0...1777 {
                let found = try solveOutcome(game, at: practice.policy(openness: Double(step) / 1777))
                #expect((practice.isIntegrated ? found.joint : found.developerPayoff) <= choice.payoff + 1e-9)
            }
        }
        // Nothing is charged: every level is as good, and the least open is taken.
        if royalty == 0 { #expect(summary.choice(.posted).openness == 0 && summary.choice(.posted).payoff == 0) }
    }

    /// Entry raises all capability where a_1 <= 1, and a trial that the developer gains from helps consumers: both proved for N = 1.
    @Test(arguments: 0..<12) func provedForOneFollower(draw: Int) throws {
        let costs = [0.3, 0.4, 0.5, 0.6]
        let game = try OpennessGame(
            leaderCost: [0.05, 0.1, 0.15][draw % 3], followerCosts: [costs[draw / 3]], royalty: 0.25, accessFee: 0.1)
        let study = try OpennessStudy(of: game)
        for (before, after) in zip(study.outcomes(.posted), study.outcomes(.freeTrial)) {
            guard after.developerPayoff > before.developerPayoff + 1e-12, before.regime != .leaderOut else { continue }
            #expect(after.total > before.total && after.consumerSurplus > before.consumerSurplus)
            #expect(after.followersPayoff >= before.followersPayoff - 1e-12 && after.leaderPayoff <= before.leaderPayoff + 1e-12)
        }
        for (posted, integrated) in zip(study.outcomes(.posted), study.outcomes(.integrated)) where posted.policy.openness == 1 {
            #expect(abs(posted.welfare - integrated.welfare) < 1e-13) // no fees are left at openness 1
        }
    }
}
