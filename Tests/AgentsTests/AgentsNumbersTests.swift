import NumericCore
import TestSupport
import Testing
@testable import Agents

/// What is stated of the examples, and that the examples in code are those that are shipped.
@Suite struct AgentsNumbersTests {
    @Test func everyNumberHolds() throws {
        let rows = try AgentsNumbers.all()
        #expect(rows.count >= 70 && Set(rows.map(\.subject)).count == 6)
        for row in rows { #expect(row.holds, "\(row.subject): \(row.statement): claimed \(row.claimed), found \(row.found)") }
        #expect(Set(rows.map { $0.subject + $0.statement }).count == rows.count)
    }

    @Test func gamesAreTheShippedOnes() throws {
        let pairs = [
            (try AgentsNumbers.weatherGame(), "weather"), (try AgentsNumbers.emailGame(isPaid: true), "email"),
            (try AgentsNumbers.harmGame(), "harm"), (try AgentsNumbers.gridAuctionGame(), "auction"),
        ]
        for (game, name) in pairs {
            let shipped = try SourceNumbersTests.example(name)
            #expect(game.payoffs == shipped.payoffs && game.probabilities == shipped.probabilities, "\(name)")
            #expect(game.information == shipped.information && game.assistants == shipped.assistants, "\(name)")
            #expect(game.society == shipped.society && game.actions == shipped.actions, "\(name)")
        }
    }

    /// A number that is not known as a fraction does not pass for one, and a wrong one does not hold.
    @Test func whatIsNotExactDoesNotHold() {
        #expect(!AgentsNumbers.row("", "", 1, ExactNumber(rounded: 1)).holds)
        #expect(!AgentsNumbers.row("", "", 1, nil).holds && !AgentsNumbers.row("", "", 1, ExactNumber("10/11")).holds)
        #expect(AgentsNumbers.row("", "", 10.0 / 11, ExactNumber("10/11")).holds)
    }

    /// The integrals against a sum over a grid of midpoints, to its error.
    @Test func uniformValuesByMidpoints() {
        let cells = 200
        let middles = (0..<cells).map { (Double($0) + 0.5) / Double(cells) }
        let informed = middles.reduce(0) { sum, v in sum + middles.reduce(0) { $0 + max(0, v - $1 / 2) } } / Double(cells * cells)
        let plain = middles.reduce(0) { $0 + $1 * $1 / 2 } / Double(cells)
        #expect(abs(informed - UniformAuction.informedSurplus.double) < 1e-5 && abs(plain - UniformAuction.plainSurplus.double) < 1e-5)
    }
}
