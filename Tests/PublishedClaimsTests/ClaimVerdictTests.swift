import NumericCore
import Testing
@testable import PublishedClaims

/// What comes of each claim at a handful of instances.
@Suite struct ClaimVerdictTests {
    private func outcomes(_ claim: some PublishedClaim, instances: Int = 12) throws -> [ClaimOutcome] {
        try claim.run(instances: instances, seed: 1)
    }

    @Test(arguments: ClaimCatalogue.all.map(\.name)) func whatIsProvedHolds(name: String) throws {
        for claim in try ClaimCatalogue.claims(named: [name]) {
            let outcomes = try outcomes(claim, instances: name == "learning" ? 2 : 12)
            for outcome in outcomes where outcome.isProved {
                #expect(outcome.judged > 0 && outcome.held == outcome.judged && outcome.unsolved == 0, "\(outcome)")
            }
            #expect(Set(outcomes.map(\.setting)).count == outcomes.count, "rows of \(name) are told apart")
        }
    }

    @Test func namesAreDistinctWordsAndEverythingIsSaid() {
        let all = ClaimCatalogue.all
        #expect(Set(all.map(\.name)).count == all.count)
        for claim in all {
            #expect(claim.name.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(claim.statement.hasSuffix(".") && !claim.source.text.isEmpty)
        }
        #expect(throws: UnknownClaim(name: "no-such")) { try ClaimCatalogue.claims(named: ["entry", "no-such"]) }
    }

    @Test func orderByCostFailsOnlyWhereItIsNotProved() throws {
        let order = try outcomes(CheaperCreators()).filter { $0.setting.contains("lower cost") }
        #expect(order.map { $0.held == $0.judged } == [true, true, false, false])
    }

    @Test func dominantIncumbentsAnswerAnEntrantWithMore() throws {
        let small = try outcomes(Entry(), instances: 40).filter { $0.setting.contains("one thousandth, each") }
        #expect(small.count == 6)
        // The larger the share, the more often it fails; below one half never.
        #expect(small[0].held == 40)
        for (lesser, larger) in zip(small, small.dropFirst()) { #expect(larger.held <= lesser.held) }
        #expect(small[5].held < 20)
    }

    /// Tullock, mu = 1, linear costs 1 and 4: the dominant creator's share 4/5 is above z* = 1/2.
    @Test func theBoundaryOfTheClassicContestIsOneHalf() throws {
        let topic = TopicDraw(mu: 1, alpha: 0, beta: 0, gamma: 1, costs: [1, 4], rho: 1)
        let equilibrium = try topic.contest(.humanOnly).certified()
        let price = try topic.contest(.humanOnly).topic(0).price(at: equilibrium.totals[0])
        #expect(abs(-price.slope / (equilibrium.totals[0] * price.curvature) - 0.5) < 1e-14)
        #expect(abs(equilibrium.largestShare() - 0.8) < 1e-14)
    }

    @Test(arguments: 0..<20) func plantedTopicsHaveTheSharesDrawn(seed: Int) throws {
        let instance = ClaimInstance(seed: UInt64(seed))
        let planted = try PlantedTopic(instance, largest: 0.3 + 0.03 * Double(seed), rivals: 1 + seed % 4, rhos: [1, 1.5, 3])
        let equilibrium = try planted.draw.contest().certified()
        #expect(abs(equilibrium.totals[0] / planted.total - 1) < 1e-9)
        for (i, share) in planted.shares.enumerated() {
            #expect(abs(equilibrium.efforts[creator: i, topic: 0] / equilibrium.totals[0] - share) < 1e-9)
        }
    }

    @Test func boundsFailWhereTheirConditionsDo() throws {
        let lower = try outcomes(MacroBounds(), instances: 40).filter { $0.setting.contains("not met") }
        #expect(lower.count == 1)
        #expect(try #require(lower.first).held < #require(lower.first).judged)
    }

    @Test func learningComesToTheEquilibrium() throws {
        let byRule = try outcomes(LearningConverges(), instances: 3)
        #expect(byRule.count == 8)
        for outcome in byRule where outcome.setting.hasPrefix("entropic mirror descent:") || outcome.setting.hasPrefix("sequential") {
            #expect(outcome.held == 3, "\(outcome)")
        }
    }

    @Test func thresholdsAreRecognised() {
        #expect(ThresholdShape.isThreshold([.human, .genAI, .genAI], costs: [1, 2, 3]))
        #expect(ThresholdShape.isThreshold([.genAI, .human, .genAI], costs: [3, 1, 2]))
        #expect(!ThresholdShape.isThreshold([.genAI, .human, .genAI], costs: [1, 2, 3]))
        #expect(ThresholdShape.isThreshold([.genAI, .genAI], costs: [1, 2]))
        #expect(ThresholdShape.isThreshold([.human, .human], costs: [1, 2]))
        #expect(ThresholdShape.isThreshold([.human, .genAI], costs: [2, 2]))
    }

    @Test func notEveryEquilibriumIsAThreshold() throws {
        let shape = try outcomes(ThresholdShape(), instances: 40).filter { $0.setting.hasSuffix("every equilibrium is a threshold") }
        #expect(shape.count == 4)
        #expect(shape.allSatisfy { $0.held > 0 && $0.held < $0.judged })
    }

    @Test func aSpreadOverEqualTopicsCountsThem() {
        #expect(abs(Specialisation.effectiveCount([2, 2, 2, 0]) - 3) < 1e-14)
        #expect(Specialisation.effectiveCount([0, 5]) == 1)
    }

    @Test func manyCreatorsSwitch() throws {
        let most = try outcomes(EveryoneSwitches(), instances: 6).filter { $0.setting.hasSuffix("nine in ten use GenAI") }
        #expect(most.count == 4)
        #expect(try #require(most.last).held == #require(most.last).judged)
    }

    @Test func differentEquilibriaNeedNotHaveSimilarTotals() throws {
        let totals = try outcomes(SimilarEquilibria()).filter { $0.setting.hasSuffix("totals within a tenth") }
        #expect(totals.contains { $0.judged > 0 && $0.held < $0.judged })
    }

    @Test func specialistsLoseMuchWhileTheTotalMovesLittle() throws {
        let found = try outcomes(UnevenLosses(), instances: 20).filter { $0.setting.contains("10 enters 1 of 5 topics, specialists: the total") }
        #expect(try #require(found.first).held > 5)
    }

    @Test func theFractionOnGenAIRisesWithItsPower() throws {
        let found = try outcomes(AdoptionDirections()).filter { $0.setting.hasPrefix("alpha") && $0.setting.contains("end to end") }
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.held == $0.judged && $0.judged > 0 })
    }
}
