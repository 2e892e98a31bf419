import Foundation
import NumericCore
import Testing

/// `simulate`: dynamics, files, tables, pictures and exit statuses.
@Suite struct SimulateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
    }

    private func simulate(_ options: String...) throws -> Program.Outcome { try Program.run(["simulate", "game.json"] + options, in: folder) }

    @Test(arguments: [
        ["--dynamics", "mirror-euclidean"], ["--dynamics", "mirror-entropic"], ["--dynamics", "gradient"], ["--dynamics", "best-response"],
        ["--dynamics", "best-response", "--rule", "damped", "--schedule", "constant:0.4"], [],
    ])
    func comesToTheEquilibrium(options: [String]) throws {
        let outcome = try Program.run(["simulate", "game.json", "--output", "way.jsonl"] + options, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("wrote way.jsonl"), "\(outcome.errors)")
        let stored = try StoredTrajectory.read(folder.url.appending(path: "way.jsonl").path)
        #expect(stored.name == "three creators" && stored.creators == 3 && stored.topicNames == ["music", "news"])
        let last = try #require(stored.records.last)
        #expect(last.distance < 1e-6)
        let solved = try EquilibriumRecord(Program.run(["solve", "game.json", "--json"], in: folder).output)
        for (total, expected) in zip(last.totals, solved.totals) { #expect(abs(total - expected) < 1e-5 * expected) }
        #expect(try folder.contents == ["game.json", "way.jsonl"])
    }

    @Test func aTableOrLinesGoToStandardOutput() throws {
        let table = try simulate("--steps", "100")
        #expect(table.status == 0)
        for word in ["step", "distance", "gain at most", "human output", "mirror-euclidean"] { #expect(table.output.contains(word)) }
        let lines = try simulate("--steps", "100", "--json", "--quiet")
        #expect(lines.errors.isEmpty)
        #expect(lines.output.hasPrefix("{\"schema\":\"nashbench/trajectory/1\",\"name\":\"three creators\""))
        try simulate("--steps", "100", "--output", "way.jsonl").expectDone()
        #expect(try folder.read("way.jsonl") == lines.output)
    }

    @Test func bothFeedbacksRepeatForASeedAndAnyThreads() throws {
        func lines(_ options: String...) throws -> String {
            let outcome = try Program.run(["simulate", "game.json", "--steps", "200", "--json", "--quiet", "--feedback", "bandit"] + options, in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output
        }
        let first = try lines("--seed", "3", "--threads", "1")
        #expect(first.contains("\"seed\":3") && first.contains("\"rule\":\"residual\""))
        #expect(try lines("--seed", "3", "--threads", "3") == first)
        #expect(try lines("--seed", "4") != first)
        #expect(try lines("--estimate", "one-point").contains("\"rule\":\"one-point\""))
    }

    @Test func distancesAreMeasuredFromAGivenEquilibrium() throws {
        try #require(Program.run(["solve", "game.json", "--output", "equilibrium.json"], in: folder).status == 0)
        let own = try simulate("--steps", "50", "--json", "--quiet").output
        #expect(try simulate("--steps", "50", "--json", "--quiet", "--equilibrium", "equilibrium.json").output == own)
        try #require(Program.run(["solve", "game.json", "--scale", "market.mu=2", "--output", "other.json"], in: folder).status == 0)
        #expect(try simulate("--steps", "50", "--json", "--quiet", "--equilibrium", "other.json").output != own)
    }

    @Test func aCycleAndAGameWithoutEquilibriumEndWithTwo() throws {
        try folder.write(
            """
            { "schema": "nashbench/game/1", "competition": "human-only", "market": { "mu": 6 },
              "cost": { "coefficients": [[1], [1], [1], [1], [1], [1]] } }
            """, to: "game.json")
        let cycle = try simulate("--dynamics", "best-response", "--rule", "simultaneous", "--output", "way.jsonl")
        #expect(cycle.status == 2)
        #expect(cycle.errors.contains("cycles every"), "\(cycle.errors)")
        #expect(try StoredTrajectory.read(folder.url.appending(path: "way.jsonl").path).end == "cycle")
        try folder.write(Games.negativeBeta, to: "game.json")
        let rising = try simulate()
        #expect(rising.status == 2)
        #expect(rising.errors.contains("unsupported") && rising.errors.contains("beta < 0"), "\(rising.errors)")
        try folder.write(Games.withoutEquilibrium, to: "game.json")
        #expect(try simulate("--steps", "20").status == 2)
        try folder.write(Games.threeCreators, to: "game.json")
        let late = try simulate("--time-limit", "1e-9")
        #expect(late.status == 2 && late.errors.contains("time-limit"), "\(late.errors)")
    }

    @Test(arguments: [
        (["--dynamics", "gradient", "--feedback", "bandit"], "--feedback bandit"), (["--rule", "damped"], "--rule"),
        (["--estimate", "residual"], "--estimate"), (["--dynamics", "chess"], "chess"), (["--schedule", "constant:x"], "--schedule"),
        (["--schedule", "constant:-1"], "schedule"), (["--steps", "0"], "steps"), (["--threads", "0"], "threads"),
        (["--time-limit", "-1"], "timeLimit"), (["--equilibrium", "none.json"], "none.json"), (["--output", "none/way.jsonl"], "none/way.jsonl"),
        (["--output", "game.json"], "game.json"), (["--equilibrium", "game.json"], "schema"),
    ])
    func badInputIsRefused(options: [String], word: String) throws {
        let before = try folder.contents
        try Program.run(["simulate", "game.json"] + options, in: folder).expectRefusal(naming: word)
        #expect(try folder.contents == before)
    }

    @Test func trajectoriesHavePictures() throws {
        for (file, options) in [("exact.jsonl", []), ("bandit.jsonl", ["--feedback", "bandit"])] {
            try #require(Program.run(["simulate", "game.json", "--steps", "300", "--output", file] + options, in: folder).status == 0)
            let outcome = try Program.run(["plot", file, "--output", "picture.svg"], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let picture = try folder.read("picture.svg")
            for word in ["</svg>", "distance from the equilibrium", "Distance from the equilibrium:", "step", file, "3 creators x 2 topics"] {
                #expect(picture.contains(word), "\(word)")
            }
        }
        try Program.run(["plot", "exact.jsonl", "bandit.jsonl", "--output", "picture.svg"], in: folder).expectRefusal(naming: "two equilibria")
        // A record of step 0 alone has no place on a logarithmic axis.
        let header = try folder.read("exact.jsonl").split(separator: "\n")[0]
        let count = try StoredTrajectory.read(folder.url.appending(path: "exact.jsonl").path).records.count
        try folder.write(header.replacing("\"records\":\(count)", with: "\"records\":0") + "\n", to: "empty.jsonl")
        try Program.run(["plot", "empty.jsonl", "--output", "picture.svg"], in: folder).expectRefusal(naming: "empty.jsonl")
    }
}

extension Program.Outcome {
    /// Exit status 0.
    fileprivate func expectDone(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(status == 0, "\(errors)", sourceLocation: sourceLocation)
    }
}
