import Foundation
import Testing

@testable import NumericCore

/// Sweeps of inclusive games: points are searched, or their users fixed; files keep who uses GenAI.
@Suite struct AdoptionSweepTests {
    let contest: Contest

    init() throws {
        contest = try Contest(
            market: Market(mu: 12.961, alpha: 0.512, beta: 0.15, gamma: 0.5),
            costs: .power(coefficients: [[3.113], [1.17], [2.855], [0.984], [0.294], [0.763], [2.097]], exponent: 1.25), competition: .inclusive)
    }

    private func points(_ set: [String], from first: Int = 0) throws -> (points: [SweepPoint], grid: ParameterGrid) {
        let grid = try ParameterGrid(set: set)
        var points: [SweepPoint] = []
        try sweep(contest, over: grid, from: first) { points.append($0) }
        return (points, grid)
    }

    /// Each point is what a search of that game alone finds.
    @Test func aPointIsItsOwnSearch() throws {
        let (points, grid) = try points(["market.mu=1,13,100", "market.alpha=0.1,0.6"])
        #expect(points.count == 6)
        for point in points {
            let result = try solveInclusive(grid.contest(at: point.point, of: contest))
            let summary = try #require(point.adoption)
            #expect(point.equilibrium.status == result.status)
            #expect(summary.equilibria == result.count && summary.isComplete)
            let first = try #require(result.equilibria.first ?? result.best)
            #expect(point.equilibrium.totals == first.totals && point.equilibrium.utilities == first.utilities)
            #expect(summary.genAIFraction == first.genAIFraction)
            let fractions = result.equilibria.map(\.genAIFraction)
            #expect(summary.leastFraction == fractions.min() ?? first.genAIFraction)
            #expect(summary.mostFraction == fractions.max() ?? first.genAIFraction)
        }
        #expect(Set(points.compactMap { $0.adoption?.genAIFraction }).count > 1, "the grid changes who uses GenAI")
        let later = try self.points(["market.mu=1,13,100", "market.alpha=0.1,0.6"], from: 4).points
        #expect(later.map(\.point) == [4, 5])
        #expect(later.map(\.equilibrium.totals) == points[4...].map(\.equilibrium.totals))
    }

    /// m users: the m dearest; converged exactly where the search finds that set.
    @Test func usersAreTheDearest() throws {
        let (points, _) = try points(["adoption.users=0:8:1"])
        let found = try solveInclusive(contest)
        let sizes = Set(found.equilibria.map { $0.actions.count { $0 == .genAI } })
        #expect(!sizes.isEmpty)
        let order = orderByCost(contest.costs.coefficients.array)
        for (users, point) in points.enumerated() {
            let m = min(users, 7)
            #expect(point.adoption?.genAIFraction == Double(m) / 7)
            for i in order.prefix(7 - m) { #expect(point.equilibrium.efforts[creator: Int(i), topic: 0] != 0, "creator \(i) is human") }
            for i in order.suffix(m) { #expect(point.equilibrium.efforts[creator: Int(i), topic: 0] == 0, "creator \(i) uses GenAI") }
            #expect((point.equilibrium.status == .converged) == sizes.contains(m), "\(m) users: \(point.equilibrium.status)")
            #expect(point.adoption?.equilibria == (sizes.contains(m) ? 1 : 0))
            if !sizes.contains(m) { #expect(point.equilibrium.certificate.relativeExploitability > 1e-6) }
        }
    }

    /// Fees reach the game, and with them the answer.
    @Test func feesAreFields() throws {
        let grid = try ParameterGrid(set: ["usageFee.share=0,0.5", "usageFee.flat=0.25"])
        let dear = try grid.contest(at: 1, of: contest)
        #expect(dear.inclusiveTerms.fee.share == 0.5 && dear.inclusiveTerms.fee.flat == 0.25)
        let (points, _) = try points(["usageFee.flat=0,100"])
        #expect(points[1].adoption?.genAIFraction == 0, "nobody pays 100")
        let hybrid = try contest.inclusive(InclusiveTerms(hybrid: .allowed(fee: 1)))
        #expect(try ParameterGrid(set: [], scale: ["hybrid.fee=3"]).onlyContest(of: hybrid).inclusiveTerms.hybrid.fee == 3)
        #expect(try ParameterGrid(set: ["creators.copies[4]=2"]).onlyContest(of: hybrid).inclusiveTerms == hybrid.inclusiveTerms)
    }

    @Test(arguments: [
        ("usageFee.share=2", "a number in [0, 1]", "2.0"), ("usageFee.flat=-1", "a finite number >= 0", "-1.0"),
        ("hybrid.fee=1", "a game that allows hybrids", "one that does not"), ("adoption.users=1.5", "a whole number of at least 0", "1.5"),
        ("adoption.users=-1", "a whole number of at least 0", "-1.0"),
    ])
    func refusals(_ set: String, _ expected: String, _ found: String) throws {
        #expect { try ParameterGrid(set: [set]).validate(for: contest) } throws: { error in
            let error = error as? ParameterError
            return error?.expected == expected && error?.found == found && set.hasPrefix(error?.field ?? "?")
        }
    }

    @Test func onlyOfInclusiveGames() throws {
        let exclusive = try Contest(market: Market(mu: 1, alpha: 1), costs: .power(coefficients: [[1], [2]], exponent: 2))
        for set in ["adoption.users=1", "usageFee.share=0.5"] {
            #expect { try ParameterGrid(set: [set]).validate(for: exclusive) } throws: { ($0 as? ParameterError)?.expected == "an inclusive game" }
        }
        let joint = try contest.inclusive(InclusiveTerms(adoption: .global)).twoTopics()
        #expect { try ParameterGrid(set: ["adoption.users=1"]).validate(for: joint) } throws: { ($0 as? ParameterError)?.expected == "adoption per-topic" }
        #expect { try ParameterGrid(set: [], scale: ["adoption.users=1"]).validate(for: contest) } throws: { ($0 as? ParameterError)?.expected == "--set" }
    }

    /// The line of a file and the table say it again.
    @Test func filesKeepWhoUsesGenAI() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "nashbench-adoption-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (points, grid) = try points(["market.mu=1,13"])
        let file = try SweepFile(path: path, contest: contest, grid: grid, settings: Settings())
        for point in points { try file.append(point) }
        guard case .sweep(let stored) = try ResultFile.read(path) else { throw FileError(file: path, expected: "a sweep", found: "another file") }
        #expect(stored.records == file.finished)
        #expect(stored.records.map(\.adoption) == points.map(\.adoption))
        let rows = stored.csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let column = try #require(rows[0].firstIndex(of: "genAIFraction"))
        #expect(rows[2][column] == "\(points[1].adoption!.genAIFraction)")
    }
}

extension Contest {
    fileprivate func inclusive(_ terms: InclusiveTerms) throws -> Contest {
        try Contest(market: market, costs: costs, competition: .inclusive, inclusiveTerms: terms)
    }

    fileprivate func twoTopics() throws -> Contest {
        try Contest(
            market: Market(mu: [1, 2], alpha: 0.5), costs: .power(coefficients: [[1, 2], [2, 1]], exponent: 2), competition: .inclusive,
            inclusiveTerms: inclusiveTerms)
    }
}
