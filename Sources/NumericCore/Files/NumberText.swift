#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Numbers in a stated number of digits, as the C library rounds and writes them (a point for a comma in every country:
/// the program never leaves the "C" locale). For text that people read; files hold the shortest text that reads back exactly.
package enum NumberText {
    /// `%.*f`: so many digits after the point, `0.50`.
    package static func fixed(_ value: Double, places: Int) -> String { text("%.*f", places, value) }

    /// `%.*e`: one digit before the point and so many after it, `8.64881e+42`.
    package static func scientific(_ value: Double, places: Int) -> String { text("%.*e", places, value) }

    /// `%.*g`: so many significant digits, zeros at the end left out, `0.5`, `3e-15`.
    package static func general(_ value: Double, digits: Int = 6) -> String { text("%.*g", digits, value) }

    /// The text moved to the right end of a field: `width` characters, more where it needs them.
    package static func right(_ text: String, width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// The text at the left end of a field: `width` characters, more where it needs them.
    package static func left(_ text: String, width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// - Precondition: 0 <= precision <= 100. The longest double has 309 digits before its point.
    private static func text(_ format: String, _ precision: Int, _ value: Double) -> String {
        precondition((0...100).contains(precision))
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            let count = withVaList([Int32(precision), value]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<Int(count)], as: UTF8.self)
        }
    }
}
