import Bench
import NumericCore
import Openness

/// What files of openness games say.
extension ReportSection {
    /// - Throws: ``FileError`` for a file that is no result of an openness game.
    init(openness result: StoredOpenness, file: String) throws {
        switch result {
        case .equilibrium(let found): self.init(found, file: file)
        case .sweep(let sweep): try self.init(sweep, file: file)
        }
    }

    private init(_ found: StoredOpenness.StoredEquilibrium, file: String) {
        let outcome = found.outcome
        let practice = OpennessPractice(isIntegrated: outcome.policy.isIntegrated, hasFreeTrial: outcome.policy.hasFreeTrial)
        var facts = [(name: "openness", value: NumberText.general(outcome.policy.openness))]
        if let name = found.name { facts.append(("game", name)) }
        facts += [
            ("practice", OpennessReport.name(practice)), ("regime", outcome.regime.rawValue),
            ("followers", "\(Wording.count(outcome.adopters)) of \(Wording.count(found.adopts.count)) adopt"),
            ("leader's effort", "\(Wording.amount(outcome.leaderEffort)), without followers \(Wording.amount(outcome.monopolyEffort))"),
            ("capability", "\(Wording.amount(outcome.total)) at a price of \(Wording.amount(outcome.price))"),
            ("best deviation", "gains \(Wording.error(found.largestGain)) of the market"),
        ]
        var payoffs = AlignedTable([("party", false), ("payoff", true)])
        for (name, value) in [
            ("developer", outcome.developerPayoff), ("leader", outcome.leaderPayoff), ("followers", outcome.followersPayoff),
            ("consumers", outcome.consumerSurplus), ("welfare", outcome.welfare),
        ] { payoffs.add([name, Wording.amount(value)]) }
        var tables = [(title: "Payoffs", table: payoffs)]
        let adopters = found.adopts.indices.filter { found.adopts[$0] }
        if !adopters.isEmpty {
            let cut = TableCut(count: adopters.count, limit: Self.rowLimit) { found.outputs[adopters[$0]] }
            var table = AlignedTable([("follower", false), ("effort", true), ("capability", true), ("payoff", true)])
            for index in cut.shown.map({ adopters[$0] }) {
                table.add(["\(index)", Wording.amount(found.efforts[index]), Wording.amount(found.outputs[index]), Wording.amount(found.payoffs[index])])
            }
            tables.append((Self.title("Followers who adopt", cut, largestBy: "capability"), table))
        }
        self.init(heading: "\(file): \(outcome.regime.rawValue) at openness \(NumberText.general(outcome.policy.openness))", facts: facts, tables: tables)
    }

    private init(_ sweep: StoredOpenness.StoredSweep, file: String) throws {
        let picture = try OpennessPicture(sweep: sweep, file: file)
        var facts = [(name: "sweep", value: file)]
        if let name = sweep.name { facts.append(("game", name)) }
        facts += [
            ("points", Wording.count(sweep.points.count)), ("followers", Wording.count(sweep.followers)),
            ("trap", OpennessReport.intervals(sweep.trap) ?? "none"), ("effort held down", OpennessReport.intervals(sweep.limited) ?? "nowhere"),
            ("free trial offered", OpennessReport.intervals(sweep.offerSet) ?? "nowhere"),
        ]
        for practice in OpennessPractice.allCases {
            guard let best = sweep.best[practice] else { continue }
            facts.append(("developer's choice, \(OpennessReport.name(practice))", "\(NumberText.general(best.openness)), worth \(Wording.amount(best.payoff))"))
        }
        var table = AlignedTable([
            ("openness", true), ("regime", false), ("adopters", true), ("effort", true), ("capability", true), ("developer", true), ("leader", true),
            ("followers", true), ("consumers", true), ("welfare", true), ("integrated", true), ("free trial", true),
        ])
        let (posted, integrated, trial) = (sweep.points(.posted), sweep.points(.integrated), sweep.points(.freeTrial))
        let count = min(posted.count, integrated.count, trial.count, Self.rowLimit)
        for row in 0..<count {
            let index = count == 1 ? 0 : row * (posted.count - 1) / (count - 1)
            let one = posted[index]
            table.add(
                [NumberText.general(one.policy.openness), one.regime.rawValue, Wording.count(one.adopters)] + [
                    one.leaderEffort, one.total, one.developerPayoff, one.leaderPayoff, one.followersPayoff, one.consumerSurplus, one.welfare,
                    integrated[index].welfare, trial[index].welfare,
                ].map(Wording.amount))
        }
        let title = count < posted.count ? "Points: \(count) of \(Wording.count(posted.count)), evenly spread" : "Points"
        self.init(heading: "\(file): \(picture.title)", facts: facts, figures: picture.figures(), tables: [(title, table)])
    }
}
