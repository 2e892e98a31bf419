import NumericCore
import Synchronization
import TestSupport
import Testing

@testable import Persuasion

/// Time limits, cancellation and progress: what is stopped says so, and keeps what it has.
@Suite struct WatchTests {
    @Test func anInterruptedSearchSaysSo() throws {
        var settings = PersuasionSettings()
        settings.isCancelled = { true }
        let stopped = try FinitePersuasionTests.draw(3, states: 6, actions: 6).solve(watch: PersuasionWatch(settings))
        #expect(stopped.reason == "interrupted" && !stopped.isCertified)
        #expect(stopped.certificate.dualViolation <= 1e-12 && stopped.certificate.rowSumViolation <= 1e-12)
    }

    private static func stopping(after asked: Int) -> PersuasionSettings {
        let left = Mutex(asked)
        var settings = PersuasionSettings()
        settings.isCancelled = {
            left.withLock {
                $0 -= 1
                return $0 < 0
            }
        }
        return settings
    }

    @Test func cutsThatWereStoppedAreThoseOfFewerQueries() throws {
        let types = try PrivateTypes(probabilities: (1...50).map { Double($0) / 120 })
        let whole = try types.cuts(upTo: 20)
        let stopped = try types.cuts(upTo: 20, watch: PersuasionWatch(Self.stopping(after: 6)))
        let six = try types.cuts(upTo: 6)
        #expect(stopped.values == Array(whole.values[...6]) && stopped.cuts == six.cuts)
        let greedy = types.greedyCuts(upTo: 20, watch: PersuasionWatch(Self.stopping(after: 4)))
        #expect(greedy.values == Array(types.greedyCuts(upTo: 20).values[...4]))
        let adaptive = types.adaptiveValues(upTo: 4, watch: PersuasionWatch(Self.stopping(after: 5)))
        #expect(adaptive.map { $0 != nil } == [true, true, true, false, false])
        let costly = try types.costlyQueries(cost: 0.001, watch: PersuasionWatch(Self.stopping(after: 3)))
        #expect(costly.adaptive == nil && costly.nonAdaptive == nil && costly.queries == nil)
    }

    @Test func aProblemThatWasStoppedSaysSo() throws {
        let types = try PrivateTypes(probabilities: (1...50).map { Double($0) / 120 })
        for asked in [0, 10, 45] {
            let result = try PersuasionProblem.thresholds(types, queries: 20, cost: 0.01).solve(settings: Self.stopping(after: asked))
            guard case .thresholds(let found) = result else {
                Issue.record("not of threshold queries")
                continue
            }
            #expect(found.end == .cancelled && !result.isWhole && found.plan.values.count == min(asked, 20) + 1)
        }
        let queries = try PartitionQueries(types: types, partitions: (0..<6).map { q in (0..<50).map { ($0 >> q) & 1 } })
        let result = try PersuasionProblem.partitions(queries, queries: 6).solve(settings: Self.stopping(after: 30))
        guard case .partitions(let found) = result else {
            Issue.record("not of partition queries")
            return
        }
        #expect(found.end == .cancelled && found.best == nil && !found.greedy.isEmpty)
        #expect(try PersuasionProblem.partitions(queries, queries: 6).solve().isWhole)
    }

    @Test func progressIsReportedAndBadLimitsAreRefused() throws {
        let stages = Mutex<Set<String>>([])
        var settings = PersuasionSettings()
        settings.progress = { stage, done, total in
            #expect(done >= 0 && total.map { done <= $0 } ?? true, "\(stage): \(done) of \(total ?? -1)")
            stages.withLock { _ = $0.insert(stage) }
        }
        let types = try PrivateTypes(probabilities: (1...30).map { Double($0) / 120 })
        _ = try PersuasionProblem.thresholds(types, queries: 5, cost: 0.001).solve(settings: settings)
        _ = try PersuasionProblem.partitions(PartitionQueries(types: types, partitions: [(0..<30).map { $0 % 3 }]), queries: 1).solve(settings: settings)
        _ = try PersuasionProblem.finite(FinitePersuasionTests.draw(3, states: 6, actions: 6)).solve(settings: settings)
        #expect(stages.withLock { $0.count } == 8)
        settings.timeLimit = 0
        #expect(throws: FieldError(field: "timeLimit", expected: "seconds > 0", found: "0.0")) {
            try PersuasionProblem.thresholds(types, queries: 1, cost: nil).solve(settings: settings)
        }
    }

    /// More sets than 10^6 are not tried, of whatever size the types are.
    @Test func tooManySetsAreNotTried() throws {
        let types = try PrivateTypes(probabilities: (1...2000).map { Double($0) / 5000 })
        let queries = try PartitionQueries(types: types, partitions: (0..<20).map { q in (0..<2000).map { ($0 >> (q % 11)) & 1 } })
        #expect(!queries.isSearchable() && queries.isSearchable(upTo: 3))
    }

    /// All sets are tried up to 10^6 of them, however many types there are; the watch is asked and told before each.
    @Test func manyTypesDoNotEndTheSearchOfSets() throws {
        func queries(_ count: Int, types: Int) throws -> PartitionQueries {
            try PartitionQueries(
                types: PrivateTypes(probabilities: (0..<types).map { Double($0) / Double(2 * types) }),
                partitions: (0..<count).map { query in (0..<types).map { $0 >> (query % 4) & 1 } })
        }
        #expect(try queries(15, types: 700).isSearchable() && queries(19, types: 60).isSearchable() && !queries(20, types: 2).isSearchable())
        #expect(try queries(6, types: 500).best()?.count == 7)
        let told = CancellationFlag()
        var settings = PersuasionSettings()
        settings.progress = { stage, done, total in if stage == "sets of queries", done == 2, total == 32768 { told.set() } }
        settings.isCancelled = { told.isSet }
        #expect(try queries(15, types: 700).best(watch: PersuasionWatch(settings)) == nil && told.isSet)
    }
}
