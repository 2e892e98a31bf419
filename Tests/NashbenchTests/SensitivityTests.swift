import Foundation
import Testing

/// `nashbench sensitivity` as a user runs it.
@Suite struct SensitivityCommandTests {
    private struct Record: Decodable {
        let schema: String
        let outcome: String
        let value: Double
        let kinks: [String]
        let gradient: Gradient
        let largest: Largest

        struct Gradient: Decodable {
            let market: Market
            let cost: Cost
            let capacity: [String: [Double?]]?
        }
        struct Market: Decodable {
            let mu: [Double?]
            let alpha: [Double?]
        }
        struct Cost: Decodable {
            let coefficients: [[Double?]]
            let exponents: [[Double?]]
            let coupling: Coupling?
            let totalEffort: TotalEffort?
        }
        struct Coupling: Decodable {
            let matrix: [[Double]]
            let weights: [Double]
        }
        struct TotalEffort: Decodable {
            let scale: [Double]
            let exponent: Double
            let weights: [Double]
        }
        struct Largest: Decodable {
            let fields: [String]
            let derivatives: [Double?]
        }
    }

    private static func record(_ text: String) throws -> Record { try JSONDecoder().decode(Record.self, from: Data(text.utf8)) }

    @Test func tableOfTheMarketAndOfCosts() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["sensitivity", "game.json", "--outcome", "welfare", "--top", "3"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for word in ["welfare", "market.mu[0]", "music", "market.alpha", "elasticity", "cost."] { #expect(outcome.output.contains(word), "\(outcome.output)") }
        #expect(outcome.output.split(separator: "\n").filter { $0.hasPrefix("cost.") }.count == 3)
        #expect(outcome.errors.contains("two-sided"))
        #expect(try folder.contents == ["game.json"])
    }

    /// A difference of two solves gives the derivative that the command prints.
    @Test func agreesWithTwoSolves() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let found = try Self.record(try Program.run(["sensitivity", "game.json", "--json", "--quiet"], in: folder).output)
        #expect(found.schema == "nashbench/sensitivity/1" && found.outcome == "total-effort" && found.kinks.isEmpty)
        func total(_ alpha: Double) throws -> Double {
            let solved = try Program.run(["solve", "game.json", "--set", "market.alpha=\(alpha)", "--json", "--quiet"], in: folder)
            return try EquilibriumRecord(solved.output).totals.reduce(0, +)
        }
        let expected = (try total(0.7001) - total(0.6999)) / 0.0002
        let derivative = found.gradient.market.alpha.reduce(0) { $0 + ($1 ?? .nan) }
        #expect(abs(derivative - expected) <= 1e-6 * abs(expected))
        #expect(found.gradient.cost.coefficients.count == 3 && found.gradient.cost.exponents[2].count == 2)
    }

    /// An entry of Q with its mirror image, a topic's weight of total effort and one of capacity: as two solves of edited files have it.
    @Test func whatJoinsTopicsAgreesWithTwoSolves() throws {
        let folder = try TemporaryFolder()
        func game(similarity q: Double = 0.2, effort a: Double = 2, capacity b: Double = 0.5) -> String {
            Games.threeCreators.replacing(
                #""exponents": 1.5 }"#,
                with: #"""
                    "exponents": 1.5, "coupling": {"matrix": [[1, \#(q)], [\#(q), 1]], "weights": 0.1},
                    "totalEffort": {"scale": 0.1, "weights": [1, \#(a)]} }, "capacity": {"limits": [3, null, 2], "weights": [1, \#(b)]}
                    """#)
        }
        func total(_ text: String) throws -> Double {
            try folder.write(text, to: "other.json")
            let solved = try Program.run(["solve", "other.json", "--json", "--quiet"], in: folder)
            #expect(solved.status == 0, "\(solved.errors)")
            return try EquilibriumRecord(solved.output).totals.reduce(0, +)
        }
        try folder.write(game(), to: "game.json")
        let found = try Self.record(try Program.run(["sensitivity", "game.json", "--json", "--quiet"], in: folder).output).gradient
        let coupling = try #require(found.cost.coupling)
        #expect(coupling.matrix[0][1] == coupling.matrix[1][0] && coupling.weights.count == 3)
        let byPairs = try (total(game(similarity: 0.2001)) - total(game(similarity: 0.1999))) / 2e-4
        #expect(abs(coupling.matrix[0][1] - byPairs) <= 1e-6 * abs(byPairs))
        let byEffort = try (total(game(effort: 2.0001)) - total(game(effort: 1.9999))) / 2e-4
        let effort = try #require(found.cost.totalEffort)
        #expect(abs(effort.weights[1] - byEffort) <= 1e-6 * abs(byEffort) && effort.scale.count == 3 && effort.exponent.isFinite)
        let byCapacity = try (total(game(capacity: 0.5001)) - total(game(capacity: 0.4999))) / 2e-4
        let weights = try #require(found.capacity?["weights"])
        #expect(abs((weights[1] ?? .nan) - byCapacity) <= 1e-6 * abs(byCapacity) && weights.count == 2)
    }

    /// A matrix of more than 64 topics goes beside the file, rows of equal numbers across the diagonal.
    @Test func aLargeMatrixGoesBesideTheFile() throws {
        let folder = try TemporaryFolder()
        let made = ["generate", "--family", "C1", "--creators", "20", "--topics", "65", "--output", "game.json", "--quiet"]
        try #require(Program.run(made, in: folder).status == 0)
        let outcome = try Program.run(["sensitivity", "game.json", "--output", "s.json", "--quiet"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.contents == ["game.coupling.npy", "game.json", "s.coupling.npy", "s.json"])
        #expect(try folder.read("s.json").contains(#""matrix": {"npy": "s.coupling.npy"}"#))
        let bytes = try Data(contentsOf: folder.url.appending(path: "s.coupling.npy"))
        #expect(bytes.starts(with: [0x93] + Array("NUMPY".utf8)) && bytes.count >= 65 * 65 * 8 && bytes.count < 65 * 65 * 8 + 256)
    }

    /// From an equilibrium file, by names, into a file.
    @Test func fromAnEquilibriumToAFile() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        #expect(try Program.run(["solve", "game.json", "--output", "equilibrium.json"], in: folder).status == 0)
        let arguments = ["sensitivity", "game.json", "equilibrium.json", "--outcome", "total:news", "--output", "sensitivity.json", "--quiet"]
        let outcome = try Program.run(arguments, in: folder)
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome.errors)")
        let found = try Self.record(try folder.read("sensitivity.json"))
        // Topics of separable costs do not touch.
        let mu = found.gradient.market.mu
        #expect(mu[0] == 0 && (mu[1] ?? 0) > 0)
        let byNumber = try Program.run(["sensitivity", "game.json", "--outcome", "total:1", "--json", "--quiet"], in: folder)
        let again = try Self.record(byNumber.output)
        #expect(abs(again.value - found.value) <= 1e-10 * found.value)
        let other = try Program.run(["sensitivity", "game.json", "equilibrium.json", "--scale", "market.alpha=2"], in: folder)
        other.expectRefusal(naming: "expected an equilibrium")
    }

    @Test func sparseCellsGoToATable() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators.replacing("[1, 2]", with: "[1, null]"), to: "game.json")
        let outcome = try Program.run(["sensitivity", "game.json", "--outcome", "utility:ana", "--output", "s.json", "--quiet"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.contents == ["game.json", "s.cells.csv", "s.json"])
        let lines = try folder.read("s.cells.csv").split(separator: "\n")
        #expect(lines.count == 6 && lines[0] == "creator,topic,coefficient,exponent" && lines[1].hasPrefix("ana,music,-"))
    }

    @Test func refusals() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write(Games.withoutEquilibrium, to: "none.json")
        for (word, found) in [("profit", "profit"), ("total:sport", "sport"), ("utility:3", "3"), ("total", "total")] {
            try Program.run(["sensitivity", "game.json", "--outcome", word], in: folder).expectRefusal(naming: "--outcome", found)
        }
        try Program.run(["sensitivity", "game.json", "--top", "-1"], in: folder).expectRefusal(naming: "--top")
        try Program.run(["sensitivity", "game.json", "--output", "game.json"], in: folder).expectRefusal(naming: "game.json")
        let none = try Program.run(["sensitivity", "none.json", "--output", "s.json"], in: folder)
        #expect(none.status == 2 && none.output.isEmpty)
        #expect(try folder.contents == ["game.json", "none.json"])
    }
}
