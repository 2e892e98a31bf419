/// What an equilibrium file holds: the profile, and what the file claims of it.
public struct StoredEquilibrium: Sendable {
    /// How the solve ended, as the file says.
    public var status: Status
    /// Why it did not converge, as the file says.
    public var reason: String?
    /// The solver, as the file says.
    public var method: String
    /// Why that solver, where the file says so.
    public var methodReason: String?
    /// On the contest's layout.
    public var efforts: EffortProfile
    /// s_k as the file gives them, K values; NaN where null.
    public var totals: [Double]
    /// M alpha s^bt as the file gives it, K values; NaN where null.
    public var genAI: [Double]
    /// P_k(s_k) as the file gives them, K values; NaN where null.
    public var prices: [Double]
    /// Payoffs as the file gives them, n values; NaN where null.
    public var utilities: [Double]
    /// lambda_i >= 0 as the file gives them, n finite values; nil where it has none.
    public var capacityPrices: [Double]?
    /// As the file gives it; numbers that are null are NaN, `isConverged` is whether the status is `converged`.
    public var certificate: Certificate
    /// Passes over the cells, as the file says: at least 0.
    public var iterations: Int
    /// The kernels that ran, as the file says.
    public var kernelTarget: String
    /// Threads that were allowed, as the file says: at least 1.
    public var threads: Int
    /// The version of nashbench that wrote the file.
    public var version: String

    /// The profile as the start of another solve: its efforts, capacity prices and totals (summed anew where the file has
    /// null), and everything else as the file gives it.
    ///
    /// ```swift
    /// let earlier = try EquilibriumFile.read("equilibrium.json", of: contest)
    /// let equilibrium = try solve(contest, startingFrom: earlier.equilibrium)
    /// ```
    /// - Complexity: O(1), and O(cells of the topic) for each total that is null.
    public var equilibrium: Equilibrium {
        let layout = efforts.layout
        let totals = self.totals.indices.map { topic in
            if self.totals[topic].isFinite, self.totals[topic] >= 0 { return self.totals[topic] }
            var sum = CompensatedSum()
            efforts.values.withUnsafeValues { values in
                for cell in layout.range(ofTopic: topic) { sum.add(values[cell]) }
            }
            return sum.value
        }
        return Equilibrium(
            status: status, reason: reason, method: method, methodReason: methodReason ?? "", totals: totals, efforts: efforts,
            genAI: genAI, prices: prices, utilities: utilities, capacityPrices: capacityPrices, certificate: certificate,
            iterations: iterations, seconds: Equilibrium.Seconds(), kernelTarget: kernelTarget, threads: threads)
    }
}
