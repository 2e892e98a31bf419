import Foundation
import Testing

@testable import NumericCore

/// Games with terms of GenAI, and the files of their equilibria.
@Suite struct AdoptionFileTests {
    static func contest(_ terms: InclusiveTerms = InclusiveTerms(), coefficients: [[Double?]] = [[3.1, 1], [1.2, 2], [0.3, 0.9]]) throws -> Contest {
        try Contest(
            market: Market(mu: 13, alpha: 0.5, beta: 0.15, gamma: 0.5), costs: .power(coefficients: coefficients, exponent: 1.25),
            competition: .inclusive, inclusiveTerms: terms)
    }

    static let terms: [InclusiveTerms] = [
        InclusiveTerms(), InclusiveTerms(adoption: .global, payoff: .printed), InclusiveTerms(fee: try! UsageFee(share: 0.1, flat: 0.25)),
        InclusiveTerms(hybrid: try! .allowed(fee: 0.1)), InclusiveTerms(hybrid: try! Hybrid(isAllowed: false, fee: 2)),
    ]

    @Test(arguments: 0..<5) func termsComeBack(number: Int) throws {
        let scratch = try Scratch()
        let contest = try Self.contest(Self.terms[number])
        try GameFile.write(contest, to: scratch.path("game.json"))
        let read = try GameFile.read(scratch.path("game.json"))
        #expect(read.competition == .inclusive && read.inclusiveTerms == contest.inclusiveTerms)
        #expect(read.fingerprint == contest.fingerprint)
    }

    @Test func termsAreInTheFingerprintOfInclusiveGamesAlone() throws {
        #expect(Set(try Self.terms.map { try Self.contest($0).fingerprint }).count == 5)
        let others = try Self.terms.map { terms in
            try Contest(market: Market(mu: 13), costs: .power(coefficients: [[1], [2]], exponent: 1.5), inclusiveTerms: terms).fingerprint
        }
        #expect(Set(others).count == 1)
    }

    @Test(arguments: 0..<4) func equilibriaComeBack(number: Int) throws {
        let scratch = try Scratch()
        let contest = try Self.contest(Self.terms[number])
        let result = try solveInclusive(contest)
        try AdoptionFile.write(result, of: contest, to: scratch.path("found.json"))
        try compare(AdoptionFile.read(scratch.path("found.json"), of: contest), result)
        #expect(try scratch.contents == ["found.json"])
        var text = ""
        AdoptionFile.json(result, of: contest) { text += $0 }
        let inFile = try String(contentsOfFile: scratch.path("found.json"), encoding: .utf8)
        #expect(text == inFile)
    }

    private func compare(_ stored: StoredAdoption, _ result: InclusiveResult) {
        #expect(stored.status == result.status && stored.count == result.count)
        #expect(stored.equilibria.map(\.actions) == result.equilibria.map(\.actions))
        #expect(stored.equilibria.map(\.claims.totals) == result.equilibria.map(\.totals))
        #expect(stored.equilibria.map(\.claims.efforts.values.array) == result.equilibria.map(\.efforts.values.array))
        #expect(stored.equilibria.map(\.genAIFraction) == result.equilibria.map(\.genAIFraction))
        #expect(stored.best?.actions == result.best?.actions)
        #expect(stored.searched.map(\.statement) == result.searched.map(\.statement))
        #expect(!stored.searched.isEmpty)
    }

    /// More than 100,000 cells: efforts and actions of each equilibrium in files of their own, dense and sparse.
    @Test(arguments: [false, true]) func largeOnesAreInFilesBeside(isSparse: Bool) throws {
        let scratch = try Scratch()
        let n = 50_001
        var coefficients: [[Double?]] = (0..<n).map { i in
            let (first, second) = (1 + 0.01 * Double(i % 100), 0.5 + 0.01 * Double(i % 90))
            return [first, second]
        }
        if isSparse { coefficients[7][1] = nil }
        let layout = try Self.contest(coefficients: coefficients)
        let actions = try thresholdActions(layout, humans: [30_000, 20_000])
        let profile = try checkAdoption(layout, actions: actions)
        let result = InclusiveResult(
            status: .noneFound, reason: "a given set", equilibria: [], best: profile, searched: [
                AdoptionSearched(
                    topic: nil, search: .bestResponse, creators: n, isComplete: false, solves: 1, pieces: 0, found: 0, statement: "one set")
            ], count: 0)
        try AdoptionFile.write(result, of: layout, to: scratch.path("found.json"))
        let kind = isSparse ? "csv" : "npy"
        #expect(try scratch.contents == ["found.best.adopters.\(kind)", "found.best.efforts.\(kind)", "found.json"])
        try compare(AdoptionFile.read(scratch.path("found.json"), of: layout), result)
    }

    @Test(arguments: [
        (#""adopters": ["#, #""adopters": [[true, true], "#, "adopters"), (#""genAIFraction": "#, #""genAIFraction": 7"#, "genAIFraction"),
        (#""isComplete": true"#, #""isComplete": 1"#, "searched[0].isComplete"), (#""topic": 0"#, #""topic": 2"#, "searched[0].topic"),
        (#""search": "all-sets""#, #""search": "sets""#, "searched[0].search"), (#""count": "#, #""count": -"#, "count"),
        (#""status": "converged""#, #""status": "done""#, "status"), (#""threads": "#, #""threads": -"#, "threads"),
    ]) func badFilesAreRefused(fault: (replace: String, by: String, field: String)) throws {
        let scratch = try Scratch()
        let contest = try Self.contest()
        var result = try solveInclusive(contest)
        try #require(result.status == .converged)
        result.equilibria.removeLast(result.equilibria.count - 1)
        let path = scratch.path("found.json")
        try AdoptionFile.write(result, of: contest, to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let range = try #require(text.range(of: fault.replace))
        try scratch.write("found.json", text.replacingCharacters(in: range, with: fault.by))
        let error = #expect(throws: FileError.self) { try AdoptionFile.read(path, of: contest) }
        #expect(error?.field?.hasSuffix(fault.field) == true, "\(error?.description ?? "")")
    }
}
