import Foundation
import Testing
@testable import Agents

/// What the certificate sees when an equilibrium is tampered with.
@Suite struct CertificateTests {
    private func plans(_ weights: [(Int, ExactNumber)]) -> [WeightedPlan] {
        weights.map { WeightedPlan(probability: $0.1, plan: [.act($0.0, in: 0)]) }
    }

    @Test func everyEquilibriumIsConfirmedAndNothingElse() throws {
        for name in ["weather", "email", "harm"] {
            for beliefs in Beliefs.allCases {
                let game = try SourceNumbersTests.example(name).with(beliefs: beliefs)
                let exact = try #require(AssistedCertificate<Rational>(game))
                let rounded = try #require(AssistedCertificate<Double>(game))
                for one in try solve(game).equilibria {
                    let findings = try #require(exact.examine(one.strategies))
                    #expect(findings.payoffs == one.payoffs && findings.society == one.society && findings.gain == 0)
                    #expect(findings.confirms(payoffs: one.payoffs, society: one.society))
                    let other = one.payoffs.map { $0 + 1 }
                    #expect(!findings.confirms(payoffs: other, society: one.society) && !findings.confirms(payoffs: one.payoffs, society: one.society + 1))
                    let close = try #require(rounded.examine(one.strategies))
                    let values = one.payoffs.map { ExactNumber(rounded: $0.value) }
                    #expect(close.confirms(payoffs: values, society: ExactNumber(rounded: one.society.value)))
                    #expect(!close.confirms(payoffs: values, society: ExactNumber(rounded: one.society.value + 1e-3)))
                }
            }
        }
    }

    /// Weights that are not positive or miss the sum 1 would hide a gain, or make one of nothing.
    @Test func weights() throws {
        let game = PlainBimatrix(row: [[1, -1], [-1, 1]], column: [[-1, 1], [1, -1]])
        let certificate = try #require(AssistedCertificate<Rational>(game.game()))
        let half = ExactNumber(0.5)
        let even = plans([(0, half), (1, half)])
        let right = try #require(certificate.examine([even, even]))
        #expect(right.isComplete && right.confirms(payoffs: [0, 0], society: 0))
        for wrong in [plans([(0, 1), (1, 1)]), plans([(0, 0.5)]), plans([(0, 1.5), (1, -0.5)]), plans([(0, half), (1, half), (0, 0)]), []] {
            let findings = try #require(certificate.examine([wrong, even]))
            #expect(!findings.isComplete && !findings.confirms(payoffs: findings.payoffs, society: findings.society))
        }
        // A plan for no cell, an action that is none, a player left out.
        for wrong in [[WeightedPlan(probability: 1, plan: [])], plans([(7, 1)]), [WeightedPlan(probability: 1, plan: [.ask([0], in: 0)])]] {
            #expect(certificate.examine([wrong, even])?.isComplete == false)
        }
        #expect(certificate.examine([even])?.isComplete == false)
        let pure = try #require(certificate.examine([plans([(0, 1)]), even]))
        #expect(pure.isComplete && pure.gain == 1 && !pure.confirms(payoffs: pure.payoffs, society: pure.society))
        // Too much weight on the one best reply: no gain, and no equilibrium.
        let flat = try #require(AssistedCertificate<Rational>(PlainBimatrix(row: [[1]], column: [[1]]).game()))
        let heavy = try #require(flat.examine([plans([(0, 2)]), plans([(0, 1)])]))
        #expect(heavy.gain == 0 && !heavy.isComplete)
    }

    /// What all payoffs have in common hides no gain in doubles: 0.001 of 10^15.
    @Test func offsetsHideNoGain() throws {
        let base = 1_000_000_000_000_000
        let offset = PlainBimatrix(row: [[base + 1, base], [base, base]], column: [[base, base], [base, base]])
        let certificate = try #require(AssistedCertificate<Double>(offset.game()))
        let rare = ExactNumber(rounded: 1e-3)
        let most = ExactNumber(rounded: 1 - 1e-3)
        let found = try #require(certificate.examine([plans([(0, rare), (1, most)]), plans([(0, rare), (1, most)])]))
        #expect(abs(found.gain - 0.999e-3) <= 1e-15)
    }

    /// An assistant with two equally good messages in its cell tells the truth, at every power of ten and in doubles.
    @Test(arguments: [-300, -35, -5, 0, 200]) func equalMessages(tens: Int) throws {
        func number(_ digits: Int) -> ExactNumber { ExactNumber("\(digits)e\(tens)") ?? 0 }
        for isRounded in [false, true] {
            func utility(_ digits: Int) -> ExactNumber { isRounded ? ExactNumber(rounded: number(digits).value) : number(digits) }
            let game = try AssistedGame(
                players: ["a"], actions: [["x", "y"]], states: (0..<4).map { ("\($0)", 0.25) }, payoffs: [[[1, 0], [1, 0], [0, 1], [0, 1]]],
                information: [[0, 0, 0, 0]],
                assistants: [
                    Assistant(
                        information: [0, 0, 1, 1],
                        utility: [[utility(1), utility(21)], [utility(20), 0], [0, utility(1)], [0, utility(1)]])
                ])
            #expect(game.assistants[0]?.messages(probabilities: game.probabilities) == [0, 0, 1, 1])
            let solution = try solve(game)
            #expect(solution.equilibria.map(\.payoffs) == [[1]] && solution.certificate == 0)
        }
    }

    /// The certificate's own messages are those of the solver, on utilities full of ties.
    @Test func messagesComputedTwice() throws {
        var seed: UInt64 = 7
        func draw(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % UInt64(below))
        }
        for _ in 0..<200 {
            let count = 2 + draw(5)
            let information = (0..<count).map { _ in draw(count) }
            let messages = (information.max() ?? 0) + 1
            let weights = (0..<count).map { $0 == 0 ? 1 : draw(3) }
            let total = weights.reduce(0, +)
            let assistant = Assistant(information: information, utility: (0..<count).map { _ in (0..<messages).map { _ in ExactNumber(Rational(draw(3))) } })
            let game = try AssistedGame(
                players: ["a"], actions: [["x", "y"]],
                states: weights.enumerated().map { ("\($0.offset)", ExactNumber(Rational(Int128($0.element), Int128(total)))) },
                payoffs: [(0..<count).map { _ in [ExactNumber(Rational(draw(9))), ExactNumber(Rational(draw(9)))] }],
                information: [(0..<count).map { _ in draw(2) }], assistants: [assistant], beliefs: draw(2) == 0 ? .rational : .credulous)
            let live = game.liveStates
            let said = assistant.messages(probabilities: game.probabilities)
            #expect(CertifiedMessages.said(assistant, in: game, live) == live.map { said[$0] })
            #expect(try solve(game).certificate == 0)
        }
    }

    /// Credulous payoffs are those of the messages that come: a certificate that believed them would confirm others.
    @Test func credulousOutcomes() throws {
        let game = try SourceNumbersTests.example("email").with(beliefs: .credulous)
        let one = try #require(try solve(game).equilibria.first)
        let findings = try #require(AssistedCertificate<Rational>(game)?.examine(one.strategies))
        #expect(findings.payoffs == [ExactNumber(Rational(-7, 2))] && findings.gain == 0)
        let rational = try #require(AssistedCertificate<Rational>(game.with(beliefs: .rational))?.examine(one.strategies))
        #expect(!rational.confirms(payoffs: one.payoffs, society: one.society))
    }
}
