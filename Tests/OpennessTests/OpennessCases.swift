import Foundation
import NumericCore
import Openness
import TestSupport
import Testing

/// The cases of Tests/Fixtures/openness.json, from 30-digit arithmetic that this project did not write.
struct OpennessCase: CustomTestStringConvertible, Sendable {
    let name: String
    let file: OpennessFile
    /// Numbers and lists of numbers by their names.
    let numbers: [String: [Double]]
    let regime: String?
    let adopts: [Bool]?
    let relativeTolerance: Double
    let absoluteTolerance: Double
    var testDescription: String { name }
    /// Levels at which something changes, rather than an equilibrium.
    var isOfThresholds: Bool { regime == nil }

    static let all: [OpennessCase] = {
        let data = try! Data(contentsOf: Fixtures.folder.appending(path: "openness.json"))
        let root = try! JSONSerialization.jsonObject(with: data) as! [String: Any]
        return (root["cases"] as! [[String: Any]]).map { try! OpennessCase($0) }
    }()
    static let equilibria = all.filter { !$0.isOfThresholds }
    static let thresholds = all.filter(\.isOfThresholds)

    init(_ item: [String: Any]) throws {
        name = item["name"] as! String
        file = try TemporaryGame.read(try JSONSerialization.data(withJSONObject: item["game"]!))
        let expected = item["expected"] as! [String: Any]
        regime = expected["regime"] as? String
        adopts = expected["adopts"] as? [Bool]
        numbers = expected.compactMapValues { value in
            if let list = value as? [Double] { return list }
            return (value as? Double).map { [$0] }
        }
        relativeTolerance = expected["relativeTolerance"] as? Double ?? 0
        absoluteTolerance = expected["absoluteTolerance"] as! Double
    }

    /// What differs from what is expected by more than the case allows, in words.
    func disagreement(_ key: String, _ found: [Double]) -> String? {
        guard let expected = numbers[key] else { return "\(key): not in the case" }
        guard expected.count == found.count else { return "\(key): \(found), expected \(expected)" }
        for (value, wanted) in zip(found, expected) where !(abs(value - wanted) <= absoluteTolerance + relativeTolerance * abs(wanted)) {
            return "\(key): \(value), expected \(wanted)"
        }
        return nil
    }
}

/// A game as a file that is gone once it is read.
enum TemporaryGame {
    static func read(_ data: Data) throws -> OpennessFile {
        let file = FileManager.default.temporaryDirectory.appending(path: "openness-\(UUID().uuidString).json")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try OpennessFile.read(file.path)
    }

    static func read(_ text: String) throws -> OpennessFile { try read(Data(text.utf8)) }
}

extension OpennessFile {
    /// What the file asks about its game.
    var policy: OpennessPolicy { OpennessPolicy(openness: openness ?? 0, isIntegrated: isIntegrated, hasFreeTrial: hasFreeTrial) }
}
