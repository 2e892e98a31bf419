import Foundation
import Testing

@Suite struct VerifyTests {
    /// A folder with a game and its equilibrium.
    private func solved(npy: Bool = false) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--output", "equilibrium.json"] + (npy ? ["--npy"] : []), in: folder)
        try #require(outcome.status == 0)
        return folder
    }

    /// Changes the equilibrium file in one place.
    private func change(_ folder: TemporaryFolder, _ edit: (inout [String: Any]) -> Void) throws {
        var object = try #require(try JSONSerialization.jsonObject(with: Data(folder.read("equilibrium.json").utf8)) as? [String: Any])
        edit(&object)
        try JSONSerialization.data(withJSONObject: object).write(to: folder.url.appending(path: "equilibrium.json"))
    }

    private func verify(_ folder: TemporaryFolder, _ options: [String] = []) throws -> Program.Outcome {
        try Program.run(["verify", "game.json", "equilibrium.json"] + options, in: folder)
    }

    @Test(arguments: [false, true]) func whatSolveWroteVerifies(npy: Bool) throws {
        let outcome = try verify(solved(npy: npy))
        #expect(outcome.status == 0)
        for words in ["relative residual", "rounding floor", "(search)", "worst creator", "unique (proved: ", "agree (status converged)"] {
            #expect(outcome.output.contains(words))
        }
        #expect(outcome.errors.hasPrefix("an equilibrium within 1e-10"))
    }

    @Test func effortsThatAreNoEquilibriumAreFound() throws {
        let folder = try solved()
        try change(folder) { object in
            var efforts = object["efforts"] as! [[Double]]
            efforts[1][0] *= 1.5
            object["efforts"] = efforts
        }
        let outcome = try verify(folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.range(of: #"worst creator +bo\n"#, options: .regularExpression) != nil)
        for claim in ["status: converged", "totals: ", "certificate.relativeResidual: ", "certificate.relativeExploitability: "] {
            #expect(outcome.output.contains(claim))
        }
        #expect(outcome.errors.hasPrefix("not an equilibrium"))
    }

    @Test func falseTotalsAreFound() throws {
        let folder = try solved()
        try change(folder) { object in
            var totals = object["totals"] as! [Double]
            totals[1] *= 1 + 1e-6
            object["totals"] = totals
        }
        let outcome = try verify(folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("totals: "))
        #expect(outcome.errors.contains("the file claims otherwise"))
    }

    @Test func aStatusThatDoesNotFitIsFound() throws {
        let folder = try solved()
        try change(folder) { object in
            object["status"] = "stalled"
            object["reason"] = "none"
        }
        let outcome = try verify(folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("status: stalled"))
    }

    @Test func jsonForPrograms() throws {
        let folder = try solved()
        let outcome = try verify(folder, ["--json", "--quiet"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let record = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(record["schema"] as? String == "nashbench/verification/1")
        #expect(record["isEquilibrium"] as? Bool == true)
        #expect(record["claimsAgree"] as? Bool == true)
        let certificate = try #require(record["certificate"] as? [String: Any])
        #expect(certificate["exploitabilityKind"] as? String == "search")
        #expect(try #require(certificate["relativeResidual"] as? Double) <= 1e-10)
    }

    @Test func anEquilibriumOfAnotherGameIsRefused() throws {
        let folder = try solved()
        try folder.write(Games.withoutEquilibrium, to: "game.json")
        let outcome = try verify(folder)
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("nashbench: error: "))
        #expect(outcome.errors.contains("equilibrium.json"))
    }
}
