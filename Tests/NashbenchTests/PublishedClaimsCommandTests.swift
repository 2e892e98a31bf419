import Foundation
import TestSupport
import Testing

@Suite struct PublishedClaimsCommandTests {
    @Test func listsClaimsWithTheirSources() throws {
        let outcome = try Program.run(["claims", "--list"], in: TemporaryFolder())
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        for words in ["macro-bounds (theorem)", "entry (derived here)", "arXiv:2402.15467"] { #expect(outcome.output.contains(words)) }
        let one = try Program.run(["claims", "entry", "--list"], in: TemporaryFolder())
        #expect(one.output.contains("entry") && !one.output.contains("macro-bounds"))
    }

    @Test func aTableOnStandardOutput() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(["claims", "macro-bounds", "--instances", "3", "--seed", "5"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("| claim | setting | outcome | holds |"))
        #expect(outcome.output.contains("seeds 5 to 7"))
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("all that is proved came out"))
        #expect(try folder.contents.isEmpty)
    }

    @Test func filesAreTheSameForAnyNumberOfThreads() throws {
        let folder = try TemporaryFolder()
        for ending in ["md", "csv"] {
            for threads in ["1", "3"] {
                let arguments = ["claims", "entry", "popularity-gap", "--instances", "4", "--threads", threads, "--quiet", "--output"]
                let outcome = try Program.run(arguments + ["t\(threads).\(ending)"], in: folder)
                #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
            }
            #expect(try folder.read("t1.\(ending)") == folder.read("t3.\(ending)"))
        }
        #expect(try folder.read("t1.csv").hasPrefix("claim,kind,setting,"))
    }

    @Test func refusesWhatItCannotDo() throws {
        let folder = try TemporaryFolder()
        try Program.run(["claims", "no-such"], in: folder).expectRefusal(naming: "no-such", "macro-bounds")
        try Program.run(["claims", "--instances", "0"], in: folder).expectRefusal(naming: "--instances", "0")
        try Program.run(["claims", "--output", "table.txt"], in: folder).expectRefusal(naming: ".md", "table.txt")
        try Program.run(["claims", "entry", "--threads", "0"], in: folder).expectRefusal(naming: "threads")
        try Program.run(["claims", "entry", "--output", "no/such/table.md"], in: folder).expectRefusal(naming: "no/such")
        #expect(try folder.contents.isEmpty)
    }

    /// What the example holds is the table of all claims, and nothing that is proved failed in it.
    @Test func theExampleHasEveryClaim() throws {
        let table = try String(contentsOf: Fixtures.packageRoot.appending(path: "examples/claims/results.md"), encoding: .utf8)
        let list = try Program.run(["claims", "--list"], in: TemporaryFolder()).output
        let names = list.split(separator: "\n").filter { !$0.hasPrefix(" ") }.compactMap { $0.split(separator: " ").first }
        #expect(names.count >= 12)
        for name in names { #expect(table.contains("\n| \(name) | "), "\(name)") }
        #expect(!table.contains("CONTRADICTED"))
    }
}
