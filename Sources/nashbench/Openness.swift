import ArgumentParser
import NumericCore
import Openness

struct OpennessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openness",
        abstract: "Find what the openness of a foundation model does to its developer, deployers and consumers.",
        discussion: """
            Example:

              nashbench openness openness.json --openness 0.35
              nashbench openness openness.json --sweep 0:1:0.01 --output sweep.jsonl
              nashbench openness openness.json --openness 0.35 --free-trial --json | jq .welfare
              nashbench plot sweep.jsonl --output openness.svg
              nashbench openness --claims

            The file (nashbench/openness/1) names the leader's and the followers' costs, the spillover, the developer's fees and how fast \
            openness erodes them; what it leaves out has its default. The leader moves first: how much it tunes decides which followers \
            adopt. --vertical makes developer and leader one firm, --free-trial spares followers the access fee; both can also \
            stand in the file. The equilibrium is certified: nobody gains by deviating, recomputed from the definitions.

            --sweep solves at each level (a list a,b,c or start:stop:step) under all four combinations of the practices, and says over \
            the whole range of openness where the leader holds effort down, where that leaves welfare below the closed model's (the trap), \
            what the practices change and what the developer would choose. The table shows the combination that is asked for. The model's \
            formulas are this project's own; --claims tries what is claimed of it. Exit status 2 where a certificate or a \
            claimed number fails.
            """)

    @Argument(help: "The game, a JSON file (nashbench/openness/1).", completion: .file(extensions: ["json"]))
    var game: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("How open the model is, from 0 to 1, in place of the file's.", valueName: "number"))
    var openness: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("Levels of openness, for instance 0:1:0.01.", valueName: "levels"))
    var sweep: String?

    @Flag(help: "Try all that is claimed of the model, numbers and statements, and say what holds; needs no game.")
    var claims = false

    @Flag(help: "Developer and leader are one firm.")
    var vertical = false

    @Flag(help: "Followers pay no access fee.")
    var freeTrial = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the result to this file.", valueName: "file"))
    var output: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if claims == (game != nil) { throw ValidationError(claims ? "--claims takes no game" : "a game is missing (or --claims)") }
        if claims, sweep != nil || openness != nil || output != nil || vertical || freeTrial {
            throw ValidationError("--claims takes no game, and nothing that belongs to one but --threads")
        }
        if sweep != nil, openness != nil { throw ValidationError("--sweep and --openness exclude each other") }
        if let openness, !(0...1).contains(openness) { throw ValidationError("--openness: expected a number in [0, 1], found \(openness)") }
        if let threads, threads < 1 { throw ValidationError("--threads: expected at least 1, found \(threads)") }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        guard let game else { return try tryClaims() }
        let inputs = InputFiles([game])
        if let output { try OutputPlace.check([output], inputs: inputs) }
        let file = try OpennessFile.read(game)
        if let output { try OutputPlace.check([output], inputs: inputs) }
        let practice = OpennessPractice(isIntegrated: vertical || file.isIntegrated, hasFreeTrial: freeTrial || file.hasFreeTrial)
        if let sweep { try study(file.game, game, levels: levels(sweep), practice: practice) } else { try solve(file, game, practice) }
    }

    private func levels(_ text: String) throws -> [Double] {
        do {
            return try ParameterValues.parse(text)
        } catch {
            throw ParameterError(option: "--sweep", field: "openness", expected: error.expected, found: error.found)
        }
    }

    private func solve(_ file: OpennessFile, _ path: String, _ practice: OpennessPractice) throws {
        guard let level = openness ?? file.openness else {
            throw FileError(file: path, field: "openness", expected: "a number in [0, 1], there or as --openness, or levels as --sweep", found: "nothing")
        }
        let found = try Openness.solve(file.game, at: practice.policy(openness: level))
        let certificate = certify(found, of: file.game)
        try Interrupt.checkBeforeWriting()
        if let output { try OpennessResultFile.write(found, certificate, of: file.game, to: output) }
        let report = OpennessReport(game: file.game, file: Paths.name(of: path))
        if printing.json {
            try Console.print { OpennessResultFile.json(found, certificate, of: file.game, pieces: $0) }
        } else if output == nil {
            try Console.print(report.text(found))
        }
        if !printing.quiet { Console.note(report.summary(found, certificate) + wrote) }
        if !certificate.isConfirmed { throw ExitCode(2) }
    }

    private func study(_ game: OpennessGame, _ path: String, levels: [Double], practice: OpennessPractice) throws {
        let study = try OpennessStudy(of: game, levels: levels, threads: threads)
        let summary = study.summary
        try Interrupt.checkBeforeWriting()
        if let output { try OpennessResultFile.write(study, summary, to: output) }
        let report = OpennessReport(game: game, file: Paths.name(of: path))
        if printing.json {
            var isFirst = true
            try Console.print { pieces in
                OpennessResultFile.lines(study, summary) { line in
                    pieces(isFirst ? line : "\n" + line)
                    isFirst = false
                }
            }
        } else if output == nil {
            try Console.print(report.text(study, summary, practice))
        }
        if !printing.quiet {
            let points = Wording.count(study.points.count, "point", "points")
            Console.note("\(points) · \(Wording.count(game.followers, "follower", "followers")) · \(report.trapStatement(summary))\(wrote)")
        }
    }

    private func tryClaims() throws {
        let claims = try OpennessClaims.all(threads: threads)
        try Console.print(printing.json ? OpennessReport.json(claims) : OpennessReport.text(claims))
        let counts = [("hold", OpennessClaim.Verdict.holds), ("hold partly", .partly), ("fail", .fails)].map { word, verdict in
            "\(Wording.count(claims.count { $0.verdict == verdict })) \(word)"
        }
        if !printing.quiet { Console.note("\(Wording.count(claims.count)) numbers and statements: \(counts.joined(separator: ", "))") }
        if claims.contains(where: { $0.verdict == .fails }) { throw ExitCode(2) }
    }

    private var wrote: String { output.map { " · wrote \($0)" } ?? "" }
}
