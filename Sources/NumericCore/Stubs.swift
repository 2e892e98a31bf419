// Signatures to code against; each owner deletes its block when the real file lands.

// --- solver (Solving/, Solvers/) ---
/// Solves a contest; errors only for invalid settings, an incompatible start or efforts buffer.
public func solve(_ contest: Contest, settings: Settings = Settings(), startingFrom start: Equilibrium? = nil) throws -> Equilibrium { fatalError() }
/// Recomputes the certificate, totals, prices, GenAI output and utilities of a profile, sharing nothing with the solver.
public func certify(_ contest: Contest, efforts: EffortProfile, settings: Settings = Settings()) throws -> Certification { fatalError() }
public struct Certification: Sendable {
    public var certificate: Certificate
    public var totals: [Double]
    public var prices: [Double]
    public var genAI: [Double]
    public var utilities: [Double]
}
// --- calibration (Calibration/) ---
/// s_k, mu_k and c_ik such that the observed output is the equilibrium (model: c = (P + x P') / (rho x^(rho-1))).
public func calibrate(_ observed: ObservedTable, alpha: PerTopic, beta: PerTopic, gamma: PerTopic, exponent: PerTopic, competition: Competition = .exclusive) throws -> Contest { fatalError() }
public struct CalibrationError: Error, CustomStringConvertible, Sendable {
    public struct Cell: Sendable, Equatable { public var creator: String; public var topic: String; public var output: Double; public var share: Double }
    public var count: Int
    public var cells: [Cell]   // at most 20
    public var description: String { "" }
}
// --- generation (Generation/) ---
public enum BenchmarkFamily: String, CaseIterable, Sendable {
    case e = "E", e17 = "E17", h2 = "H2", h1 = "H1"
    public func contest(creators: Int, topics: Int, seed: UInt64) throws(ContestError) -> Contest { fatalError() }
}
