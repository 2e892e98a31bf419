import NumericCore

/// What `verify` found: the recomputed certificate, and where the file's claims differ from it.
struct VerifyReport {
    let contest: Contest
    let stored: StoredEquilibrium
    let certification: Certification
    let tolerance: Double
    /// Every claim of the file that the recomputation does not bear out, in words.
    let disagreements: [String]

    /// - Parameters:
    ///   - certification: with every best reply searched.
    ///   - likeStored: with exploitability found the way the file says.
    init(contest: Contest, stored: StoredEquilibrium, certification: Certification, likeStored: Certification, tolerance: Double) {
        self.contest = contest
        self.stored = stored
        self.certification = certification
        self.tolerance = tolerance
        disagreements = Claims(
            contest: contest, stored: stored, searched: certification, likeStored: likeStored, tolerance: tolerance
        ).disagreements
    }

    private var certificate: Certificate { certification.certificate }

    /// Within tolerance in every cell, and nobody gains more than that by any deviation.
    var isEquilibrium: Bool { certificate.isConverged && certificate.relativeExploitability <= tolerance }
    var isVerified: Bool { isEquilibrium && disagreements.isEmpty }

    var verdict: String {
        if !isEquilibrium { return "not an equilibrium within \(Wording.error(tolerance))" }
        if disagreements.isEmpty, stored.status != .converged {
            return "an equilibrium within \(Wording.error(tolerance)), which the file leaves open (status \(stored.status.rawValue))"
        }
        return disagreements.isEmpty
            ? "an equilibrium within \(Wording.error(tolerance)), and the file says so"
            : "an equilibrium within \(Wording.error(tolerance)), but the file claims otherwise"
    }

    /// The largest relative difference between the totals in the file and the sums of its efforts.
    var totalsDifference: Double {
        zip(stored.totals, certification.totals).map { claimed, actual in
            claimed == actual ? 0 : abs(claimed - actual) / max(abs(claimed), abs(actual))
        }.max() ?? 0
    }

    private var worstCreatorName: String {
        let worst = certificate.worstCreator
        return contest.creatorNames.flatMap { $0.indices.contains(worst) ? $0[worst] : nil } ?? "creator \(worst)"
    }

    /// For a person.
    var text: String {
        var rows = [
            ("game", SolveReport.size(of: contest)),
            ("relative residual", Wording.error(certificate.relativeResidual)),
            ("rounding floor", Wording.error(certificate.roundingFloor)),
            ("exploitability", "\(Wording.error(certificate.exploitability)) (\(certificate.exploitabilityKind.rawValue))"),
            ("relative to revenue", Wording.error(certificate.relativeExploitability)),
            ("worst creator", worstCreatorName),
            ("uniqueness", SolveReport.uniqueness(certificate)),
            ("totals in the file", "within \(Wording.error(totalsDifference)) of the sums of its efforts"),
        ]
        let claims = disagreements
        rows.append(("claims in the file", claims.isEmpty ? "agree (status \(stored.status.rawValue))" : "do not agree"))
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        return (rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 } + claims.map { "  " + $0 })
            .joined(separator: "\n")
    }

    /// For a program.
    var record: Record {
        Record(
            isEquilibrium: isEquilibrium, claimsAgree: disagreements.isEmpty, disagreements: disagreements, status: stored.status.rawValue,
            tolerance: tolerance, totalsDifference: JSONNumber(totalsDifference),
            certificate: Record.Recomputed(
                relativeResidual: JSONNumber(certificate.relativeResidual), roundingFloor: JSONNumber(certificate.roundingFloor),
                exploitability: JSONNumber(certificate.exploitability),
                relativeExploitability: JSONNumber(certificate.relativeExploitability),
                exploitabilityKind: certificate.exploitabilityKind.rawValue, worstCreator: certificate.worstCreator,
                worstCreatorName: worstCreatorName, uniqueness: certificate.uniqueness.rawValue, condition: certificate.condition))
    }

    /// `nashbench/verification/1`
    struct Record: Encodable {
        let schema = "nashbench/verification/1"
        let isEquilibrium: Bool
        let claimsAgree: Bool
        let disagreements: [String]
        let status: String
        let tolerance: Double
        let totalsDifference: JSONNumber
        let certificate: Recomputed

        struct Recomputed: Encodable {
            let relativeResidual: JSONNumber
            let roundingFloor: JSONNumber
            let exploitability: JSONNumber
            let relativeExploitability: JSONNumber
            let exploitabilityKind: String
            let worstCreator: Int
            let worstCreatorName: String
            let uniqueness: String
            let condition: String
        }
    }
}
