import ArgumentParser
import NumericCore

struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Find the game whose equilibrium is an observed table of output.",
        discussion: """
            Example:

              nashbench calibrate --observed examples/debian/debian-output.csv \\
                --attention examples/debian/debian-attention.csv \\
                --alpha 0.5 --beta 0.3 --gamma 0.8 --exponent 1.5 --output game.json

            The observed table has the columns creator,topic,output and the attention table topic,attention. GenAI's \
            strength and the exponents are yours to choose; attention per topic and the cost of every cell follow. A \
            creator without output in a topic is not eligible there. Where a cell cannot be rationalised (its \
            marginal revenue is not positive) nothing is written. Every parameter is one number for all topics, or \
            one for each topic separated by commas.
            """)

    @Option(help: ArgumentHelp("CSV of observed output: creator,topic,output.", valueName: "csv"))
    var observed: String

    @Option(help: ArgumentHelp("CSV of attention: topic,attention.", valueName: "csv"))
    var attention: String

    @Option(parsing: .unconditional, help: ArgumentHelp("GenAI's learning efficiency, at least 0.", valueName: "number"))
    var alpha: PerTopic = 0

    @Option(parsing: .unconditional, help: ArgumentHelp("Scaling exponent less demand exponent (default: 0).", valueName: "number"))
    var beta: PerTopic?

    @Option(parsing: .unconditional, help: ArgumentHelp("One less the demand exponent, from 0 to 1 (default: 1).", valueName: "number"))
    var gamma: PerTopic?

    @Option(parsing: .unconditional, help: ArgumentHelp("In place of beta and gamma: the exponent of GenAI's output, from 0 to 1.", valueName: "number"))
    var scalingExponent: PerTopic?

    @Option(parsing: .unconditional, help: ArgumentHelp("In place of beta and gamma: the exponent of attention, from 0 to 1.", valueName: "number"))
    var demandExponent: PerTopic?

    @Option(parsing: .unconditional, help: ArgumentHelp("Exponent of the costs, at least 1.", valueName: "number"))
    var exponent: PerTopic

    @Option(parsing: .unconditional, help: ArgumentHelp("Share of GenAI's revenue that goes to human creators, from 0 to 1.", valueName: "number"))
    var royalty: PerTopic = 0

    @Option(parsing: .unconditional, help: ArgumentHelp("Share of attention that asks a conversational engine, from 0 to 1.", valueName: "number"))
    var conversationShare: PerTopic = 1

    @Option(help: "What attracts attention: human content, or the total with GenAI's.")
    var demand: Demand = .human

    @Option(parsing: .unconditional, help: ArgumentHelp("What GenAI platforms pay a unit of output, at least 0.", valueName: "number"))
    var licencePrice: PerTopic = 0

    @Option(parsing: .unconditional, help: ArgumentHelp("How that price decays in the total, at least 0.", valueName: "number"))
    var licenceDecay: PerTopic = 0

    @Option(parsing: .unconditional, help: ArgumentHelp("Data from elsewhere that counts in that total, at least 0.", valueName: "number"))
    var outsideData: PerTopic = 0

    @Option(help: "How GenAI takes part.")
    var competition: Competition = .exclusive

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the game to this file.", valueName: "file"))
    var output: String

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if competition == .inclusive {
            throw ValidationError("--competition: expected human-only or exclusive (calibrate makes no inclusive games), found inclusive")
        }
        let isReduced = beta != nil || gamma != nil
        let isPlain = scalingExponent != nil || demandExponent != nil
        if isReduced, isPlain {
            throw ValidationError("give --beta and --gamma, or --scaling-exponent and --demand-exponent, not both")
        }
        if isPlain, scalingExponent == nil || demandExponent == nil {
            throw ValidationError("--scaling-exponent and --demand-exponent go together")
        }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        let inputs = InputFiles([observed, attention])
        try OutputPlace.check([output], inputs: inputs)
        let (beta, gamma) = try reducedExponents()
        // Attention at a total of 1 is computed with gamma: what is wrong with a parameter is said of the parameter.
        let licence = Market.Licence(price: licencePrice, decay: licenceDecay, outsideData: outsideData)
        _ = try Market(
            mu: 1, alpha: alpha, beta: beta, gamma: gamma, royalty: royalty, licence: licence, conversationShare: conversationShare,
            demand: demand)
        let table = try ObservedTable.read(output: observed, attention: attention)
        let contest = try NumericCore.calibrate(
            table, alpha: alpha, beta: beta, gamma: gamma, exponent: exponent, royalty: royalty, licence: licence,
            conversationShare: conversationShare, demand: demand, competition: competition)
        try OutputPlace.check(GameFile.outputs(of: contest, to: output), inputs: inputs)
        try Interrupt.checkBeforeWriting()
        try GameFile.write(contest, to: output)
        if printing.json { try Console.print(JSONText.of(WrittenGame(contest, output: output))) }
        if !printing.quiet { Console.note("calibrated \(SolveReport.size(of: contest)), all rationalised · wrote \(output)") }
    }

    /// beta and gamma as given, or from the exponents of GenAI's output and of attention.
    private func reducedExponents() throws(FieldError) -> (beta: PerTopic, gamma: PerTopic) {
        guard let scalingExponent, let demandExponent else { return (beta ?? 0, gamma ?? 1) }
        let market = try Market(mu: 1, scalingExponent: scalingExponent, demandExponent: demandExponent)
        return (market.beta, market.gamma)
    }
}

extension Competition: ExpressibleByArgument {}
extension Demand: ExpressibleByArgument {}
