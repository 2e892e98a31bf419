import Foundation
import TestSupport
import Testing

/// No command replaces what it reads, or what is no regular file.
@Suite struct OutputTests {
    private static let change = ["--set", "market.alpha=1,2"]
    static let commands: [[String]] = [
        ["solve", "game.json", "--output", "taken.json"],
        ["solve", "game.json", "--npy", "--output", "side.json"],
        ["generate", "--family", "E", "--creators", "2", "--topics", "2", "--output", "taken.json"],
        ["generate", "--family", "E", "--creators", "100001", "--topics", "1", "--output", "side.json"],
        ["calibrate", "--observed", "output.csv", "--attention", "attention.csv", "--exponent", "2", "--output", "taken.json"],
        ["calibrate", "--observed", "output.csv", "--attention", "attention.csv", "--exponent", "2", "--output", "side.json"],
        ["sweep", "game.json", "--output", "taken.json"] + change,
        ["sweep", "game.json", "--output", "points.jsonl", "--csv", "taken.json"] + change,
        ["plot", "base.json", "--output", "taken.svg"],
    ]
    private static let taken = ["taken.json", "taken.svg", "side.efforts.npy", "side.coefficients.npy", "side.cells.csv"]
    private static let observed = "creator,topic,output\nana,music,3\nbo,music,1.5\nana,news,4\nbo,news,2\ncy,news,1\n"

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write(Self.observed, to: "output.csv")
        try folder.write("topic,attention\nmusic,100\nnews,40\n", to: "attention.csv")
        #expect(try Program.run(["solve", "game.json", "--output", "base.json"], in: folder).status == 0)
        return folder
    }

    @Test(arguments: [IrregularFile.pipe, .socket]) func whatIsNotARegularFileStays(kind: IrregularFile) throws {
        let folder = try folder()
        for name in Self.taken { try #require(kind.make(at: folder.url.appending(path: name).path)) }
        let before = try folder.contents
        for command in Self.commands {
            let outcome = try Program.run(command, in: folder)
            outcome.expectRefusal(naming: "expected a regular file, found \(kind.name)")
            #expect(try folder.contents == before, "\(command)")
            for name in Self.taken { #expect(kind.stands(at: folder.url.appending(path: name).path), "\(command)") }
        }
    }

    @Test func aLinkStaysAndItsTargetIsReplaced() throws {
        let folder = try folder()
        for command in Self.commands {
            let outputs = command.indices.filter { ["--output", "--csv"].contains(command[$0]) }.map { command[$0 + 1] }
            for output in outputs {
                let link = folder.url.appending(path: output)
                let target = "behind-" + output
                try? FileManager.default.removeItem(at: link)
                try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: target)
                if !command.contains("sweep") { try folder.write("old", to: target) }
            }
            #expect(try Program.run(command, in: folder).status == 0)
            for output in outputs {
                #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.url.appending(path: output).path) == "behind-" + output)
                #expect(try folder.read("behind-" + output) != "old")
                try FileManager.default.removeItem(at: folder.url.appending(path: "behind-" + output))
            }
        }
    }

    @Test func sideFilesDoNotReplaceTheTablesOfACalibration() throws {
        let folder = try folder()
        try folder.write(Self.observed, to: "new.cells.csv")
        let before = try folder.contents
        for observed in ["new.cells.csv", "./new.cells.csv"] {
            try Program.run(
                ["calibrate", "--observed", observed, "--attention", "attention.csv", "--exponent", "2", "--output", "new.json"], in: folder
            ).expectRefusal(naming: "new.cells.csv", "a file other than the inputs")
        }
        #expect(try folder.read("new.cells.csv") == Self.observed)
        #expect(try folder.contents == before)
    }

    @Test func outputsDoNotReplaceWhatAGameOrAnEquilibriumNames() throws {
        let folder = try folder()
        let cells = "creator,topic,cost\nana,music,1\nbo,music,2\nana,news,2\n"
        try folder.write(cells, to: "cells.csv")
        try folder.write(
            Games.threeCreators.replacing("[[0.5, 1], [1, 2], [2, 1.5]]", with: #"{"csv": "cells.csv"}"#).replacing(#", "cy""#, with: ""), to: "side.json")
        #expect(try Program.run(["solve", "side.json", "--output", "other.json"], in: folder).status == 0)
        // A picture's name on a table: what decides is the file, not its ending.
        try folder.write(folder.read("other.json").replacing("other.efforts.csv", with: "efforts.svg"), to: "odd.json")
        try folder.write(folder.read("other.efforts.csv"), to: "efforts.svg")
        try FileManager.default.linkItem(at: folder.url.appending(path: "cells.csv"), to: folder.url.appending(path: "new.efforts.csv"))
        let before = try folder.contents
        let texts = try before.map(folder.read)
        for command in [
            ["solve", "side.json", "--output", "cells.csv"], ["solve", "side.json", "--output", "new.json"],
            ["solve", "side.json", "--against", "other.json", "--output", "other.efforts.csv"],
            ["sweep", "side.json", "--output", "cells.csv"] + Self.change, ["sweep", "side.json", "--csv", "cells.csv"] + Self.change,
            ["plot", "odd.json", "--output", "efforts.svg"],
        ] {
            try Program.run(command, in: folder).expectRefusal(naming: "a file other than the inputs", "the file that is read")
            #expect(try folder.contents == before, "\(command)")
            #expect(try before.map(folder.read) == texts, "\(command)")
        }
    }

    @Test func printedJSONIsTheFileWhateverTheSize() throws {
        let folder = try TemporaryFolder()
        #expect(try Program.run(["generate", "--family", "E", "--creators", "400", "--topics", "200", "--output", "game.json"], in: folder).status == 0)
        let outcome = try Program.run(["solve", "game.json", "--json", "--output", "equilibrium.json"], in: folder)
        #expect(outcome.status == 0)
        func withoutSeconds(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.contains(/"(read|solve|certify|write)":/) } }
        #expect(try withoutSeconds(outcome.output) == withoutSeconds(folder.read("equilibrium.json")))
        #expect(try EquilibriumRecord(outcome.output).efforts.count == 400)
    }
}
