@testable import Compensation
import Testing

/// The shared cases, whose numbers independent references computed.
@Suite struct ConformanceTests {
    @Test func allOfThemAreHere() {
        #expect(ConformanceCase.all.count == 26)
        let known = ["law", "losses", "per producer", "share", "split", "participation", "posted price", "licence"]
        #expect(ConformanceCase.all.allSatisfy { known.contains($0.kind) })
    }

    @Test(arguments: ConformanceCase.of("law")) func laws(_ record: ConformanceCase) throws {
        let expected = try #require(record.expected)
        let law = try #require(try record.law?.law)
        let (n, d) = (try #require(record.parameters), try #require(record.tokens?.values.first))
        let tolerance = try #require(expected.relativeTolerance)
        let slopes = law.logSlopes(parameters: n, tokens: d)
        try expectClose(law.loss(parameters: n, tokens: d), expected.loss, tolerance)
        try expectClose(slopes.parameters, expected.lossPerLogN, tolerance)
        try expectClose(slopes.tokens, expected.lossPerLogD, tolerance)
        try expectClose(slopes.dataShare, expected.factorShare, tolerance)
        guard case .additive(let additive) = law else { return #expect(expected.optimalN == nil) }
        let compute = try #require(record.compute)
        let optimum = try #require(additive.optimum(compute: compute))
        try expectClose(optimum.parameters, expected.optimalN, tolerance)
        try expectClose(optimum.tokens, expected.optimalD, tolerance)
        try expectClose(optimum.tokens / optimum.parameters, expected.optimalTokensPerParameter, tolerance)
        let there = law.logSlopes(parameters: optimum.parameters, tokens: optimum.tokens)
        #expect(abs(there.dataShare - 0.5) < 1e-13)
    }

    @Test(arguments: ConformanceCase.of("losses")) func losses(_ record: ConformanceCase) throws {
        for point in try #require(record.points) {
            let law = try #require(PublishedLaw(rawValue: point.law)).law
            try expectClose(law.loss(parameters: point.parameters, tokens: point.tokens), point.loss, #require(record.relativeTolerance))
        }
    }

    @Test(arguments: ConformanceCase.of("per producer")) func paymentsPerProducer(_ record: ConformanceCase) throws {
        let models = try ModelMarket(models: #require(record.models), competition: #require(record.competition))
        let payment = try models.payment(profit: #require(record.profit), share: #require(record.share), producers: #require(record.producers))
        try expectClose(payment, record.expected?.payment, #require(record.expected?.relativeTolerance))
    }

    @Test(arguments: ConformanceCase.of("share")) func shares(_ record: ConformanceCase) throws {
        let (expected, value) = (try #require(record.expected), try record.value)
        let tokens = try #require(record.tokens?.values.first)
        let tolerance = try #require(expected.relativeTolerance)
        let baseline = try #require(record.baseline)
        let shares = DataShares(of: value, tokens: tokens)
        let fromTenth = DataShares(of: value, tokens: tokens, baseline: (baseline.parameters, baseline.tokens))
        try expectClose(shares.marginal, expected.marginal, tolerance)
        try expectClose(shares.factor, expected.factor, tolerance)
        try expectClose(shares.shapley, expected.shapley?.values.first, tolerance)
        if let average = expected.average { try expectClose(shares.average, average, tolerance) } else { #expect(value.curve.isTable) }
        try expectClose(fromTenth.shapley, expected.shapleyFromTenth, tolerance)
        try expectClose(value.profit(tokens), expected.profit, tolerance)
        try expectClose(value.marginalPrice(tokens), expected.pricePerToken, tolerance)
    }

    @Test(arguments: ConformanceCase.of("split")) func splits(_ record: ConformanceCase) throws {
        let (expected, value) = (try #require(record.expected), try record.value)
        let tokens = try #require(record.tokens?.values)
        let tolerance = try #require(expected.relativeTolerance)
        let total = value.profit(tokens.reduce(0, +))
        try expectClose(total, expected.total, tolerance)
        let shapley = try ShapleySplit.exact(value, tokens: tokens).values
        let aumann = try splitProportionally(total, weights: tokens)
        for index in tokens.indices {
            try expectClose(shapley[index], expected.shapley?.values[index], tolerance)
            try expectClose(aumann[index], expected.aumannShapley?[index], tolerance)
        }
    }

    @Test(arguments: ConformanceCase.of("participation")) func participation(_ record: ConformanceCase) throws {
        let expected = try #require(record.expected)
        let tolerance = try #require(expected.relativeTolerance)
        let supply = try Supply(tokens: #require(record.tokens?.values), reservations: #require(record.reservations))
        let found = Participation(of: supply, try UnitPayment(value: record.value, share: record.share))
        #expect(found.searched == .allSets)
        #expect(found.unitPaymentRises == expected.unitPaymentRises)
        let equilibria = try #require(expected.equilibria)
        try #require(found.equilibria.count == equilibria.count)
        for (equilibrium, reference) in zip(found.equilibria, equilibria) {
            #expect(equilibrium.members(of: supply) == reference.members)
            #expect(equilibrium.certificate.holds)
            try expectClose(equilibrium.unitPayment, reference.unitPayment, tolerance)
            for (payment, known) in zip(equilibrium.payments(of: supply), reference.payments) { try expectClose(payment, known, tolerance) }
        }
        let points = try #require(expected.marketFixedPoints)
        try #require(found.marketPoints.count == points.count, "\(found.marketPoints)")
        for (point, reference) in zip(found.marketPoints, points) {
            try expectClose(point.tokens, reference.tokens, tolerance)
            try expectClose(point.unitPayment, reference.unitPayment, tolerance)
            #expect(point.stable == reference.stable)
        }
        #expect(found.extremes?.largest.members(of: supply) == expected.largest)
        #expect(found.extremes?.smallest.members(of: supply) == expected.smallest)
    }

    @Test(arguments: ConformanceCase.of("posted price")) func postedPrices(_ record: ConformanceCase) throws {
        let expected = try #require(record.expected)
        let tolerance = try #require(expected.relativeTolerance)
        let supply = try Supply(tokens: #require(record.tokens?.values), reservations: #require(record.reservations))
        let posted = try PostedPrice(of: supply, record.value, floor: #require(record.minimumPrice))
        try expectClose(posted.buyerProfit, expected.buyerProfit, tolerance)
        try expectClose(posted.price, expected.price, tolerance)
        try expectClose(posted.tokens, expected.tokens, tolerance)
    }

    @Test(arguments: ConformanceCase.of("licence")) func licences(_ record: ConformanceCase) throws {
        let expected = try #require(record.expected)
        let tolerance = try #require(expected.relativeTolerance)
        let licence = try LicenceTerms(
            record.value, tokensPerUnit: #require(record.tokensPerUnit), units: #require(record.units), share: record.rule == "average" ? record.share : nil)
        try expectClose(licence.scale, expected.v, tolerance)
        try expectClose(licence.decay, expected.d, tolerance)
        try expectClose(licence.price, expected.price, tolerance)
        try expectClose(licence.elasticity, expected.elasticity, tolerance)
    }
}
