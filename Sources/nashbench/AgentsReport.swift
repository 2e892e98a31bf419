import Agents
import NumericCore

/// What `agents` tells a person: outcomes, the plans of the best equilibrium, the value of the assistants.
struct AgentsReport {
    let result: AgentsResultFile.Result
    private static let outcomeLimit = 40
    private var game: AssistedGame { result.game }

    var summary: String {
        let solution = result.solution
        var parts = [result.name.map(Wording.name)].compactMap { $0 }
        let count = solution.equilibria.count
        if let plans = solution.optimalPlans {
            parts.append("one of \(plans.isFinite ? Wording.amount(plans) : SolveFailure.beyondCounting) optimal plans")
        } else {
            parts.append("\(solution.listed): \(count == 0 ? "none found" : Wording.count(count))")
        }
        let sizes = solution.undominated.map { "\($0.map(Wording.count).joined(separator: " x ")) strategies left by dominance" }
        if let sizes { parts.append(sizes) }
        parts.append(solution.isExact ? "exact fractions" : "doubles")
        if let certificate = solution.certificate { parts.append("the best deviation gains \(Wording.error(certificate))") }
        return parts.joined(separator: " · ")
    }

    var tables: String { [outcomes, plans, value, subsets].compactMap { $0 }.joined(separator: "\n\n") }

    private func header(_ first: String) -> [String] { [first] + game.players.map(Wording.name) + ["society"] }

    /// Distinct payoffs with the number of equilibria that lead there.
    private var outcomes: String {
        var order: [[String]] = []
        var counts: [[String]: Int] = [:]
        for equilibrium in result.solution.equilibria {
            let row = (equilibrium.payoffs + [equilibrium.society]).map(Self.text)
            if counts.updateValue((counts[row] ?? 0) + 1, forKey: row) == nil { order.append(row) }
        }
        guard !order.isEmpty else { return "\(result.solution.listed): none found" }
        var table = TextTable(header: header("outcome") + ["equilibria"])
        for (place, row) in order.prefix(Self.outcomeLimit).enumerated() { table.add(["\(place + 1)"] + row + [Wording.count(counts[row] ?? 0)]) }
        let more = order.count - Self.outcomeLimit
        return table.text + (more > 0 ? "\nand \(Wording.count(more)) more; --json or --output gives all" : "")
    }

    /// What everybody does in the first equilibrium, a line a plan.
    private var plans: String? {
        guard let best = result.solution.equilibria.first else { return nil }
        if result.solution.searched == .sequenceForm { return behaviour(of: best) }
        var lines = ["outcome 1:"]
        for (player, name) in game.players.enumerated() {
            for weighted in best.strategies[player] {
                let often = best.strategies[player].count > 1 ? " (\(Self.text(weighted.probability)))" : ""
                lines.append("  \(Wording.name(name))\(often): " + weighted.plan.map { describe($0, of: player, alone: weighted.plan.count == 1) }.joined(separator: "; "))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The same where players mix in many cells, a line a cell.
    private func behaviour(of equilibrium: AssistedEquilibrium) -> String {
        var lines = ["outcome 1, by cell:"]
        for (player, name) in game.players.enumerated() {
            func mix(_ weights: [ExactNumber]) -> String {
                weights.indices.filter { weights[$0].value > 0 }.map { action in
                    Wording.name(game.actions[player][action]) + (weights[action].value < 1 ? " (\(Self.text(weights[action])))" : "")
                }.joined(separator: " or ")
            }
            for cell in equilibrium.behaviour(of: player, in: game) {
                var parts = cell.act.map { [mix($0)] } ?? []
                let replies = cell.reply.enumerated().compactMap { message, weights in weights.map { "\(message) -> \(mix($0))" } }
                let often = cell.ask.value < 1 ? " (\(Self.text(cell.ask)))" : ""
                if !replies.isEmpty { parts.append("ask\(often), " + replies.joined(separator: ", ")) }
                lines.append("  \(Wording.name(name)) in cell \(cell.cell): " + parts.joined(separator: "; else "))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func describe(_ cell: CellPlan, of player: Int, alone: Bool) -> String {
        let names = game.actions[player].map(Wording.name)
        let place = alone ? "" : "in cell \(cell.cell) "
        guard let reply = cell.reply else { return place + names[cell.action ?? 0] }
        let replies = reply.enumerated().compactMap { message, action in action.map { "\(message) -> \(names[$0])" } }
        return place + "ask, " + replies.joined(separator: ", ")
    }

    private var value: String? {
        guard let comparison = result.comparison else { return nil }
        guard let value = comparison.value else { return comparison.missing.map { "no value of the assistants: \($0)" } }
        var table = TextTable(header: header("assistants"))
        table.add(row("best with", value.with.best))
        table.add(row("best without", value.without.best))
        table.add(row("value, best", value.best))
        table.add(row("worst with", value.with.worst))
        table.add(row("worst without", value.without.worst))
        table.add(row("value, worst", value.worst))
        table.add(row("lowest with", value.with.lowest))
        table.add(row("highest with", value.with.highest))
        table.add(row("lowest without", value.without.lowest))
        table.add(row("highest without", value.without.highest))
        let lists = "with them \(value.with.listed), without \(value.without.listed)"
        return table.text + "\nthe value of the assistants is a range: best against best, worst against worst equilibrium"
            + (value.isOfAll ? "" : "\nof those found: \(lists); others may lie beyond")
    }

    private var subsets: String? {
        guard let subsets = result.subsets else { return nil }
        var (table, missing) = (TextTable(header: header("value of")), [String]())
        for subset in subsets {
            let name = subset.players.isEmpty ? "none" : subset.players.map { Wording.name(game.players[$0]) }.joined(separator: ", ")
            guard let value = subset.comparison.value else {
                table.add([name] + game.players.map { _ in "no value" } + ["no value"])
                if let reason = subset.comparison.missing { missing.append("\nno value of \(name): \(reason)") }
                continue
            }
            table.add(row("\(name): best", value.best))
            table.add(row("\(name): worst", value.worst))
        }
        return table.text + missing.joined()
    }

    private func row(_ name: String, _ difference: AssistantValue.Difference) -> [String] {
        [name] + (difference.players + [difference.society]).map(Self.text)
    }

    static func table(_ auction: BinaryAuction) -> String {
        var table = TextTable(header: ["binary auction", "value"])
        let rows: [(String, ExactNumber)] = [
            ("surplus of bidder 1", auction.surplus[0]), ("surplus of bidder 2", auction.surplus[1]), ("revenue", auction.revenue),
            ("largest bid after low", auction.topLow), ("largest bid", auction.topHigh), ("probability of bidding 0 after low", auction.massAtZero),
        ]
        for (name, number) in rows { table.add([name, text(number)]) }
        return table.text
    }

    /// A short fraction as it is, else six digits.
    private static func text(_ number: ExactNumber) -> String {
        if let exact = number.exact, exact.description.count <= 9 { return exact.description }
        return Wording.amount(number.value)
    }
}
