import Foundation
import NumericCore
extension BenchmarkRecord {
    public static func read(_ path: String) throws -> BenchmarkRecord {
        let contents = try FileBytes(path)
        try JSONParser.document(contents).document(schema: schema)
        do { return try JSONDecoder().decode(Self.self, from: Data(contents.bytes)) } catch {
            throw FileError(file: path, expected: "a benchmark record", found: "\(error)")
        }
    }
}
