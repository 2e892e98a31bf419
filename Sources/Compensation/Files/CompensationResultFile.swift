import NumericCore

/// Results of ``compensate(_:threads:)`` as files: `nashbench/compensation-result/1`.
///
/// `name` where the economy has one, `loss`, `logSlopes` {lossPerLogN, lossPerLogD}, `compute` = 6 N D and the `optimalN`, `optimalD` of it (additive laws), `profit`, `shares` (every rule; null where it says nothing), `rule`, `share`, `pool`,
/// `unitPayment` {marginal, average}, `producers`, `payment` (the average), `payments` (n numbers; `{"npy": name}` above
/// ``inlineProducers``), `standardErrors`, `participation` {equilibria, largest, smallest, marketFixedPoints, unitPaymentRises, searched, curve},
/// `postedPrice`, `licence` {v, d, price, elasticity, exact, monotone, ...}, `contest`, `warnings`.
public enum CompensationResultFile {
    /// `nashbench/compensation-result/1`
    public static let schema = "nashbench/compensation-result/1"
    /// Producers whose payments are in the document itself.
    public static let inlineProducers = 100_000
    /// Equilibria's members and payments that are listed, in all.
    static let listedMembers = 200_000
    static let paymentsEnding = "payments.npy"

    /// Writes a result; nothing is replaced unless every file could be written.
    /// - Parameter contest: what became of a contest, where one was solved with the licence.
    /// - Throws: `FileError` with the system's reason where the path cannot be written.
    public static func write(
        _ result: CompensationResult, of economy: DataEconomy, contest: LicensedContest? = nil, to path: String
    ) throws(FileError) {
        let output = OutputFiles()
        var side: String?
        if let payments = result.payments, payments.count > inlineProducers {
            let beside = try OutputPlace(path).sideFile(paymentsEnding)
            let file = try output.add(beside)
            try file.write(array: NpyHeader(count: payments.count).bytes)
            try file.write(array: payments)
            side = Paths.name(of: beside)
        }
        let document = try output.add(path)
        var failure: FileError?
        json(result, of: economy, contest: contest, paymentsFile: side) { piece in
            if failure == nil { do throws(FileError) { try document.write(piece) } catch { failure = error } }
        }
        if let failure { throw failure }
        try output.commit()
    }

    /// The files that a result takes.
    package static func outputs(of economy: DataEconomy, to path: String) throws(FileError) -> [String] {
        let isLarge = (economy.producers?.tokens.count ?? 0) > inlineProducers
        return [path] + (isLarge ? [try OutputPlace(path).sideFile(paymentsEnding)] : [])
    }

    /// The document as text in pieces, payments inside whatever their number.
    public static func json(
        _ result: CompensationResult, of economy: DataEconomy, contest: LicensedContest? = nil, pieces: (String) -> Void
    ) {
        json(result, of: economy, contest: contest, paymentsFile: nil, pieces: pieces)
    }

    private static func lawPrices(
        _ contest: LicensedContest, _ licence: LicenceTerms, _ result: CompensationResult, _ economy: DataEconomy
    ) -> [Double] {
        guard let kappa = economy.tokensPerUnit,
            let payment = try? UnitPayment(value: economy.value, share: result.rule == .marginal ? nil : result.share)
        else { return [] }
        return contest.after.totals.map { kappa * payment(kappa * ($0 + licence.outsideUnits)) }
    }

    private static func json(
        _ result: CompensationResult, of economy: DataEconomy, contest: LicensedContest?, paymentsFile: String?, pieces: (String) -> Void
    ) {
        withoutActuallyEscaping(pieces) { pieces in
            var json = JSONWriter(pieces: pieces)
            json.string("schema", schema)
            if let name = economy.name { json.string("name", name) }
            json.shares(result, economy)
            json.payments(result, economy, paymentsFile)
            if let participation = result.participation { json.participation(participation, result) }
            if let posted = result.postedPrice { json.posted(posted, result, economy) }
            if let licence = result.licence { json.licence(licence, economy) }
            if let contest, let licence = result.licence { json.contest(contest, lawPrices: lawPrices(contest, licence, result, economy)) }
            json.strings("warnings", result.warnings)
            json.string("version", Release.version)
            json.close()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func shares(_ result: CompensationResult, _ economy: DataEconomy) {
        number("parameters", economy.value.parameters)
        number("tokens", economy.tokens)
        number("loss", result.loss)
        object("logSlopes") { json in
            json.number("lossPerLogN", result.logSlopes.parameters)
            json.number("lossPerLogD", result.logSlopes.tokens)
        }
        // The split of the same budget, 6 N D operations, that loses least.
        let compute = 6 * economy.value.parameters * economy.tokens
        if case .additive(let law) = economy.value.law, let optimum = law.optimum(compute: compute) {
            number("compute", compute)
            number("optimalN", optimum.parameters)
            number("optimalD", optimum.tokens)
            number("optimalTokensPerParameter", optimum.tokens / optimum.parameters)
        }
        number("profit", result.profit)
        object("shares") { json in
            for rule in ShareRule.allCases { json.number(rule.rawValue, result.shares[rule]) }
        }
        string("rule", result.rule.rawValue)
        number("share", result.share)
        number("models", economy.market.models)
        number("competition", economy.market.competition)
        number("pool", result.pool)
        object("unitPayment") { json in
            json.number("marginal", result.marginalPrice)
            json.number("average", result.averagePrice)
        }
    }

    fileprivate mutating func payments(_ result: CompensationResult, _ economy: DataEconomy, _ file: String?) {
        guard let payments = result.payments else { return }
        integer("producers", payments.count)
        number("payment", result.averagePayment(payments.count))
        string("split", economy.split.word)
        if let shapley = result.shapley {
            string("method", shapley.method)
            number("efficiencyError", shapley.efficiencyError)
        }
        if let names = economy.producers?.names { strings("names", names) }
        if let file { sideFile("payments", "npy", file) } else { numbers("payments", payments) }
        if let errors = result.standardErrors { numbers("standardErrors", errors) }
    }

    fileprivate mutating func participation(_ found: Participation, _ result: CompensationResult) {
        guard let supply = result.supply, let payment = result.unitPayment else { return }
        let isListed = found.equilibria.count * supply.tokens.count <= CompensationResultFile.listedMembers
        object("participation") { json in
            json.objects("equilibria", found.equilibria) { equilibrium, json in
                json.integer("count", equilibrium.count)
                json.number("tokens", equilibrium.tokens)
                if isListed { json.words("members", equilibrium.members(of: supply).lazy.map(String.init)) }
                json.number("unitPayment", equilibrium.unitPayment)
                if isListed { json.numbers("payments", equilibrium.payments(of: supply)) }
                json.boolean("certified", equilibrium.certificate.holds)
            }
            if let extremes = found.extremes {
                for (key, extreme) in [("largest", extremes.largest), ("smallest", extremes.smallest)] {
                    if isListed { json.words(key, extreme.members(of: supply).lazy.map(String.init)) } else { json.integer(key + "Count", extreme.count) }
                }
            }
            json.points("marketFixedPoints", found.marketPoints)
            json.boolean("unitPaymentRises", found.unitPaymentRises)
            json.string("searched", found.searched.rawValue)
            let curve = ParticipationCurve(supply, payment, found)
            json.object("curve") { json in
                json.numbers("tokens", curve.tokens)
                json.numbers("unitPayment", curve.unitPayments)
                json.numbers("asked", curve.asked)
            }
        }
    }

    private mutating func points(_ key: String, _ points: [MarketPoint]) {
        objects(key, points) { point, json in
            json.number("tokens", point.tokens)
            json.number("unitPayment", point.unitPayment)
            json.boolean("stable", point.stable)
        }
    }

    fileprivate mutating func posted(_ posted: PostedPrice, _ result: CompensationResult, _ economy: DataEconomy) {
        object("postedPrice") { json in
            json.number("minimumPrice", economy.minimumPrice)
            json.number("price", posted.price)
            json.number("tokens", posted.tokens)
            json.number("offered", posted.offered)
            json.number("buyerProfit", posted.buyerProfit)
            if let point = result.competitive {
                json.object("competitive") { json in
                    json.number("tokens", point.tokens)
                    json.number("unitPayment", point.unitPayment)
                    json.boolean("stable", point.stable)
                }
            }
        }
    }

    fileprivate mutating func licence(_ licence: LicenceTerms, _ economy: DataEconomy) {
        object("licence") { json in
            json.number("v", licence.scale)
            json.number("d", licence.decay)
            json.number("price", licence.price)
            json.number("elasticity", licence.elasticity)
            json.boolean("exact", licence.isExact)
            json.boolean("monotone", licence.isMonotone)
            json.number("leastOutsidePart", licence.leastOutsidePart)
            json.number("units", licence.units)
            json.number("outsideData", licence.outsideUnits)
        }
    }

    /// `lawPrices` are what the law would pay at the totals found: where terms are matched at one s they differ from the licence's.
    fileprivate mutating func contest(_ found: LicensedContest, lawPrices: [Double]) {
        object("contest") { json in
            json.string("status", found.after.status.rawValue)
            if let reason = found.after.reason { json.string("reason", reason) }
            json.string("method", found.after.method)
            if let names = found.contest.topicNames { json.strings("topicNames", names) }
            json.string("statusBefore", found.before.status.rawValue)
            json.numbers("totalsBefore", found.before.totals)
            json.numbers("totals", found.after.totals)
            json.numbers("prices", found.after.prices)
            json.numbers("licencePrices", found.after.totals.map(found.terms.price(at:)))
            json.numbers("lawPrices", lawPrices)
            json.numbers("licencePayments", found.payments)
            json.numbers("utilities", found.after.utilities)
            json.certificate(found.after.certificate)
        }
    }
}
