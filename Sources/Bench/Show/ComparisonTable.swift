/// A comparison of two records as text for a terminal.
///
/// ```swift
/// print(ComparisonTable.text(RecordComparison(before: old, after: new, thresholds: Thresholds())))
/// ```
public enum ComparisonTable {
    /// The pairs, what only one record has, and one line that sums it up.
    public static func text(_ comparison: RecordComparison) -> String {
        var parts: [String] = []
        let pairs = pairs(comparison)
        if !pairs.isEmpty { parts.append(pairs.text) }
        for (keys, place) in [(comparison.onlyBefore, "before"), (comparison.onlyAfter, "after")] where !keys.isEmpty {
            parts.append((["only \(place):"] + keys.map { "  \($0.text)" }).joined(separator: "\n"))
        }
        parts.append(summary(comparison))
        return parts.joined(separator: "\n\n")
    }

    static func pairs(_ comparison: RecordComparison) -> AlignedTable {
        var table = AlignedTable([
            ("task", false), ("family", false), ("n x K", true), ("size", true), ("threads", true), ("target", false), ("before", true),
            ("after", true), ("ratio", true), ("95% interval", false), ("changed?", false), ("allowed", true), ("", false),
        ])
        for pair in comparison.pairs {
            let interval = pair.estimate?.interval
            table.add([
                pair.before.task, pair.before.family, pair.before.shape, Quantity.size(pair.before.size), "\(pair.before.threads)",
                pair.before.kernelTarget, side(pair.before), side(pair.after), pair.estimate.map { Quantity.fixed($0.ratio, decimals: 3) },
                interval.map { "\(Quantity.fixed($0.lowerBound, decimals: 3)) to \(Quantity.fixed($0.upperBound, decimals: 3))" },
                pair.change.rawValue, pair.allowedRatio.isFinite ? Quantity.fixed(pair.allowedRatio, decimals: 2) : "any", pair.isRegression ? "regression" : nil,
            ])
        }
        return table
    }

    /// A median, or the word for why there is none.
    private static func side(_ result: BenchmarkResult) -> String {
        guard result.status == .measured, let seconds = result.seconds else { return result.status.rawValue }
        return Quantity.seconds(seconds.median)
    }

    /// `12 compared: 2 faster, 1 slower, 9 unchanged; 1 regression; 3 only before`.
    static func summary(_ comparison: RecordComparison) -> String {
        let counts = Dictionary(grouping: comparison.pairs, by: \.change).mapValues(\.count)
        let words = RecordComparison.Change.allCases.compactMap { change in
            counts[change].map { "\($0) \(change.summary)" }
        }
        let regressions = comparison.regressions.count
        let verdict = regressions == 0 ? "no regression" : regressions == 1 ? "1 regression" : "\(regressions) regressions"
        let found = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
        let missing = [(comparison.onlyBefore.count, "before"), (comparison.onlyAfter.count, "after")].filter { $0.0 > 0 }
            .map { "; \($0.0) only \($0.1)" }.joined()
        return "\(comparison.pairs.count) compared\(found); \(verdict)\(missing)"
    }
}

extension RecordComparison.Change {
    /// As a count of it reads.
    fileprivate var summary: String {
        switch self {
        case .no: "unchanged"
        case .unclear: "unclear (one sample)"
        case .none: "not measured"
        default: rawValue
        }
    }
}
