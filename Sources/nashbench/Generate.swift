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
              nashbench generate --family C2 --creators 1000 --topics 32 --output coupled.json

            Families: E (quadratic costs, mild), E17 (the same with exponent 1.7), H2 (costs over 2 decades, an \
            exponent in [1.2, 3] for each cell), H1 (costs over 6 decades, exponents in [1.05, 3]: efforts span more \
            than 100 decades); with topics that are coupled C1 (a similarity matrix of condition 1e4), C2 (condition \
            1e2, capacities that bind for about two creators in three), C3 (as both, three cells in ten, costs over 4 \
            decades, an exponent in [1.2, 3] for each cell). The limits of C2 and C3 come from solving the game \
            without them. The same family, size and seed give the same game. Matrices of large games are NumPy \
            files beside the game, in Fortran order (topic after topic), written as they are drawn.
            """)

    @Option(help: ArgumentHelp("The family: \(GeneratedFamily.allValueStrings.joined(separator: ", ")).", valueName: "name"))
    var family: GeneratedFamily

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
        if case .coupled = family, isFloat32 { throw ValidationError("--float32 is for the families \(BenchmarkFamily.allCases.map(\.rawValue).joined(separator: ", "))") }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        try OutputPlace.check([output])
        let written =
            switch family {
            case .separable(let family): try write(RandomGame(family: family, creators: creators, topics: topics, seed: seed))
            case .coupled(let family): try write(family.contest(creators: creators, topics: topics, seed: seed), of: family)
            }
        if printing.json { try Console.print(JSONText.of(written)) }
        if !printing.quiet {
            let size = SolveReport.size(creators: creators, topics: topics, cells: written.cells)
            Console.note("generated \(family.name), seed \(seed): \(size) · wrote \(output)")
        }
    }

    private func write(_ game: RandomGame) throws -> WrittenGame {
        try OutputPlace.check(GameFile.outputs(of: game, to: output, float32: isFloat32))
        try GameFile.write(game, to: output, float32: isFloat32, beforeNaming: Interrupt.checkBeforeWriting)
        return WrittenGame(game, output: output)
    }

    private func write(_ contest: Contest, of family: CoupledFamily) throws -> WrittenGame {
        try OutputPlace.check(GameFile.outputs(of: contest, to: output))
        try Interrupt.checkBeforeWriting()
        try GameFile.write(contest, to: output)
        return WrittenGame(contest, output: output, family: family.rawValue, seed: seed)
    }
}

/// A family by name.
enum GeneratedFamily: ExpressibleByArgument {
    case separable(BenchmarkFamily)
    case coupled(CoupledFamily)

    init?(argument: String) {
        if let family = BenchmarkFamily(rawValue: argument) {
            self = .separable(family)
        } else if let family = CoupledFamily(rawValue: argument) {
            self = .coupled(family)
        } else {
            return nil
        }
    }

    var name: String {
        switch self {
        case .separable(let family): family.rawValue
        case .coupled(let family): family.rawValue
        }
    }

    static var allValueStrings: [String] { BenchmarkFamily.allCases.map(\.rawValue) + CoupledFamily.allCases.map(\.rawValue) }
}
