import Foundation
import NumericCore

/// What a picture needs of an equilibrium's file: no efforts, and no game.
struct PlottedEquilibrium: Decodable {
    struct Certified: Decodable { var relativeResidual: Double? }

    var schema: String
    var status: String
    var creators: Int
    var topics: Int
    var topicNames: [String]?
    var totals: [Double]
    var genAI: [Double]
    var utilities: [Double]
    var certificate: Certified?
    var version: String?
    /// Not in the file: its name.
    var file = ""

    private enum CodingKeys: String, CodingKey { case schema, status, creators, topics, topicNames, totals, genAI, utilities, certificate, version }

    static let schema = "nashbench/equilibrium/1"

    var names: [String] { topicNames ?? (0..<topics).map { "topic \($0)" } }
    var grandTotal: Double { totals.reduce(0, +) }

    init(json: Data, file: String) throws(FileError) {
        do { self = try JSONDecoder().decode(PlottedEquilibrium.self, from: json) } catch { throw Self.refusal(error, file: file) }
        self.file = URL(filePath: file).lastPathComponent
        guard schema == Self.schema else { throw FileError(file: file, field: "schema", expected: Self.schema, found: "\"\(schema)\"") }
        guard status != Status.noEquilibrium.rawValue, status != Status.unsupported.rawValue, status != Status.noneFound.rawValue else {
            throw FileError(file: file, field: "status", expected: "a profile to draw", found: status)
        }
        for (field, count, expected) in [
            ("totals", totals.count, topics), ("genAI", genAI.count, topics), ("utilities", utilities.count, creators),
            ("topicNames", topicNames?.count ?? topics, topics),
        ] where count != expected {
            throw FileError(file: file, field: field, expected: "\(expected) values", found: "\(count)")
        }
        guard topics > 0, creators > 0 else { throw FileError(file: file, expected: "at least one creator and one topic", found: "none") }
    }

    /// `base.json, converged, residual 3e-15`
    var provenance: String {
        var parts = [file, status]
        if let residual = certificate?.relativeResidual { parts.append("residual \(Wording.error(residual))") }
        return parts.joined(separator: ", ")
    }

    /// Both must be of the same creators and topics.
    func requireSameSides(as other: PlottedEquilibrium) throws(FileError) {
        guard creators == other.creators, topics == other.topics else {
            throw FileError(
                file: other.file, expected: "\(creators) creators and \(topics) topics, as in \(file)",
                found: "\(other.creators) and \(other.topics)")
        }
        guard names == other.names else { throw FileError(file: other.file, field: "topicNames", expected: "those of \(file)", found: "others") }
    }

    private static func refusal(_ error: any Error, file: String) -> FileError {
        func path(_ keys: [any CodingKey]) -> String? {
            var text = ""
            for key in keys {
                if let index = key.intValue { text += "[\(index)]" } else { text += (text.isEmpty ? "" : ".") + key.stringValue }
            }
            return text.isEmpty ? nil : text
        }
        return switch error as? DecodingError {
        case .keyNotFound(let key, let context): FileError(file: file, field: path(context.codingPath + [key]), expected: "a value", found: "no such key")
        case .typeMismatch(let type, let context): FileError(file: file, field: path(context.codingPath), expected: "\(type)", found: "another type")
        case .valueNotFound(let type, let context): FileError(file: file, field: path(context.codingPath), expected: "\(type)", found: "null")
        default: FileError(file: file, expected: "an equilibrium (\(schema)) or a sweep (\(SweepHeader.schema))", found: "something else")
        }
    }
}

/// A file that `plot` can draw, told apart by its first line.
enum PlotInput {
    case equilibrium(PlottedEquilibrium)
    case sweep(StoredSweep, file: String)

    static func read(_ path: String) throws(FileError) -> PlotInput {
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path)) } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw FileError(file: path, expected: "a file to draw", found: exists ? "one that cannot be read" : "no such file")
        }
        struct Kind: Decodable { var schema: String }
        let first = data.prefix { $0 != UInt8(ascii: "\n") }
        if let kind = try? JSONDecoder().decode(Kind.self, from: first), kind.schema == SweepHeader.schema {
            return .sweep(try StoredSweep.read(path), file: URL(filePath: path).lastPathComponent)
        }
        return .equilibrium(try PlottedEquilibrium(json: data, file: path))
    }
}
