import Foundation
import Testing

/// The iteration behind the shares, as share-inl.h describes it: Newton on log(1 - e^(-r eta)) + eta = log b.
/// A plain copy, so that its steps can be counted; that the kernel gets the right roots is in SharePassTests.
@Suite struct ShareIterationTests {
    /// The kernel leaves the loop after this many steps.
    static let limit = 8

    static func iterate(r: Double, logPull: Double) -> (eta: Double, steps: Int) {
        let b = exp(min(logPull, 650))
        let first = b / (r + b), deep = r < 1 ? log(1 + b / r) : -log(1 - min(b, 1) * r / (r + 3)) / r
        var eta = max(b > 0.1 * min(r, 1) ? deep : first, logPull)
        for step in 1...100 {
            let kept = -expm1(-r * eta)
            let change = (log(kept) + (eta - logPull)) / (1 + r * (1 - kept) / kept)
            eta = max(eta - change, 0.05 * eta)
            if abs(change) <= 0x1p-27 * eta { return (eta, step) }
        }
        return (eta, 100)
    }

    /// At most six steps for r from 2^-52 to 20 and seven to 10^6, log b over the whole range: eight are always enough.
    @Test(arguments: [(-36.04, 3.0, 6), (3.0, 13.8, 7)]) func steps(logLow: Double, logHigh: Double, allowed: Int) {
        var most = (steps: 0, r: 0.0, logPull: 0.0)
        func count(_ r: Double, _ logPull: Double) {
            let steps = Self.iterate(r: r, logPull: logPull).steps
            if steps > most.steps { most = (steps, r, logPull) }
        }
        for i in 0...150 {
            let r = exp(logLow + (logHigh - logLow) * Double(i) / 150)
            for j in 0...300 { count(r, -690 + 1380 * Double(j) / 300) }
            for j in 0...300 { count(r, log(r) - 15 + 40 * Double(j) / 300) } // around b = r, where the answer turns
            for j in 0...200 { count(r, -5 + 10 * Double(j) / 200) }          // around b = 1
            for j in 0...100 { count(r, -0.5 + Double(j) / 100) }
            for huge in [1e3, 1e6, 1e12, 1e18] { count(r, huge) }
        }
        #expect(most.steps <= allowed && allowed < Self.limit, "\(most)")
    }

    #if arch(x86_64)
    /// The root it stops at is the root, to rounding: in eta where log b is small, in log b elsewhere.
    @Test func rootsAreExact() {
        var draw = Draw(seed: 41)
        for _ in 0..<20_000 {
            let r = draw.logUniform(eps, 100)
            let logPull = draw.pick([draw.uniform(-690, 690), draw.uniform(-5, 5), log(r) + draw.uniform(-9, 9)])
            let eta = Wide(Self.iterate(r: r, logPull: logPull).eta)
            let kept = -expm1(-Wide(r) * eta)
            let left = log(kept) + eta - Wide(logPull)
            let change = left / (1 + Wide(r) * (1 - kept) / kept)
            let noise = Wide(eps) * (1 + abs(log(kept)) + abs(Wide(logPull))) / (1 + Wide(r) * (1 - kept) / kept)
            #expect(abs(change) <= 2 * noise + 2 * Wide(eps) * eta, "r = \(r), log b = \(logPull): off by \(change)")
        }
    }
    #endif
}
