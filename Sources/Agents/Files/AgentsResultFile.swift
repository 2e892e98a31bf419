import NumericCore

/// What came of a game with assistants, as a file: `nashbench/agents-result/1`.
///
/// `beliefs` is how assistants with a utility were read; `searched` says what the list `equilibria` is (of one optimal plan of many,
/// `optimalPlans` is their number), `stopped` why it may not be whole, `isExact` whether it was computed in fractions; `reducedStrategies` are
/// each player's, `undominated` what dominance leaves of them where it was looked for, `certificate` the largest gain. Each equilibrium has
/// `payoffs` and `society` with `exact` and `exactSociety` (fractions as strings, where they are known), `gain`, and `players` [{name,
/// strategies [{probability, exact, plan [{cell, ask, action, reply}]}], ask}]: the plans a player mixes, action or reply (an action for each
/// message, null for one that cannot come) being null where the other holds, and the probability of asking in each cell; of the sequence form
/// also `behaviour` [{cell, ask, act, reply}], probabilities of actions. `value` {best, worst}, each {players, exact, society}, is the
/// difference to the game without assistants, null with the reason in `missingValue` where one has no equilibrium; `range` {with, without},
/// each {searched, boundsAll, lowest, highest}, has the least and largest payoffs, null where no equilibrium was found. `subsets`, where
/// asked for, holds `assistants` (names) and these three for each set of assistants.
public enum AgentsResultFile {
    static let schema = "nashbench/agents-result/1"

    /// A result on its way to a file.
    public struct Result: Sendable {
        /// The name of the game.
        public var name: String?
        /// The game as it was solved.
        public var game: AssistedGame
        /// Its equilibria.
        public var solution: AssistedSolution
        /// Against the game without assistants; nil where there are none.
        public var comparison: AssistantComparison?
        /// The same of each set of assistants that was tried.
        public var subsets: [AssistantComparison.Subset]?

        /// All parts.
        public init(
            name: String?, game: AssistedGame, solution: AssistedSolution, comparison: AssistantComparison?,
            subsets: [AssistantComparison.Subset]? = nil
        ) {
            (self.name, self.game, self.solution, self.comparison, self.subsets) = (name, game, solution, comparison, subsets)
        }
    }

    /// Writes a result; what was at the path is replaced when the file is complete.
    /// - Throws: ``FileError`` with the system's reason where the path cannot be written.
    public static func write(_ result: Result, to path: String) throws(FileError) { try write(path) { describe(result, &$0) } }

    /// Writes an auction's equilibrium.
    /// - Throws: ``FileError`` with the system's reason where the path cannot be written.
    public static func write(_ auction: BinaryAuction, name: String?, to path: String) throws(FileError) {
        try write(path) { describe(auction, name, &$0) }
    }

    /// The same JSON in pieces.
    public static func json(_ result: Result, pieces: (String) -> Void) { json(pieces) { describe(result, &$0) } }

    /// The same JSON in pieces.
    public static func json(_ auction: BinaryAuction, name: String?, pieces: (String) -> Void) { json(pieces) { describe(auction, name, &$0) } }

    private static func json(_ pieces: (String) -> Void, _ members: (inout JSONWriter) -> Void) {
        withoutActuallyEscaping(pieces) { pieces in
            var json = JSONWriter(pieces: pieces)
            members(&json)
            json.close()
        }
    }

    private static func write(_ path: String, _ members: (inout JSONWriter) -> Void) throws(FileError) {
        let output = OutputFiles()
        let file = try output.add(path)
        var failure: FileError?
        json({ piece in if failure == nil { do throws(FileError) { try file.write(piece) } catch { failure = error } } }, members)
        if let failure { throw failure }
        try output.commit()
    }

    private static func describe(_ auction: BinaryAuction, _ name: String?, _ json: inout JSONWriter) {
        json.string("schema", schema)
        if let name { json.string("name", name) }
        json.numbers("surplus", auction.surplus.map(\.value))
        if auction.surplus.allSatisfy({ $0.exact != nil }) {
            let fractions = auction.surplus.map(\.description)
            if fractions[0] == fractions[1] { json.string("exactSurplus", fractions[0]) } else { json.strings("exactSurplus", fractions) }
        }
        json.number("revenue", auction.revenue.value)
        json.number("topLow", auction.topLow.value)
        json.number("topHigh", auction.topHigh.value)
        json.number("massAtZero", auction.massAtZero.value)
    }

    private static func describe(_ result: Result, _ json: inout JSONWriter) {
        let (game, solution) = (result.game, result.solution)
        json.string("schema", schema)
        if let name = result.name { json.string("name", name) }
        json.string("beliefs", game.beliefs.rawValue)
        json.string("searched", solution.searched.rawValue)
        if let stopped = solution.stopped { json.string("stopped", stopped.rawValue) }
        json.boolean("isExact", solution.isExact)
        json.words("reducedStrategies", solution.strategies.map { Int(exactly: $0).map(String.init) ?? JSONWriter.number($0) })
        if let undominated = solution.undominated { json.words("undominated", undominated.map(String.init)) }
        json.number("certificate", solution.certificate ?? .nan)
        if let plans = solution.optimalPlans { json.number("optimalPlans", plans) }
        json.objects("equilibria", solution.equilibria) { equilibrium, json in
            describe(equilibrium, of: game, byCell: solution.searched == .sequenceForm, &json)
        }
        if let comparison = result.comparison { describe(comparison, &json) }
        guard let subsets = result.subsets else { return }
        json.objects("subsets", subsets) { subset, json in
            json.strings("assistants", subset.players.map { game.players[$0] })
            describe(subset.comparison, &json)
        }
    }

    private static func describe(_ equilibrium: AssistedEquilibrium, of game: AssistedGame, byCell: Bool, _ json: inout JSONWriter) {
        json.numbers("payoffs", equilibrium.payoffs.map(\.value))
        if equilibrium.payoffs.allSatisfy({ $0.exact != nil }) { json.strings("exact", equilibrium.payoffs.map(\.description)) }
        json.number("society", equilibrium.society.value)
        if equilibrium.society.exact != nil { json.string("exactSociety", equilibrium.society.description) }
        json.number("gain", equilibrium.gain)
        json.objects("players", Array(game.players.indices)) { player, json in
            json.string("name", game.players[player])
            json.objects("strategies", equilibrium.strategies[player]) { weighted, json in
                json.number("probability", weighted.probability.value)
                if weighted.probability.exact != nil { json.string("exact", weighted.probability.description) }
                json.objects("plan", weighted.plan) { cell, json in
                    json.integer("cell", cell.cell)
                    json.boolean("ask", cell.asks)
                    if let action = cell.action { json.integer("action", action) } else { json.number("action", .nan) }
                    if let reply = cell.reply {
                        json.words("reply", reply.map { $0.map(String.init) ?? "null" })
                    } else {
                        json.number("reply", .nan)
                    }
                }
            }
            json.numbers("ask", equilibrium.askProbabilities(player: player))
            guard byCell else { return }
            json.objects("behaviour", equilibrium.behaviour(of: player, in: game)) { cell, json in
                json.integer("cell", cell.cell)
                json.number("ask", cell.ask.value)
                if let act = cell.act { json.numbers("act", act.map(\.value)) } else { json.number("act", .nan) }
                json.words("reply", cell.reply.map(row))
            }
        }
    }

    private static func row(_ numbers: [ExactNumber]?) -> String {
        numbers.map { "[" + $0.map { JSONWriter.number($0.value) }.joined(separator: ", ") + "]" } ?? "null"
    }

    private static func describe(_ comparison: AssistantComparison, _ json: inout JSONWriter) {
        if let value = comparison.value {
            json.object("value") { json in
                difference("best", value.best, &json)
                difference("worst", value.worst, &json)
            }
        } else {
            json.number("value", .nan)
        }
        if let missing = comparison.missing { json.string("missingValue", missing) }
        json.object("range") { json in
            for (key, side) in [("with", comparison.with), ("without", comparison.without)] {
                json.object(key) { json in
                    json.string("searched", side.searched.rawValue)
                    json.boolean("boundsAll", side.boundsAll)
                    difference("lowest", side.summary?.lowest, &json)
                    difference("highest", side.summary?.highest, &json)
                }
            }
        }
    }

    /// null where there is none.
    private static func difference(_ key: String, _ difference: AssistantValue.Difference?, _ json: inout JSONWriter) {
        guard let difference else { return json.number(key, .nan) }
        json.object(key) { json in
            json.numbers("players", difference.players.map(\.value))
            if difference.players.allSatisfy({ $0.exact != nil }) { json.strings("exact", difference.players.map(\.description)) }
            json.number("society", difference.society.value)
        }
    }
}
