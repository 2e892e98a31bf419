import CKernels

/// What a part of a profile shows its certificate: the worst of its cells and creators, NaN where that is unknown.
struct Verdict: Sendable {
    /// max |g|/P, as residuals are defined.
    var residual = 0.0
    /// max 8 eps T/P
    var floor = 0.0
    /// The largest residual less its own rounding floor.
    var excess = -Double.infinity
    /// What a creator could gain at most.
    var gain = 0.0
    /// The same relative to revenue, and whose that is.
    var relativeGain = 0.0
    var worstCreator = 0

    /// Of creators who were not looked at.
    static func unknown(of creators: Range<Int>) -> Verdict {
        Verdict(residual: .nan, floor: .nan, excess: .nan, gain: .nan, relativeGain: .nan, worstCreator: creators.lowerBound)
    }

    /// Takes in one condition.
    mutating func note(residual: Double, floor: Double) {
        self.residual = worse(self.residual, residual)
        self.floor = worse(self.floor, floor)
        excess = worse(excess, residual == .infinity ? .infinity : residual - floor)
    }

    /// Takes in what a kernel read off a run of cells.
    mutating func add(_ sums: nb_certificate_sums) {
        residual = worse(residual, sums.residual)
        floor = worse(floor, sums.floor)
        excess = worse(excess, sums.excess)
    }
}

extension Certification {
    /// The certificate that the verdicts on all parts of a profile add up to, and what else follows from its topics.
    init(
        _ verdicts: [Verdict], of contest: Contest, _ topics: TopicTable, utilities: [Double], kind: Settings.Exploitability,
        claim: (uniqueness: Certificate.Uniqueness, condition: String), tolerance: Double, interruption: Status?
    ) {
        certificate = Certificate(
            relativeResidual: 0, roundingFloor: 0, exploitability: 0, relativeExploitability: 0, exploitabilityKind: kind,
            worstCreator: 0, uniqueness: claim.uniqueness, condition: claim.condition, isConverged: true)
        for part in verdicts {
            certificate.relativeResidual = worse(certificate.relativeResidual, part.residual)
            certificate.roundingFloor = worse(certificate.roundingFloor, part.floor)
            certificate.exploitability = worse(certificate.exploitability, part.gain)
            if isWorse(part.relativeGain, than: certificate.relativeExploitability) {
                certificate.relativeExploitability = part.relativeGain
                certificate.worstCreator = part.worstCreator
            }
            if !(part.excess <= tolerance) { certificate.isConverged = false }
        }
        totals = topics.totals
        prices = topics.prices.map(\.price)
        genAI = (0..<contest.topics).map { contest.topic($0).genAIOutput(at: topics.totals[$0]) }
        self.utilities = utilities
        self.interruption = interruption
    }
}

/// The larger, NaN counted as worst of all: a value that cannot be computed must not pass for a small one.
func worse(_ a: Double, _ b: Double) -> Double { a.isNaN || b.isNaN ? .nan : max(a, b) }

/// Whether `a` is larger than `b`, NaN the largest of all: once a worst is unknown it stays so.
func isWorse(_ a: Double, than b: Double) -> Bool { !b.isNaN && !(a <= b) }
