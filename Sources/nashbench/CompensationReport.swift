import Bench
import Compensation
import NumericCore

/// What `compensate` tells a person.
struct CompensationReport {
    let economy: DataEconomy
    let result: CompensationResult
    let contest: LicensedContest?

    private static let producerLimit = 20
    private static let equilibriumLimit = 12

    /// `pays 2e+09 to 3 producers (flat share 0.2 of 10 models' profit) · 2 equilibria (all sets) · 3 market points`
    var summary: String {
        let who = economy.producers.map { " to \(Wording.count($0.tokens.count, "producer", "producers"))" } ?? ""
        let models = economy.market.models == 1 ? "profit" : "the profit of \(NumberText.general(economy.market.models)) models"
        var parts = ["pays \(Wording.amount(result.pool))\(who) (\(result.rule.rawValue) share \(CompensationTables.share(result.share)) of \(models))"]
        if let found = result.participation {
            let count = found.equilibria.isEmpty ? "no equilibrium found" : Wording.count(found.equilibriaFound, "equilibrium", "equilibria")
            parts.append("\(count) among \(found.searched.rawValue)")
            parts.append(Wording.count(found.marketPoints.count, "market point", "market points"))
        }
        if let after = contest?.after {
            parts.append("contest \(after.status.rawValue)" + (after.reason.map { ": \($0)" } ?? ""))
            if after.status == .converged {
                parts.append("best deviation gains \(Wording.error(after.certificate.relativeExploitability)) of its revenue")
                parts.append(SolveReport.uniqueness(after.certificate))
            }
        }
        return parts.joined(separator: " · ")
    }

    var tables: String {
        var parts = [model, shares]
        parts += [payments, sellSide, posted, licence, licensed].compactMap { $0 }
        return parts.joined(separator: "\n\n")
    }

    private var model: String {
        "\(Wording.amount(economy.value.parameters)) parameters, \(Wording.amount(economy.tokens)) tokens: loss \(NumberText.general(result.loss, digits: 6)), "
            + "profit \(Wording.amount(result.profit)) a model"
    }

    private var shares: String {
        var table = TextTable(header: ["rule", "data's share", "pool", "a token"])
        for rule in ShareRule.allCases {
            let share = result.shares[rule]
            let isKnown = !share.isNaN
            let pool = share * economy.market.factor * result.profit
            table.add([
                rule == result.rule ? "\(rule.rawValue) *" : rule.rawValue, CompensationTables.share(share),
                isKnown ? Wording.amount(pool) : "", isKnown ? Wording.amount(pool / economy.tokens) : "",
            ])
        }
        return table.text
    }

    private var payments: String? {
        guard let payments = result.payments, let producers = economy.producers else { return nil }
        let cut = TableCut(count: payments.count, limit: Self.producerLimit) { payments[$0] }
        var header = ["producer", "tokens", "payment"]
        if result.standardErrors != nil { header.append("+-") }
        var table = TextTable(header: header)
        for producer in cut.shown {
            table.add([
                producers.names?[producer] ?? "producer \(producer)", Wording.amount(producers.tokens[producer]), Wording.amount(payments[producer]),
            ] + (result.standardErrors.map { [Wording.amount($0[producer])] } ?? []))
        }
        let hidden = cut.hidden > 0 ? "\n(the \(cut.shown.count) largest; \(Wording.count(cut.hidden)) more with --output or --json)" : ""
        let how = result.shapley.map { "\n(\($0.method))" } ?? ""
        return table.text + "\nsplit by \(economy.split.word), \(Wording.amount(result.averagePayment(payments.count))) on average" + how + hidden
    }

    private var sellSide: String? {
        guard let found = result.participation else { return nil }
        var table = TextTable(header: ["who sells", "producers", "tokens", "a token"])
        let alike = Self.alike(found.equilibria)
        for equilibria in alike.prefix(Self.equilibriumLimit) {
            let (first, last) = (equilibria.lowerBound + 1, equilibria.upperBound)
            let equilibrium = found.equilibria[equilibria.lowerBound]
            table.add([
                first == last ? "equilibrium \(first)" : "equilibria \(first) to \(last)", Wording.count(equilibrium.count),
                Wording.amount(equilibrium.tokens), Wording.amount(equilibrium.unitPayment),
            ])
        }
        for point in found.marketPoints.prefix(Self.equilibriumLimit) {
            table.add(["market point, \(point.stable ? "stable" : "unstable")", "", Wording.amount(point.tokens), Wording.amount(point.unitPayment)])
        }
        var notes = ["searched: \(found.searched.rawValue)"]
        if found.equilibria.isEmpty { notes.append("none found") }
        if found.unitPaymentRises { notes.append("the more sell the more each is paid: the first equilibrium is the smallest, the last the largest") }
        let shown = alike.prefix(Self.equilibriumLimit).last?.upperBound ?? 0
        let hidden = found.equilibriaFound - shown + max(0, found.marketPoints.count - Self.equilibriumLimit)
        if hidden > 0 { notes.append("\(Wording.count(hidden)) more with --output or --json") }
        return table.text + "\n" + notes.joined(separator: "; ")
    }

    /// Neighbours in the list with as many sellers and the same data: where producers are alike, who of them sells is a matter of names.
    private static func alike(_ equilibria: [ParticipationEquilibrium]) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        for (index, equilibrium) in equilibria.enumerated() {
            if let row = rows.last, equilibria[row.lowerBound].count == equilibrium.count, equilibria[row.lowerBound].tokens == equilibrium.tokens {
                rows[rows.count - 1] = row.lowerBound..<index + 1
            } else {
                rows.append(index..<index + 1)
            }
        }
        return rows
    }

    private var posted: String? {
        guard let posted = result.postedPrice else { return nil }
        let cut = posted.rationing < 1 ? ", \(NumberText.fixed(100 * posted.rationing, places: 1)) % of what is offered" : ""
        let floor = economy.minimumPrice > 0 ? " (at least \(Wording.amount(economy.minimumPrice)))" : ""
        var text = "a single buyer posts \(Wording.amount(posted.price)) a token\(floor), buys \(Wording.amount(posted.tokens)) tokens\(cut), "
            + "and keeps \(Wording.amount(posted.buyerProfit))"
        if let point = result.competitive {
            text += "\nat the marginal price a market rests at \(Wording.amount(point.tokens)) tokens and \(Wording.amount(point.unitPayment)) a token"
        }
        return text
    }

    private var licence: String? {
        guard let licence = result.licence else { return nil }
        let beside = licence.outsideUnits > 0 ? "(s + \(Wording.amount(licence.outsideUnits)))" : "s"
        let exact = licence.isExact ? "exact" : "matched at \(Wording.amount(licence.units)) units"
        let monotone = licence.isMonotone
            ? "keeps a contest monotone"
            : licence.decay < 0 ? "rises with data" : "a contest is shown monotone only where \(NumberText.fixed(100 * licence.leastOutsidePart, places: 1)) % of data come from elsewhere"
        return "licence: \(Wording.amount(licence.scale)) \(beside)^-\(NumberText.general(licence.decay, digits: 6)) a unit (\(exact); \(monotone))"
    }

    private var licensed: String? {
        guard let contest else { return nil }
        let (before, after) = (contest.before.totals, contest.after.totals)
        var table = TextTable(header: ["topic", "before", "with licence", "price", "paid for data"])
        let cut = TableCut(count: after.count, limit: 40) { after[$0] }
        let payments = contest.payments
        for topic in cut.shown {
            table.add([
                contest.contest.topicNames?[topic] ?? "topic \(topic)", Wording.amount(before[topic]), Wording.amount(after[topic]),
                Wording.amount(contest.after.prices[topic]), Wording.amount(payments[topic]),
            ])
        }
        return table.text
    }
}

/// Words that tables of payments share.
enum CompensationTables {
    /// Four decimals; `undefined` where a rule says nothing.
    static func share(_ value: Double) -> String { value.isNaN ? "undefined" : NumberText.fixed(value, places: 4) }
}
