import Openness
import Testing

@Suite struct OpennessClaimTests {
    /// The table and the numbers of the claims to the digits stated; what does not come out is known by name: means over another grid
    /// of levels, and an effort read off a level beside the trap's end.
    @Test func numbersComeOutAsStated() throws {
        let claims = try OpennessClaims.all()
        #expect(claims.count > 150)
        #expect(claims.filter { $0.what.hasPrefix("openness ") }.count == 70)
        for claim in claims where claim.verdict == .fails {
            #expect(claim.what.contains("mean") || claim.what == "effort at the trap's end", "\(claim)")
            #expect(abs(claim.found / (claim.stated ?? .nan) - 1) < 0.015, "\(claim)")
        }
    }

    /// With one follower all five hold; with more there is a trap for each, and trials cost welfare at some levels.
    @Test func exceptionsAreReported() throws {
        let claims = try OpennessClaims.all()
        let statements = claims.filter { $0.stated == nil }
        #expect(statements.filter { $0.game == "one follower" }.allSatisfy { $0.verdict == .holds })
        let several = statements.filter { $0.game == "followers 0.5, 0.6" && $0.verdict == .partly }
        #expect(several.count == 2)
        #expect(several.allSatisfy { $0.what.contains("one trap") || $0.what.contains("never lower welfare") })
    }
}
