import ArgumentParser
import NumericCore

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute the certificate of an equilibrium from its files alone.",
        discussion: """
            Example:

              nashbench solve game.json --output equilibrium.json
              nashbench verify game.json equilibrium.json
              nashbench verify game.json counterfactual.json --scale market.alpha=2

            Everything is computed anew from the game and the efforts: the residual of every cell's condition, and \
            what the best deviator could gain, searching every creator's best reply globally. Then everything that the \
            file claims of them (totals, prices, GenAI output, utilities, certificate, status) is compared, up to \
            rounding. Of an inclusive game every listed equilibrium is judged, what each creator could gain on the other side \
            included; the search for others is not repeated. Exit status 0 where the profile is an equilibrium within the tolerance and the claims agree, \
            2 otherwise, and where --time-limit ends the work without a verdict.
            """)

    @Argument(help: "The game, a JSON file (nashbench/game/1).", completion: .file(extensions: ["json"]))
    var game: String

    @Argument(help: "The equilibrium, a JSON file (nashbench/equilibrium/1).", completion: .file(extensions: ["json"]))
    var equilibrium: String

    @OptionGroup var changes: ChangeOptions
    @OptionGroup var solving: SolvingOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        try Interrupt.endAtOnce()
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        var settings = solving.settings(progress: bar)
        try settings.validate()
        let deadline = Deadline(seconds: settings.timeLimit) { limit in
            bar.erase()
            Console.note("nashbench: the time limit of \(limit) s was reached, nothing was verified")
        }
        settings.timeLimit = nil // the deadline ends the program, so that half a certificate never passes for a whole one
        let grid = try changes.grid()
        let contest = try grid.onlyContest(of: GameFile.read(game))
        if contest.competition == .inclusive {
            let verification = try AdoptionVerification(AdoptionFile.read(equilibrium, of: contest), of: contest, settings: settings)
            deadline.wasMet()
            bar.erase()
            return try report(
                verification.text, verification.record, verdict: verification.verdict, isVerified: verification.isVerified)
        }
        let stored = try EquilibriumFile.read(equilibrium, of: contest)
        try check(stored.capacityPrices, stored.status, of: contest)
        settings.exploitability = .search
        let certification = try certify(contest, efforts: stored.efforts, capacityPrices: stored.capacityPrices, settings: settings)
        var likeStored = certification
        if stored.certificate.exploitabilityKind != .search {
            settings.exploitability = stored.certificate.exploitabilityKind
            likeStored = try certify(contest, efforts: stored.efforts, capacityPrices: stored.capacityPrices, settings: settings)
        }
        let report = VerifyReport(
            contest: contest, stored: stored, certification: certification, likeStored: likeStored, tolerance: settings.tolerance)
        deadline.wasMet()
        bar.erase()

        try self.report(report.text, report.record, verdict: report.verdict, isVerified: report.isVerified)
    }

    private func report(_ text: String, _ record: some Encodable, verdict: String, isVerified: Bool) throws {
        try Console.print(printing.json ? JSONText.of(record) : text)
        if !printing.quiet { Console.note(verdict) }
        if !isVerified { throw ExitCode(2) }
    }

    /// Capacity prices are part of the profile: a game with a capacity has no certificate without them, and one without a
    /// capacity no use for them. What was solved by nothing may lack them.
    private func check(_ prices: [Double]?, _ status: Status, of contest: Contest) throws(FileError) {
        func fault(expected: String, found: String) -> FileError {
            FileError(file: equilibrium, field: "capacityPrices", expected: expected, found: found)
        }
        if contest.capacity == nil {
            if prices != nil { throw fault(expected: "nothing, as the game has no capacity", found: "\(contest.creators) numbers") }
        } else if prices == nil, [.converged, .almostConverged, .stalled, .iterationLimit].contains(status) {
            throw fault(expected: "\(contest.creators) numbers >= 0, as the game has a capacity", found: "nothing")
        }
    }
}
