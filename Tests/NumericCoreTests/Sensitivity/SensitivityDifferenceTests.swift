import Foundation
import NumericCore
import TestSupport
import Testing

/// Sensitivities against differences of contests solved again, for every parameter and every kind of cost and limit.
@Suite struct SensitivityDifferenceTests {
    /// An outcome with a way to evaluate it that shares nothing with its derivatives.
    struct Judged {
        let outcome: Sensitivity.Outcome
        let value: (Contest, Equilibrium) -> Double
    }

    /// sum r_ik x_ik for some r: an outcome of efforts one by one.
    static func mixture(_ cells: Int, _ seed: UInt64) -> (weights: [Double], outcome: Sensitivity.Outcome) {
        var draws = Draws(seed: seed)
        let weights = (0..<cells).map { _ in draws.uniform(-1...1) }
        return (weights, Sensitivity.Outcome(name: "mixture") { at in
            Sensitivity.Outcome.Partials(
                value: zip(weights, at.efforts.values.array).reduce(0) { $0 + $1.0 * $1.1 }, efforts: weights, totals: at.totals.map { _ in 0 })
        })
    }

    static func outcomes(_ contest: Contest, _ seed: UInt64) -> [Judged] {
        let mixture = mixture(contest.layout.cells, seed)
        return [
            Judged(outcome: .totalEffort) { $1.totals.reduce(0, +) },
            Judged(outcome: .total(topic: 0)) { $1.totals[0] },
            Judged(outcome: .welfare) { $0.plainUtilities($1.efforts).reduce(0, +) },
            Judged(outcome: .utility(creator: 1)) { $0.plainUtilities($1.efforts)[1] },
            Judged(outcome: .genAIShare) { contest, solved in
                let genAI = (0..<contest.topics).reduce(0) { $0 + contest.topic($1).genAIOutput(at: solved.totals[$1]) }
                return genAI / (genAI + solved.totals.reduce(0, +))
            },
            Judged(outcome: mixture.outcome) { zip(mixture.weights, $1.efforts.values.array).reduce(0) { $0 + $1.0 * $1.1 } },
        ]
    }

    /// Which cells and capacities are active.
    static func activeSet(_ contest: Contest, _ solved: Equilibrium) -> [Bool] {
        solved.efforts.values.array.map { $0 > 0 } + (solved.capacityPrices ?? []).map { $0 > 0 }
    }

    /// Derivatives of all outcomes by differences of fourth order: central, or to one side where the domain ends. nil where
    /// the active set changes on the way.
    static func differences(
        _ contest: Contest, _ base: Equilibrium, _ parameter: Parameter, _ judged: [Judged], _ settings: Settings, step relative: Double = 1e-4
    ) throws -> [Double]? {
        let value = contest.value(of: parameter)
        let step = relative * max(value, 0.1)
        let stencils: [[(Double, Double)]] = [
            [(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)],
            [(0, -25.0 / 12), (1, 4), (2, -3), (3, 4.0 / 3), (4, -0.25)],
            [(0, 25.0 / 12), (-1, -4), (-2, 3), (-3, -4.0 / 3), (-4, 0.25)],
        ]
        for stencil in stencils {
            guard let contests = try? stencil.map({ try contest.moving(parameter, by: $0.0 * step) }) else { continue }
            var sums = judged.map { _ in 0.0 }
            for (changed, term) in zip(contests, stencil) {
                let solved = try solve(changed, settings: settings, startingFrom: base)
                guard activeSet(contest, solved) == activeSet(contest, base) else { return nil }
                for (index, one) in judged.enumerated() { sums[index] += term.1 * one.value(changed, solved) }
            }
            return sums.map { $0 / step }
        }
        Issue.record("\(parameter) = \(value): no differences within its domain")
        return nil
    }

    @Test(arguments: (0..<8).map(CoupledGames.Parts.init)) func matchDifferences(parts: CoupledGames.Parts) throws {
        var settings = Settings()
        settings.tolerance = 1e-13
        settings.threads = 1
        var (compared, left) = (0, 0)
        for seed in UInt64(1)...4 {
            var games = CoupledGames()
            games.creators = 2...4
            games.topics = 2...3
            let contest = try games.contest(parts, seed: 100 + seed)
            let base = try solve(contest, settings: settings)
            let sensitivity = try Sensitivity(of: base, in: contest)
            guard sensitivity.isDifferentiable else { continue }
            let judged = Self.outcomes(contest, seed)
            let gradients = judged.map { sensitivity.gradient(of: $0.outcome) }
            for (one, gradient) in zip(judged, gradients) {
                let value = one.value(contest, base)
                #expect(abs(gradient.value - value) <= 1e-11 * max(1, abs(value)), "\(one.outcome.name)")
            }
            for parameter in contest.parameters {
                guard let expected = try Self.differences(contest, base, parameter, judged, settings) else {
                    left += 1
                    continue
                }
                compared += 1
                for (index, one) in judged.enumerated() {
                    let found = try gradients[index].parameters.value(of: parameter, in: contest)
                    // Solves agree to about 1e-13 of an outcome, so that differences know derivatives to 1e-9 of outcome over step.
                    let noise = 3e-9 * max(abs(gradients[index].value), 1) / max(contest.value(of: parameter), 0.1)
                    #expect(
                        abs(found - expected[index]) <= 1e-6 * abs(expected[index]) + noise,
                        "parts \(parts.rawValue), seed \(seed), \(one.outcome.name), \(parameter): \(found), expected \(expected[index])")
                }
            }
        }
        #expect(compared > 60 && left * 10 < compared, "\(compared) compared, \(left) left out")
    }
}
