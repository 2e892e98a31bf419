import Foundation
import Learning
import NumericCore
import TestSupport
import Testing

/// A shared case of learning: its members as they stand in the file.
struct LearningCase: @unchecked Sendable, CustomTestStringConvertible {
    let members: [String: Any]
    var name: String { members["name"] as? String ?? "" }
    var kind: String { members["kind"] as? String ?? "" }
    var testDescription: String { name }
    var expected: [String: Any] { members["expected"] as? [String: Any] ?? [:] }

    /// The cases of a kind.
    static func all(_ kind: String) throws -> [LearningCase] {
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "learning.json"))
        let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let cases = try #require(file["cases"] as? [[String: Any]]).map(LearningCase.init)
        #expect(cases.count == 25)
        return cases.filter { $0.kind == kind }
    }

    /// The case as a study, read as its file would be.
    func study() throws -> LearningStudy {
        var document = members
        document["schema"] = LearningFile.schema
        for key in ["kind", "expected"] { document[key] = nil }
        let text = String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
        return try readStudy(text)
    }

    func number(_ key: String) throws -> Double { try #require(expected[key] as? Double) }
}

/// A study from text, through a file of its own.
func readStudy(_ text: String) throws -> LearningStudy {
    let url = FileManager.default.temporaryDirectory.appending(path: "nashbench-learning-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(text.utf8).write(to: url)
    return try LearningFile.read(url.path)
}

func agrees(_ value: Double, _ wanted: Double, relative: Double) -> Bool { abs(value - wanted) <= relative * max(1, abs(wanted)) }
