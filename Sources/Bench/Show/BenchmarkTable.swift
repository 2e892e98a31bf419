/// A record as aligned columns.
package enum BenchmarkTable {
    /// A line for each result: task, size, threads, target, median, interval, distance from the floor.
    package static func text(_ record: BenchmarkRecord) -> String {
        var rows = [["task", "family", "size", "threads", "target", "median s", "+-", "x floor", "floor", "status"]]
        for result in record.results {
            let size = if let creators = result.creators, let topics = result.topics { "\(creators) x \(topics)" } else { "\(result.size)" }
            let spread = result.seconds.map { ($0.high - $0.low) / 2 / $0.median }
            let status = result.status == .measured ? "" : "\(result.status.rawValue): \(result.reason ?? "")"
            rows.append([
                result.task, result.family ?? "", size, "\(result.threads)", result.kernelTarget, result.seconds.map { short($0.median) } ?? "-",
                spread.map { short($0 * 100) + "%" } ?? "-", result.floor.map { short($0.ratio) } ?? "-", result.floor?.task ?? "", status,
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let table = rows.map { row in
            row.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }.joined(separator: "  ")
        }
        let fits = record.fits.map { fit in
            "\(fit.task) \(fit.family ?? "") \(fit.threads) threads: seconds ~ \(fit.over)^\(short(fit.exponent)) (\(short(fit.low)) to \(short(fit.high)), \(fit.points) points)"
        }
        return (table + fits).map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
    }

    /// Three significant digits.
    private static func short(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return "\(value)" }
        var scale = 1.0
        var size = abs(value)
        while size < 100 { size *= 10; scale *= 10 }
        while size >= 1000 { size /= 10; scale /= 10 }
        return "\((value * scale).rounded() / scale)"
    }
}
