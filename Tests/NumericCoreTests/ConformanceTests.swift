import NumericCore
import TestSupport
import Testing

/// The shared cases of the exclusive contest, through the library.
@Suite struct ConformanceTests {
    @Test func thereAre33Cases() throws {
        #expect(try FixtureCase.exclusive().count == 33)
    }

    @Test(arguments: try FixtureCase.exclusive())
    func exclusiveContest(_ fixture: FixtureCase) throws {
        let equilibrium = try solve(fixture.game.contest())
        let complaints = Agreement(totals: 1e-11, efforts: 1e-11).disagreements(
            equilibrium, of: fixture.game, totals: fixture.totals.map { Wide($0) },
            efforts: fixture.efforts.map { $0.map { Wide($0) } })
        #expect(complaints.isEmpty, "\(complaints)")
        #expect(equilibrium.certificate.relativeResidual <= 1e-11)
        #expect(equilibrium.reason == nil)
    }

    /// The fixture's numbers are the reference solver's too: neither was made from the other.
    @Test(arguments: try FixtureCase.exclusive())
    func referenceAgreesWithFixture(_ fixture: FixtureCase) throws {
        for k in 0..<fixture.game.topics {
            let total = fixture.game.reference(k).total
            #expect(abs(total - Wide(fixture.totals[k])) <= 1e-14 * total, "topic \(k)")
        }
    }
}

extension FixtureCase: CustomTestStringConvertible {
    public var testDescription: String { name }
}
