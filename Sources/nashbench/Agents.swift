import Agents
import ArgumentParser
import NumericCore

struct AgentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "Find the equilibria of a game whose players may ask AI assistants, and what the assistants are worth.",
        discussion: """
            Example:

              nashbench agents examples/agents/weather.json
              nashbench agents examples/agents/weather.json --keep Beckham
              nashbench agents examples/agents/weather.json --subsets
              nashbench agents examples/agents/email.json --beliefs credulous
              nashbench agents game.json --concept pure --output result.json
              nashbench agents game.json --json | jq .value
              nashbench agents large.json --concept sequence-form
              nashbench agents large.json --time-limit 60
              nashbench agents --claims

            Players know the cell of their information that the state lies in, may ask an assistant that knows another, at a cost, and then \
            act. All optimal plans are found for one player; for two all extreme equilibria (of every payoff, those \
            of all equilibria lie between theirs) or, where they have too many bases, the ends of Lemke-Howson paths, or, where there are too many \
            pairs of plans or too large tableaux of them, one equilibrium by the sequence form; all pure ones for more. The value of the \
            assistants is a range: the best equilibrium with them against the best without, and the worst against the worst, of those found \
            where not all were. Limits: 100,000 bases (20,000 in fractions), 4 million pairs of plans and 20 million entries of a \
            tableau, (m + n + 1) max(m, n) of m and n undominated plans, 3 million profiles, 100,000 equilibria and 1 million of their cells, \
            3,000 sequences and choices.

            Numbers are fractions where they can be, each player's in a power of ten of its own: strings "0.1" and "1/3" as they are written, JSON \
            numbers as the shortest decimal of the double they are read as. Where a fraction outgrows 128 bits, lists of two players' small games \
            come from fractions of any size. Elsewhere, where pairs of strategies times states or entries of a tableau exceed 5 million, and to go through more than 20,000 bases, doubles take over, and the result says so; \
            where bases are too many for them too, Lemke-Howson paths are followed in fractions first. The certificate is the most that any \
            player could gain by any other plan. --claims computes every number that is stated of the examples anew. Exit status 2 where there is \
            no equilibrium of the kind searched, the time limit came first (the result holds what was found by then), or a number does not hold.
            """)

    @Argument(help: "The game, a JSON file (nashbench/agents/1).", completion: .file(extensions: ["json"]))
    var game: String?

    @Flag(help: "Compute every number that is stated of games with assistants anew, in place of a game.")
    var claims = false

    @Option(help: ArgumentHelp(
        "What to look for (default: the file's, else by the number of players).",
        valueName: "name"))
    var concept: Concept?

    @Option(help: ArgumentHelp(
        "How players read assistants with interests of their own (default: the file's).",
        valueName: "name"))
    var beliefs: Beliefs?

    @Option(parsing: .singleValue, help: ArgumentHelp(
        "Leave only this player's assistant, by name or number from 0; may be given several times.", valueName: "player"))
    var keep: [String] = []

    @Flag(help: "Also solve with every set of the assistants (at most 10 of them).")
    var subsets = false

    @Option(parsing: .unconditional, help: ArgumentHelp("Stop after this long, all games together, with what is found by then.", valueName: "seconds"))
    var timeLimit: Double?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the result to this file (nashbench/agents-result/1).", valueName: "file"))
    var output: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if claims == (game != nil) { throw ValidationError(claims ? "--claims takes no game" : "a game is missing (or --claims)") }
        if let timeLimit, !(timeLimit > 0) { throw ValidationError("--time-limit: expected seconds > 0, found \(timeLimit)") }
        if claims, timeLimit != nil || concept != nil || beliefs != nil || !keep.isEmpty || subsets || output != nil {
            throw ValidationError("--claims takes no game, and nothing that belongs to one")
        }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        guard let game else { return try CheckedNumbersReport(AgentsNumbers.all()).show(printing) }
        let inputs = InputFiles([game])
        if let output { try OutputPlace.check([output], inputs: inputs) }
        switch try AgentsFile.read(game) {
        case .auction(let auction, let name): try show(auction, name: name)
        case .game(let read, let name, let asked): try solve(read, name: name, file: game, concept: concept ?? asked)
        }
    }

    private func solve(_ read: AssistedGame, name: String?, file: String, concept: Concept?) throws {
        var game = beliefs.map { read.with(beliefs: $0) } ?? read
        if !keep.isEmpty { game = game.keeping(assistantsOf: Set(try keep.map { try player($0, of: read) })) }
        let holders = game.players.indices.filter { game.assistants[$0] != nil }
        guard !subsets || holders.count <= 10 else {
            throw ValidationError("--subsets: expected at most 10 assistants, found \(holders.count)")
        }
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        let due = timeLimit.map { monotonicSeconds() + $0 }
        /// Whether any of the games was left before its end.
        var wasStopped = false
        func equilibria(of game: AssistedGame) throws -> AssistedSolution {
            var settings = AssistedSettings(concept: concept)
            settings.timeLimit = due.map { max(0, $0 - monotonicSeconds()) }
            settings.progress = { bar.update(label: "searching", done: $0.done, total: $0.most, unit: $0.stage) }
            let solution = try Agents.solve(game, settings: settings)
            wasStopped = wasStopped || solution.stopped != nil
            return solution
        }
        let result: AgentsResultFile.Result
        do {
            let solution = try equilibria(of: game)
            let bare = holders.isEmpty ? nil : try equilibria(of: game.keeping(assistantsOf: []))
            result = AgentsResultFile.Result(
                name: name, game: game, solution: solution, comparison: bare.map { AssistantComparison(with: solution, without: $0) },
                subsets: try subsets
                    ? AssistantComparison.subsets(of: game, with: solution, without: bare ?? solution, solving: equilibria) : nil)
        } catch let failure as SolveFailure {
            throw FileError(file: file, expected: "a game that can be searched", found: failure.description)
        }
        bar.erase()
        try Interrupt.checkBeforeWriting()
        if let output { try AgentsResultFile.write(result, to: output) }
        if printing.json {
            try Console.print { AgentsResultFile.json(result, pieces: $0) }
        } else if output == nil {
            try Console.print(AgentsReport(result: result).tables)
        }
        if !printing.quiet { Console.note(AgentsReport(result: result).summary) }
        if wasStopped || result.solution.equilibria.isEmpty { throw ExitCode(2) }
    }

    private func player(_ word: String, of game: AssistedGame) throws -> Int {
        let found = game.players.firstIndex(of: word) ?? Int(word).flatMap { game.players.indices.contains($0) ? $0 : nil }
        guard let found else {
            throw ValidationError("--keep: expected a player's name or a number in 0..<\(game.players.count), found \(FileError.quote(word))")
        }
        guard game.assistants[found] != nil else {
            throw ValidationError("--keep: expected a player with an assistant, found \(FileError.quote(word)), who has none")
        }
        return found
    }

    private func show(_ auction: BinaryAuction, name: String?) throws {
        if let option = [concept == nil ? nil : "--concept", timeLimit == nil ? nil : "--time-limit", beliefs == nil ? nil : "--beliefs", keep.isEmpty ? nil : "--keep",
            subsets ? "--subsets" : nil].compactMap({ $0 }).first
        { throw ValidationError("\(option): expected a finite game, found a binary auction, which is solved in closed form") }
        if let output { try AgentsResultFile.write(auction, name: name, to: output) }
        if printing.json {
            try Console.print { AgentsResultFile.json(auction, name: name, pieces: $0) }
        } else if output == nil {
            try Console.print(AgentsReport.table(auction))
        }
        if !printing.quiet { Console.note([name.map(Wording.name), "binary auction in closed form"].compactMap { $0 }.joined(separator: " · ")) }
    }
}

extension Concept: ExpressibleByArgument {}
extension Beliefs: ExpressibleByArgument {}
