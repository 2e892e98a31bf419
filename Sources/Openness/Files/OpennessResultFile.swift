import NumericCore

/// Files of results, `nashbench/openness-result/1`: one equilibrium, or the points of a sweep, a line each after a header.
///
/// Numbers are in the units of the game and have the names of ``OpennessOutcome``; null is a gap that is infinite.
public enum OpennessResultFile {
    /// The first key of every such file.
    public static let schema = "nashbench/openness-result/1"

    /// An equilibrium as JSON, a key a line, handed over in pieces.
    /// - Complexity: O(N).
    public static func json(
        _ found: OpennessEquilibrium, _ certificate: OpennessCertificate, of game: OpennessGame, pieces: (String) -> Void
    ) {
        withoutActuallyEscaping(pieces) { pieces in
            var writer = JSONWriter(pieces: pieces)
            let outcome = found.outcome
            writer.string("schema", schema)
            writer.string("version", Release.version)
            if let name = game.name { writer.string("name", name) }
            writer.number("openness", outcome.policy.openness)
            writer.boolean("integrated", outcome.policy.isIntegrated)
            writer.boolean("freeTrial", outcome.policy.hasFreeTrial)
            writer.string("regime", outcome.regime.rawValue)
            writer.integer("adopters", outcome.adopters)
            for (key, value) in numbers(outcome) { writer.number(key, value) }
            writer.number("joint", outcome.joint)
            let tariff = OpennessTariff(game, outcome.policy)
            writer.object("tariff") { writer in
                writer.number("royalty", tariff.royalty)
                writer.number("accessFee", tariff.accessFee)
                writer.number("followerFee", tariff.followerFee)
            }
            writer.object("certificate") { writer in
                writer.boolean("isConfirmed", certificate.isConfirmed)
                writer.number("largestGain", certificate.largestGain)
                writer.number("leaderGain", certificate.leaderGain)
                writer.number("effortGain", certificate.effortGain)
                writer.number("adoptionGain", certificate.adoptionGain)
                writer.number("accountingResidual", certificate.accountingResidual)
                writer.integer("leaderEfforts", certificate.leaderEfforts)
            }
            writer.words("adopts", found.adopts.lazy.map { "\($0)" })
            writer.numbers("followerOutputs", found.followerOutputs)
            writer.numbers("followerEfforts", found.followerEfforts)
            writer.numbers("followerPayoffs", found.followerPayoffs)
            writer.close()
        }
    }

    /// Writes an equilibrium.
    /// - Throws: `FileError` where the file cannot be written; then what was there is still there.
    public static func write(
        _ found: OpennessEquilibrium, _ certificate: OpennessCertificate, of game: OpennessGame, to path: String
    ) throws(FileError) {
        try write(to: path) { pieces in json(found, certificate, of: game, pieces: pieces) }
    }

    /// Writes a sweep: a header with the summary, then the levels asked for under all practices, a line each.
    /// - Throws: `FileError` where the file cannot be written; then what was there is still there.
    public static func write(_ study: OpennessStudy, _ summary: OpennessSummary, to path: String) throws(FileError) {
        try write(to: path) { pieces in lines(study, summary) { pieces($0 + "\n") } }
    }

    private static func write(to path: String, _ content: ((String) -> Void) -> Void) throws(FileError) {
        let files = OutputFiles()
        let file = try files.add(path)
        var failure: FileError?
        content { piece in
            if failure == nil { do throws(FileError) { try file.write(piece) } catch { failure = error } }
        }
        if let failure { throw failure }
        try files.commit()
    }

    /// The lines of a sweep's file, without their ends.
    public static func lines(_ study: OpennessStudy, _ summary: OpennessSummary, line: (String) -> Void) {
        let (game, points) = (study.game, study.points)
        var header = LineMembers()
        header.add("schema", JSONWriter.quoted(schema))
        header.add("version", JSONWriter.quoted(Release.version))
        if let name = game.name { header.add("name", JSONWriter.quoted(name)) }
        header.add("points", "\(points.count)")
        header.add("followers", "\(game.followers)")
        var parameters = LineMembers()
        for (key, value) in [
            ("leaderCost", game.leaderCost), ("spillover", game.spillover), ("royalty", game.royalty), ("accessFee", game.accessFee),
            ("feeErosion", game.feeErosion), ("mu", game.mu), ("outside", game.outside),
        ] { parameters.add(key, JSONWriter.number(value)) }
        header.add("parameters", parameters.object)
        header.add("summary", summary.line)
        line(header.object)
        for outcome in points { line(outcome.line) }
    }

    /// The numbers of an outcome by their names.
    static func numbers(_ outcome: OpennessOutcome) -> [(String, Double)] {
        [
            ("leaderEffort", outcome.leaderEffort), ("monopolyEffort", outcome.monopolyEffort), ("total", outcome.total), ("price", outcome.price),
            ("leaderPayoff", outcome.leaderPayoff), ("developerPayoff", outcome.developerPayoff), ("followersPayoff", outcome.followersPayoff),
            ("consumerSurplus", outcome.consumerSurplus), ("welfare", outcome.welfare), ("gap", outcome.gap),
        ]
    }
}

extension OpennessOutcome {
    /// The outcome as one line of JSON.
    var line: String {
        var members = LineMembers()
        members.add("openness", JSONWriter.number(policy.openness))
        members.add("integrated", "\(policy.isIntegrated)")
        members.add("freeTrial", "\(policy.hasFreeTrial)")
        members.add("regime", JSONWriter.quoted(regime.rawValue))
        members.add("adopters", "\(adopters)")
        for (key, value) in OpennessResultFile.numbers(self) { members.add(key, JSONWriter.number(value)) }
        return members.object
    }
}

extension OpennessSummary {
    /// The summary as one object of JSON. A list of intervals is the list of their ends.
    var line: String {
        func ends(_ intervals: [OpennessInterval]) -> String {
            LineMembers.list(intervals.flatMap { [$0.low, $0.high] }.map(JSONWriter.number))
        }
        func object(_ members: [(String, String)]) -> String {
            var object = LineMembers()
            for (key, value) in members { object.add(key, value) }
            return object.object
        }
        func range(_ range: Range) -> String {
            object([("least", range.least), ("mean", range.mean), ("most", range.most)].map { ($0, JSONWriter.number($1)) })
        }
        func effect(_ effect: Effect) -> String {
            object([
                ("levels", ends(effect.levels)), ("developer", range(effect.developer)), ("leader", range(effect.leader)),
                ("followers", range(effect.followers)), ("consumers", range(effect.consumers)), ("welfare", range(effect.welfare)),
            ])
        }
        func number(_ value: Double?) -> String { JSONWriter.number(value ?? .nan) }
        let practices = OpennessPractice.allCases.map { practice in
            let choice = choice(practice)
            let stretches = stretches(practice).map { stretch in
                object([
                    ("regime", JSONWriter.quoted(stretch.regime.rawValue)), ("adopters", "\(stretch.adopters)"),
                    ("from", number(stretch.interval.low)), ("to", number(stretch.interval.high)),
                ])
            }
            let best = object([("openness", number(choice.openness)), ("payoff", number(choice.payoff)), ("welfare", number(choice.welfare))])
            return (practice.rawValue, object([("regimes", LineMembers.list(stretches)), ("trap", ends(traps(practice))), ("best", best)]))
        }
        return object([
            ("limited", ends(intervals(.limited, .posted))), ("trap", ends(traps(.posted))), ("trialBites", ends(trialBites)),
            ("trialExpanded", ends(intervals(.expanded, .freeTrial))), ("integratedLimited", ends(intervals(.limited, .integrated))),
            ("offerSet", ends(offerSet)), ("integrationHarms", ends(integrationHarms)), ("trialHarms", ends(trialHarms)),
            ("welfareAtZero", number(welfareAtZero)), ("welfareBeforeEntry", number(welfareBeforeEntry)),
            ("welfareAfterEntry", number(welfareAfterEntry)), ("welfareAtOne", number(welfareAtOne)),
            ("practices", object(practices)), ("integration", effect(integration)), ("trial", effect(trial)),
        ])
    }
}
