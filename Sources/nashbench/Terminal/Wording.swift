import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How numbers are written for people: in tables and messages, never in files.
enum Wording {
    /// 8096 as `8,096`.
    static func count(_ value: Int) -> String { grouped(String(value)) }

    /// `1 pass`, `3 passes`.
    static func count(_ value: Int, _ one: String, _ many: String) -> String { "\(count(value)) \(value == 1 ? one : many)" }

    /// Six significant digits, grouped: `63,276.0`, `0.0123457`, `8.64881e+42`.
    static func amount(_ value: Double) -> String {
        if value == 0 { return "0" }
        guard value.isFinite else { return value.isNaN ? "unknown" : value > 0 ? "infinite" : "-infinite" }
        let size = abs(value)
        guard size >= 1e-4, size < 1e12 else { return NumberText.scientific(value, places: 5) }
        let integerDigits = size < 1 ? 0 : Int(log10(size)) + 1
        let leadingZeros = size < 1 ? Int(-log10(size)) : 0
        return grouped(NumberText.fixed(value, places: max(0, 6 - integerDigits) + leadingZeros))
    }

    /// A name from a file: as it is, or in quotes with control characters escaped, so that a table's line stays one line.
    static func name(_ text: String) -> String {
        let quoted = FileError.quote(text)
        return quoted == "\"\(text)\"" ? text : quoted
    }

    /// Two significant digits, for errors and residuals: `3e-15`.
    static func error(_ value: Double) -> String {
        value.isNaN ? "unknown" : value.isInfinite ? "infinite" : NumberText.general(value, digits: 2)
    }

    /// `12 µs`, `0.9 ms`, `340 ms`, `2.41 s`.
    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<0.0001: NumberText.fixed(seconds * 1e6, places: 0) + " µs"
        case ..<0.01: NumberText.fixed(seconds * 1e3, places: 1) + " ms"
        case ..<1: NumberText.fixed(seconds * 1e3, places: 0) + " ms"
        default: NumberText.fixed(seconds, places: 2) + " s"
        }
    }

    /// Commas between the thousands of the integer part.
    private static func grouped(_ digits: String) -> String {
        let sign = digits.hasPrefix("-") ? "-" : ""
        let parts = digits.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
        var integer = ""
        for (place, digit) in parts[0].reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3) { integer.append(",") }
            integer.append(digit)
        }
        return sign + String(integer.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
    }
}
