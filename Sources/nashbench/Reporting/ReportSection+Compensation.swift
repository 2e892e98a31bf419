import Bench
import Compensation
import NumericCore

extension ReportSection {
    /// What data are paid: shares by every rule, payments, who would sell, and what became of a contest.
    init(_ stored: StoredCompensation, file: String) {
        var facts = [
            (name: "payments", value: file), ("model", "\(Wording.amount(stored.parameters)) parameters, \(Wording.amount(stored.tokens)) tokens"),
            ("loss", NumberText.general(stored.loss, digits: 6)), ("profit", "\(Wording.amount(stored.profit)) a model, \(NumberText.general(stored.models)) of them"),
            ("data's share", "\(CompensationTables.share(stored.share)) (\(stored.rule.rawValue))"), ("pool", Wording.amount(stored.pool)),
        ]
        if let name = stored.name { facts.insert(("economy", name), at: 1) }
        if let sellSide = stored.sellSide { facts.append(("who would sell", "\(Wording.count(sellSide.equilibria.count, "equilibrium", "equilibria")) among \(sellSide.searched)")) }
        if let licence = stored.licence { facts.append(("licence", "\(Wording.amount(licence.scale)) s^-\(NumberText.general(licence.decay, digits: 6)) a unit of content")) }
        if let contest = stored.contest { facts.append(("contest with the licence", contest.status)) }
        facts += stored.warnings.map { ("note", $0) }
        let picture = CompensationPicture(stored: stored, file: file)
        let tables = [Self.shares(stored)] + [Self.payments(stored), Self.sellers(stored), Self.topics(stored)].compactMap { $0 }
        self.init(heading: picture.title, facts: facts, figures: picture.figures, tables: tables)
    }

    private static func shares(_ stored: StoredCompensation) -> (title: String, table: AlignedTable) {
        var table = AlignedTable([("rule", false), ("share", true), ("a model", true)])
        for rule in ShareRule.allCases {
            let share = stored.shares[rule] ?? .nan
            table.add([rule.rawValue, CompensationTables.share(share), share.isNaN ? nil : Wording.amount(share * stored.profit)])
        }
        return ("Data's share by rule", table)
    }

    private static func payments(_ stored: StoredCompensation) -> (title: String, table: AlignedTable)? {
        guard let payments = stored.payments else { return nil }
        let cut = TableCut(count: payments.count, limit: rowLimit) { payments[$0] }
        let errors = stored.standardErrors
        var table = AlignedTable([("producer", false), ("payment", true)] + (errors == nil ? [] : [("standard error", true)]))
        for producer in cut.shown {
            table.add(
                [stored.names?[producer] ?? "producer \(producer)", Wording.amount(payments[producer])] + (errors.map { [Wording.amount($0[producer])] } ?? []))
        }
        return (title("Payments", cut, largestBy: "payments"), table)
    }

    private static func sellers(_ stored: StoredCompensation) -> (title: String, table: AlignedTable)? {
        guard let sellSide = stored.sellSide else { return nil }
        var table = AlignedTable([("", false), ("producers", true), ("tokens", true), ("a token", true)])
        for equilibrium in sellSide.equilibria.prefix(rowLimit / 2) {
            table.add(["equilibrium", Wording.count(equilibrium.count), Wording.amount(equilibrium.tokens), Wording.amount(equilibrium.unitPayment)])
        }
        for point in sellSide.points.prefix(rowLimit / 2) {
            table.add(["market point, \(point.stable ? "stable" : "unstable")", nil, Wording.amount(point.tokens), Wording.amount(point.unitPayment)])
        }
        return ("Who would sell", table)
    }

    private static func topics(_ stored: StoredCompensation) -> (title: String, table: AlignedTable)? {
        guard let contest = stored.contest else { return nil }
        let cut = TableCut(count: contest.after.count, limit: rowLimit) { contest.after[$0] }
        var table = AlignedTable([("topic", false), ("before", true), ("with licence", true), ("paid for data", true)])
        for topic in cut.shown {
            table.add([
                contest.names?[topic] ?? "topic \(topic)", Wording.amount(contest.before[topic]), Wording.amount(contest.after[topic]),
                Wording.amount(contest.payments[topic]),
            ])
        }
        return (title("Content where data are paid for", cut, largestBy: "content"), table)
    }
}
