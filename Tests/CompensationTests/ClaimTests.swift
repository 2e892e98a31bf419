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
