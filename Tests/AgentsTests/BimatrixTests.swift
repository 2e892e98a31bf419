import Foundation
import TestSupport
import Testing
@testable import Agents

/// Two-player games against other ways to solve them.
@Suite struct BimatrixTests {
    private struct Stored: Decodable {
        let games: [Game]
        struct Game: Decodable {
            let row: [[Int]]
            let column: [[Int]]
            let equilibria: [[[Double]]]
        }
    }

    /// 200 games whose equilibria nashpy found (`benchmarks/rivals/bimatrix_fixture.py` wrote them).
    @Test func agreesWithNashpy() throws {
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "bimatrix.json"))
        let stored = try JSONDecoder().decode(Stored.self, from: data)
        #expect(stored.games.count == 200)
        for entry in stored.games {
            let game = PlainBimatrix(row: entry.row, column: entry.column)
            let solution = try solve(game.game())
            #expect(solution.isExact && solution.searched == .extreme && solution.certificate == 0)
            #expect(areSame(solution.equilibria.map(game.weights), entry.equilibria), "\(game)")
        }
    }

    /// All supports, one by one, on games that are not degenerate; exact and in doubles.
    @Test(arguments: [(2, 2), (2, 5), (3, 3), (4, 3), (4, 4), (5, 5)]) func agreesWithAllSupports(rows: Int, columns: Int) throws {
        for seed in 1...25 as ClosedRange<UInt64> {
            let game = PlainBimatrix.random(seed: seed &* 97 &+ UInt64(rows * 10 + columns), rows: rows, columns: columns, in: -10_000...10_000)
            let expected = game.bySupports
            #expect(expected.count % 2 == 1)
            let exact = try solve(game.game())
            #expect(exact.isExact && areSame(exact.equilibria.map(game.weights), expected), "\(game)")
            let rounded = try solve(game.game(roundedTimes: 1e-40))
            #expect(!rounded.isExact && rounded.searched == .extremeRounded && areSame(rounded.equilibria.map(game.weights), expected), "\(game)")
            #expect((rounded.certificate ?? .nan) <= 1e-12 * 1e-36)
        }
    }

    /// Every end of a path is an equilibrium of the list, and there is at least one.
    @Test(arguments: [(3, 3), (4, 6), (6, 6)]) func pathsEndInEquilibria(rows: Int, columns: Int) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let game = PlainBimatrix.random(seed: seed, rows: rows, columns: columns, in: -9...9)
            let all = try solve(game.game())
            let paths = try solve(game.game(), settings: AssistedSettings(concept: .lemkeHowson))
            #expect(paths.searched == .paths && paths.isExact && paths.certificate == 0)
            #expect(!paths.equilibria.isEmpty && all.certificate == 0)
            let found = all.equilibria.map(game.weights)
            for equilibrium in paths.equilibria.map(game.weights) {
                #expect(found.contains { areSame([$0], [equilibrium]) }, "\(game)")
            }
        }
    }

    /// Lemke-Howson ends where every payoff ties, and every pair of actions is then an extreme equilibrium.
    @Test func tiesEverywhere() throws {
        let flat = PlainBimatrix(row: [[1, 1, 1], [1, 1, 1]], column: [[2, 2, 2], [2, 2, 2]])
        let solution = try solve(flat.game())
        #expect(solution.equilibria.count == 6 && Set(solution.equilibria.map(\.payoffs)) == [[1, 2]])
        let paths = try solve(flat.game(), settings: AssistedSettings(concept: .lemkeHowson))
        #expect(!paths.equilibria.isEmpty && paths.certificate == 0)
        // The classic degenerate game of von Stengel: a component of equilibria, found by its ends.
        let degenerate = PlainBimatrix(row: [[3, 3], [2, 5], [0, 6]], column: [[3, 3], [2, 6], [3, 1]])
        let ends = try solve(degenerate.game())
        #expect(ends.certificate == 0)
        let weights = ends.equilibria.map(degenerate.weights)
        #expect(weights.contains { areSame([$0], [[[1, 0, 0], [1, 0]]]) })
        #expect(weights.contains { areSame([$0], [[[1, 0, 0], [2.0 / 3, 1.0 / 3]]]) })
    }

    /// Where more bases would be visited than allowed, paths take over and the result says so.
    @Test func tooManyBases() throws {
        let game = PlainBimatrix.random(seed: 5, rows: 6, columns: 6, in: -99...99)
        var settings = AssistedSettings()
        settings.basisLimit = 3
        settings.exactBasisLimit = 3
        let full = try solve(game.game())
        let solution = try solve(game.game(), settings: settings)
        #expect(full.searched == .extreme && solution.searched == .paths)
        // Paths are followed in fractions before doubles are, and lead to what the vertices have.
        #expect(!solution.equilibria.isEmpty && solution.isExact && solution.certificate == 0)
        #expect(Set(full.equilibria.map(\.payoffs)).isSuperset(of: solution.equilibria.map(\.payoffs)))
        // Where only fractions are short of bases, doubles go through all of them and say what they are.
        settings.basisLimit = 100_000
        let rounded = try solve(game.game(), settings: settings)
        #expect(!rounded.isExact && rounded.searched == .extremeRounded && rounded.equilibria.count == full.equilibria.count)
    }

    /// A pair that is no equilibrium has a gain, the one that a plain computation gives.
    @Test func theCertificateSeesDeviations() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            let game = PlainBimatrix.random(seed: seed, rows: 3, columns: 4, in: -20...20)
            let plans = [[(0, Rational(1, 3)), (2, Rational(2, 3))], [(1, Rational(1, 2)), (3, Rational(1, 2))]].map { side in
                side.map { WeightedPlan(probability: ExactNumber($0.1), plan: [.act($0.0, in: 0)]) }
            }
            let x: [Double] = [1.0 / 3, 0, 2.0 / 3]
            let y: [Double] = [0, 0.5, 0, 0.5]
            let own = game.payoffs(x, y)
            func pure(_ action: Int, of count: Int) -> [Double] { (0..<count).map { $0 == action ? 1 : 0 } }
            let best = (0..<3).map { game.payoffs(pure($0, of: 3), y)[0] }.max() ?? .nan
            let bestColumn = (0..<4).map { game.payoffs(x, pure($0, of: 4))[1] }.max() ?? .nan
            let gain = max(0, best - own[0], bestColumn - own[1])
            let certificate = try #require(AssistedCertificate<Rational>(game.game()))
            let found = try #require(certificate.examine(plans))
            #expect(abs(found.gain - gain) <= 1e-12 && (found.relativeGain > 0) == (gain > 0))
        }
    }
}
