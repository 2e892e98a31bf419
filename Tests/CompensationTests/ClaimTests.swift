@testable import Compensation
import NumericCore
import Testing

@Suite struct CheckedNumberTests {
    @Test func everyNumberHolds() throws {
        let rows = try CompensationNumbers.all()
        #expect(rows.count >= 25 && Set(rows.map(\.subject)).count == 3)
        for row in rows { #expect(row.holds, "\(row.statement): claimed \(row.claimed), found \(row.found)") }
        #expect(Set(rows.map(\.statement)).count == rows.count)
    }

    /// Concave values favour small producers, convex ones either: the third derivative decides, not the second.
    @Test func curvatureIsTriedOnDrawnValues() throws {
        let rows = try CompensationNumbers.all().filter { $0.statement.contains("concave") || $0.statement.contains("convex") }
        #expect(rows.count == 4 && rows.allSatisfy { $0.claimed == 0 && $0.found == 0 })
        let concave = try CurvatureCheck(.concave, values: 50, seed: 9)
        let rising = try CurvatureCheck(.convexWithRisingCurvature, values: 50, seed: 9)
        let falling = try CurvatureCheck(.convexWithFallingCurvature, values: 20, seed: 9)
        #expect([concave, rising, falling].map(\.smallFavoured) == [50, 50, 0])
        #expect([concave, rising, falling].map(\.largeFavoured) == [0, 0, 20])
        // Scarce data are worth more than all profit at the margin.
        #expect(concave.marginalAboveMean == 0 && rising.marginalAboveMean == 50 && falling.marginalAboveMean == 20)
        #expect(throws: FieldError.self) { try CurvatureCheck(.concave, values: 20_001, seed: 1) }
    }

    /// A value concave in data does not put the marginal share below that of the rule `average`, which follows the model's size as well.
    @Test func concavityDoesNotOrderTheRules() throws {
        let value = try DataValue(law: .hoffmann, parameters: 1e8, profit: .exponential(ref: 2, scale: 1e9, k: 4))
        let prices = (1...40).map { value.marginalPrice(1e10 * Double($0)) }
        #expect(zip(prices, prices.dropFirst()).allSatisfy { $0 > $1 })
        let shares = DataShares(of: value, tokens: 4e11)
        #expect(shares.marginal > 1.3 * shares.average && shares.marginal < 1)
    }

    /// The eigenvalues in the plane of 1 and w against products with vectors: none lies below the least.
    @Test func theLeastEigenvalueIsOne() {
        let (w, decay) = ([0.2, 0.05, 0.4], 1.9)
        let least = ProfileCheck.leastEigenvalue(w, decay)
        var smallest = Double.infinity
        for a in -40...40 {
            for b in -40...40 {
                for z3 in [1.0, -1, 0] {
                    let z = [Double(a) / 10, Double(b) / 10, z3]
                    let norm = z.reduce(0) { $0 + $1 * $1 }
                    guard norm > 0 else { continue }
                    let (t, u) = (z.reduce(0, +), zip(z, w).reduce(0) { $0 + $1.0 * $1.1 })
                    smallest = min(smallest, (norm + t * t - (decay + 1) * t * u) / norm)
                }
            }
        }
        #expect(smallest >= least - 1e-12 && smallest < least + 0.02)
        #expect(!CheckedNumber(subject: "shares", statement: "", source: .derived, claimed: 1, found: .nan, tolerance: 1).holds)
    }
}
