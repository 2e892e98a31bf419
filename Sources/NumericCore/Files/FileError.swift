#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file that cannot be read or written: which file, where in it, what it should hold and what it holds.
///
/// ```swift
/// _ = try GameFile.read("game.json")
/// // throws: game.json: market.alpha[3]: expected a finite number >= 0, found -1.0
/// ```
public struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The path as it was given.
    public let file: String
    /// A key path (`market.alpha[3]`), a line (`line 12`), or nil for the file as a whole.
    public let field: String?
    /// What the field or the file should be.
    public let expected: String
    /// What it is, or what the system said.
    public let found: String

    /// An error about one field of a file, or about the file as a whole (field nil).
    public init(file: String, field: String? = nil, expected: String, found: String) {
        self.file = file
        self.field = field
        self.expected = expected
        self.found = found
    }

    /// One line, whatever the file's name and contents hold.
    public var description: String {
        let place = field.map { "\(file): \($0)" } ?? file
        return Self.oneLine("\(place): expected \(expected), found \(found)")
    }

    /// A model's fault, placed in a file.
    /// - Parameter path: the key path of the object that the fault's field belongs to; empty for the file's own.
    package init(file: String, under path: String = "", _ error: FieldError) {
        self.init(file: file, field: path.isEmpty ? error.field : "\(path).\(error.field)", expected: error.expected, found: error.found)
    }

    /// A system call that failed: what was wanted, and the system's word on why not.
    package init(file: String, expected: String, errno code: Int32) {
        self.init(file: file, expected: expected, found: String(cString: strerror(code)))
    }

    /// Text from a file as an error shows it: in quotes, control characters escaped, at most 60 characters.
    package static func quote(_ text: some StringProtocol) -> String {
        let shown = text.prefix(60)
        return "\"\(oneLine(String(shown)))\"" + (shown.endIndex == text.endIndex ? "" : "...")
    }

    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isBreak) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            if isBreak(scalar) { line += "\\u{" + String(scalar.value, radix: 16) + "}" } else { line.unicodeScalars.append(scalar) }
        }
        return line
    }

    /// Control characters and the line ends of Unicode.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
