import NumericCore

/// The README's example in a package of its own.
@main
struct Consumer {
    static func main() throws {
        let market = try Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1.0])
        let contest = try Contest(
            market: market, costs: .power(coefficients: [[0.5, 1.0], [1.0, 2.0], [2.0, 1.5]], exponent: 1.5))
        let equilibrium = try solve(contest)
        guard equilibrium.status == .converged else { fatalError("\(equilibrium.status): \(equilibrium.reason ?? "")") }
        print("consumer: converged, totals \(equilibrium.totals)")
    }
}
