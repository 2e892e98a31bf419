#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

import NumericCore

extension CompensationNumbers {
    /// Data's share by every rule at the example, and what holds of the rules in general.
    static func shares() throws -> [CheckedNumber] {
        let value = try example()
        let shares = DataShares(of: value, tokens: 1.4e12)
        func share(_ statement: String, _ claimed: Double, _ found: Double, _ tolerance: Double = 5e-5) -> CheckedNumber {
            CheckedNumber(subject: "shares", statement: statement, source: .derived, claimed: claimed, found: found, tolerance: tolerance)
        }
        var optimal = 0.0
        for law in PublishedLaw.allCases {
            guard case .additive(let additive) = law.law, let best = additive.optimum(compute: 5.88e23) else { continue }
            optimal = max(optimal, abs(law.law.logSlopes(parameters: best.parameters, tokens: best.tokens).dataShare - 0.5))
        }
        // Abundant data earn little at the margin; scarce data, just beyond the cut, more than the rule `average` gives, though profit is as concave there.
        let firstBelow = value.kinks[0] * 30
        let margins = (0..<60).count { step in
            let found = DataShares(of: value, tokens: firstBelow * power(1.15, Double(step)))
            return found.marginal >= found.average
        }
        return [
            share("marginal share at the example", 0.0430, shares.marginal), share("average share at the example", 0.5659, shares.average),
            share("Shapley share at the example", 0.5, shares.shapley, 1e-15), share("factor share at the example", 0.6168, shares.factor),
            share("flat share", 0.2, shares.flat, 0),
            share("factor share where a budget loses least, largest distance from 1/2 over the additive laws", 0, optimal, 1e-13),
            share("Shapley share of each of 3 necessary factors", 1.0 / 3, shapleyShare(ofNecessaryFactors: 3), 1e-15),
            share("sizes of 60 from 30 times the data at the cut on with a share `marginal` at least that of the rule `average`", 0, Double(margins), 0),
        ]
    }

    /// How a pool is split, and what many models pay.
    static func splits() throws -> [CheckedNumber] {
        let value = try example()
        let tokens = [1e11, 2e11, 3e11, 8e11]
        let shapley = try ShapleySplit.exact(value, tokens: tokens).values
        let total = value.profit(1.4e12)
        let proportional = try splitProportionally(total, weights: tokens)
        func split(_ statement: String, _ claimed: Double, _ found: Double, _ tolerance: Double, _ source: CheckedNumber.Source = .derived) -> CheckedNumber {
            CheckedNumber(subject: "splits", statement: statement, source: source, claimed: claimed, found: found, tolerance: tolerance)
        }
        var rows: [CheckedNumber] = []
        for (index, percent) in [21.5, 23.8, 25.2, 29.5].enumerated() {
            rows.append(split("Shapley value of tokens 1:2:3:8, producer \(index + 1), per cent", percent, 100 * shapley[index] / total, 0.05))
        }
        for (index, percent) in [7.1, 14.3, 21.4, 57.1].enumerated() {
            rows.append(split("Aumann and Shapley's value of the same, producer \(index + 1), per cent", percent, 100 * proportional[index] / total, 0.05))
        }
        rows.append(split("the same by its integral, largest relative distance from a split by tokens over five profit curves", 0, try integralDistance(tokens), 1e-9))
        for (models, competition, payment) in [(1.0, 0.0, 200.0), (10, 0, 2000), (20, 0, 4000), (20, 1, 200)] {
            let market = try ModelMarket(models: models, competition: competition)
            let what = "payment a producer of a million, \(Int(models)) models of profit 1e9, share 0.2, competition \(Int(competition))"
            rows.append(split(what, payment, market.payment(profit: 1e9, share: 0.2, producers: 1e6), 1e-12 * payment, competition == 0 ? .memo : .derived))
        }
        return rows
    }

    /// int_0^1 d_i v'(tD) dt against d_i (v(D) - v(0))/D, curve by curve.
    private static func integralDistance(_ tokens: [Double]) throws -> Double {
        let reference = ScalingLaw.hoffmann.loss(parameters: 7e10, tokens: 1.4e12)
        let curves: [ProfitCurve] = [
            try .linear(cut: 3, profit: 1e9, atLoss: reference), try .power(cut: 3, ref: reference, scale: 1e9, q: 3),
            try .exponential(ref: reference, scale: 1e9, k: 4), try .elastic(ref: reference, scale: 1e9, kappa: 7),
            try .table([.init(loss: 1.7, profit: 1.6e9), .init(loss: 1.9, profit: 1.1e9), .init(loss: 2.2, profit: 4e8), .init(loss: 3, profit: 0)]),
        ]
        let data = tokens.reduce(0, +)
        var worst = 0.0
        for curve in curves {
            let value = try DataValue(law: .hoffmann, parameters: 7e10, profit: curve)
            let ends = [data * 1e-30] + value.kinks.filter { $0 < data } + [data]
            for size in tokens {
                var integral = 0.0
                for (low, high) in zip(ends, ends.dropFirst()) {
                    // In ln t, a hair inside the kinks, where the slope belongs to one piece.
                    let (from, to) = (log(low) + 1e-12, log(high) - 1e-12)
                    integral += AdaptiveQuadrature.integral(from: from, to: to, relativeError: 1e-14) { size / data * value.marginalValue(exp($0)) }
                }
                let claimed = size / data * (value.profit(data) - value.profit(0))
                worst = max(worst, abs(integral - claimed) / claimed)
            }
        }
        return worst
    }
}
