import NumericCore

/// A number or a statement about the openness game that is claimed somewhere, and what the solver finds.
///
/// The claims are those of the talk's abstract (see ``OpennessGame``), which states no number: numbers were computed for this
/// project's own model by a separate program. A claim is about equilibria of the model, not about any market.
public struct OpennessClaim: Sendable, Equatable {
    /// 1 the game has an equilibrium that can be computed; 2 there is an openness trap; 3 integration is good where openness is
    /// limited; 4 a free trial hurts the leader over a moderate range, and nobody else; 5 limiting these practices is mostly
    /// unnecessary; 0 what is said besides.
    public let number: Int
    /// Which game.
    public let game: String
    /// What is claimed or measured.
    public let what: String
    /// The number as it is stated; nil for a statement.
    public let stated: Double?
    /// The unit of the last digit stated.
    public let unit: Double
    /// What the solver finds; of a statement the share to which it holds, 1 for all of it.
    public let found: Double

    /// How far a claim holds.
    public enum Verdict: String, Sendable {
        /// To the last digit stated, or without exception.
        case holds
        /// In part: with exceptions, which ``OpennessClaim/what`` names.
        case partly
        /// Not, or another number.
        case fails
    }

    /// Of a number: whether it rounds to what is stated. Of a statement: 1 holds, 0 fails, what lies between holds partly.
    public var verdict: Verdict {
        guard let stated else { return found == 1 ? .holds : found > 0 ? .partly : .fails }
        return abs(found - stated) <= 0.5000001 * unit ? .holds : .fails
    }

    static func number(_ claim: Int, _ game: String, _ what: String, _ stated: Double, digits: Int, _ found: Double) -> OpennessClaim {
        var unit = 1.0
        for _ in 0..<digits { unit /= 10 }
        return OpennessClaim(number: claim, game: game, what: what, stated: stated, unit: unit, found: found)
    }

    static func statement(_ claim: Int, _ game: String, _ what: String, _ share: Double) -> OpennessClaim {
        OpennessClaim(number: claim, game: game, what: what, stated: nil, unit: 0, found: share)
    }
}

/// All that is claimed, tried.
///
/// ```swift
/// for claim in try OpennessClaims.all() where claim.verdict != .holds { print(claim.what, claim.found) }
/// ```
public enum OpennessClaims {
    /// Every number and statement, in the order of the claims.
    /// - Throws: ``FieldError`` never for the games here.
    /// - Complexity: five studies of 1001 levels.
    public static func all(threads: Int? = nil) throws(FieldError) -> [OpennessClaim] {
        let plain = try OpennessStudy(of: OpennessGame(), threads: threads)
        var claims = try table() + defaults(plain, plain.summary) + verdicts("one follower", plain, plain.summary)
        let otherGame = try OpennessStudy(of: OpennessGame(spillover: 8, royalty: 0.2), threads: threads)
        let other = otherGame.summary
        let name = "spillover 8, royalty 0.2"
        claims += [
            .number(0, name, "the developer's own best openness", 0.3341, digits: 4, other.choice(.posted).openness),
            .number(2, name, "the trap begins", 0.2218, digits: 4, other.traps(.posted).first?.low ?? .nan),
            .number(2, name, "the trap ends", 0.3341, digits: 4, other.traps(.posted).first?.high ?? .nan),
        ] + verdicts(name, otherGame, other)
        for (name, costs, traps, end, mean, least) in [
            ("followers 0.5, 0.6", [0.5, 0.6], 2.0, 0.905, 0.143, -0.026), ("followers 0.5 .. 0.7", [0.5, 0.55, 0.6, 0.65, 0.7], 4.0, 0.819, 0.131, -0.042),
        ] {
            let study = try OpennessStudy(of: OpennessGame(followerCosts: costs), threads: threads)
            let summary = study.summary
            claims += [
                .number(2, name, "traps", traps, digits: 0, Double(summary.traps(.posted).count)),
                .number(2, name, "welfare at openness 1", end, digits: 3, summary.welfareAtOne),
                .number(5, name, "welfare effect of trials where offered up to the first trap's end, mean", mean, digits: 3, upToFirstTrap(study, summary).mean),
                .number(5, name, "the same, least", least, digits: 3, upToFirstTrap(study, summary).least),
            ] + verdicts(name, study, summary)
        }
        let pair = try OpennessStudy(of: OpennessGame(followerCosts: [0.5, 0.6]), threads: threads).summary.traps(.posted)
        for (index, (low, high)) in [(0.3118, 0.4271), (0.6842, 0.7822)].enumerated() where index < pair.count {
            claims.append(.number(2, "followers 0.5, 0.6", "trap \(index + 1) begins", low, digits: 4, pair[index].low))
            claims.append(.number(2, "followers 0.5, 0.6", "trap \(index + 1) ends", high, digits: 4, pair[index].high))
        }
        return claims
    }

    private static func upToFirstTrap(_ study: OpennessStudy, _ summary: OpennessSummary) -> OpennessSummary.Range {
        let end = summary.traps(.posted).first?.high ?? 0
        let levels = summary.offerSet.filter { $0.low < end }.map { OpennessInterval($0.low, min($0.high, end)) }
        return study.effect(of: .freeTrial, over: levels).welfare
    }
}
