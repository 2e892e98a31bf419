import Foundation
import TestSupport
import Testing
@testable import Agents

/// The numbers of the talk's examples and of those derived here, computed from the shipped example files.
@Suite struct SourceNumbersTests {
    static func example(_ name: String) throws -> AssistedGame {
        let path = Fixtures.packageRoot.appending(path: "examples/agents/\(name).json").path
        guard case .game(let game, _, _) = try AgentsFile.read(path) else { throw SourceError.noGame }
        return game
    }
    enum SourceError: Error { case noGame }

    private func outcomes(_ game: AssistedGame, _ concept: Concept? = nil) throws -> Set<[ExactNumber]> {
        Set(try solve(game, settings: AssistedSettings(concept: concept)).equilibria.map(\.payoffs))
    }
    private func numbers(_ texts: [String]) -> [ExactNumber] { texts.compactMap { ExactNumber($0) } }

    /// The game with another asking cost for everybody.
    private func asking(_ game: AssistedGame, costs cost: ExactNumber) throws -> AssistedGame {
        try AssistedGame(
            players: game.players, actions: game.actions, states: Array(zip(game.states, game.probabilities)), payoffs: game.payoffs,
            information: game.information,
            assistants: game.assistants.map { $0.map { Assistant(information: $0.information, cost: cost, utility: $0.utility) } },
            society: game.society)
    }

    @Test func weather() throws {
        let game = try Self.example("weather")
        #expect(try outcomes(game.keeping(assistantsOf: [])) == [numbers(["10", "9"]), numbers(["9", "10"]), numbers(["90/19", "90/19"])])
        let both = try solve(game)
        #expect(both.equilibria.count == 6)
        #expect(both.equilibria[0].payoffs == numbers(["14", "29/2"]) && both.equilibria[0].society == ExactNumber("57/2"))
        #expect(both.equilibria[0].askProbability(player: 0, cell: 0) == 1)
        #expect(both.equilibria.last?.payoffs == numbers(["45/14", "90/29"]))
        for player in [0, 1] {
            let alone = try outcomes(game.keeping(assistantsOf: [player]))
            #expect(alone.isSuperset(of: [numbers(["10", "9"]), numbers(["9", "10"])]))
        }
        #expect(try solve(asking(game, costs: 0.5)).equilibria[0].payoffs == numbers(["27/2", "14"]))
        let value = try #require(try AssistantValue(in: game))
        #expect(value.best.society == ExactNumber("19/2") && value.worst.society.value < 0)
        #expect(value.with.lowest.players == numbers(["45/14", "90/29"]) && value.without.highest.players == numbers(["10", "10"]))
    }

    private func email(accuracy a: Rational, cost: ExactNumber = 1) throws -> AssistedGame {
        let example = try Self.example("email")
        let (right, wrong) = (ExactNumber(a * Rational(1, 2)), ExactNumber((Rational(1) - a) * Rational(1, 2)))
        return try AssistedGame(
            players: example.players, actions: example.actions, states: Array(zip(example.states, [right, wrong, wrong, right])),
            payoffs: example.payoffs, information: example.information,
            assistants: [Assistant(information: [0, 1, 0, 1], cost: cost)], society: example.society)
    }

    /// Asking pays 15 a - 11, thinking 1: it pays above an accuracy of 4/5.
    @Test(arguments: [(1, 2), (3, 4), (79, 100), (4, 5), (81, 100), (9, 10), (1, 1)]) func emailByAccuracy(p: Int, q: Int) throws {
        let accuracy = Rational(Int128(p), Int128(q))
        let asking = Rational(15) * accuracy - Rational(11)
        let solution = try solve(email(accuracy: accuracy))
        #expect(solution.searched == .optimalPlans && solution.isExact)
        #expect(Set(solution.equilibria.map(\.payoffs)) == [[ExactNumber(max(asking, Rational(1)))]])
        let asks = Set(solution.equilibria.map { $0.askProbability(player: 0, cell: 0) })
        #expect(asks == (accuracy == Rational(4, 5) ? [0, 1] : accuracy > Rational(4, 5) ? [1] : [0]))
        let society = try #require(solution.equilibria.first).society
        #expect(society == (asks.contains(0) ? 1 : ExactNumber(accuracy)))
    }

    @Test func misalignedAssistant() throws {
        let game = try Self.example("email")
        #expect(game.assistants[0]?.messages(probabilities: game.probabilities) == [0, 0, 0, 0])
        #expect(try outcomes(game) == [[1]])
        #expect(try outcomes(game.with(beliefs: .credulous)) == [[ExactNumber(Rational(-7, 2))]])
    }

    @Test func informationThatHarms() throws {
        let game = try Self.example("harm")
        #expect(try outcomes(game.keeping(assistantsOf: [])) == [[2, 2]])
        let value = try #require(try AssistantValue(in: game))
        #expect(value.best.players == [-1, -1] && value.worst.players == [-1, -1])
        #expect(try outcomes(asking(game, costs: 1)).contains([2, 2]))
    }

    /// Without assistants bidders get 1, 7/8 or 1/2 each; with them there are twelve equilibria between the same ends.
    @Test func finiteAuction() throws {
        let game = try Self.example("auction")
        let without = try outcomes(game.keeping(assistantsOf: []), .pure)
        #expect(without == [[1, 1], numbers(["7/8", "7/8"]), numbers(["1/2", "1/2"])])
        let with = try solve(game, settings: AssistedSettings(concept: .pure))
        #expect(with.equilibria.count == 12 && with.certificate == 0)
        let first = with.equilibria.map { $0.payoffs[0].value }
        #expect(first.min() == 0.5 && first.max() == 1)
    }

    @Test(arguments: [("1/2", "1/4", "1/4"), ("3/5", "21/76", "15/76"), ("3/4", "15/52", "9/52"), ("9/10", "99/364", "75/364"), ("1", "1/4", "1/4")])
    func binaryAuction(accuracy: String, surplus: String, revenue: String) throws {
        let accuracy = try #require(ExactNumber(accuracy))
        let auction = try #require(BinaryAuction(highProbability: 0.5, accuracy: accuracy))
        #expect(auction.surplus.map(\.description) == [surplus, surplus] && auction.revenue.description == revenue)
    }

    /// Each bidder's gain from every bid of a grid, against the rival's bids as the closed form has them.
    @Test(arguments: [(0.5, 0.75), (0.3, 0.6), (0.7, 0.9), (0.5, 0.5)]) func noBidPaysMore(h: Double, q: Double) throws {
        let low = h * (1 - q) + (1 - h) * q
        let (piL, piH) = (h * (1 - q) / low, h * q / (1 - low))
        let both = try #require(BinaryAuction(highProbability: ExactNumber(h), accuracy: ExactNumber(q)))
        let one = try #require(BinaryAuction(highProbability: ExactNumber(h), accuracy: ExactNumber(q), assisted: (true, false)))
        for step in 0...400 {
            let bid = Double(step) / 400
            // Both informed: the rival's distribution after "low" and after "high", from its indifference conditions.
            func distribution(_ bid: Double, from bottom: Double, to top: Double, belief: Double, other: Double, surplus: Double) -> Double {
                bid <= bottom ? 0 : bid >= top ? 1 : min(1, max(0, (surplus / (1 - bid) - other) / belief))
            }
            let (bL, bH) = (both.topLow.value, both.topHigh.value)
            let afterLow = distribution(bid, from: 0, to: bL, belief: piL * (1 - q), other: 1 - piL, surplus: 1 - piL)
            let afterHigh = distribution(bid, from: bL, to: bH, belief: piH * q, other: 1 - piH * q, surplus: 1 - bH)
            // A bidder of value 1 that heard "low": with piL the rival has value 1 too, and it heard "low" with 1 - q.
            let gainLow = (1 - bid) * (1 - piL + piL * ((1 - q) * afterLow + q * afterHigh))
            let gainHigh = (1 - bid) * (1 - piH + piH * ((1 - q) * afterLow + q * afterHigh))
            #expect(gainLow <= 1 - piL + 1e-12 && gainHigh <= 1 - bH + 1e-12)
            // One informed: the other's distribution F, and that of the informed one.
            let (top, topL) = (one.topHigh.value, one.topLow.value)
            let rival = bid <= topL
                ? (1 - piL) * bid / ((1 - bid) * piL) : distribution(bid, from: topL, to: top, belief: piH, other: 1 - piH, surplus: 1 - top)
            let informedLow = distribution(bid + 1e-15, from: 0, to: topL, belief: h * (1 - q), other: 1 - h, surplus: 1 - top)
            let informedHigh = distribution(bid, from: topL, to: top, belief: h * q, other: 1 - h * q, surplus: 1 - top)
            #expect((1 - bid) * (1 - piL + piL * min(1, rival)) <= 1 - piL + 1e-12)
            #expect((1 - bid) * (1 - piH + piH * min(1, rival)) <= 1 - top + 1e-12)
            #expect((1 - bid) * (1 - h + h * ((1 - q) * informedLow + q * informedHigh)) <= 1 - top + 1e-12)
        }
    }

    /// Rare high values: doubles against fractions that hold the same numbers, to 14 digits, where differences of like numbers lose all.
    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)]) func rareHighValues(first: Bool, second: Bool) throws {
        for (h, q) in [("1e-9", "0.75"), ("1e-8", "0.875"), ("0.000001", "33/64"), ("1023/1024", "127/128"), ("1e-7", "1"), ("0.3", "0.6")] {
            let (h, q) = (try #require(ExactNumber(h)), try #require(ExactNumber(q)))
            let exact = try #require(BinaryAuction(highProbability: h, accuracy: q, assisted: (first, second)))
            let rounded = try #require(
                BinaryAuction(highProbability: ExactNumber(rounded: h.value), accuracy: ExactNumber(rounded: q.value), assisted: (first, second)))
            #expect(exact.revenue.exact != nil && rounded.revenue.exact == nil)
            let pairs = zip(
                exact.surplus + [exact.revenue, exact.topLow, exact.topHigh, exact.massAtZero],
                rounded.surplus + [rounded.revenue, rounded.topLow, rounded.topHigh, rounded.massAtZero])
            for (one, other) in pairs { #expect(abs(one.value - other.value) <= 2e-14 * abs(one.value), "\(h) \(q)") }
            #expect(rounded.topHigh.value >= rounded.topLow.value && rounded.revenue.value > 0)
        }
        // As h goes to 0 everything is proportional to h, revenue to h^2.
        let tiny = try #require(BinaryAuction(highProbability: 1e-50, accuracy: 0.75, assisted: (first, second)))
        #expect(tiny.topHigh.value >= tiny.topLow.value && tiny.topLow.value >= 0 && tiny.revenue.value > 0 && tiny.revenue.value < 1e-99)
        for surplus in tiny.surplus { #expect(abs(surplus.value / 1e-50 - 1) <= 1e-12) }
    }

    @Test func oneInformedBidder() throws {
        let first = try #require(BinaryAuction(highProbability: 0.5, accuracy: 0.75, assisted: (true, false)))
        #expect(first.surplus == numbers(["9/28", "15/56"]) && first.revenue == ExactNumber("9/56"))
        #expect(first.topLow == ExactNumber("1/7") && first.topHigh == ExactNumber("13/28") && first.massAtZero == ExactNumber("2/7"))
        let second = try #require(BinaryAuction(highProbability: 0.5, accuracy: 0.75, assisted: (false, true)))
        #expect(second.surplus == numbers(["15/56", "9/28"]))
        let neither = try #require(BinaryAuction(highProbability: 0.5, accuracy: 0.75, assisted: (false, false)))
        #expect(neither.surplus == numbers(["1/4", "1/4"]) && neither.revenue == 0.25)
        #expect(BinaryAuction(highProbability: 1, accuracy: 0.75) == nil && BinaryAuction(highProbability: 0.5, accuracy: 0.4) == nil)
    }
}
