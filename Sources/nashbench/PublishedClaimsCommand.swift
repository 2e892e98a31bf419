import ArgumentParser
import NumericCore
import PublishedClaims

struct PublishedClaimsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims",
        abstract: "Try the published claims on seeded instances.",
        discussion: """
            Example:

              nashbench claims --list
              nashbench claims
              nashbench claims macro-bounds entry --instances 1000
              nashbench claims --output results.md
              nashbench claims entry --instances 1 --seed 17

            Each claim is tried on seeded instances of several settings: a table claim / setting / outcome / holds, in \
            Markdown, or as CSV with every seed that fails. Instance i is drawn from the seed + i, so that the last line \
            draws the one of seed 17 again. Where a proof covers a setting (proved), a single failure is a contradiction \
            and the exit status is 2, as where such a game was not solved; elsewhere failures are findings.
            """)

    @Argument(help: "The claims to try, by name (default: all).")
    var names: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp("Instances of each setting.", valueName: "n"))
    var instances: Int = 200

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the first instance.", valueName: "integer"))
    var seed: UInt64 = 1

    @Option(parsing: .unconditional, help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the table to this file, .md or .csv.", valueName: "file"))
    var output: String?

    @Flag(help: "List the claims, their kind and their source, and try none.")
    var list = false

    @OptionGroup var messages: QuietOption

    func validate() throws {
        guard instances >= 1 else { throw ValidationError("--instances: expected at least 1, found \(instances)") }
        if let output, ![".md", ".csv"].contains(where: output.lowercased().hasSuffix) {
            throw ValidationError("--output: expected a file that ends in .md or .csv, found \(FileError.quote(output))")
        }
        do { _ = try ClaimCatalogue.claims(named: names) } catch { throw ValidationError("\(error)") }
    }

    func run() throws {
        let claims = try ClaimCatalogue.claims(named: names)
        if list { return try Console.print(Self.list(claims)) }
        try Interrupt.endAtOnce()
        if let output { try OutputPlace.check([output]) }
        var settings = Settings()
        settings.threads = threads
        try settings.validate()

        let bar = ProgressBar(quiet: messages.quiet)
        defer { bar.erase() }
        var outcomes: [ClaimOutcome] = []
        for claim in claims {
            outcomes += try claim.run(instances: instances, seed: seed, workers: threads) { done, total in
                bar.update(label: claim.name, done: done, total: total, unit: "instances")
            }
        }
        bar.erase()
        let table = ClaimTable(claims: claims, outcomes: outcomes, instances: instances, seed: seed)
        try Interrupt.checkBeforeWriting()
        if let output { try table.write(to: output) } else { try Console.print(String(table.markdown.dropLast())) }
        if !messages.quiet { Console.note(Self.summary(table)) }
        if !table.contradictions.isEmpty || outcomes.contains(where: \.isIncomplete) { throw ExitCode(2) }
    }

    private static func list(_ claims: [any PublishedClaim]) -> String {
        claims.map { "\($0.name) (\($0.kind.rawValue))\n  \($0.statement)\n  \($0.source.text)" }.joined(separator: "\n")
    }

    /// `12 claims in 150 settings: 90 hold always, 40 in part, 15 never, 5 not judged · all that is proved came out`
    private static func summary(_ table: ClaimTable) -> String {
        let judged = table.outcomes.filter { $0.judged > 0 }
        let always = judged.count { $0.held == $0.judged }
        let never = judged.count { $0.held == 0 }
        let left = table.outcomes.count - judged.count
        let counts = "\(always) hold always, \(judged.count - always - never) in part, \(never) never\(left > 0 ? ", \(left) not judged" : "")"
        let broken = table.contradictions
        let incomplete = table.outcomes.count(where: \.isIncomplete)
        let named = broken.map { "\($0.claim), \($0.setting)" }.joined(separator: "; ")
        var proofs = broken.isEmpty ? "all that is proved came out" : "CONTRADICTED: \(named)"
        if incomplete > 0 { proofs += "; \(Wording.count(incomplete)) that are proved have games that were not solved" }
        let size = "\(Wording.count(table.claims.count, "claim", "claims")) in \(Wording.count(table.outcomes.count, "row", "rows"))"
        return "\(size): \(counts) · \(proofs)"
    }
}
