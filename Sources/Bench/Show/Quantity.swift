#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How the quantities of a benchmark are written for people: in tables, on axes and on the page. Files hold the numbers.
enum Quantity {
    /// 8096 as `8,096`.
    static func count(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return value < 0 ? "-" + grouped : grouped
    }

    /// A size: `10,000`, and from 10^5 on `1e7` or `3e6` where one digit says it all.
    static func size(_ value: Int) -> String {
        var power = 0
        var rest = value
        while rest >= 10, rest.isMultiple(of: 10) {
            rest /= 10
            power += 1
        }
        return power >= 5 && rest < 10 ? "\(rest)e\(power)" : count(value)
    }

    /// Three significant digits and a unit: `1.20 ns`, `12.3 µs`, `340 ms`, `2.41 s`.
    static func seconds(_ value: Double) -> String {
        guard value.isFinite else { return "unknown" }
        for (unit, scale) in [("ns", 1e9), ("µs", 1e6), ("ms", 1e3)] where abs(value) * scale < 999.5 {
            return significant(value * scale) + " " + unit
        }
        return significant(value) + " s"
    }

    /// Three significant digits without an exponent between 0.001 and 10^5: `0.0123`, `1.23`, `12.3`, `123`, `1230`.
    static func significant(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "unknown" : value > 0 ? "infinite" : "-infinite" }
        if value == 0 { return "0" }
        let size = abs(value)
        guard size >= 1e-3, size < 99_999.5 else { return short(print("%.2e", value)) }
        // The exponent after rounding to three digits: 9.996 is 10.0.
        let exponent = Int(print("%.2e", size).split(separator: "e")[1]) ?? 0
        return print("%.\(max(0, 2 - exponent))f", value)
    }

    /// Two significant digits, for errors and residuals: `3e-15`.
    static func error(_ value: Double) -> String { value.isFinite ? short(print("%.2g", value)) : "unknown" }

    /// `1e-08` as `1e-8`, `1.00e+09` as `1.00e9`.
    private static func short(_ text: String) -> String {
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
        return "\(parts[0])e\(exponent)"
    }

    static func fixed(_ value: Double, decimals: Int) -> String { print("%.\(decimals)f", value) }

    /// Half the width of an interval against its middle, in percent: `0.4%`, `12%`.
    static func percent(_ fraction: Double) -> String {
        guard fraction.isFinite else { return "unknown" }
        return print(abs(fraction) < 0.0995 ? "%.1f%%" : "%.0f%%", fraction * 100)
    }

    /// Powers of 1024: `48 KiB`, `1.5 MiB`, `7.6 GiB`.
    static func bytes(_ value: Int) -> String {
        var scaled = Double(value)
        for unit in ["B", "KiB", "MiB"] {
            if scaled < 1024 { return "\(trimmed(scaled)) \(unit)" }
            scaled /= 1024
        }
        return "\(trimmed(scaled)) GiB"
    }

    private static func trimmed(_ value: Double) -> String {
        value == value.rounded() || value >= 100 ? print("%.0f", value) : print("%.1f", value)
    }

    /// `threads` as a noun: `1 thread`, `2 threads`.
    static func threads(_ count: Int) -> String { count == 1 ? "1 thread" : "\(count) threads" }

    /// The C library's word for one number; a double at three digits needs at most 24 bytes.
    private static func print(_ format: String, _ value: Double) -> String {
        withVaList([value]) { arguments in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
                guard let start = buffer.baseAddress, vsnprintf(start, buffer.count, format, arguments) > 0 else { return "" }
                return String(cString: start)
            }
        }
    }
}
