@testable import Compensation
import Foundation
import NumericCore
import Testing

@Suite struct ShareTests {
    /// The definition itself, by the trapezoidal rule after a change of variable that flattens both ends.
    private static func averageByDefinition(_ value: DataValue, _ tokens: Double, from t0: Double) -> Double {
        let n = value.parameters
        func flow(_ x: Double) -> Double {
            let t = exp(x)
            let loss = value.law.loss(parameters: t * n, tokens: t * tokens)
            let slope = value.curve.slope(loss)
            return slope == 0 ? 0 : slope * value.law.logSlopes(parameters: t * n, tokens: t * tokens).tokens
        }
        let (low, high, h) = (log(t0), 0.0, 1.0 / 128)
        var sum = 0.0
        for k in -600...600 {
            let u = Double(k) * h
            let w = 1 / (1 + exp(-Double.pi * sinh(u)))
            let weight = Double.pi * cosh(u) * w * (1 - w)
            if weight > 0 { sum += flow(low + (high - low) * w) * weight }
        }
        return sum * h * (high - low) / (value.profit(tokens) - value.curve.profit(.infinity))
    }

    /// x at which the loss on the ray is the cut.
    private static func start(_ value: DataValue, _ tokens: Double) -> Double {
        guard let cut = value.curve.cut else { return exp(-60) }
        var (low, high) = (-80.0, 0.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if value.law.loss(parameters: value.parameters * exp(middle), tokens: tokens * exp(middle)) > cut { low = middle } else { high = middle }
        }
        return exp(high)
    }

    @Test(arguments: [0, 1, 3, 4], PublishedLaw.allCases) func theAverageIsTheIntegralOfItsDefinition(curve: Int, law: PublishedLaw) throws {
        let value = try DataValue(law: law.law, parameters: 7e10, profit: Economies.curves[curve])
        for tokens in [1.4e12, 2e10] where value.profit(tokens) > 0 {
            let found = DataShares(of: value, tokens: tokens).average
            let expected = Self.averageByDefinition(value, tokens, from: Self.start(value, tokens))
            #expect(abs(found - expected) <= 1e-9 * expected, "\(law) \(tokens): \(found), \(expected)")
        }
    }

    /// Of a steep cut (q < 1) and of a table, whose pieces the definition sees as jumps: by the values themselves.
    @Test(arguments: [2, 5]) func theAverageOfKinkedCurves(curve: Int) throws {
        let value = try #require(Economies.value(Economies.curves[curve]))
        let tokens = 1.4e12
        var (data, all) = (0.0, 0.0)
        let start = log(Self.start(value, tokens))
        let steps = 400_000
        var before = 0.0
        for step in 1...steps {
            // Closer together at the start, where profit rises steeply.
            let part = Double(step) / Double(steps)
            let t = exp(start * (1 - part * part))
            let profit = value.curve.profit(value.law.loss(parameters: t * value.parameters, tokens: t * tokens))
            let middle = exp(start * (1 - pow((Double(step) - 0.5) / Double(steps), 2)))
            let share = value.law.logSlopes(parameters: middle * value.parameters, tokens: middle * tokens).dataShare
            data += share * (profit - before)
            all += profit - before
            before = profit
        }
        #expect(abs(DataShares(of: value, tokens: tokens).average - data / all) < 1e-7)
    }

    /// slope B D^-b (t0^-b - 1) against slope A N^-a (t0^-a - 1), where L(t0 N, t0 D) is the cut.
    @Test func theAverageOfLinearProfitInClosedForm() throws {
        let value = try #require(Economies.linear)
        guard case .additive(let law) = value.law else { return }
        for tokens in [1.4e12, 1e11, 5e9, 1e15] {
            let t0 = Self.start(value, tokens)
            let data = law.dataLoss(tokens) * (pow(t0, -law.tokenExponent) - 1)
            let compute = law.sizeLoss(value.parameters) * (pow(t0, -law.parameterExponent) - 1)
            let share = DataShares(of: value, tokens: tokens).average
            #expect(abs(share - data / (data + compute)) < 1e-11)
        }
    }

    /// Marginal below average below one: abundant data earn little at the margin; scarce data may earn more than all profit.
    @Test func theMarginalShareMayExceedAll() throws {
        let value = try #require(Economies.linear)
        let rich = DataShares(of: value, tokens: 1.4e12)
        #expect(rich.marginal < rich.average && rich.average < rich.factor)
        let poor = DataShares(of: value, tokens: 1.1e9)
        #expect(poor.marginal > 1)
    }

    @Test func shapleyOfNecessaryFactorsIsOneHalf() throws {
        for curve in Economies.curves {
            let shares = DataShares(of: try #require(Economies.value(curve)), tokens: 1.4e12)
            #expect(shares.shapley == 0.5)
        }
        #expect(shapleyShare(ofNecessaryFactors: 3) == 1.0 / 3)
    }

    /// No profit: marginal and average say nothing, and nor does Shapley's share; factor and flat do.
    @Test func withoutProfit() throws {
        let value = try #require(Economies.linear)
        let shares = DataShares(of: value, tokens: 1e6, flat: 0.3)
        #expect(shares.marginal.isNaN && shares.average.isNaN && shares.shapley.isNaN)
        #expect(shares.factor > 0.5 && shares.factor < 1 && shares[.flat] == 0.3)
    }

    /// A table that pays something at any loss: the average is of what data and compute add.
    @Test func aTableThatNeverPaysNothing() throws {
        let table = try ProfitCurve.table([.init(loss: 1.8, profit: 10), .init(loss: 4, profit: 2)])
        let value = try #require(Economies.value(table))
        let shares = DataShares(of: value, tokens: 1.4e12)
        #expect(shares.average > 0 && shares.average < 1)
        let linear = try #require(Economies.value(try .linear(cut: 4, slope: 8 / 2.2)))
        #expect(abs(shares.average - DataShares(of: linear, tokens: 1.4e12).average) < 1e-11)
    }

    @Test func manyModels() throws {
        #expect(abs(try ModelMarket(models: 20, competition: 2).payment(profit: 1e9, share: 0.2, producers: 1e6) - 10) < 1e-12)
        #expect(ModelMarket.one.factor == 1)
        #expect(throws: FieldError.self) { try ModelMarket(models: 0, competition: 0) }
        #expect(throws: FieldError.self) { try ModelMarket(models: 1, competition: -1) }
    }
}
