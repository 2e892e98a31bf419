import Foundation
import NumericCore
import Testing

@Suite struct KernelChoiceTests {
    @Test(arguments: KernelTarget.available.map(\.name)) func everyTargetSolves(target: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--json"], environment: ["NASHBENCH_KERNEL": target], in: folder)
        #expect(outcome.status == 0)
        let record = try EquilibriumRecord(outcome.output)
        #expect(record.status == "converged")
        #expect(record.kernelTarget == target)
        let usual = try EquilibriumRecord(Program.run(["solve", "game.json", "--json"], in: folder).output)
        for (total, expected) in zip(record.totals, usual.totals) { #expect(abs(total - expected) <= 1e-13 * expected) }
    }

    @Test(arguments: [["solve", "game.json", "--output", "new.json"], ["info"]])
    func anUnknownTargetIsRefused(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(arguments, environment: ["NASHBENCH_KERNEL": "nonsense"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("nashbench: error: NASHBENCH_KERNEL: expected one of portable"))
        #expect(outcome.errorLines.count == 1)
        #expect(try folder.contents == ["game.json"])
    }

    @Test func infoSaysWhatRuns() throws {
        let folder = try TemporaryFolder()
        let text = try Program.run(["info"], environment: ["NASHBENCH_KERNEL": "portable"], in: folder)
        #expect(text.status == 0)
        for word in [Release.version, "portable (available: ", "threads", "OpenBLAS", "BLAS core", "processor"] { #expect(text.output.contains(word)) }

        let json = try Program.run(["info", "--json"], environment: ["NASHBENCH_KERNEL": "portable"], in: folder)
        let facts = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(facts["schema"] as? String == "nashbench/info/1")
        #expect(facts["kernelTarget"] as? String == "portable")
        #expect(facts["kernelForced"] as? String == "portable")
        #expect(facts["kernelsAvailable"] as? [String] == KernelTarget.available.map(\.name))
        #expect(try #require(facts["threads"] as? Int) >= 1)
    }

    /// OpenBLAS is loaded by what uses it alone, so that a machine may lack it until then.
    @Test func withoutOpenBLASGamesAreSolvedAndInfoSaysWhatToInstall() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let without = ["NASHBENCH_BLAS": "/nonexistent/libopenblas.so.0"]
        #expect(try Program.run(["solve", "game.json"], environment: without, in: folder).status == 0)
        let text = try Program.run(["info"], environment: without, in: folder)
        #expect(text.status == 0)
        #expect(text.output.contains("OpenBLAS could not be loaded (/nonexistent/libopenblas.so.0"))
        #expect(text.output.contains("apt-get install libopenblas0"))
        let json = try Program.run(["info", "--json"], environment: without, in: folder)
        let facts = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(facts["blas"] == nil)
        #expect(try #require(facts["blasProblem"] as? String).contains("apt-get install libopenblas0"))
    }

    #if os(Linux)
    /// A library that is there and is another one.
    @Test func aLibraryWithoutTheFunctionsIsRefused() throws {
        let text = try Program.run(["info"], environment: ["NASHBENCH_BLAS": "libm.so.6"], in: TemporaryFolder())
        #expect(text.status == 0)
        #expect(text.output.contains("this OpenBLAS lacks a function"))
        #expect(text.output.contains("openblas_get_config"))
    }
    #endif
}
