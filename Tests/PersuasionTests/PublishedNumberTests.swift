@testable import Persuasion
import Testing

/// The numbers of Immorlica's talk and of Harris et al. (arXiv:2311.18138), and those derived here, as exact fractions.
@Suite struct PublishedNumberTests {
    /// Prior 0.4: telling nothing sells 0, telling all 0.4, the optimal policy 0.8 with ratio 2/3; prior 0.2: 0.4 with ratio 1/4.
    @Test func oneReceiver() throws {
        let likely = try PrivateTypes(probabilities: [0.4])
        #expect(likely.sales(of: [PolicyMessage(weight: 1, likelihoodRatio: 1)]) == 0)
        #expect(abs(likely.sales(of: [PolicyMessage(weight: 1, likelihoodRatio: 0)]) - 0.4) <= 1e-15)
        #expect(abs(likely.pooledPolicy().value - 0.8) <= 1e-15)
        #expect(abs(likely.pooledPolicy().messages[0].likelihoodRatio - 2.0 / 3) <= 1e-15)
        let unlikely = try PrivateTypes(probabilities: [0.2])
        #expect(abs(unlikely.pooledPolicy().value - 0.4) <= 1e-15)
        #expect(unlikely.pooledPolicy().messages == [PolicyMessage(weight: 1, likelihoodRatio: 0.25)])
    }

    /// Good and bad news: aiming at the optimist 0.4, at the pessimist 0.475, one query 0.6.
    @Test func goodAndBadNews() throws {
        let types = try PrivateTypes(probabilities: [0.2, 0.4])
        #expect(abs(types.sales(of: [PolicyMessage(weight: 1, likelihoodRatio: 0.4 / (1 - 0.4))]) - 0.4) <= 1e-15)
        #expect(abs(types.pooledPolicy().value - 0.475) <= 1e-15)
        #expect(abs(types.informedValue - 0.6) <= 1e-15)
        let plan = try types.cuts(upTo: 1)
        #expect(plan.cuts == [1] && abs(plan.values[1] - 0.6) <= 1e-15)
    }

    /// Types 1/5 and 4/5: one target sells 5/8, two messages 33/50.
    @Test func twoMessages() throws {
        let policy = try PrivateTypes(probabilities: [0.2, 0.8]).pooledPolicy()
        #expect(abs(policy.singleTarget - 5.0 / 8) <= 1e-15)
        #expect(abs(policy.value - 33.0 / 50) <= 1e-15)
        #expect(policy.messages.count == 2)
    }

    /// Types .1, .2, .3, .4 at .03 a query: 371/900 with two cuts at once, 11/25 adaptively.
    @Test func costlyQueries() throws {
        let costly = try PrivateTypes(probabilities: [0.1, 0.2, 0.3, 0.4]).costlyQueries(cost: 0.03)
        #expect(abs((costly.nonAdaptive ?? .nan) - 371.0 / 900) <= 1e-15 && costly.queries == 2)
        #expect(abs((costly.adaptive ?? 0) - 11.0 / 25) <= 1e-15)
    }

    /// Types 1/5, 1/4, 9/20, 1/2 and the queries {1,3} and {1,4}: 41/80, 517/960, 259/480, both 7/10; the second adds more after the first.
    @Test func partitionsAreNotSubmodular() throws {
        let queries = try PartitionQueries(
            types: PrivateTypes(probabilities: [0.2, 0.25, 0.45, 0.5]), partitions: [[1, 0, 1, 0], [1, 0, 0, 1]])
        let (none, one, other, both) = (queries.value(of: []), queries.value(of: [0]), queries.value(of: [1]), queries.value(of: [0, 1]))
        #expect(abs(none - 41.0 / 80) <= 1e-15)
        #expect(abs(one - 517.0 / 960) <= 1e-15)
        #expect(abs(other - 259.0 / 480) <= 1e-15)
        #expect(abs(both - 0.7) <= 1e-15)
        #expect(both - one > other - none)
    }

    /// Everything that `persuade --claims` prints.
    @Test func everyNumberHolds() throws {
        let rows = try PersuasionNumbers.all()
        #expect(rows.count >= 30 && Set(rows.map(\.subject)) == ["messages", "costs", "partitions", "cuts", "adaptive", "programs"])
        for row in rows { #expect(row.holds, "\(row.statement): claimed \(row.claimed), found \(row.found)") }
        #expect(Set(rows.map { $0.subject + $0.statement }).count == rows.count)
    }

    /// Without a guarantee, greedy sets of partitions do worse than the best at times; both agree with a search over all sets.
    @Test func greedyPartitionsMayFallShort() throws {
        var worst = 1.0
        for seed in 0..<60 as Range<UInt64> {
            var random = PlainRandom(seed: seed)
            let types = try PlainPersuasion.draw(seed, most: 6)
            let partitions = (0..<4).map { _ in (0..<types.count).map { _ in random.below(2) } }
            let queries = try PartitionQueries(types: types, partitions: partitions)
            let (best, greedy) = (try #require(queries.best()), queries.greedy())
            for k in 0...4 {
                var value = 0.0
                for set in 0..<16 where set.nonzeroBitCount <= k { value = max(value, queries.value(of: (0..<4).filter { set & 1 << $0 != 0 })) }
                #expect(abs(best[k].value - value) <= 1e-13 && greedy[k].value <= value + 1e-13)
                #expect(abs(queries.value(of: greedy[k].members) - greedy[k].value) <= 1e-13)
                if value > 0 { worst = min(worst, greedy[k].value / value) }
            }
        }
        #expect(worst > 0.8 && worst < 1 - 1e-9)
    }
}
