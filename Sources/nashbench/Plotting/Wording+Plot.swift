import NumericCore

extension Wording {
    /// A change in percent with its sign: `-0.61 %`, `+2.4 %`; two significant digits, at most two decimals.
    static func percent(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "unknown" : value > 0 ? "+inf" : "-inf" }
        let decimals = abs(value) >= 10 ? 0 : abs(value) >= 1 ? 1 : 2
        let text = NumberText.fixed(abs(value), places: decimals)
        return (Double(text) == 0 ? "" : value < 0 ? "−" : "+") + text + " %"
    }

    /// Whole numbers for totals in titles: `63,276`.
    static func whole(_ value: Double) -> String {
        abs(value) < 1e15 && abs(value) >= 100 ? count(Int(value.rounded())) : amount(value)
    }

    /// `falls 0.61 %`, `rises 2.4 %`, `hardly changes`; `starts at 0` where a change from nothing has no size.
    static func movement(_ percent: Double) -> String {
        guard percent.isFinite else { return "starts at 0" }
        let size = Wording.percent(abs(percent)).replacing("+", with: "")
        return Double(size.dropLast(2)) == 0 ? "hardly changes" : "\(percent < 0 ? "falls" : "rises") \(size)"
    }
}
