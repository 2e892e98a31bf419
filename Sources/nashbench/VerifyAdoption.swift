import ArgumentParser
import NumericCore

/// What `verify` found in a file of equilibria of an inclusive game: each profile judged anew, and the file's claims.
///
/// Whether there are other equilibria takes the search itself: what the file says was searched is not repeated.
struct AdoptionVerification {
    let contest: Contest
    let stored: StoredAdoption
    let tolerance: Double
    /// Of each profile in the file's order, the best of none last.
    let profiles: [(label: String, report: VerifyReport)]
    /// What the file claims wrongly, in words.
    let disagreements: [String]

    init(_ stored: StoredAdoption, of contest: Contest, settings: Settings) throws {
        var settings = settings
        var profiles: [(String, VerifyReport)] = []
        var wrong: [String] = []
        let listed = stored.equilibria.enumerated().map { ("equilibria[\($0)]", $1) }
        for (label, profile) in listed + (stored.best.map { [("best", $0)] } ?? []) {
            let claims = profile.claims
            settings.exploitability = .search
            let searched = try certifyAdoption(contest, actions: profile.actions, efforts: claims.efforts, settings: settings)
            settings.exploitability = claims.certificate.exploitabilityKind
            let like = settings.exploitability == .search
                ? searched : try certifyAdoption(contest, actions: profile.actions, efforts: claims.efforts, settings: settings)
            let report = VerifyReport(
                contest: contest, stored: claims, certification: searched, likeStored: like, tolerance: settings.tolerance)
            profiles.append((label, report))
            wrong += report.disagreements.map { "\(label).\($0)" } + Self.claims(profile, contest).map { "\(label).\($0)" }
        }
        let totals = stored.equilibria.map { $0.claims.totals.reduce(0, +) }
        for (at, pair) in zip(totals, totals.dropFirst()).enumerated() where pair.0 < pair.1 {
            wrong.append("equilibria[\(at + 1)]: more human effort than the one before it")
        }
        if stored.status == .converged, stored.equilibria.isEmpty { wrong.append("status: converged, but no equilibrium is listed") }
        // A search that was stopped lists what it had certified by then.
        let isStopped = stored.status == .timeLimit || stored.status == .cancelled
        if stored.status != .converged, !isStopped, !stored.equilibria.isEmpty { wrong.append("status: \(stored.status.rawValue), but equilibria are listed") }
        wrong += Self.searched(stored, contest)
        if stored.count < Double(stored.equilibria.count) { wrong.append("count: \(stored.count), but \(stored.equilibria.count) are listed") }
        self.contest = contest
        self.stored = stored
        self.profiles = profiles
        disagreements = wrong
        tolerance = settings.tolerance
    }

    /// What can be told of the search without repeating it: that nothing is listed twice, and that its numbers fit each other.
    private static func searched(_ stored: StoredAdoption, _ contest: Contest) -> [String] {
        var wrong: [String] = []
        for (at, profile) in stored.equilibria.enumerated() {
            let same = stored.equilibria[..<at].firstIndex { $0.actions == profile.actions && $0.claims.totals == profile.claims.totals }
            if let same { wrong.append("equilibria[\(at)]: the same as equilibria[\(same)]") }
        }
        for (at, searched) in stored.searched.enumerated() {
            let eligible = searched.topic.map { contest.layout.range(ofTopic: $0).count } ?? contest.eligibleCreators.count
            if searched.creators != eligible { wrong.append("searched[\(at)].creators: \(searched.creators), found \(eligible)") }
        }
        let product = stored.searched.reduce(1) { $0 * Double($1.found) }
        if stored.status == .converged, stored.searched.allSatisfy(\.isComplete), stored.count != product {
            wrong.append("count: \(stored.count), but the numbers found in searched give \(product)")
        }
        return wrong
    }

    /// What a profile says of its actions.
    private static func claims(_ profile: StoredAdoption.Profile, _ contest: Contest) -> [String] {
        var wrong: [String] = []
        let users = profile.actions.count { $0 != .human }
        let fraction = profile.actions.isEmpty ? 0 : Double(users) / Double(profile.actions.count)
        if abs(profile.genAIFraction - fraction) > 1e-15 { wrong.append("genAIFraction: \(profile.genAIFraction), found \(fraction)") }
        let working = profile.actions.indices.first { profile.actions[$0] == .genAI && profile.claims.efforts.values[$0] > 0 }
        if let cell = working {
            wrong.append("efforts: a GenAI user without own effort has \(profile.claims.efforts.values[cell])")
        }
        guard contest.inclusiveTerms.adoption == .global else { return wrong }
        var choice = [AdoptionAction?](repeating: nil, count: contest.creators)
        for topic in 0..<contest.topics {
            for cell in contest.layout.range(ofTopic: topic) {
                let creator = contest.layout.creator(ofCell: cell, topic: topic)
                if let first = choice[creator], first != profile.actions[cell] {
                    return wrong + ["adopters[\(creator)]: differs between topics, but adoption is global"]
                }
                choice[creator] = profile.actions[cell]
            }
        }
        return wrong
    }

    /// Every listed profile is an equilibrium, and there is one.
    var isEquilibrium: Bool { !stored.equilibria.isEmpty && profiles.prefix(stored.equilibria.count).allSatisfy(\.report.isEquilibrium) }
    var isVerified: Bool { isEquilibrium && disagreements.isEmpty }

    var verdict: String {
        let within = "within \(Wording.error(tolerance))"
        guard !stored.equilibria.isEmpty else {
            return "no equilibrium in the file (status \(stored.status.rawValue))" + (disagreements.isEmpty ? "" : ", and its claims do not agree")
        }
        guard isEquilibrium else { return "not all profiles are equilibria \(within)" }
        let all = Wording.count(stored.equilibria.count, "equilibrium", "equilibria")
        return "\(all) \(within), " + (disagreements.isEmpty ? "and the file says so; its search was not repeated" : "but the file claims otherwise")
    }

    /// For a person.
    var text: String {
        var table = TextTable(header: ["profile", "human effort", "on GenAI", "residual", "best deviation", "of revenue", "equilibrium"])
        for (at, profile) in profiles.enumerated() {
            let certificate = profile.report.certification.certificate
            let actions = (at < stored.equilibria.count ? stored.equilibria[at] : stored.best!).actions
            table.add([
                profile.label, Wording.amount(profile.report.certification.totals.reduce(0, +)), Wording.count(actions.count { $0 != .human }),
                Wording.error(certificate.relativeResidual), Wording.error(certificate.exploitability),
                Wording.error(certificate.relativeExploitability), profile.report.isEquilibrium ? "yes" : "no",
            ])
        }
        let claims = disagreements.isEmpty ? "claims in the file agree (status \(stored.status.rawValue))" : "claims in the file do not agree"
        return ([SolveReport.size(of: contest), table.text, claims] + disagreements.map { "  " + $0 }).joined(separator: "\n")
    }

    /// `nashbench/verification/1`, with a list of profiles.
    struct Record: Encodable {
        let schema = "nashbench/verification/1"
        let isEquilibrium: Bool
        let claimsAgree: Bool
        let disagreements: [String]
        let status: String
        let tolerance: Double
        let profiles: [VerifyReport.Record]
    }

    var record: Record {
        Record(
            isEquilibrium: isEquilibrium, claimsAgree: disagreements.isEmpty, disagreements: disagreements, status: stored.status.rawValue,
            tolerance: tolerance, profiles: profiles.map(\.report.record))
    }
}
