import NumericCore

/// A claim that was tried, as `--claims --json` prints it: the same members whichever command it is of, and those that only some have.
struct ClaimRow: Encodable {
    /// What it is about, and what is said.
    let subject, statement: String
    /// Who says so.
    let source: String
    /// The number stated, null for a statement without one; what came out, null where nothing did.
    let claimed, found: JSONNumber
    /// Whether the one bears out the other.
    let holds: Bool
    /// How far apart they may be.
    var tolerance: Double?
    /// Where what is found must lie, in place of a tolerance.
    var allowed: [Double]?
    /// The bootstrap interval of what is found.
    var interval: [JSONNumber]?
    /// Replicas played.
    var replicas: Int?
    /// The number of the claim, 0 for what is said besides.
    var claim: Int?
    /// `holds`, `partly` or `fails`.
    var verdict: String?

    init(subject: String, statement: String, source: CheckedNumber.Source, claimed: Double?, found: Double?, holds: Bool) {
        (self.subject, self.statement, self.source) = (subject, statement, source.rawValue)
        (self.claimed, self.found, self.holds) = (JSONNumber(claimed ?? .nan), JSONNumber(found ?? .nan), holds)
    }

    init(_ number: CheckedNumber) {
        self.init(
            subject: number.subject, statement: number.statement, source: number.source, claimed: number.claimed, found: number.found, holds: number.holds)
        tolerance = number.tolerance
    }
}
