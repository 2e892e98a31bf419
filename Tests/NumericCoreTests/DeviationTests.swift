import NumericCore
import TestSupport
import Testing

/// One creator's deviation against the certificate, which searches all of them in blocks.
@Suite struct DeviationTests {
    @Test(arguments: [0.0, 0.7]) func theLargestIsTheCertificates(alpha: Double) throws {
        let contest = try Contest(
            market: Market(mu: [100, 40, 0], alpha: PerTopic(alpha), beta: 0.3, gamma: [0.8, 1, 0.5]),
            costs: .power(coefficients: [[0.5, 1, 1], [1, nil, 2], [nil, 1.5, 1]], exponent: 1.5))
        let efforts = EffortProfile(layout: contest.layout, values: CellBuffer([9, 2, 5, 0.5, 0, 0.1, 0.2]))
        var settings = Settings()
        settings.exploitability = .search
        let certification = try certify(contest, efforts: efforts, settings: settings)
        let deviations = (0..<3).map { Deviation(ofCreator: $0, in: contest, efforts: efforts, totals: certification.totals) }
        let certificate = certification.certificate
        let most = try #require(deviations.map(\.gain).max())
        let worst = deviations[certificate.worstCreator].relativeGain
        #expect(most > 0 && abs(most - certificate.exploitability) <= 1e-12 * most)
        #expect(abs(worst - certificate.relativeExploitability) <= 1e-12 * worst)
        #expect(deviations.allSatisfy { $0.relativeGain <= worst })
    }
}
