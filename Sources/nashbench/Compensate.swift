import ArgumentParser
import Compensation
import NumericCore

struct Compensate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compensate",
        abstract: "What producers of training data are paid, and who would sell, by scaling laws.",
        discussion: """
            Example:

              nashbench compensate examples/compensation.json
              nashbench compensate economy.json --output result.json
              nashbench compensate economy.json --share marginal --json | jq .shares
              nashbench compensate economy.json --contest game.json --equilibrium paid.json
              nashbench plot result.json --output payments.svg
              nashbench compensate --claims

            From a scaling law, a profit curve and the tokens of producers: the loss and profit of the model; data's share \
            of it by every rule side by side (marginal, flat, factor, Shapley, average); what each producer is paid; and, \
            where producers say what they ask, who would sell (equilibria, and the points where a market rests, with their \
            stability) and which price a single buyer would post. With --contest the price of content as data becomes \
            a licence v s^-d in a contest of creators, which is solved and certified without and with it. Without \
            --output the result is printed as tables, or as JSON with --json; payments of more than \(Wording.count(CompensationResultFile.inlineProducers)) \
            producers go to a NumPy file beside the output. Exit status 2 where the contest ended without an equilibrium: \
            everything else is still written, with the reason.
            """)

    @Argument(help: "The economy, a JSON file (nashbench/compensation/1).", completion: .file(extensions: ["json"]))
    var file: String?

    @Flag(help: "In place of an economy: compute every number that is claimed of shares, splits and licences anew, and say which hold.")
    var claims = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the result to this file (nashbench/compensation-result/1).", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Pay by this rule instead of the file's: \(ShareRule.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "rule"))
    var share: ShareRule?

    @Option(help: ArgumentHelp("Solve this game without and with the licence price (needs tokensPerUnit in the file).", valueName: "file"))
    var contest: String?

    @Option(help: ArgumentHelp("Write the equilibrium of the contest with the licence to this file.", valueName: "file"))
    var equilibrium: String?

    @Option(help: ArgumentHelp("Write the game with the licence to this file, for solve, sweep and the other commands.", valueName: "file"))
    var game: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if claims == (file != nil) { throw ValidationError(claims ? "--claims takes no economy" : "an economy is missing (or --claims)") }
        if claims, output != nil || contest != nil || share != nil || equilibrium != nil || game != nil || threads != nil { throw ValidationError("--claims takes no economy, and nothing that belongs to one") }
        if contest == nil, equilibrium != nil || game != nil {
            throw ValidationError("--equilibrium and --game need --contest: they write what becomes of it")
        }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        guard let file else { return try CheckedNumbersReport(CompensationNumbers.all()).show(printing) }
        var settings = Settings()
        settings.threads = threads
        try settings.validate()
        var inputs = InputFiles([file] + [contest].compactMap { $0 })
        let outputs = [output, equilibrium, game].compactMap { $0 }
        try OutputPlace.check(outputs, inputs: inputs)
        var economy = try CompensationFile.read(file, inputs: &inputs)
        if let share { economy.rule = share }
        if contest != nil, economy.tokensPerUnit == nil {
            throw FileError(file: file, field: "tokensPerUnit", expected: "tokens per unit of content, for --contest", found: "nothing")
        }
        let rivals = try contest.map { try GameFile.read($0, inputs: &inputs) }
        let written = try output.map { try CompensationResultFile.outputs(of: economy, to: $0) } ?? []
        try OutputPlace.check(written + [equilibrium, game].compactMap { $0 }, inputs: inputs)

        let result = try naming(file) { try compensate(economy, threads: threads) }
        let paid = try rivals.map { try licensed($0, result, settings, file) }

        try Interrupt.checkBeforeWriting()
        if let paid {
            if let game { try GameFile.write(paid.contest, to: game) }
            if let equilibrium { try EquilibriumFile.write(paid.after, of: paid.contest, to: equilibrium) }
        }
        if let output { try CompensationResultFile.write(result, of: economy, contest: paid, to: output) }
        let report = CompensationReport(economy: economy, result: result, contest: paid)
        if printing.json {
            try Console.print { CompensationResultFile.json(result, of: economy, contest: paid, pieces: $0) }
        } else if output == nil {
            try Console.print(report.tables)
        }
        if !printing.quiet {
            for warning in result.warnings { Console.note("note: \(warning)") }
            Console.note(report.summary)
        }
        if let paid, paid.after.status != .converged { throw ExitCode(2) }
    }

    private func licensed(_ rivals: Contest, _ result: CompensationResult, _ settings: Settings, _ file: String) throws -> LicensedContest {
        guard let licence = result.licence else {
            throw FileError(file: file, field: "profit", expected: "a model that earns something, for --contest", found: "no profit")
        }
        return try naming(file) { try LicensedContest(rivals, terms: licence, settings: settings) }
    }

    /// An economy's faults, placed in its file.
    private func naming<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as FieldError {
            throw FileError(file: file, error)
        }
    }
}

extension ShareRule: ExpressibleByArgument {}
