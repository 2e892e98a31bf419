@testable import Compensation
import Foundation
import TestSupport
import NumericCore
import Testing

@Suite struct LawTests {
    static let laws = PublishedLaw.allCases.map(\.law)

    /// Slopes are derivatives of the loss in the logarithms of size and data.
    @Test(arguments: laws) func slopesAreDerivatives(law: ScalingLaw) {
        for (n, d) in [(7e10, 1.4e12), (1e9, 2e10), (1e12, 1e9)] {
            let slopes = law.logSlopes(parameters: n, tokens: d)
            func difference(_ loss: (Double) -> Double) -> Double {
                let h = 1e-3
                return (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)
            }
            let byData = difference { law.loss(parameters: n, tokens: d * exp($0)) }
            let bySize = difference { law.loss(parameters: n * exp($0), tokens: d) }
            #expect(abs(slopes.tokens - byData) <= 1e-9 * abs(byData) + 1e-12)
            #expect(abs(slopes.parameters - bySize) <= 1e-9 * abs(bySize) + 1e-12)
        }
    }

    @Test(arguments: laws) func theInverseGivesBackTheData(law: ScalingLaw) {
        for d in [1e3, 1e9, 1e12, 1e20] {
            let loss = law.loss(parameters: 7e10, tokens: d)
            // Where data hardly matter any more, the loss hardly says how many there are.
            let rounding = 1e-14 * loss / -law.logSlopes(parameters: 7e10, tokens: d).tokens
            #expect(abs(law.tokens(reaching: loss, parameters: 7e10) - d) <= max(1e-12, rounding) * d)
        }
        #expect(law.tokens(reaching: .infinity, parameters: 7e10) == 0)
        #expect(law.tokens(reaching: 0.1, parameters: 7e10) == .infinity)
    }

    /// Up to 1e30 and beyond nothing overflows; without data an additive law has an infinite loss.
    @Test(arguments: laws) func extremeSizes(law: ScalingLaw) {
        for (n, d) in [(1e30, 1e30), (1e30, 1e-30), (1e300, 1e300), (1e-300, 1e300)] {
            let loss = law.loss(parameters: n, tokens: d)
            #expect(loss.isFinite && loss > 0)
            let slopes = law.logSlopes(parameters: n, tokens: d)
            #expect(slopes.parameters <= 0 && slopes.tokens <= 0 && slopes.tokens.isFinite)
        }
        #expect(law.loss(parameters: 7e10, tokens: 0) == .infinity)
        #expect(law.loss(parameters: 0, tokens: 1e12) == .infinity)
        #expect(law.logSlopes(parameters: 7e10, tokens: 0).dataShare == 1)
    }

    @Test func aTermWithoutScaleNeverMatters() throws {
        let law = ScalingLaw.additive(try AdditiveLaw(E: 1.5, A: 400, a: 0.3, B: 0, b: 0.3))
        #expect(law.loss(parameters: 1e10, tokens: 0) == law.loss(parameters: 1e10, tokens: 1e12))
        #expect(law.tokens(reaching: 3, parameters: 1e10) == 0 && law.tokens(reaching: 1.6, parameters: 1e10) == .infinity)
        #expect(law.logSlopes(parameters: 1e10, tokens: 1e12).dataShare == 0)
        guard case .additive(let additive) = law else { return }
        #expect(additive.optimum(compute: 1e23) == nil)
    }

    /// A budget split otherwise loses more.
    @Test func theOptimumIsOne() throws {
        guard case .additive(let law) = ScalingLaw.besiroglu else { return }
        let compute = 5.88e23
        let best = try #require(law.optimum(compute: compute))
        let least = ScalingLaw.besiroglu.loss(parameters: best.parameters, tokens: best.tokens)
        for factor in [0.5, 0.9, 1.1, 2] {
            #expect(ScalingLaw.besiroglu.loss(parameters: best.parameters * factor, tokens: best.tokens / factor) > least)
        }
        #expect(abs(6 * best.parameters * best.tokens - compute) <= 1e-12 * compute)
    }

    @Test func constantsOutsideTheirDomains() {
        #expect(throws: FieldError(field: "law.A", expected: "a finite number >= 0", found: "-1.0")) { try AdditiveLaw(E: 1, A: -1, a: 1, B: 1, b: 1) }
        #expect(throws: FieldError(field: "law.b", expected: "a finite number > 0", found: "0.0")) { try AdditiveLaw(E: 1, A: 1, a: 1, B: 1, b: 0) }
        #expect(throws: FieldError.self) { try KaplanLaw(Nc: 1, aN: 1, Dc: .infinity, aD: 1) }
    }

    /// Slopes of profit are derivatives of it, away from kinks; curvature is that of its logarithm's.
    @Test(arguments: Economies.curves) func slopesOfProfit(curve: ProfitCurve) {
        for loss in [1.75, 1.95, 2.1, 2.5, 2.9] {
            let h = 1e-5
            let difference = (curve.profit(loss + h) - curve.profit(loss - h)) / (2 * h)
            #expect(abs(curve.slope(loss) - difference) <= 1e-6 * abs(difference) + 1e-6)
            let bend = (curve.slope(loss + h) - curve.slope(loss - h)) / (2 * h) / curve.slope(loss)
            #expect(abs(curve.curvature(loss) - bend) <= 1e-5 * abs(bend) + 1e-6)
        }
        #expect(curve.profit(1.8) >= curve.profit(2.8))
        if curve.cut != nil { #expect(curve.profit(3) == 0 && curve.slope(3.5) == 0 && curve.profit(.infinity) == 0) }
    }

    @Test func aTableIsFlatOutside() throws {
        let table = try ProfitCurve.table([.init(loss: 2, profit: 10), .init(loss: 3, profit: 4)])
        #expect(table.profit(1) == 10 && table.profit(2) == 10 && table.profit(2.5) == 7 && table.profit(3) == 4 && table.profit(.infinity) == 4)
        #expect(table.slope(1) == 0 && table.slope(2) == -6 && table.slope(2.5) == -6 && table.slope(3) == 0)
        #expect(table.cut == nil)
    }

    /// The memo's question how a model of loss 1.1 L compares.
    @Test func elasticityFromARatio() throws {
        let kappa = try ProfitCurve.elasticity(keeping: 0.5)
        let curve = try ProfitCurve.elastic(ref: 2, scale: 8, kappa: kappa)
        #expect(abs(curve.profit(2.2) - 4) < 1e-12)
        for ratio in [0, 1, -0.5, 2, Double.nan] { #expect(throws: FieldError.self) { try ProfitCurve.elasticity(keeping: ratio) } }
    }

    @Test func profitsThatAreNone() {
        #expect(throws: FieldError.self) { try ProfitCurve.linear(cut: 1.9, profit: 1e9, atLoss: 1.9) }
        #expect(throws: FieldError.self) { try ProfitCurve.linear(cut: 3, slope: 0) }
        #expect(throws: FieldError.self) { try ProfitCurve.power(cut: 1.5, ref: 1.9, scale: 1e9, q: 2) }
        #expect(throws: FieldError.self) { try ProfitCurve.power(cut: 3, ref: 1.9, scale: 1e9, q: 0) }
        #expect(throws: FieldError.self) { try ProfitCurve.exponential(ref: 1.9, scale: .nan, k: 1) }
        #expect(throws: FieldError.self) { try ProfitCurve.table([]) }
        #expect(throws: FieldError.self) { try ProfitCurve.table([.init(loss: 2, profit: 1), .init(loss: 2, profit: 0)]) }
        #expect(throws: FieldError.self) { try ProfitCurve.table([.init(loss: 2, profit: 1), .init(loss: 3, profit: 2)]) }
        #expect(throws: FieldError.self) { try ProfitCurve.table([.init(loss: 2, profit: 0)]) }
    }
}

/// Kaplan's law next to no data, where Dc/D overflows and its small power does not.
@Suite struct KaplanLawLimitTests {
    @Test func lossesStayFiniteAndFall() throws {
        let law = try KaplanLaw(Nc: 6.4e13, aN: 0.076, Dc: 1.8e13, aD: 0.103)
        var last = Double.infinity
        for exponent in stride(from: -307.0, through: 12, by: 0.5) {
            let loss = law.loss(parameters: 7e10, tokens: pow(10, exponent))
            #expect(loss.isFinite && loss < last)
            last = loss
        }
        let slopes = law.logSlopes(parameters: 7e10, tokens: 1e-300)
        #expect(abs(slopes.tokens / law.loss(parameters: 7e10, tokens: 1e-300) + 0.103) < 1e-12)
    }

    /// A payment a token that grows without end towards no data leaves no market at rest there.
    @Test func payThatGrowsTowardsNoDataIsNoRest() throws {
        let law = ScalingLaw.kaplan(try KaplanLaw(Nc: 6.4e13, aN: 0.076, Dc: 1.8e13, aD: 0.103))
        let curve = try ProfitCurve.elastic(ref: 1.7, scale: 1e9, kappa: 7.2725)
        let payment = try UnitPayment(value: DataValue(law: law, parameters: 7e10, profit: curve), share: 0.2)
        let points = try Supply(tokens: [1e11, 2e11], reservations: [1e7, 4e7]).marketPoints(payment)
        #expect(points.count == 1 && points.first?.tokens == 3e11)
    }
}
