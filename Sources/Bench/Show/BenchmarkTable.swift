/// A record as aligned tables for a terminal.
///
/// ```swift
/// print(BenchmarkTable.text(record))
/// ```
public enum BenchmarkTable {
    /// The results, the fits, and those without a time with their reasons.
    public static func text(_ record: BenchmarkRecord) -> String {
        var parts = [heading(record)]
        let results = results(record)
        if !results.isEmpty { parts.append(results.text) }
        let fits = fits(record)
        if !fits.isEmpty { parts.append(fits.text) }
        let reasons = reasons(record)
        if !reasons.isEmpty { parts.append(reasons.text) }
        return parts.joined(separator: "\n\n")
    }

    private static func heading(_ record: BenchmarkRecord) -> String {
        let machine = record.machine
        let software = record.software
        return """
            suite \(record.suite): \(record.purpose)
            \(machine.cpu), \(machine.cores == 1 ? "1 core" : "\(machine.cores) cores"), \(machine.system) · \(record.started) · \(Quantity.seconds(record.seconds))
            nashbench \(software.version)\(commit(software)) · kernels \(software.kernelTarget) · \(software.compiler)
            """
    }

    /// ` (1a2b3c4d, changed)`; empty where unknown.
    static func commit(_ software: Software) -> String {
        guard let commit = software.commit else { return "" }
        return " (\(commit.prefix(12))\(software.isModified == true ? ", changed" : ""))"
    }

    /// What was measured, and what came out wrong: a row each.
    static func results(_ record: BenchmarkRecord) -> AlignedTable {
        var table = AlignedTable([
            ("task", false), ("family", false), ("n x K", true), ("size", true), ("threads", true), ("target", false), ("median", true),
            ("±", true), ("per cell", true), ("passes", true), ("residual", true), ("error", true), ("of bound", true), ("memory", true),
            ("private/cell", true), ("x kept", true), ("x floor", true), ("floor", false), ("status", false),
        ])
        for result in record.results where result.status == .measured || result.status == .wrong {
            let seconds = result.seconds
            table.add([
                result.task, result.family, result.shape, Quantity.size(result.size), "\(result.threads)", result.kernelTarget,
                seconds.map { Quantity.seconds($0.median) }, seconds.map { Quantity.percent($0.relativeHalfWidth) },
                result.secondsPerCell.map(Quantity.seconds), result.outcome?.passes.map(String.init),
                result.outcome?.relativeResidual.map(Quantity.error), result.outcome?.totalError.map(Quantity.error),
                result.outcome?.ratio.map { Quantity.fixed($0, decimals: 5) },
                result.peakBytes.map(Quantity.bytes), result.privateBytesPerCell.map { Quantity.significant($0) + " B" },
                result.memory.map { Quantity.significant(Double($0.anonymousBytes) / Double($0.keptBytes)) },
                result.floor.map { Quantity.significant($0.ratio) },
                result.floor.map { "\($0.kind.rawValue) (\($0.task))" }, result.status.rawValue,
            ])
        }
        return table
    }

    /// Growth exponents with their intervals.
    static func fits(_ record: BenchmarkRecord) -> AlignedTable {
        var table = AlignedTable([
            ("growth of", false), ("family", false), ("threads", true), ("target", false), ("over", false), ("exponent", true),
            ("95% interval", false), ("points", true),
        ])
        for fit in record.fits {
            table.add([
                fit.task, fit.family, fit.over == "threads" ? nil : "\(fit.threads)", fit.kernelTarget, fit.over,
                Quantity.fixed(fit.exponent, decimals: 3),
                "\(Quantity.fixed(fit.low, decimals: 3)) to \(Quantity.fixed(fit.high, decimals: 3))", "\(fit.points)",
            ])
        }
        return table
    }

    /// Whatever has no right answer, and why.
    static func reasons(_ record: BenchmarkRecord) -> AlignedTable {
        var table = AlignedTable([
            ("not measured", false), ("family", false), ("n x K", true), ("size", true), ("threads", true), ("target", false),
            ("status", false), ("reason", false),
        ])
        for result in record.results where result.status != .measured {
            table.add([
                result.task, result.family, result.shape, Quantity.size(result.size), "\(result.threads)", result.kernelTarget,
                result.status.rawValue, Self.oneLine(result.reason ?? "no reason given"),
            ])
        }
        return table
    }

    /// A reason may be another program's message: one line of it, without control characters.
    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}

extension BenchmarkResult {
    /// `10,000 x 1,000`; nil unless the result is of a contest.
    var shape: String? {
        guard let creators, let topics else { return nil }
        return "\(Quantity.size(creators)) x \(Quantity.size(topics))"
    }

    /// Whether the size counts cells or elements: not the order of a matrix, nor the 1 of a whole program.
    var hasCells: Bool { size > 1 && work.flops == 0 }

    /// Median seconds over cells; nil where there are none or nothing was timed.
    var secondsPerCell: Double? { seconds.flatMap { hasCells ? $0.median / Double(size) : nil } }

    /// Peak of private memory over cells, where it was measured.
    var privateBytesPerCell: Double? { memory.map { Double($0.anonymousBytes) / Double(size) } }

    /// The task with its family: `solve E17`.
    var name: String { [task, family].compactMap { $0 }.joined(separator: " ") }
}

extension BenchmarkResult.Statistics {
    /// The larger arm of the 95% interval, relative to the median.
    var relativeHalfWidth: Double { median > 0 ? max(high - median, median - low) / median : .nan }
}
