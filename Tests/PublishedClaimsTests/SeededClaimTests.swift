import NumericCore
import Testing
@testable import PublishedClaims

/// How a claim is tried: seeds, threads, and that what is false is found out.
@Suite struct SeededClaimTests {
    /// A false statement given out for a theorem: that an entrant lowers the total. Every third seed is not judged, every fifth not solved.
    private struct EntryLowersTheTotal: SeededClaim {
        let name = "planted"
        let statement = "A new creator lowers the total."
        let source = ClaimSource(citation: "nobody", identifier: nil)
        let kind = ClaimKind.theorem
        var settings: [Int] { [2, 5] }

        var questions: [ClaimQuestion<Int>] {
            [
                ClaimQuestion(label: { "n = \($0): the total falls" }, isProved: { _ in true }, text: { "times \($1.spread(0))" }),
                ClaimQuestion(label: { "n = \($0): the total rises" }, isProved: { _ in true }, text: { "times \($1.spread(0))" }),
            ]
        }

        func judge(_ setting: Int, _ instance: ClaimInstance) throws -> [Judgement] {
            if instance.seed.isMultiple(of: 5) { throw Unsolved(reason: "planted") }
            var draw = TopicDraw(instance, creators: setting)
            let before = try draw.contest().certified().totals[0]
            draw.costs.append(draw.costs[0])
            draw.exponents.append(draw.rho)
            let after = try draw.contest().certified().totals[0]
            guard !instance.seed.isMultiple(of: 3) else { return [.outside, .judged(margin: after - before, [after / before])] }
            return [.judged(margin: before - after, [after / before]), .judged(margin: after - before, [after / before])]
        }
    }

    @Test func aFalseStatementIsReportedAsFailing() throws {
        let outcomes = try EntryLowersTheTotal().run(instances: 10, seed: 1)
        #expect(outcomes.map(\.setting) == ["n = 2: the total falls", "n = 2: the total rises", "n = 5: the total falls", "n = 5: the total rises"])
        for outcome in [outcomes[0], outcomes[2]] {
            // Of the seeds 1 to 10, 5 and 10 are not solved and 3, 6 and 9 not judged.
            #expect(outcome.failedSeeds == [1, 2, 4, 7, 8])
            #expect(outcome.judged == 5 && outcome.held == 0 && outcome.unsolved == 2)
            #expect(outcome.isContradiction && outcome.isIncomplete)
            #expect(outcome.holds == "never (5); 2 not solved")
            #expect(outcome.verdict.contains("CONTRADICTED"))
        }
        for outcome in [outcomes[1], outcomes[3]] {
            #expect(outcome.judged == 8 && outcome.held == 8 && !outcome.isContradiction && outcome.worst == nil)
        }
    }

    @Test func theWorstInstanceIsHadAgainFromItsSeed() throws {
        let outcome = try EntryLowersTheTotal().run(instances: 10, seed: 1)[0]
        let worst = try #require(outcome.worst)
        let alone = try EntryLowersTheTotal().run(instances: 1, seed: worst.seed)[0]
        #expect(alone.worst == worst)
        #expect(alone.judged == 1 && alone.instances == 1)
        for seed in outcome.failedSeeds {
            let margin = try #require(EntryLowersTheTotal().run(instances: 1, seed: seed)[0].worst).margin
            #expect(margin >= worst.margin)
        }
    }

    @Test(arguments: ClaimCatalogue.all.map(\.name)) func outcomesDoNotDependOnThreads(name: String) throws {
        for claim in try ClaimCatalogue.claims(named: [name]) {
            let count = name == "learning" ? 1 : 2
            let one = try claim.run(instances: count, seed: 40, workers: 1, progress: nil)
            #expect(try claim.run(instances: count, seed: 40, workers: 3, progress: nil) == one)
            #expect(one.allSatisfy { $0.claim == name && $0.instances == count })
        }
    }

    @Test func anotherSeedDrawsOtherInstances() throws {
        let text = try [1, 2].map { try PopularityGap().run(instances: 1, seed: $0).map(\.outcome) }
        #expect(text[0] != text[1])
    }

    @Test func whatCannotBeComputedFails() {
        #expect(Judgement.judged(margin: .nan).isFailure)
        #expect(Judgement.judged(margin: .nan, slack: 1).isFailure)
        #expect(Judgement.judged(margin: -1e-3, slack: 1e-4).isFailure)
        #expect(!Judgement.judged(margin: -1e-5, slack: 1e-4).isFailure)
        #expect(!Judgement.judged(margin: 0).isFailure && !Judgement.outside.isFailure)
        let findings = Findings(judgements: [.judged(margin: -5), .judged(margin: .nan), .judged(margin: 1)])
        let outcome = findings.outcome(claim: "", setting: "", isProved: true, text: "", seed: 7)
        #expect(outcome.worst?.seed == 8 && outcome.failedSeeds == [7, 8] && outcome.held == 1)
    }

    @Test func spreadsAreLeastMiddleAndLargest() {
        let findings = Findings(judgements: [3, 1, 2].map { .judged(true, [$0]) } + [.outside])
        #expect(findings.count == 3)
        #expect(findings.spread(0) == "1 / 2 / 3")
        #expect(Findings(judgements: [1, 4].map { .judged(false, [$0]) }).median(0) == "2.5")
        #expect(Findings(judgements: [.outside]).spread(0) == "none")
    }

    @Test func drawsStayInTheirRanges() {
        let instance = ClaimInstance(seed: 3)
        let drawn = (0..<1000).map { instance.integer(.choice, in: 2...5, at: $0) }
        #expect(Set(drawn) == [2, 3, 4, 5])
        #expect((0..<1000).allSatisfy { (0.1...10).contains(instance.logUniform(.cost, in: 0.1...10, at: $0)) })
        #expect(instance.uniform(.cost, in: 0...1) != instance.uniform(.share, in: 0...1))
        #expect(instance.uniform(.cost, in: 0...1, at: 4) == ClaimInstance(seed: 3).uniform(.cost, in: 0...1, at: 4))
    }
}
