import NumericCore
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Records as files.
package enum RecordFile {
    /// Writes a record, replacing what was there only when all of it is on the disk.
    /// - Throws: ``FileError`` with the system's reason.
    package static func write(_ record: BenchmarkRecord, to path: String) throws {
        let output = OutputFiles()
        let file = try output.add(path)
        try file.write(text(of: record))
        try output.commit()
    }

    /// A record as JSON: a line for each of its fields, and for each result, so that versions of it can be compared line by
    /// line. Numbers read back as the same doubles.
    package static func text(of record: BenchmarkRecord) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func json(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
        func lines(_ values: [some Encodable]) throws -> String {
            values.isEmpty ? "[]" : "[\n    " + (try values.map(json)).joined(separator: ",\n    ") + "\n  ]"
        }
        let fields = [
            ("schema", try json(record.schema)), ("suite", try json(record.suite)), ("purpose", try json(record.purpose)),
            ("command", try json(record.command)), ("started", try json(record.started)), ("seconds", try json(record.seconds)),
            ("machine", try json(record.machine)), ("software", try json(record.software)), ("precision", try json(record.precision)),
            ("budget", try json(record.budget)), ("seeds", try json(record.seeds)), ("results", try lines(record.results)),
            ("fits", try lines(record.fits)),
        ]
        return "{\n" + fields.map { "  \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}\n"
    }

    /// A record read back.
    /// - Throws: ``FileError`` naming file, key path, what was expected and what was found: another schema, an unknown or
    ///   missing key, a wrong type, a value outside its domain, a measured result without samples.
    package static func read(_ path: String) throws -> BenchmarkRecord { try read(FileBytes(path)) }

    package static func read(_ contents: FileBytes) throws -> BenchmarkRecord {
        let node = try JSONParser.document(contents)
        try node.document(schema: BenchmarkRecord.schema)
        let record = try JSONNodeDecoder.decode(BenchmarkRecord.self, from: node)
        try check(record, in: contents.file)
        return record
    }

    /// What types do not tell.
    private static func check(_ record: BenchmarkRecord, in file: String) throws(FileError) {
        func refuse(_ field: String, expected: String, found: String) -> FileError {
            FileError(file: file, field: field, expected: expected, found: found)
        }
        guard record.precision > 0, record.precision < 1 else {
            throw refuse("precision", expected: "a number in (0, 1)", found: JSONValue.number(record.precision).shown)
        }
        for (index, result) in record.results.enumerated() {
            let path = "results[\(index)]"
            guard result.threads >= 1 else { throw refuse("\(path).threads", expected: "an integer >= 1", found: "\(result.threads)") }
            guard result.status == .measured else { continue }
            guard let seconds = result.seconds else { throw refuse("\(path).seconds", expected: "samples of what was measured", found: "nothing") }
            guard !seconds.samples.isEmpty else { throw refuse("\(path).seconds.samples", expected: "at least one sample", found: "none") }
        }
    }
}
