import NumericCore

/// Results as files: `nashbench/persuasion-result/1`.
///
/// Threshold queries: `status` (complete, time-limit), `pooled`, `messages` [{weight, likelihoodRatio}], `singleTarget`, `informed`, `valueByQueries`,
/// `cuts`, `greedy`, `greedyCuts`, `greedyRatio`, `adaptive` (null where the time limit came first), `costly` {nonAdaptive, queries, adaptive}.
/// Partition queries: `status`, `best` [{queries, value, members}] (absent where there are too many sets), `greedy`, `greedyMembers`.
///
/// Finite persuasion: `value`, `policy` [state][action], `certificate` {statePrices, excessPrices, obedience [{recommended, instead, multiplier}],
/// bound, gap, valueError, excessValue, excessError, stake, obedienceViolation, obedienceError, rowSumViolation, signViolation, dualViolation},
/// `pivots`, `status` (certified, not-certified), `reason`.
///
/// Of several types in place of `policy` and `obedience`: `messages` [{actions, probabilities}], by type and by state, `vectors` (how many some
/// message supports), and in `certificate` `obedience` [{actions, type, instead, multiplier}] and `excluded` [{actions, multipliers [{type, instead,
/// multiplier}]}], beginnings of the vectors that no message supports.
public enum PersuasionResultFile {
    static let schema = "nashbench/persuasion-result/1"

    /// Writes the result whole or not at all.
    /// - Throws: `FileError` where the file cannot be written.
    public static func write(_ result: PersuasionResult, name: String?, to path: String) throws(FileError) {
        let files = OutputFiles()
        let file = try files.add(path)
        try file.write(text(result, name: name))
        try files.commit()
    }

    /// The same as text.
    public static func text(_ result: PersuasionResult, name: String?) -> String {
        var json = JSONWriter()
        json.string("schema", schema)
        if let name { json.string("name", name) }
        switch result {
        case .thresholds(let result): thresholds(result, &json)
        case .partitions(let result): partitions(result, &json)
        case .finite(let result): finite(result, &json)
        case .publicMessage(let result): publicMessage(result, &json)
        }
        json.close()
        return json.text
    }

    private static func thresholds(_ result: ThresholdResult, _ json: inout JSONWriter) {
        json.string("kind", PersuasionFile.Kind.thresholds.rawValue)
        json.string("status", result.end.rawValue)
        json.number("pooled", result.pooled.value)
        json.objects("messages", result.pooled.messages) { message, json in
            json.number("weight", message.weight)
            json.number("likelihoodRatio", message.likelihoodRatio)
        }
        json.number("singleTarget", result.pooled.singleTarget)
        json.number("informed", result.informedValue)
        json.numbers("valueByQueries", result.plan.values)
        json.words("cuts", result.plan.cuts.map(String.init))
        json.numbers("greedy", result.greedy.values)
        json.words("greedyCuts", result.greedy.cuts.map(String.init))
        json.number("greedyRatio", result.greedy.ratio(to: result.plan))
        json.numbers("adaptive", result.adaptive.map { $0 ?? .nan })
        guard let costly = result.costly else { return }
        json.object("costly") { json in
            json.number("nonAdaptive", costly.nonAdaptive ?? .nan)
            if let queries = costly.queries { json.integer("queries", queries) } else { json.number("queries", .nan) }
            json.number("adaptive", costly.adaptive ?? .nan)
        }
    }

    private static func partitions(_ result: PartitionResult, _ json: inout JSONWriter) {
        json.string("kind", PersuasionFile.Kind.partitions.rawValue)
        json.string("status", result.end.rawValue)
        if let best = result.best {
            json.objects("best", Array(best.enumerated())) { entry, json in
                json.integer("queries", entry.offset)
                json.number("value", entry.element.value)
                json.words("members", entry.element.members.map(String.init))
            }
        }
        json.numbers("greedy", result.greedy.map(\.value))
        json.words("greedyMembers", result.greedy.last?.members.map(String.init) ?? [])
    }

    private static func publicMessage(_ result: OptimalPublicPersuasion, _ json: inout JSONWriter) {
        json.string("kind", PersuasionFile.Kind.finite.rawValue)
        json.string("status", result.isCertified ? "certified" : "not-certified")
        if let reason = result.reason { json.string("reason", reason) }
        json.number("value", result.value ?? .nan)
        json.objects("messages", result.messages) { message, json in
            json.words("actions", message.actions.map(String.init))
            json.numbers("probabilities", message.probabilities)
        }
        json.integer("vectors", result.vectors)
        json.integer("pivots", result.pivots)
        guard let certificate = result.certificate else { return }
        json.object("certificate") { json in
            json.numbers("statePrices", certificate.statePrices)
            json.numbers("excessPrices", certificate.excessPrices)
            let rows = zip(certificate.vectors, certificate.multipliers).flatMap { vector, rows in rows.map { (vector: vector, row: $0) } }
            json.objects("obedience", rows) { entry, json in
                json.words("actions", entry.vector.map(String.init))
                multiplier(entry.row, &json)
            }
            json.objects("excluded", certificate.excluded) { excluded, json in
                json.words("actions", excluded.actions.map(String.init))
                json.objects("multipliers", excluded.multipliers) { row, json in multiplier(row, &json) }
            }
            json.number("bound", certificate.bound)
            json.number("gap", certificate.gap)
            json.number("valueError", certificate.valueError)
            json.number("excessValue", certificate.excessValue)
            json.number("excessError", certificate.excessError)
            json.number("stake", certificate.stake)
            json.number("obedienceError", certificate.obedienceError)
            json.number("rowSumViolation", certificate.rowSumViolation)
            json.boolean("complete", certificate.isComplete)
        }
    }

    private static func multiplier(_ row: PublicMultiplier, _ json: inout JSONWriter) {
        json.integer("type", row.type)
        json.integer("instead", row.instead)
        json.number("multiplier", row.multiplier)
    }

    private static func finite(_ result: OptimalPersuasion, _ json: inout JSONWriter) {
        let certificate = result.certificate
        json.string("kind", PersuasionFile.Kind.finite.rawValue)
        json.string("status", result.isCertified ? "certified" : "not-certified")
        if let reason = result.reason { json.string("reason", reason) }
        json.number("value", certificate.value)
        json.matrix("policy", rows: result.policy.count, columns: result.policy[0].count) { state, action in result.policy[state][action] }
        json.object("certificate") { json in
            json.numbers("statePrices", certificate.statePrices)
            json.numbers("excessPrices", certificate.excessPrices)
            let actions = certificate.multipliers.indices
            let pairs = actions.flatMap { a in actions.filter { $0 != a }.map { (recommended: a, instead: $0) } }
            json.objects("obedience", pairs) { pair, json in
                json.integer("recommended", pair.recommended)
                json.integer("instead", pair.instead)
                json.number("multiplier", certificate.multipliers[pair.recommended][pair.instead])
            }
            json.number("bound", certificate.bound)
            json.number("gap", certificate.gap)
            json.number("valueError", certificate.valueError)
            json.number("excessValue", certificate.excessValue)
            json.number("excessError", certificate.excessError)
            json.number("stake", certificate.stake)
            json.number("obedienceViolation", certificate.obedienceViolation)
            json.number("obedienceError", certificate.obedienceError)
            json.number("rowSumViolation", certificate.rowSumViolation)
            json.number("signViolation", certificate.signViolation)
            json.number("dualViolation", certificate.dualViolation)
        }
        json.integer("pivots", result.pivots)
    }
}
