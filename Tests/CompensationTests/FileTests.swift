@testable import Compensation
import Foundation
import NumericCore
import Testing

@Suite struct CompensationFileTests {
    private static let valid = """
        { "schema": "nashbench/compensation/1", "law": "hoffmann", "parameters": 7e10,
          "profit": {"kind": "linear", "cut": 3.0, "at": {"profit": 1e9, "tokens": 1.4e12}},
          "share": {"rule": "flat", "value": 0.2}, "baseline": {"parameters": 0, "tokens": 0}, "models": 10, "competition": 0,
          "producers": {"tokens": [1e11, 2e11, 3e11], "weights": 1, "reservations": [1e5, 0, 2e5], "names": ["a", "b", "c"]},
          "split": "tokens", "minimumPrice": 0, "tokensPerUnit": 1e6 }
        """

    /// A folder of one test's own.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "compensation-tests-" + UUID().uuidString)
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }

        func write(_ text: String, to name: String = "economy.json") throws -> String {
            let file = url.appending(path: name)
            try Data(text.utf8).write(to: file)
            return file.path
        }
    }

    private static func read(_ text: String) throws -> DataEconomy {
        let folder = try Folder()
        return try withExtendedLifetime(folder) { try CompensationFile.read(folder.write(text)) }
    }

    @Test func theExampleOfTheFormat() throws {
        let economy = try Self.read(Self.valid)
        #expect(economy.tokens == 6e11 && economy.market.factor == 10 && economy.tokensPerUnit == 1e6)
        #expect(economy.producers?.names == ["a", "b", "c"] && economy.producers?.weights == nil)
        let result = try compensate(economy)
        let payments = try #require(result.payments)
        #expect(abs(payments.reduce(0, +) - result.pool) <= 2 * result.pool.ulp)
        #expect(abs(result.pool - 0.2 * 10 * result.profit) <= 1e-6 && result.participation?.equilibria.isEmpty == false)
    }

    /// One part replaced, and the key path that the error names.
    static let faults: [(String, String, String)] = [
        ("\"nashbench/compensation/1\"", "\"nashbench/compensation/2\"", "schema"), ("\"hoffmann\"", "\"chinchilla\"", "law"),
        ("\"hoffmann\"", "{\"E\": 1.6, \"A\": 400, \"a\": 0.3, \"B\": 400}", "law.b"), ("\"hoffmann\"", "{\"Nc\": 1, \"E\": 2}", "law.E"),
        ("\"hoffmann\"", "{\"E\": 1.6, \"A\": -400, \"a\": 0.3, \"B\": 400, \"b\": 0.3}", "law.A"), ("\"hoffmann\"", "3", "law"),
        ("7e10", "0", "parameters"), ("7e10", "\"7e10\"", "parameters"), ("\"kind\": \"linear\"", "\"kind\": \"cubic\"", "profit.kind"),
        ("\"kind\": \"linear\", ", "", "profit.kind"), ("\"cut\": 3.0", "\"cut\": 1.5", "profit.cut"), ("\"cut\": 3.0, ", "", "profit.cut"),
        ("\"profit\": 1e9", "\"profit\": -1", "profit.at.profit"), ("\"tokens\": 1.4e12", "\"tokens\": 0", "profit.at.tokens"),
        ("\"cut\": 3.0", "\"cut\": 3.0, \"slope\": 5", "profit.slope"), ("\"cut\": 3.0", "\"cut\": 3.0, \"q\": 5", "profit.q"),
        ("\"rule\": \"flat\"", "\"rule\": \"half\"", "share.rule"), ("\"value\": 0.2", "\"value\": 1.2", "share.value"),
        ("\"baseline\": {\"parameters\": 0", "\"baseline\": {\"parameters\": -1", "baseline.parameters"), ("\"models\": 10", "\"models\": 0", "models"),
        ("\"competition\": 0", "\"competition\": -1", "competition"), ("[1e11, 2e11, 3e11]", "[1e11, -2e11, 3e11]", "producers.tokens[1]"),
        ("[1e11, 2e11, 3e11]", "[1e11, 2e11]", "producers.names"), ("[1e11, 2e11, 3e11]", "[]", "producers.tokens"),
        ("[1e11, 2e11, 3e11]", "[0, 0, 0]", "producers.tokens"), ("[1e11, 2e11, 3e11]", "[1e11, null, 3e11]", "producers.tokens[1]"),
        ("[1e11, 2e11, 3e11]", "{\"npy\": \"none.npy\"}", "producers.tokens.npy"), ("[1e11, 2e11, 3e11]", "\"all\"", "producers.tokens"),
        ("\"tokens\": [1e11, 2e11, 3e11], ", "", "producers.tokens"), ("\"weights\": 1", "\"weights\": [1, 2]", "producers.weights"),
        ("\"weights\": 1", "\"weights\": -1", "producers.weights[0]"), ("\"weights\": 1", "\"quality\": 1", "producers.quality"),
        ("[\"a\", \"b\", \"c\"]", "[\"a\", \"b\", \"a\"]", "producers.names[2]"), ("[\"a\", \"b\", \"c\"]", "[\"a\", \"\", \"c\"]", "producers.names[1]"),
        ("[\"a\", \"b\", \"c\"]", "[\"a\"]", "producers.names"), ("\"split\": \"tokens\"", "\"split\": \"equal\"", "split"),
        ("\"split\": \"tokens\"", "\"split\": {\"rule\": \"shapley-sampled\", \"pairs\": 1}", "split.pairs"),
        ("\"split\": \"tokens\"", "\"split\": {\"rule\": \"shapley-sampled\", \"seed\": -1}", "split.seed"),
        ("\"split\": \"tokens\"", "\"split\": {\"rule\": \"shapley\", \"seed\": 1}", "split.seed"), ("\"minimumPrice\": 0", "\"minimumPrice\": -1", "minimumPrice"),
        ("\"tokensPerUnit\": 1e6", "\"tokensPerUnit\": 0", "tokensPerUnit"), ("\"tokensPerUnit\": 1e6", "\"outsideTokens\": -1", "outsideTokens"),
        ("\"models\": 10", "\"model\": 10", "model"), ("\"models\": 10", "\"tokens\": 1e12", "tokens"),
    ]

    @Test(arguments: faults) func faultsAreNamed(_ fault: (String, String, String)) throws {
        let text = Self.valid.replacing(fault.0, with: fault.1)
        try #require(text != Self.valid)
        do {
            _ = try Self.read(text)
            Issue.record("\(fault.1) was taken")
        } catch let error as FileError {
            #expect(error.field == fault.2, "\(error)")
        }
    }

    /// Faults of what the file says together, found on computing.
    @Test func faultsOfSplits() throws {
        func compensated(_ old: String, _ new: String) throws -> CompensationResult { try compensate(Self.read(Self.valid.replacing(old, with: new))) }
        #expect(throws: FieldError.self) { try compensated("\"split\": \"tokens\"", "\"split\": \"retrieval\"") }
        let counts = Self.valid.replacing("\"weights\": 1", with: "\"retrievals\": 0").replacing("\"split\": \"tokens\"", with: "\"split\": \"retrieval\"")
        #expect(throws: FieldError(field: "weights", expected: "a positive sum", found: "0.0")) { try compensate(Self.read(counts)) }
        let shared = try compensate(Self.read(counts.replacing("\"retrievals\": 0", with: "\"retrievals\": [1, 0, 3]")))
        #expect(shared.payments?[1] == 0 && shared.payments?[2] == 3 * (shared.payments?[0] ?? 0))
        let baseline = Self.valid.replacing("\"rule\": \"flat\"", with: "\"rule\": \"shapley\"")
            .replacing("{\"parameters\": 0, \"tokens\": 0}", with: "{\"parameters\": 7e10, \"tokens\": 6e11}")
        #expect(throws: FieldError.self) { try compensate(Self.read(baseline)) }
    }

    @Test func curvesOfAllKinds() throws {
        func curve(_ text: String) throws -> ProfitCurve {
            try Self.read(Self.valid.replacing("{\"kind\": \"linear\", \"cut\": 3.0, \"at\": {\"profit\": 1e9, \"tokens\": 1.4e12}}", with: text)).value.curve
        }
        let at = "{\"profit\": 1e9, \"parameters\": 7e10, \"tokens\": 1.4e12}"
        let loss = ScalingLaw.hoffmann.loss(parameters: 7e10, tokens: 1.4e12)
        for text in [
            "{\"kind\": \"linear\", \"cut\": 3, \"slope\": \(at)}", "{\"kind\": \"power\", \"cut\": 3, \"q\": 2, \"scale\": \(at)}",
            "{\"kind\": \"power\", \"cut\": 3, \"q\": 2, \"at\": \(at)}", "{\"kind\": \"exponential\", \"k\": 4, \"at\": \(at)}",
            "{\"kind\": \"elastic\", \"ratio\": 0.5, \"scale\": \(at)}", "{\"kind\": \"elastic\", \"kappa\": 7, \"ref\": \(loss), \"scale\": 1e9}",
            "{\"kind\": \"power\", \"cut\": 3, \"q\": 2, \"ref\": \(loss), \"scale\": 1e9}", "{\"kind\": \"table\", \"points\": [[\(loss), 1e9], [3, 0]]}",
        ] {
            #expect(abs(try curve(text).profit(loss) - 1e9) < 1e-3, "\(text)")
        }
        for text in [
            "{\"kind\": \"elastic\", \"kappa\": 7, \"ratio\": 0.5, \"at\": \(at)}", "{\"kind\": \"power\", \"cut\": 3, \"q\": 2, \"ref\": 2, \"at\": \(at)}",
            "{\"kind\": \"exponential\", \"k\": 4}", "{\"kind\": \"table\", \"points\": [[2, 1], [1, 0]]}", "{\"kind\": \"table\", \"points\": [[2]]}", "{\"kind\": \"table\"}", "3",
        ] {
            #expect(throws: FileError.self, "\(text)") { try curve(text) }
        }
    }

    /// Tokens from a NumPy file, a number for everybody, and results above the inline limit beside their file.
    @Test func manyProducersInFiles() throws {
        let folder = try Folder()
        let count = CompensationResultFile.inlineProducers + 1
        let numbers = (0..<count).map { 1e6 + Double($0 % 100) }
        var bytes = Data("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) } + [1, 0])
        var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(count),), }"
        header += String(repeating: " ", count: 118 - header.utf8.count - 1) + "\n"
        bytes.append(contentsOf: [118, 0] + Array(header.utf8))
        numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
        try bytes.write(to: folder.url.appending(path: "tokens.npy"))
        let path = try folder.write(Self.valid.replacing(
            "{\"tokens\": [1e11, 2e11, 3e11], \"weights\": 1, \"reservations\": [1e5, 0, 2e5], \"names\": [\"a\", \"b\", \"c\"]}",
            with: "{\"tokens\": {\"npy\": \"tokens.npy\"}, \"reservations\": 1}"))
        let economy = try CompensationFile.read(path)
        #expect(economy.producers?.tokens == numbers && economy.producers?.reservations?.count == count)
        let result = try compensate(economy)
        let output = folder.url.appending(path: "result.json").path
        try CompensationResultFile.write(result, of: economy, to: output)
        let size = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: "result.payments.npy").path)[.size] as? Int
        #expect(size == 128 + 8 * count)
        let stored = try StoredCompensation.read(output)
        #expect(stored.payments == nil && stored.producers == count && stored.pool == result.pool && stored.sellSide?.curve.count == 240)
        #expect(result.participation?.searched == .thresholdSets)
    }

    @Test func whatIsWrittenIsRead() throws {
        let folder = try Folder()
        let economy = try Self.read(Self.valid)
        let result = try compensate(economy)
        let output = folder.url.appending(path: "result.json").path
        try CompensationResultFile.write(result, of: economy, to: output)
        let given = try folder.write(Self.valid)
        #expect(StoredCompensation.isStored(output) && !StoredCompensation.isStored(given))
        let stored = try StoredCompensation.read(output)
        #expect(stored.payments == result.payments && stored.shares[.average] == result.shares.average && stored.names == ["a", "b", "c"])
        #expect(stored.sellSide?.points == result.participation?.marketPoints && stored.licence?.decay == result.licence?.decay)
        let text = try String(contentsOfFile: output, encoding: .utf8)
        for (old, new) in [("\"pool\"", "\"sum\""), ("\"rule\": \"flat\"", "\"rule\": \"none\""), ("\"stable\": true", "\"stable\": 1"), ("result/1", "result/2")] {
            let path = try folder.write(text.replacing(old, with: new), to: "other.json")
            #expect(throws: FileError.self, "\(new)") { try StoredCompensation.read(path) }
        }
    }

    /// No profit, no data worth the name: nothing is paid, and what has no meaning is null.
    @Test func edges() throws {
        let poor = try compensate(Self.read(Self.valid.replacing("[1e11, 2e11, 3e11]", with: "[1e5, 0, 3e5]").replacing("[1e5, 0, 2e5]", with: "[1, 0, 2]")))
        #expect(poor.profit == 0 && poor.pool == 0 && poor.payments == [0, 0, 0] && poor.licence == nil && poor.shares.marginal.isNaN)
        #expect(poor.warnings.count == 3 && poor.participation?.equilibria.map(\.count) == [0])
        let none = try compensate(Self.read(Self.valid.replacing("\"value\": 0.2", with: "\"value\": 0").replacing(", \"tokensPerUnit\": 1e6", with: "")))
        #expect(none.pool == 0 && none.payments == [0, 0, 0])
        let one = try compensate(Self.read(Self.valid.replacing("[1e11, 2e11, 3e11]", with: "[6e11]").replacing(", \"reservations\": [1e5, 0, 2e5], \"names\": [\"a\", \"b\", \"c\"]", with: "")))
        #expect(one.payments == [one.pool])
        let sum = try compensate(Self.read("""
            { "schema": "nashbench/compensation/1", "law": "kaplan", "parameters": 7e10, "tokens": 1e15,
              "profit": {"kind": "exponential", "k": 3, "at": {"profit": 1e9, "tokens": 1e12}}, "share": {"rule": "marginal"} }
            """))
        #expect(sum.payments == nil && sum.pool > 0 && sum.warnings.count == 1)
        for split in ["\"shapley\"", "{\"rule\": \"shapley-sampled\", \"pairs\": 50, \"seed\": 3}", "\"weights\""] {
            let shared = try compensate(Self.read(Self.valid.replacing("\"split\": \"tokens\"", with: "\"split\": \(split)")))
            let payments = try #require(shared.payments)
            #expect(abs(payments.reduce(0, +) - shared.pool) <= 2 * shared.pool.ulp)
            #expect((shared.standardErrors != nil) == split.contains("sampled"))
        }
    }
}
