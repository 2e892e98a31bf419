import ArgumentParser
import NumericCore
import Persuasion

struct Persuade: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "persuade",
        abstract: "Optimal persuasion: messages to private types, simulation queries, any finite problem.",
        discussion: """
            Example:

              nashbench persuade types.json
              nashbench persuade types.json --queries 100 --output result.json
              nashbench persuade types.json --cost 0.03
              nashbench persuade problem.json --json | jq .certificate.gap
              nashbench persuade --claims

            where types.json holds

              { "schema": "nashbench/persuasion/1", "kind": "threshold queries",
                "types": [0.1, 0.2, 0.3, 0.4], "queries": 3, "cost": 0.03 }

            Threshold queries: the best messages for all types together, and what cuts between them are worth when asked at \
            once, one by one (greedy), each after the answers before it (adaptive), or at a cost. Partition queries \
            ("partitions": [[1, 0, 1, 0], ...], the cell of each type): the best sets of them, by trying all, and greedy ones. \
            Finite persuasion ("prior", "sender" and "receiver", rows of states by columns of actions): an optimal policy by linear programming, with \
            prices of states and obedience that prove it; with "types": [{"weight": 0.5, "prior": [0.6, 0.4]}, ...] in place of "prior" several types who \
            all hear one public message. Without --output the result is printed as tables, or as JSON with \
            --json. Exit status 2 where the linear program ended without a certificate or the time limit came first: \
            the result is still written, with the reason and without what is missing.
            """)

    @Argument(help: "The problem, a JSON file (nashbench/persuasion/1).", completion: .file(extensions: ["json"]))
    var file: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Most queries, in place of the file's.", valueName: "n"))
    var queries: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Threshold queries: what each costs, in sales, in place of the file's.", valueName: "number"))
    var cost: Double?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the result to this file (nashbench/persuasion-result/1).", valueName: "file"))
    var output: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Stop after this long, with what there is by then.", valueName: "seconds"))
    var timeLimit: Double?

    @Flag(help: "In place of a problem: compute every number that is claimed of persuasion anew, and say which hold.")
    var claims = false

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if claims == (file != nil) { throw ValidationError(claims ? "--claims takes no problem" : "a problem is missing (or --claims)") }
        if claims, output != nil || queries != nil || cost != nil || timeLimit != nil {
            throw ValidationError("--claims takes no problem, and nothing that belongs to one")
        }
        if let timeLimit, !(timeLimit > 0) { throw ValidationError("--time-limit: expected seconds > 0, found \(timeLimit)") }
        if let queries, queries < 0 { throw ValidationError("--queries: expected an integer >= 0, found \(queries)") }
        if let cost, !(cost >= 0 && cost.isFinite) { throw ValidationError("--cost: expected a finite number >= 0, found \(cost)") }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        guard let file else { return try CheckedNumbersReport(PersuasionNumbers.all()).show(printing) }
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        var settings = PersuasionSettings()
        settings.timeLimit = timeLimit
        settings.progress = { stage, done, total in bar.update(label: stage, done: done, total: total, unit: "steps") }
        if let output { try OutputPlace.check([output], inputs: InputFiles([file])) }
        let (given, name) = try PersuasionFile.read(file)
        let problem = try changed(given)
        let result = try PersuasionFile.placed(file) { () throws(FieldError) in try problem.solve(settings: settings) }
        bar.erase()

        try Interrupt.checkBeforeWriting()
        if let output { try PersuasionResultFile.write(result, name: name, to: output) }
        let report = PersuasionReport(name: name, problem: problem, result: result)
        if printing.json {
            try Console.print(String(PersuasionResultFile.text(result, name: name).dropLast()))
        } else if output == nil {
            try Console.print(report.tables)
        }
        if !printing.quiet { Console.note(report.summary) }
        if !result.isWhole { throw ExitCode(2) }
    }

    /// The problem with what the options replace.
    private func changed(_ problem: PersuasionProblem) throws -> PersuasionProblem {
        switch problem {
        case .thresholds(let types, let most, let price): return .thresholds(types, queries: queries ?? most, cost: cost ?? price)
        case .partitions(let given, let most):
            if cost != nil { throw ValidationError("--cost is of threshold queries, and those of this file are partitions") }
            return .partitions(given, queries: queries ?? most)
        case .finite, .publicMessage:
            if queries != nil || cost != nil { throw ValidationError("--queries and --cost are of threshold and partition queries") }
            return problem
        }
    }
}
