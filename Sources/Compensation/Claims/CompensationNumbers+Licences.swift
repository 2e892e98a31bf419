#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

extension CompensationNumbers {
    /// Licence prices from scaling laws, and when they keep a contest monotone.
    static func licences() throws -> [CheckedNumber] {
        let value = try example()
        let replicated = try DataValue(law: .besiroglu, parameters: 7e10, profit: value.curve)
        let exact = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: nil)
        let other = try LicenceTerms(replicated, tokensPerUnit: 1e6, units: 1.4e6, share: nil)
        let average = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: 0.2)
        func licence(_ statement: String, _ claimed: Double, _ found: Double, _ tolerance: Double, _ source: CheckedNumber.Source = .derived) -> CheckedNumber {
            CheckedNumber(subject: "licences", statement: statement, source: source, claimed: claimed, found: found, tolerance: tolerance)
        }
        let worst = [1e4, 1e5, 1e6, 1e7].map { units in
            let price = 1e6 * value.marginalPrice(1e6 * units)
            return abs(exact.price(at: units) - price) / price
        }.max() ?? .nan
        let profiles = ProfileCheck(profiles: 39_000, seed: 1)
        return [
            licence("decay of the marginal price, Hoffmann's law", 1.28, exact.decay, 1e-12, .law),
            licence("decay of the marginal price, Besiroglu's law", 1.3658, other.decay, 1e-12, .law),
            licence("v s^-d against the marginal price, largest relative distance over four totals", 0, worst, 1e-12),
            licence("decay of the average price against 1 - e_D", 1 - value.elasticity(1.4e12), average.decay, 1e-15),
            licence("part of data from elsewhere that keeps a contest monotone at d = 1.28, per cent", 12.3, 100 * exact.leastOutsidePart, 0.05),
            licence("profiles of 39,000 within s/(s + s0) <= 2/(1 + d) whose licence term is not monotone", 0, Double(profiles.failuresWithin), 0),
            licence("profiles of 39,000 with one creator and 1 % beyond that bound whose term is monotone", 0, Double(profiles.monotoneBeyond), 0),
        ]
    }
}

/// The symmetric part of the licence term's negative Jacobian, d v (s + s0)^(-d - 1) [I + 11' - (d + 1)(w1' + 1w')/2] with w = x/(s + s0), at drawn
/// profiles (derived).
///
/// Beside the identity the matrix acts on the plane of 1 and w alone: with K = ((1, -c), (-c, 0)), c = (d + 1)/2, and G the inner products of 1 and
/// w, its other eigenvalues are 1 + those of KG, the roots of a quadratic.
struct ProfileCheck {
    private(set) var failuresWithin = 0
    private(set) var monotoneBeyond = 0

    init(profiles: Int, seed: UInt64) {
        for index in 0..<profiles {
            let random = CounterRandom(seed: seed, stream: UInt64(index))
            let decay = random.uniform(in: 1.0...4.0, at: 0)
            let bound = 2 / (1 + decay)
            let creators = 1 + Int(random.unit(at: 1) * 20)
            let part = bound * random.unit(at: 2).squareRoot()
            let efforts = (0..<creators).map { random.logUniform(in: 1e-6...1, at: 10 + UInt64($0)) }
            let total = efforts.reduce(0, +)
            if Self.leastEigenvalue(efforts.map { $0 / total * part }, decay) < -1e-12 { failuresWithin += 1 }
            if Self.leastEigenvalue([min(1, bound * 1.01)], decay) >= 0, bound * 1.01 <= 1 { monotoneBeyond += 1 }
        }
    }

    static func leastEigenvalue(_ w: [Double], _ decay: Double) -> Double {
        let c = (decay + 1) / 2
        let (n, sum, squares) = (Double(w.count), w.reduce(0, +), w.reduce(0) { $0 + $1 * $1 })
        let (trace, determinant) = (n - 2 * c * sum, -c * c * max(0, n * squares - sum * sum))
        return 1 + trace / 2 - max(0, trace * trace / 4 - determinant).squareRoot()
    }
}
