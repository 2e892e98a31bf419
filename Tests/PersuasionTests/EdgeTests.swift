import Foundation
import NumericCore
@testable import Persuasion
import Testing

/// Sure types, equal types, more cuts than types, empty cells, many types, and what is refused.
@Suite struct EdgeTests {
    @Test func sureTypes() throws {
        let sure = try PrivateTypes(probabilities: [0, 0, 1, 1])
        #expect(sure.pooledPolicy().value == 0.5)
        #expect(try sure.cuts(upTo: 3) == CutPlan(values: [0.5, 0.5, 0.5, 0.5], cuts: []))
        #expect(sure.greedyCuts(upTo: 2).values == [0.5, 0.5, 0.5])
        #expect(try PrivateTypes(probabilities: [0]).pooledPolicy().value == 0)
        #expect(try PrivateTypes(probabilities: [1]).pooledPolicy().value == 1)
        let mixed = try PrivateTypes(probabilities: [0.25, 1])
        #expect(abs(mixed.pooledPolicy().value - 0.5 * (0.25 + 0.75 / 3 + 1)) <= 1e-15)
        #expect(abs(mixed.sales(of: mixed.pooledPolicy().messages) - mixed.pooledPolicy().value) <= 1e-15)
    }

    /// A cut between equal types is allowed and worth nothing.
    @Test func equalTypes() throws {
        let types = try PrivateTypes(probabilities: [0.3, 0.3, 0.3])
        #expect(try types.cuts(upTo: 2).values.allSatisfy { abs($0 - 0.6) <= 1e-15 })
        #expect(try types.cuts(upTo: 2).cuts.isEmpty)
        let pairs = try PrivateTypes(probabilities: [0.1, 0.1, 0.4, 0.4])
        #expect(try pairs.cuts(upTo: 3).cuts == [2])
    }

    /// Types that nearly surely would not buy are worth little, and cuts between them as large a part of it as elsewhere.
    @Test(arguments: [1e-16, 1e-40, 1e-300]) func hardlyAnyoneBuys(scale: Double) throws {
        let types = try PrivateTypes(probabilities: [scale, 3 * scale])
        let plan = try types.cuts(upTo: 1)
        #expect(plan.cuts == [1] && plan.values.count == 2)
        #expect(abs(plan.values[0] / scale - 3) <= 1e-12 && abs(plan.values[1] / scale - 4) <= 1e-12)
        #expect(types.greedyCuts(upTo: 1).cuts == [1])
        let costly = try types.costlyQueries(cost: scale / 4)
        #expect(costly.queries == 1 && abs((costly.nonAdaptive ?? 0) / scale - 3.75) <= 1e-12 && abs((costly.adaptive ?? 0) / scale - 3.75) <= 1e-12)
        let queries = try PartitionQueries(types: types, partitions: [[0, 0], [0, 1]])
        #expect(queries.best()?.map(\.members) == [[], [1], [1]] && queries.greedy()[1].members == [1])
    }

    /// What hardly anyone buys is not lost beside the weight of those who might, and nothing sells more than knowing every type.
    @Test func littleBesideAllWeight() throws {
        for (probabilities, weights) in [([1e-6, 0.5], [1.0, 0]), ([6.428491576002683e-17, 0.9], [1, 1e-18]), ([1e-12, 0.6, 0.9], [1, 1e-20, 1e-20])] {
            let types = try PrivateTypes(probabilities: probabilities, weights: weights)
            let most = types.informedValue * (1 + 1e-12)
            let (pooled, plan) = (types.pooledPolicy(), try types.cuts(upTo: 3))
            #expect(abs(types.sales(of: pooled.messages) - pooled.value) <= 1e-12 * types.informedValue, "\(probabilities)")
            #expect(pooled.value <= most && plan.values.allSatisfy { $0 <= most }, "\(probabilities): \(plan.values) \(types.informedValue)")
            #expect(types.adaptiveValues(upTo: 2).allSatisfy { ($0 ?? .nan) <= most })
        }
        #expect(try PrivateTypes(probabilities: [1e-6, 0.5], weights: [1, 0]).cuts(upTo: 3).cuts.isEmpty)
    }

    @Test func moreCutsThanTypes() throws {
        let types = try PrivateTypes(probabilities: [0.1, 0.2, 0.3])
        let plan = try types.cuts(upTo: 7)
        #expect(plan.values.count == 8 && plan.cuts == [1, 2])
        #expect(plan.values[2...].allSatisfy { abs($0 - types.informedValue) <= 1e-15 })
        #expect(types.greedyCuts(upTo: 7).values.count == 8)
        #expect(types.adaptiveValues(upTo: 70).count == 71)
        #expect(types.adaptiveValues(upTo: 70).allSatisfy { $0 != nil })
    }

    @Test func workThatIsTooMuchIsNotDone() throws {
        let many = try PrivateTypes(probabilities: (1...2000).map { Double($0) / 5000 })
        #expect(try many.costlyQueries(cost: 0.01).adaptive == nil)
        let types = try PrivateTypes(probabilities: (1...100).map { Double($0) / 250 })
        #expect((try types.costlyQueries(cost: 0).queries ?? 0) > 50)
    }

    /// Ten thousand types and a hundred cuts: bounded by what is known of them, and worth what the cuts say.
    @Test func tenThousandTypes() throws {
        var random = PlainRandom(seed: 3)
        let types = try PrivateTypes(probabilities: (0..<10_000).map { _ in random.unit() }.sorted())
        let plan = try types.cuts(upTo: 100)
        #expect(plan.cuts.count == 100 && plan.values.count == 101)
        #expect(abs(plan.values[0] - types.pooledPolicy().value) <= 1e-13)
        for k in 1...100 { #expect(plan.values[k] >= plan.values[k - 1]) }
        #expect(plan.values[100] <= types.informedValue)
        let ends = plan.cuts + [types.count]
        var (worth, start) = (0.0, 0)
        for end in ends {
            let part = types.probabilities[start..<end]
            let own = try PrivateTypes(probabilities: Array(part))
            worth += own.pooledPolicy().value * Double(part.count) / 10_000
            start = end
        }
        #expect(abs(worth - plan.values[100]) <= 1e-11)
        #expect(types.greedyCuts(upTo: 100).ratio(to: plan) > 0.95)
    }

    @Test func emptyCells() throws {
        let types = try PrivateTypes(probabilities: [0.2, 0.4])
        let queries = try PartitionQueries(types: types, partitions: [[5, -3], [7, 7]])
        #expect(abs(queries.value(of: [0, 1]) - 0.6) <= 1e-15)
        #expect(queries.value(of: [1]) == queries.value(of: []))
        #expect(queries.best()?.map(\.members) == [[], [0], [0]])
        let none = try PartitionQueries(types: types, partitions: [])
        #expect(none.best()?.count == 1 && none.greedy().count == 1)
    }

    @Test func modelsAreRefused() {
        #expect(throws: FieldError(field: "types", expected: "at least one type", found: "none")) { try PrivateTypes(probabilities: []) }
        #expect(throws: FieldError(field: "types[0]", expected: "a probability from 0 to 1", found: "nan")) {
            try PrivateTypes(probabilities: [.nan])
        }
        #expect(throws: FieldError(field: "weights", expected: "numbers with sum 1", found: "sum 2.0")) {
            try PrivateTypes(probabilities: [0.1, 0.2], weights: [1, 1])
        }
        #expect(throws: FieldError(field: "cost", expected: "a finite number >= 0", found: "-1.0")) {
            try PrivateTypes(probabilities: [0.1]).costlyQueries(cost: -1)
        }
        #expect(throws: FieldError.self) { try PrivateTypes(probabilities: [0.1]).cuts(upTo: -1) }
        #expect(throws: FieldError.self) { try PrivateTypes(probabilities: [0.1]).cuts(upTo: 2_000_000) }
        #expect(throws: FieldError.self) {
            try FinitePersuasion(
                prior: [Double](repeating: 0.005, count: 200), sender: [[Double]](repeating: [Double](repeating: 0, count: 101), count: 200),
                receiver: [[Double]](repeating: [Double](repeating: 0, count: 101), count: 200))
        }
    }

    @Test func filesAreReadAndWritten() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nashbench-persuasion-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "problem.json").path
        let text = #"{"schema": "nashbench/persuasion/1", "kind": "threshold queries", "name": "n", "types": [0.1, 0.4], "queries": 1, "cost": 0.1}"#
        try Data(text.utf8).write(to: URL(filePath: path))
        let (problem, name) = try PersuasionFile.read(path)
        #expect(name == "n")
        #expect(problem == .thresholds(try PrivateTypes(probabilities: [0.1, 0.4]), queries: 1, cost: 0.1))
        let output = folder.appending(path: "result.json").path
        try PersuasionResultFile.write(problem.solve(), name: name, to: output)
        let written = try String(contentsOfFile: output, encoding: .utf8)
        for key in ["pooled", "messages", "singleTarget", "informed", "valueByQueries", "cuts", "greedy", "greedyRatio", "adaptive", "costly"] {
            #expect(written.contains("\"\(key)\":"), "\(key)")
        }
        try Data(text.replacing("0.1, 0.4", with: "0.4, 0.1").utf8).write(to: URL(filePath: path))
        #expect(throws: FileError(file: path, field: "types[1]", expected: "types in ascending order", found: "0.1 after 0.4")) {
            try PersuasionFile.read(path)
        }
    }
}
