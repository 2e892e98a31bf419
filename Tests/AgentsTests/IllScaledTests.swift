import BigInt
import Testing
@testable import Agents

/// Payoffs with a large common part or of very different sizes, where 150 sequences are exceeded and where lists of doubles would lack some.
@Suite struct IllScaledTests {
    /// A game of 30 cells with its payoffs changed.
    private func wide(_ seed: UInt64, _ change: (_ player: Int, _ state: Int, _ profile: Int, ExactNumber) -> ExactNumber) throws -> AssistedGame {
        let game = try RandomAssistedGames.wide(seed: seed, cells: 30)
        let payoffs = game.payoffs.enumerated().map { player, table in
            table.enumerated().map { state, row in row.enumerated().map { change(player, state, $0.offset, $0.element) } }
        }
        return try AssistedGame(
            players: game.players, actions: game.actions, states: zip(game.states, game.probabilities).map { ($0, $1) }, payoffs: payoffs,
            information: game.information, assistants: game.assistants)
    }

    private func expectOne(_ game: AssistedGame) throws {
        let solution = try solve(game, settings: AssistedSettings(concept: .sequenceForm))
        let equilibrium = try #require(solution.equilibria.first)
        let found = AssistedCertificate<Double>(game)?.examine(equilibrium.strategies)
        let findings = try #require(found)
        #expect(findings.relativeGain <= 1e-9 && solution.stopped == nil)
    }

    @Test(arguments: [ExactNumber("100000000") ?? 0, ExactNumber("1000000000000000") ?? 0]) func oneHugePayoff(payoff: ExactNumber) throws {
        for seed in 0..<2 as Range<UInt64> {
            try expectOne(wide(seed) { player, state, profile, number in player == 0 && state == 7 && profile == 0 ? payoff : number })
        }
    }

    @Test func aLargeCommonPart() throws {
        let base = ExactNumber("1000000000000000") ?? 0
        try expectOne(wide(3) { _, _, _, number in number + base })
    }

    /// Rival actions that have 10^15 in common hide no gain of 10^-4, whatever the payoffs' size.
    @Test func gainsCountAgainstWhatAPlayerInfluences() throws {
        let base = ExactNumber("1000000000000000") ?? 0
        let game = try AssistedGame(
            players: ["a", "b"], actions: [["x", "y"], ["x", "y"]], states: [("only", 1)],
            payoffs: [[[base + 1, base, base, base + 1]], [[base, base + 1, base + 1, base]]], information: [[0], [0]], assistants: [nil, nil])
        let certificate = try #require(AssistedCertificate<Double>(game))
        func mix(_ weight: Double) -> [WeightedPlan] {
            [WeightedPlan(probability: ExactNumber(rounded: weight), plan: [.act(0, in: 0)]), WeightedPlan(probability: ExactNumber(rounded: 1 - weight), plan: [.act(1, in: 0)])]
        }
        let close = try #require(certificate.examine([mix(0.5), mix(0.5001)]))
        #expect(close.gain > 1e-5 && close.relativeGain > 1e-5 && !close.confirms(payoffs: close.payoffs, society: close.society))
        let right = try #require(certificate.examine([mix(0.5), mix(0.5)]))
        #expect(right.confirms(payoffs: right.payoffs, society: right.society))
    }

    /// A mixed equilibrium that puts 10^-12 on an action, of numbers that fractions of 128 bits do not hold: two pure ones do not hide it.
    @Test func smallWeightsAreKept() throws {
        let (small, large) = (ExactNumber("0.123456789012345678901234567891") ?? 0, ExactNumber("271828182845.904523536028747135") ?? 0)
        let game = try AssistedGame(
            players: ["a", "b"], actions: [["x", "y"], ["x", "y"]], states: [("only", 1)],
            payoffs: [[[small, 0, 0, large]], [[small, 0, 0, large]]], information: [[0], [0]], assistants: [nil, nil])
        let solution = try solve(game)
        #expect(solution.equilibria.count == 3)
        let mixed = try #require(solution.equilibria.first { $0.strategies[0].count == 2 })
        let least = mixed.strategies[0].map(\.probability.value).min() ?? 0
        #expect(abs(least * (small.value + large.value) / small.value - 1) <= 1e-14)
    }

    /// The last basis of a path is not solved anew when the time is over, nor in fractions beyond their work.
    @Test func workEndsWithTimeAndBound() throws {
        let rows: [[Double]] = [[2, 1, 3], [1, 4, 1], [3, 1, 1]]
        let start = Tableau(constraints: rows, unknowns: 3)
        var settings = AssistedSettings()
        settings.isCancelled = { true }
        let none = try start.moved(to: [0, 1, 2], SolveWatch(settings))
        #expect(none.map(\.basis) == nil)
        let wide = Tableau(constraints: rows.map { $0.map { WideRational(exactly: $0) } }, unknowns: 3)
        let whole = try wide.moved(to: [0, 1, 2], SolveWatch(AssistedSettings()))
        #expect(whole != nil)
        #expect(throws: ArithmeticOverflow.self) { try wide.moved(to: [0, 1, 2], SolveWatch(AssistedSettings()).part(work: 3)) }
    }

    /// Whole numbers keep all digits on the way to 128 bits and back.
    @Test func wholeNumbersAcross128Bits() {
        for shift in 0..<140 {
            for digit in [-1, 0, 1] {
                let big = (BigInt(1) << shift) + BigInt(digit)
                for number in [big, -big] {
                    let short = WideRational.short(number)
                    #expect((short != nil) == (big.magnitude.bitWidth <= 127) && (short.map { WideRational.whole($0) == number } ?? true))
                    if shift < 127, digit >= 0 { #expect(short == (number < 0 ? -1 : 1) * ((Int128(1) << Int128(shift)) + Int128(digit))) }
                }
            }
        }
    }

    /// Fractions beyond 128 bits keep the laws of fractions, and come back to short ones.
    @Test func wideFractions() {
        var seed: UInt64 = 11
        func draw() -> WideRational {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let digits = Int(seed >> 20) - (1 << 43)
            return WideRational(digits) / WideRational(Int(seed >> 40) + 1)
        }
        func long() -> WideRational { (0..<4).reduce(WideRational(1)) { product, _ in product * (draw() + draw()) } }
        for _ in 0..<100 {
            let (a, b, c) = (long(), long(), long())
            #expect(a.narrow == nil && (a + b) * c == a * c + b * c && (a + b) - b == a && a * b / b == a)
            #expect((a < b) == ((a - b) < .zero) && abs(a.double / b.double * (b / a).double - 1) <= 1e-14)
            #expect((a - a) == .zero && (a / a).narrow == Rational(1))
        }
    }
}
