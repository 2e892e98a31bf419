import Compensation
import Foundation
import Testing

/// A case of `conformance.json`: an economy in numbers and what an independent reference says of it.
struct ConformanceCase: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let kind: String
    let law: Law?
    let parameters: Double?
    let tokens: Numbers?
    let compute: Double?
    let points: [LossPoint]?
    let relativeTolerance: Double?
    let profit: Double?
    let share: Double?
    let producers: Double?
    let models: Double?
    let competition: Double?
    let curve: Curve?
    let baseline: Baseline?
    let reservations: [Double]?
    let minimumPrice: Double?
    let tokensPerUnit: Double?
    let units: Double?
    let rule: String?
    let expected: Expected?

    var testDescription: String { name }

    struct Law: Decodable, Sendable {
        let E, A, a, B, b, Nc, aN, Dc, aD: Double?

        var law: ScalingLaw {
            get throws {
                if let Nc, let aN, let Dc, let aD { return .kaplan(try KaplanLaw(Nc: Nc, aN: aN, Dc: Dc, aD: aD)) }
                return .additive(try AdditiveLaw(E: #require(E), A: #require(A), a: #require(a), B: #require(B), b: #require(b)))
            }
        }
    }
    struct LossPoint: Decodable, Sendable {
        let law: String
        let parameters, tokens, loss: Double
    }
    struct Curve: Decodable, Sendable {
        let kind: String
        let cut, slope, ref, scale, q, k, kappa: Double?
        let points: [[Double]]?

        var curve: ProfitCurve {
            get throws {
                switch kind {
                case "linear": return try .linear(cut: #require(cut), slope: #require(slope))
                case "power": return try .power(cut: #require(cut), ref: #require(ref), scale: #require(scale), q: #require(q))
                case "exponential": return try .exponential(ref: #require(ref), scale: #require(scale), k: #require(k))
                case "elastic": return try .elastic(ref: #require(ref), scale: #require(scale), kappa: #require(kappa))
                default: return try .table(#require(points).map { .init(loss: $0[0], profit: $0[1]) })
                }
            }
        }
    }
    struct Baseline: Decodable, Sendable { let parameters, tokens: Double }
    /// A number or several.
    struct Numbers: Decodable, Sendable {
        let values: [Double]
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            values = try (try? container.decode([Double].self)) ?? [container.decode(Double.self)]
        }
    }
    struct Equilibrium: Decodable, Sendable {
        let members: [Int]
        let unitPayment: Double
        let payments: [Double]
    }
    struct FixedPoint: Decodable, Sendable {
        let tokens, unitPayment: Double
        let stable: Bool
    }
    struct Expected: Decodable, Sendable {
        let loss, lossPerLogN, lossPerLogD, factorShare, optimalN, optimalD, optimalTokensPerParameter: Double?
        let payment, marginal, factor, average, profit, pricePerToken, shapleyFromTenth, total: Double?
        let shapley: Numbers?
        let aumannShapley: [Double]?
        let equilibria: [Equilibrium]?
        let marketFixedPoints: [FixedPoint]?
        let unitPaymentRises: Bool?
        let largest, smallest: [Int]?
        let buyerProfit, price, tokens, v, d, elasticity: Double?
        let relativeTolerance: Double?
    }

    static let all: [ConformanceCase] = {
        struct Record: Decodable { let cases: [ConformanceCase] }
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/compensation.json")
        guard let data = try? Data(contentsOf: file), let record = try? JSONDecoder().decode(Record.self, from: data) else { return [] }
        return record.cases
    }()
    static func of(_ kind: String) -> [ConformanceCase] { all.filter { $0.kind == kind } }

    var value: DataValue { get throws { try DataValue(law: #require(law).law, parameters: #require(parameters), profit: #require(curve).curve) } }
}

/// Fails unless `found` is `expected` within a relative tolerance.
func expectClose(
    _ found: Double, _ expected: Double?, _ tolerance: Double, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let expected = try #require(expected, sourceLocation: sourceLocation)
    #expect(abs(found - expected) <= tolerance * abs(expected), "\(what) \(found) is not \(expected)", sourceLocation: sourceLocation)
}
