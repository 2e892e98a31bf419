import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Market variants in game files, fingerprints and sweeps.
@Suite struct VariantGameFileTests {
    private static let game = """
        { "schema": "nashbench/game/1", "competition": "exclusive",
          "market": { "mu": [100, 40], "alpha": 0.7, "scalingExponent": 0.5, "demandExponent": [0.2, 0.3], "royalty": [0.1, 0.25],
                      "licence": {"price": 2, "decay": [0.5, 1], "outsideData": 3}, "conversationShare": 0.75, "demand": "total" },
          "cost": { "coefficients": [[0.5, 1], [1, 3], [2, 1.5]], "exponents": 1.5 } }
        """

    @Test func variantsAreReadAndWrittenAsTheyAre() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.game))
        let market = contest.market
        #expect(market.royalty == [0.1, 0.25] && market.conversationShare == 0.75 && market.demand == .total)
        #expect(market.licence == Market.Licence(price: 2, decay: [0.5, 1], outsideData: 3))
        #expect(market.gamma == [0.8, 0.7] && market.beta == [0.3, 0.2])
        try GameFile.write(contest, to: scratch.path("again.json"))
        let again = try GameFile.read(scratch.path("again.json"))
        #expect(expectSame(contest, again) && again.fingerprint == contest.fingerprint)
        #expect(try solve(again).efforts.values.array == solve(contest).efforts.values.array)
        // Neutral values are not written.
        var neutral = market
        (neutral.royalty, neutral.licence, neutral.conversationShare, neutral.demand) = (0, .none, 1, .human)
        try GameFile.write(contest.with(market: neutral), to: scratch.path("plain.json"))
        let text = try scratch.text("plain.json")
        for key in ["royalty", "licence", "conversationShare", "\"demand\""] { #expect(!text.contains(key)) }
    }

    @Test func everyNumberOfAVariantIsInTheFingerprint() throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.game))
        var digests: Set = [contest.fingerprint]
        for (parameter, value) in [
            (\.royalty, [0.1, 0.26]), (\.conversationShare, [0.75, 0.7]), (\.licence.price, [2, 2.5]), (\.licence.decay, [0.5, 0.9]),
            (\.licence.outsideData, [3, 4]),
        ] as [(WritableKeyPath<Market, PerTopic>, [Double])] { digests.insert(try contest.with(parameter, PerTopic(value)).fingerprint) }
        var market = contest.market
        market.demand = .human
        digests.insert(try contest.with(market: market).fingerprint)
        #expect(digests.count == 7)
    }

    @Test(arguments: [
        ("market.royalty=0.5", \Market.royalty), ("market.conversationShare=0.5", \.conversationShare), ("market.licence.price=0.5", \.licence.price),
        ("market.licence.decay=0.5", \.licence.decay), ("market.licence.outsideData=0.5", \.licence.outsideData),
    ] as [(String, WritableKeyPath<Market, PerTopic> & Sendable)])
    func variantsAreSwept(_ set: String, _ parameter: WritableKeyPath<Market, PerTopic> & Sendable) throws {
        let scratch = try Scratch()
        let contest = try GameFile.read(scratch.write("game.json", Self.game))
        let grid = try ParameterGrid(set: [set])
        #expect("\(grid.axes[0].field)=0.5" == set)
        #expect(try grid.contest(at: 0, of: contest).market[keyPath: parameter] == 0.5)
        let one = try ParameterGrid(set: [set.replacing("=", with: "[1]=")]).contest(at: 0, of: contest)
        #expect(one.market[keyPath: parameter] == [contest.market[keyPath: parameter][0], 0.5])
        #expect(throws: ParameterError.self) { try ParameterGrid(set: [set.replacing("0.5", with: "-1")]).contest(at: 0, of: contest) }
    }
}
