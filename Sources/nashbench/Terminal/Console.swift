import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Standard output for results, standard error for everything said about them.
enum Console {
    /// A result that comes in pieces, so that a long one is never in memory as a whole.
    static func print(_ pieces: ((String) -> Void) -> Void) throws(FileError) {
        var failure: FileError?
        pieces { piece in
            if failure == nil { do throws(FileError) { try write(piece) } catch { failure = error } }
        }
        if let failure { throw failure }
        try write("\n")
    }

    /// A result. A reader that is gone ends the program as usual (SIGPIPE); a full disk is an error.
    static func print(_ text: String) throws(FileError) { try write(text + "\n") }

    private static func write(_ text: String) throws(FileError) {
        let code = Descriptor.write(text, to: STDOUT_FILENO)
        guard code == 0 else {
            throw FileError(file: "standard output", expected: "a stream that takes \(text.utf8.count) bytes", errno: code)
        }
    }

    /// A message about the work.
    static func note(_ text: String) { raw(text + "\n") }

    static func error(_ text: String) { raw("nashbench: error: \(text)\n") }

    /// Text as it is, without a line end. Nothing can be done about a standard error that takes no more.
    static func raw(_ text: String) { _ = Descriptor.write(text, to: STDERR_FILENO) }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) != 0 }

    /// Lines joined by a space: an error is one line whatever its text is made of.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map(\.trimmed).joined(separator: " ")
    }
}

extension StringProtocol {
    /// Without the white space at both ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
