#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The values that one parameter takes, read from the right-hand side of `--set` and `--scale`.
///
/// - `0.5,1,2`: a list, in the order given;
/// - `0:2:0.1`: start, stop and step. The stop belongs to the range where the step reaches it. Decimal literals are
///   added as integers, so that `0:2:0.1` holds exactly the doubles that `0.3` and `0.7` are;
/// - `log:0.01:100:5`: start, stop and count, equal ratios. Both ends are exact, values between are rounded to 12
///   significant digits.
package enum ParameterValues {
    /// Points of one parameter: more is taken for a mistyped step.
    static let limit = 1_000_000

    /// What was wrong with the text.
    package struct Malformed: Error {
        package var expected: String
        package var found: String
    }

    package static func parse(_ text: String) throws(Malformed) -> [Double] {
        if text.hasPrefix("log:") { return try logarithmic(text.dropFirst("log:".count)) }
        if text.contains(":") { return try range(text) }
        var values: [Double] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) { values.append(try number(part)) }
        return values
    }

    private static func number(_ text: Substring) throws(Malformed) -> Double {
        guard let value = Double(text), value.isFinite else { throw Malformed(expected: "a finite number", found: "\"\(text)\"") }
        return value
    }

    private static func range(_ text: String) throws(Malformed) -> [Double] {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw Malformed(expected: "start:stop:step", found: "\"\(text)\"") }
        let start = try number(parts[0])
        let stop = try number(parts[1])
        let step = try number(parts[2])
        guard step != 0, start == stop || (stop > start) == (step > 0) else {
            throw Malformed(expected: "a step that leads from \(start) to \(stop)", found: "\(parts[2])")
        }
        let steps = ((stop - start) / step).magnitude
        guard steps < Double(limit) else { throw Malformed(expected: "at most \(limit) values", found: "\"\(text)\"") }
        if let exact = decimalRange(parts) { return exact }
        // The count allows for the rounding of a step that divides the range; a last value that near the stop is the stop.
        let last = Int((steps * (1 + 0x1p-40)).rounded(.down))
        return (0...last).map { i in
            let value = start + Double(i) * step
            return (value - stop).magnitude <= 0x1p-40 * step.magnitude ? stop : value
        }
    }

    /// start + i step as integers over a power of ten, each rounded once by the division; nil where they do not fit.
    private static func decimalRange(_ parts: [Substring]) -> [Double]? {
        let literals = parts.compactMap(decimal)
        guard literals.count == parts.count else { return nil }
        let places = max(0, literals.map { -$0.exponent }.max() ?? 0)
        guard places <= 22 else { return nil } // 10^22 is the last power of ten that is a double
        var scaled: [Int] = []
        for literal in literals {
            var value = literal.digits
            for _ in 0..<(places + literal.exponent) {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow || product.magnitude >= 1 << 53 { return nil }
                value = product
            }
            scaled.append(value)
        }
        let (start, stop, step) = (scaled[0], scaled[1], scaled[2])
        let scale = pow(10, Double(places))
        return stride(from: start, through: stop, by: step).map { Double($0) / scale }
    }

    /// A plain decimal literal as digits times a power of ten; nil for other spellings of a number.
    private static func decimal(_ text: Substring) -> (digits: Int, exponent: Int)? {
        let parts = text.lowercased().split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
        guard let exponent = parts.count == 2 ? Int(parts[1]) : 0, exponent.magnitude <= 300 else { return nil }
        let halves = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = halves.count == 2 ? halves[1] : ""
        guard let digits = Int(halves[0] + fraction), digits.magnitude < 1 << 53 else { return nil }
        return (digits, exponent - fraction.count)
    }

    private static func logarithmic(_ text: Substring) throws(Malformed) -> [Double] {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw Malformed(expected: "log:start:stop:count", found: "\"log:\(text)\"") }
        let start = try number(parts[0])
        let stop = try number(parts[1])
        guard start > 0, stop > 0 else { throw Malformed(expected: "a start and a stop > 0", found: "\"log:\(text)\"") }
        guard let count = Int(parts[2]), (2...limit).contains(count) else {
            throw Malformed(expected: "a count from 2 to \(limit)", found: "\"\(parts[2])\"")
        }
        let from = log10(start)
        let to = log10(stop)
        return (0..<count).map { i in
            if i == 0 { return start }
            if i == count - 1 { return stop }
            let value = pow(10, from + (to - from) * Double(i) / Double(count - 1))
            return Double(NumberText.scientific(value, places: 11)) ?? value
        }
    }
}
