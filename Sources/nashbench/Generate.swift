import ArgumentParser
import NumericCore

struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write a random game of one of the benchmark families.",
        discussion: """
            Example:

              nashbench generate --family E --creators 10000 --topics 100 --seed 1 --output game.json
              nashbench solve game.json --output equilibrium.json

            Families: E (quadratic costs, mild), E17 (the same with exponent 1.7), H2 (costs over 2 decades, an \
            exponent in [1.2, 3] for each cell), H1 (costs over 6 decades, exponents in [1.05, 3]: efforts span more \
            than 100 decades). The same family, size and seed give the same game. Matrices of large games are NumPy \
            files beside the game.
            """)

    @Option(help: "The family.")
    var family: BenchmarkFamily

    @Option(parsing: .unconditional, help: ArgumentHelp("Number of creators.", valueName: "n"))
    var creators: Int

    @Option(parsing: .unconditional, help: ArgumentHelp("Number of topics.", valueName: "K"))
    var topics: Int

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the random numbers.", valueName: "integer"))
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the game to this file.", valueName: "file"))
    var output: String

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if creators < 1 { throw ValidationError("--creators is at least 1, found \(creators)") }
        if topics < 1 { throw ValidationError("--topics is at least 1, found \(topics)") }
        if creators.multipliedReportingOverflow(by: topics).overflow {
            throw ValidationError("--creators times --topics is too large: \(creators) times \(topics)")
        }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        try OutputPlace.check([output])
        let contest = try family.contest(creators: creators, topics: topics, seed: seed)
        try Interrupt.checkBeforeWriting()
        try OutputPlace.check(GameFile.outputs(of: contest, to: output))
        try GameFile.write(contest, to: output)
        if printing.json { try Console.print(JSONText.of(WrittenGame(contest, output: output, family: family.rawValue, seed: seed))) }
        if !printing.quiet { Console.note("generated \(family.rawValue), seed \(seed): \(SolveReport.size(of: contest)) · wrote \(output)") }
    }
}

extension BenchmarkFamily: ExpressibleByArgument {}
