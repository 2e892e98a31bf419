import Foundation
import NumericCore
import Testing

@Suite struct GenerateTests {
    private func generate(_ family: String, seed: String, in folder: TemporaryFolder) throws -> Program.Outcome {
        try Program.run(
            ["generate", "--family", family, "--creators", "12", "--topics", "5", "--seed", seed, "--output", "game.json"], in: folder)
    }

    @Test(arguments: BenchmarkFamily.allCases.map(\.rawValue)) func everyFamilySolves(family: String) throws {
        let folder = try TemporaryFolder()
        let made = try generate(family, seed: "3", in: folder)
        #expect(made.status == 0)
        #expect(made.output.isEmpty)
        #expect(made.errors == "generated \(family), seed 3: 12 creators x 5 topics, 60 cells · wrote game.json\n")
        #expect(try Program.run(["solve", "game.json"], in: folder).status == 0)
    }

    @Test func aSeedIsAGame() throws {
        let texts = try ["1", "1", "2"].map { seed in
            let folder = try TemporaryFolder()
            _ = try generate("H1", seed: seed, in: folder)
            return try folder.read("game.json")
        }
        #expect(texts[0] == texts[1])
        #expect(texts[0] != texts[2])
    }

    @Test func largeGamesKeepTheirMatricesBeside() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            ["generate", "--family", "H2", "--creators", "1100", "--topics", "100", "--output", "game.json"], in: folder)
        #expect(made.status == 0)
        #expect(try folder.contents.filter { $0.hasSuffix(".npy") }.count == 2)
        let solved = try Program.run(["solve", "game.json", "--output", "equilibrium.json"], in: folder)
        #expect(solved.status == 0)
        #expect(try folder.contents.contains("equilibrium.efforts.npy"))
        #expect(try Program.run(["verify", "game.json", "equilibrium.json"], in: folder).status == 0)
    }

    @Test func costsMayBeFloats() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            ["generate", "--family", "E17", "--creators", "12", "--topics", "5", "--float32", "--json", "--output", "game.json"], in: folder)
        #expect(made.status == 0)
        #expect(made.output.contains("\"cells\" : 60") && made.output.contains("\"family\" : \"E17\""))
        #expect(try folder.contents == ["game.coefficients.npy", "game.json"])
        #expect(try Data(contentsOf: folder.url.appending(path: "game.coefficients.npy")).count == 128 + 4 * 60)
        #expect(try Program.run(["solve", "game.json", "--npy", "--output", "equilibrium.json"], in: folder).status == 0)
        #expect(try Program.run(["verify", "game.json", "equilibrium.json"], in: folder).status == 0)
    }
}
