import NumericCore

/// What an equilibrium file says of its efforts against what follows from them.
///
/// The profile is the same, bit for bit, so that a true claim differs by rounding alone: kernels and orders of sums. Each
/// field is compared on its natural scale, which no far larger number of the same profile can widen.
struct Claims {
    let contest: Contest
    let stored: StoredEquilibrium
    /// Recomputed with every best reply searched.
    let searched: Certification
    /// Recomputed the way the file says it found exploitability.
    let likeStored: Certification
    let tolerance: Double

    /// Rounding of sums and powers, relative.
    private static let rounding = 1e-12

    /// Every claim that the recomputation does not bear out: the field, and in words what is wrong with it.
    var disagreements: [String] { status + values + certificate }

    private var status: [String] {
        let found = searched.certificate
        let isTrue =
            switch stored.status {
            case .converged: found.isConverged
            // Stopped before it was certified, or not looked at, a profile may have been right all the same.
            case .timeLimit, .cancelled, .unsupported: true
            // First-order conditions may hold where somebody would deviate by much.
            case .noneFound: !found.isConverged || !(found.relativeExploitability <= tolerance)
            case .almostConverged: !found.isConverged && found.relativeResidual <= 1000 * tolerance
            default: !found.isConverged
            }
        return isTrue ? [] : ["status: \(stored.status.rawValue), but the residual is \(Wording.error(found.relativeResidual))"]
    }

    /// A solve that was stopped, or never begun, leaves unknown what its certificate did not come to.
    private var mayBeUnknown: Bool { [.timeLimit, .cancelled, .unsupported].contains(stored.status) }

    private var values: [String] {
        let scales = grossFlows
        return [
            differences("totals", stored.totals, searched.totals), differences("genAI", stored.genAI, searched.genAI),
            differences("prices", stored.prices, searched.prices),
            differences("utilities", stored.utilities, searched.utilities, mayBeUnknown: mayBeUnknown, scale: { scales[$0] }),
        ].compactMap { $0 }
    }

    private var certificate: [String] {
        let claim = stored.certificate
        let found = likeStored.certificate
        var wrong: [String] = []
        func compare(_ field: String, _ claimed: Double, _ actual: Double, scale: Double) {
            if claimed.isNaN && mayBeUnknown { return }
            if Self.agrees(claimed, actual, scale: scale) { return }
            wrong.append("certificate.\(field): \(Self.shown(claimed)), found \(Self.shown(actual))")
        }
        compare("relativeResidual", claim.relativeResidual, found.relativeResidual, scale: 1)
        compare("roundingFloor", claim.roundingFloor, found.roundingFloor, scale: 0)
        if claim.exploitabilityKind != found.exploitabilityKind {
            wrong.append("certificate.exploitabilityKind: \(claim.exploitabilityKind.rawValue), but payoffs are not proved concave")
        }
        let revenue = grossFlows.max() ?? 0
        for (field, claimed, actual, least, scale) in [
            ("exploitability", claim.exploitability, found.exploitability, searched.certificate.exploitability, revenue),
            (
                "relativeExploitability", claim.relativeExploitability, found.relativeExploitability,
                searched.certificate.relativeExploitability, 1
            ),
        ] where !(claimed.isNaN && mayBeUnknown) {
            if claimed < 0 {
                wrong.append("certificate.\(field): \(claimed), but nothing gains less than 0")
            } else if claimed < least, !Self.agrees(claimed, least, scale: scale) {
                wrong.append("certificate.\(field): \(claimed), but a best reply gains \(Self.shown(least))")
            } else {
                compare(field, claimed, actual, scale: scale)
            }
        }
        if !(claim.relativeExploitability.isNaN && mayBeUnknown), !isWorst(claim.worstCreator, found) {
            wrong.append("certificate.worstCreator: \(claim.worstCreator), but creator \(found.worstCreator) gains more")
        }
        if claim.uniqueness != found.uniqueness {
            wrong.append("certificate.uniqueness: \(claim.uniqueness.rawValue), found \(found.uniqueness.rawValue)")
        }
        if claim.condition != found.condition {
            wrong.append("certificate.condition: \"\(claim.condition)\", found \"\(found.condition)\"")
        }
        return wrong
    }

    /// Whether nobody gains more than this creator relative to revenue, up to rounding: ties are broken by the last bit.
    private func isWorst(_ creator: Int, _ found: Certificate) -> Bool {
        if creator == found.worstCreator || found.relativeExploitability <= Self.rounding { return true }
        // The gains of the other side are in no deviation by effort.
        if contest.competition == .inclusive { return false }
        func gain(_ creator: Int) -> Double {
            Deviation(ofCreator: creator, in: contest, efforts: stored.efforts, totals: searched.totals).relativeGain
        }
        let most = gain(found.worstCreator)
        return gain(creator) >= most * (1 - Self.rounding) - Self.rounding
    }

    /// Gross revenue and costs of each creator together: what its payoff is the difference of.
    private var grossFlows: [Double] {
        var revenues = [Double](repeating: 0, count: contest.creators)
        let pages = contest.pages(of: stored.efforts)
        stored.efforts.values.withUnsafeValues { efforts in
            for topic in 0..<contest.topics {
                let price = searched.prices[topic]
                for cell in contest.layout.range(ofTopic: topic) where efforts[cell] > 0 && price.isFinite {
                    revenues[contest.layout.creator(ofCell: cell, topic: topic)] += efforts[cell] * price
                }
                pages.add(contest.layout.range(ofTopic: topic).count)
            }
        }
        return zip(revenues, searched.utilities).map { revenue, utility in
            let flow = revenue + abs(revenue - utility)
            return flow.isFinite ? flow : 0
        }
    }

    /// One line about a list: how many values differ, and the first that does.
    private func differences(
        _ field: String, _ claimed: [Double], _ actual: [Double], mayBeUnknown: Bool = false, scale: (Int) -> Double = { _ in 0 }
    ) -> String? {
        let wrong = actual.indices.filter { !(mayBeUnknown && claimed[$0].isNaN) && !Self.agrees(claimed[$0], actual[$0], scale: scale($0)) }
        guard let first = wrong.first else { return nil }
        let others = wrong.count > 1 ? " (and \(Wording.count(wrong.count - 1)) more)" : ""
        return "\(field): [\(first)] is \(Self.shown(claimed[first])), found \(Self.shown(actual[first]))\(others)"
    }

    /// Equal up to rounding of a number of this scale; null (NaN) stands for whatever is not finite.
    private static func agrees(_ claimed: Double, _ actual: Double, scale: Double) -> Bool {
        guard actual.isFinite else { return claimed.isNaN }
        return abs(claimed - actual) <= rounding * max(abs(claimed), abs(actual), scale) + .leastNormalMagnitude
    }

    private static func shown(_ value: Double) -> String { value.isNaN ? "null" : "\(value)" }
}
