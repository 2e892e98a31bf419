import Foundation
import NumericCore
import TestSupport
import Testing

/// A bilevel choice by adjoint gradients: the strength of GenAI at which readers who want both kinds of content are best served.
///
/// A common factor f multiplies all alpha_k. Stronger GenAI puts out more of its own and discourages human work, so that
/// J = sum_k (log s_k + log G_k), the log of both kinds together, has its maximum in between.
@Suite struct ChoiceOfStrengthTests {
    static let bothKinds = Sensitivity.Outcome(name: "both kinds") { at in
        let market = at.contest.market
        var parameters = ParameterDerivatives(zerosFor: at.contest)
        var (value, totals) = (0.0, [Double]())
        for k in at.totals.indices {
            let exponent = 1 + market.beta[k] - market.gamma[k] // log G = log alpha + exponent log s
            value += (1 + exponent) * log(at.totals[k]) + log(market.alpha[k])
            totals.append((1 + exponent) / at.totals[k])
            parameters.alpha[k] = 1 / market.alpha[k]
            parameters.beta[k] = log(at.totals[k])
            parameters.gamma[k] = -log(at.totals[k])
        }
        return Sensitivity.Outcome.Partials(value: value, totals: totals, parameters: parameters)
    }

    /// J and dJ/dlog f at a factor, by one solve and one adjoint gradient.
    static func evaluate(_ contest: Contest, factor: Double, from start: Equilibrium?) throws -> (value: Double, slope: Double, Equilibrium) {
        let changed = try contest.with(\.alpha, contest.market.alpha.map { factor * $0 })
        let equilibrium = try solve(changed, startingFrom: start)
        let gradient = try Sensitivity(of: equilibrium, in: changed).gradient(of: bothKinds)
        let slope = (0..<changed.topics).reduce(0) { $0 + changed.market.alpha[$1] * gradient.parameters.alpha[$1] }
        return (gradient.value, slope, equilibrium)
    }

    @Test(arguments: [CoupledGames.Parts(), [.totalEffort], [.similarity, .totalEffort]])
    func aFewGradientStepsFindTheStrength(parts: CoupledGames.Parts) throws {
        var games = CoupledGames()
        games.creators = 12...12
        games.topics = 3...3
        games.exponents = [1.5]
        games.ineligible = 0
        games.hasEmptyTopics = false
        // The first seeds with GenAI.
        let contest = try #require(try (UInt64(1)...5).lazy.map { try games.contest(parts, seed: $0) }.first { $0.competition == .exclusive })
        var position = 0.0 // log f
        var now = try Self.evaluate(contest, factor: 1, from: nil)
        var step = now.slope > 0 ? 0.5 : -0.5
        var solves = 1
        while abs(now.slope) > 1e-9, solves < 15 {
            let next = try Self.evaluate(contest, factor: exp(position + step), from: now.2)
            solves += 1
            // Secant steps on the slope, at most 3 at once.
            let bend = (next.slope - now.slope) / step
            position += step
            now = next
            step = bend < 0 ? max(-3, min(3, -now.slope / bend)) : (now.slope > 0 ? 1 : -1)
        }
        #expect(abs(now.slope) <= 1e-9 && solves < 15, "parts \(parts.rawValue): slope \(now.slope) after \(solves) solves")
        for side in [-0.1, 0.1] {
            let other = try Self.evaluate(contest, factor: exp(position + side), from: nil)
            #expect(other.value < now.value)
            #expect(other.slope * side < 0)
        }
    }
}
