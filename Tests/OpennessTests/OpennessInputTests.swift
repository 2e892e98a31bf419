import Foundation
import NumericCore
import Openness
import Testing

/// One valid file, one thing wrong with it.
@Suite struct OpennessInputTests {
    private static func text(_ members: String) -> String { "{ \"schema\": \"nashbench/openness/1\"\(members.isEmpty ? "" : ", ")\(members) }" }

    @Test func whatIsLeftOutHasItsDefault() throws {
        let file = try TemporaryGame.read(Self.text(""))
        #expect(file.game == (try OpennessGame()) && file.openness == nil && !file.isIntegrated && !file.hasFreeTrial)
        let other = try TemporaryGame.read(Self.text("\"openness\": 1, \"integrated\": true, \"freeTrial\": true, \"followers\": { \"costs\": [] }"))
        #expect(other.game.followers == 0 && other.openness == 1 && other.isIntegrated && other.hasFreeTrial)
    }

    @Test(arguments: [
        ("\"openess\": 0.5", "openess"), ("\"leader\": { \"price\": 1 }", "leader.price"), ("\"followers\": { \"cost\": [1] }", "followers.cost"),
        ("\"market\": { \"mu\": 0 }", "market.mu"), ("\"market\": { \"outside\": -1 }", "market.outside"), ("\"leader\": { \"cost\": 0 }", "leader.cost"),
        ("\"leader\": { \"cost\": NaN }", "NaN"), ("\"leader\": 0.1", "leader"), ("\"followers\": { \"costs\": [0.5, 0] }", "followers.costs[1]"),
        ("\"followers\": { \"costs\": [0.5, null] }", "followers.costs[1]"), ("\"followers\": { \"costs\": 0.5 }", "followers.costs"),
        ("\"spillover\": -1", "spillover"), ("\"spillover\": 1e61", "spillover"), ("\"royalty\": 1", "royalty"), ("\"royalty\": -0.1", "royalty"),
        ("\"accessFee\": -0.1", "accessFee"), ("\"feeErosion\": 1.5", "feeErosion"), ("\"feeErosion\": -0.5", "feeErosion"),
        ("\"openness\": 1.5", "openness"), ("\"openness\": -1", "openness"), ("\"openness\": \"open\"", "openness"), ("\"integrated\": 1", "integrated"),
        ("\"freeTrial\": null", "freeTrial"), ("\"leader\": { \"cost\": 1e-70 }", "leader.cost"), ("\"name\": 3", "name"),
    ])
    func theErrorNamesTheField(members: String, field: String) {
        let error = #expect(throws: FileError.self) { try TemporaryGame.read(Self.text(members)) }
        #expect(error?.description.contains(field) == true, "\(error.map(\.description) ?? "")")
    }

    @Test func theSchemaIsChecked() {
        for text in ["{}", "[]", "{ \"schema\": \"nashbench/game/1\" }", "", "{ \"schema\": \"nashbench/openness/1\""] {
            #expect(throws: FileError.self) { try TemporaryGame.read(text) }
        }
    }

    @Test func numbersAreCheckedInTheLibraryToo() {
        #expect(throws: FieldError.self) { try OpennessGame(leaderCost: .nan) }
        #expect(throws: FieldError.self) { try OpennessGame(followerCosts: [0.5, .infinity]) }
        #expect(throws: FieldError.self) { try OpennessGame(royalty: .nan) }
        #expect(throws: FieldError.self) { try OpennessGame(accessFee: 1e300, mu: 1e-300) }
        let error = #expect(throws: FieldError.self) { try OpennessGame(royalty: 1) }
        #expect(error?.description == "royalty: expected a number in [0, 1), found 1.0")
        for openness in [-0.1, 1.1, Double.nan] {
            #expect(throws: FieldError.self) { try solve(try OpennessGame(), at: OpennessPolicy(openness: openness)) }
            #expect(throws: FieldError.self) { try OpennessStudy(of: OpennessGame(), levels: [0, openness]) }
        }
    }
}
