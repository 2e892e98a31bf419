import NumericCore
import Openness

/// What `openness` tells a person: one equilibrium, or a sweep with its summary.
struct OpennessReport {
    let game: OpennessGame
    /// For games without a name.
    let file: String

    /// What a person reads: single followers, levels of a sweep.
    private static let (followerLimit, levelLimit) = (20, 200)

    // MARK: one equilibrium

    /// `limited · 0 of 1 followers adopt · welfare 0.471259 · no deviation gains more than 1e-17 of the market`
    func summary(_ found: OpennessEquilibrium, _ certificate: OpennessCertificate) -> String {
        let outcome = found.outcome
        return [
            outcome.regime.rawValue, "\(Wording.count(outcome.adopters)) of \(Wording.count(game.followers, "follower adopts", "followers adopt"))",
            "welfare \(Wording.amount(outcome.welfare))",
            "\(certificate.isConfirmed ? "certified" : "NOT CERTIFIED"): the best deviation gains \(Wording.error(certificate.largestGain)) of the market",
        ].joined(separator: " · ")
    }

    func text(_ found: OpennessEquilibrium) -> String {
        let outcome = found.outcome
        let practice = OpennessPractice(isIntegrated: outcome.policy.isIntegrated, hasFreeTrial: outcome.policy.hasFreeTrial)
        let title = "\(game.name ?? file) · openness \(NumberText.general(outcome.policy.openness)) · \(Self.name(practice)) · \(outcome.regime.rawValue)"
        var parties = TextTable(header: ["", "effort", "capability", "payoff"])
        parties.add(["developer", "", "", Wording.amount(outcome.developerPayoff)])
        parties.add(["leader", Wording.amount(outcome.leaderEffort), Wording.amount(outcome.leaderEffort), Wording.amount(outcome.leaderPayoff)])
        let adopters = found.adopters
        let cut = TableCut(count: adopters.count, limit: Self.followerLimit) { adopters[$0].output }
        for adopter in cut.shown.map({ adopters[$0] }) {
            parties.add([
                "follower \(adopter.index)", Wording.amount(adopter.effort), Wording.amount(adopter.output), Wording.amount(adopter.payoff),
            ])
        }
        if cut.hidden > 0 { parties.add(["all followers", "", "", Wording.amount(outcome.followersPayoff)]) }
        parties.add(["consumers", "", "", Wording.amount(outcome.consumerSurplus)])
        parties.add(["welfare", "", Wording.amount(outcome.total), Wording.amount(outcome.welfare)])
        var lines = [title, "", parties.text, ""]
        if cut.hidden > 0 { lines.append("the \(cut.shown.count) largest of \(Wording.count(adopters.count)) followers who adopt; --json or --output gives all") }
        let outside = game.followers - adopters.count
        if outside > 0 { lines.append("\(Wording.count(outside, "follower stays", "followers stay")) out") }
        if outcome.regime == .limited || outcome.regime == .expanded, outcome.monopolyEffort > 0 {
            lines.append("the leader's effort is \(Wording.amount(outcome.leaderEffort / outcome.monopolyEffort)) times what it would be without followers, to keep one out")
        }
        lines.append("capability sells at \(Wording.amount(outcome.price)); the leader's next best choice is worth \(Wording.amount(outcome.gap)) less")
        return lines.joined(separator: "\n")
    }

    // MARK: a sweep

    func text(_ study: OpennessStudy, _ summary: OpennessSummary, _ practice: OpennessPractice) -> String {
        let points = study.points
        let perLevel = OpennessPractice.allCases.count
        var table = TextTable(header: [
            "openness", "regime", "adopters", "effort", "capability", "developer", "leader", "followers", "consumers", "welfare", "integrated", "free trial",
        ])
        let levels = study.asked.count
        let shown = min(levels, Self.levelLimit)
        for row in 0..<shown {
            let level = shown == 1 ? 0 : row * (levels - 1) / (shown - 1)
            let group = Array(points[level * perLevel..<(level + 1) * perLevel])
            func of(_ practice: OpennessPractice) -> OpennessOutcome { group[OpennessPractice.allCases.firstIndex(of: practice) ?? 0] }
            let one = of(practice)
            table.add(
                ["\(one.policy.openness)", one.regime.rawValue, Wording.count(one.adopters)] + [
                    one.leaderEffort, one.total, one.developerPayoff, one.leaderPayoff, one.followersPayoff, one.consumerSurplus, one.welfare,
                    of(OpennessPractice(isIntegrated: true, hasFreeTrial: practice.hasFreeTrial)).welfare,
                    of(OpennessPractice(isIntegrated: practice.isIntegrated, hasFreeTrial: true)).welfare,
                ].map(Self.short))
        }
        var parts = ["\(game.name ?? file) · \(Self.name(practice))"]
        parts.append(table.text + (shown < levels ? "\n\(shown) of \(Wording.count(levels)) levels, evenly spread; --json or --output gives all" : ""))
        parts.append(statements(summary, practice).joined(separator: "\n"))
        return parts.joined(separator: "\n\n")
    }

    /// Over all levels of openness, not those of the table alone.
    private func statements(_ summary: OpennessSummary, _ practice: OpennessPractice) -> [String] {
        let stretches = summary.stretches(practice).filter { $0.interval.length > 1e-9 }
        var lines = ["regimes: " + stretches.map { stretch in
            let adopters = stretch.adopters > 0 ? " (\(Wording.count(stretch.adopters)) in)" : ""
            return "\(stretch.regime.rawValue)\(adopters) to \(Self.short(stretch.interval.high))"
        }.joined(separator: ", ")]
        lines.append(trapStatement(summary) + (summary.traps(.posted).isEmpty ? "" : " (W(0) is \(Self.short(summary.welfareAtZero)))"))
        for other in OpennessPractice.allCases.dropFirst() where summary.traps(other) != summary.traps(.posted) {
            lines.append("  with \(Self.name(other)): \(Self.intervals(summary.traps(other)) ?? "none")")
        }
        let integration = summary.integration.welfare
        lines.append(
            "integration changes welfare by \(Self.short(integration.least)) to \(Self.short(integration.most)), on average \(Self.short(integration.mean)); "
                + "it lowers it on: \(Self.intervals(summary.integrationHarms) ?? "no level")")
        if let offered = Self.intervals(summary.offerSet) {
            let trial = summary.trial
            lines.append(
                "the developer gains from a free trial on \(offered): on average developer \(Self.short(trial.developer.mean)), leader \(Self.short(trial.leader.mean)), "
                    + "followers \(Self.short(trial.followers.mean)), consumers \(Self.short(trial.consumers.mean)), welfare \(Self.short(trial.welfare.mean))")
        } else {
            lines.append("the developer gains from a free trial at no level")
        }
        lines.append("a free trial lowers welfare on: \(Self.intervals(summary.trialHarms) ?? "no level")")
        lines.append("the developer's own choice: " + OpennessPractice.allCases.map { practice in
            let choice = summary.choice(practice)
            return "\(Self.name(practice)) \(Self.short(choice.openness)) (worth \(Self.short(choice.payoff)))"
        }.joined(separator: ", "))
        return lines
    }

    /// `trap: 0.311782 to 0.427127`
    func trapStatement(_ summary: OpennessSummary) -> String {
        Self.intervals(summary.traps(.posted)).map { "trap: \($0)" } ?? "no trap"
    }

    static func name(_ practice: OpennessPractice) -> String {
        switch practice {
        case .posted: "posted tariff"
        case .integrated: "vertical integration"
        case .freeTrial: "free trial"
        case .integratedFreeTrial: "integration and trial"
        }
    }

    /// nil for none.
    static func intervals(_ intervals: [OpennessInterval]) -> String? {
        intervals.isEmpty ? nil : intervals.map { "\(short($0.low)) to \(short($0.high))" }.joined(separator: ", ")
    }

    private static func short(_ value: Double) -> String { NumberText.general(value) }

    // MARK: claims

    static func text(_ claims: [OpennessClaim]) -> String {
        var table = TextTable(header: ["claim", "game", "what", "stated", "found", "verdict"])
        for claim in claims {
            table.add([
                claim.number == 0 ? "besides" : "\(claim.number)", claim.game, claim.what, claim.stated.map(short) ?? "", short(claim.found), claim.verdict.rawValue,
            ])
        }
        let open = claims.filter { $0.verdict != .holds }
        let exceptions = open.map { "  \($0.verdict.rawValue): \($0.game), \($0.what): \($0.stated.map { "stated \(short($0)), " } ?? "")found \(short($0.found))" }
        return table.text + "\n\n" + (open.isEmpty ? "all hold" : "not all holds:\n" + exceptions.joined(separator: "\n"))
    }

    static func json(_ claims: [OpennessClaim]) throws -> String {
        try JSONText.of(claims.map { claim in
            // The talk states no number: those are this project's own.
            var row = ClaimRow(
                subject: claim.game, statement: claim.what, source: claim.number > 0 && claim.stated == nil ? .talk : .derived, claimed: claim.stated,
                found: claim.found, holds: claim.verdict == .holds)
            (row.claim, row.verdict) = (claim.number, claim.verdict.rawValue)
            return row
        })
    }
}
