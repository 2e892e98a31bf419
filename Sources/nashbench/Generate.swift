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
            files beside the game, in Fortran order (topic after topic), written as they are drawn.
            """)

    @Option(help: "The family.")
    var family: BenchmarkFamily

    @Option(parsing: .unconditional, help: ArgumentHelp("Number of creators.", valueName: "n"))
    var creators: Int

    @Option(parsing: .unconditional, help: ArgumentHelp("Number of topics.", valueName: "K"))
    var topics: Int

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the random numbers.", valueName: "integer"))
    var seed: UInt64 = 1

    @Flag(name: .customLong("float32"), help: "Round costs to float32, always in a NumPy file: half the size.")
    var isFloat32 = false

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
        let game = try RandomGame(family: family, creators: creators, topics: topics, seed: seed)
        try OutputPlace.check(GameFile.outputs(of: game, to: output, float32: isFloat32))
        try GameFile.write(game, to: output, float32: isFloat32, beforeNaming: Interrupt.checkBeforeWriting)
        if printing.json { try Console.print(JSONText.of(WrittenGame(game, output: output))) }
        if !printing.quiet {
            let size = SolveReport.size(creators: creators, topics: topics, cells: game.cells)
            Console.note("generated \(family.rawValue), seed \(seed): \(size) · wrote \(output)")
        }
    }
}

extension BenchmarkFamily: ExpressibleByArgument {}
