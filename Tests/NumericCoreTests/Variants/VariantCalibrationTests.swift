import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Observed output with market variants: the calibrated game's equilibrium is the table.
@Suite struct VariantCalibrationTests {
    private func debian() throws -> ObservedTable {
        let folder = Fixtures.packageRoot.appending(path: "examples/debian")
        return try ObservedTable.read(
            output: folder.appending(path: "debian-output.csv").path, attention: folder.appending(path: "debian-attention.csv").path)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var beta: PerTopic = 0.3
        var royalty: PerTopic = 0
        var licence = Market.Licence.none
        var conversationShare: PerTopic = 1
        var demand = Demand.human
    }

    @Test(arguments: [
        Case(testDescription: "royalty", royalty: 0.25),
        Case(testDescription: "two engines", conversationShare: 0.4),
        Case(testDescription: "royalty and two engines", royalty: 0.25, conversationShare: 0.4),
        Case(testDescription: "licence", licence: Market.Licence(price: 3, decay: 0.4, outsideData: 500)),
        Case(testDescription: "demand by total content", beta: -0.1, demand: .total),
        Case(
            testDescription: "all", royalty: 0.1, licence: Market.Licence(price: 3, decay: 0.4, outsideData: 500), conversationShare: 0.8,
            demand: .total),
    ])
    func theShippedTableIsItsOwnEquilibrium(_ variant: Case) throws {
        let observed = try debian()
        let contest = try calibrate(
            observed, alpha: 0.5, beta: variant.beta, gamma: 0.8, exponent: 1.5, royalty: variant.royalty, licence: variant.licence,
            conversationShare: variant.conversationShare, demand: variant.demand)
        let found = try solve(contest)
        #expect(found.status == .converged && found.certificate.relativeResidual <= 1e-11 && found.certificate.uniqueness == .proved)
        for (x, y) in zip(found.efforts.values.array, observed.output.array) { #expect(abs(x - y) <= 1e-12 * y) }
        for k in 0..<contest.topics {
            // Attention is the observed one: of human content, or of all of it.
            let topic = contest.topic(k)
            let content = found.totals[k] + (variant.demand == .total ? topic.genAIOutput(at: found.totals[k]) : 0)
            #expect(abs(contest.market.mu[k] * pow(content, 0.2) / observed.attention[k] - 1) <= 1e-12)
        }
    }

    @Test func parametersAreCheckedBeforeTheTable() throws {
        let observed = try debian()
        let error = #expect(throws: FieldError.self) {
            try calibrate(observed, alpha: 0.5, beta: 0.3, gamma: 0.8, exponent: 1.5, royalty: 1.5)
        }
        #expect(error?.field == "market.royalty" && error?.expected == "a number in [0, 1]" && error?.found == "1.5")
        let short = #expect(throws: FieldError.self) {
            try calibrate(observed, alpha: 0.5, beta: 0.3, gamma: 0.8, exponent: 1.5, conversationShare: [0.5, 0.6])
        }
        #expect(short?.field == "market.conversationShare" && short?.found == "2")
    }
}
