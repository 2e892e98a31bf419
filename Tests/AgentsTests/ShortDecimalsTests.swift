import Testing
@testable import Agents

/// Small games in decimals whose tableaux outgrow fractions of 128 bits while their results do not: they are exact all the same.
///
/// Expected results are those of an enumeration of all supports in fractions of any size that shares nothing with the package.
@Suite struct ShortDecimalsTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        let name: String
        let row: [[ExactNumber]]
        let column: [[ExactNumber]]
        /// Payoffs, then the value of society, the largest total first.
        let payoffs: [[String]]
        /// For each player the weights of the strategies in use.
        let weights: [[[String]]]
        var testDescription: String { name }

        var game: AssistedGame {
            get throws {
                try AssistedGame(
                    players: ["r", "c"], actions: [row.indices.map(String.init), row[0].indices.map(String.init)], states: [("s", 1)],
                    payoffs: [[row.flatMap { $0 }], [column.flatMap { $0 }]], information: [[0], [0]], assistants: [nil, nil])
            }
        }
    }

    static let games = [
        Expected(
            name: "4 x 4, four decimals",
            row: [
                [84.4422, 75.7954, 42.0572, 25.8917],
                [51.1275, 40.4934, 78.3799, 30.3313],
                [47.6597, 58.3382, 90.8113, 50.4687],
                [28.1838, 75.5804, 61.8369, 25.0506]
            ],
            column: [
                [90.9746, 98.2785, 81.0217, 90.2166],
                [31.0148, 72.9832, 89.8838, 68.3984],
                [47.2143, 10.0701, 43.4172, 61.0887],
                [91.3011, 96.6606, 47.701, 86.531]
            ],
            payoffs: [
                ["378977/5000", "196557/2000", "1740739/10000"],
                ["14467625819/262713750", "56613506881/656450000", "19496335729792691/137966752950000"],
                ["504687/10000", "610887/10000", "557787/5000"],
            ],
            weights: [[["1"], ["1"]], [["170062/196935", "26873/196935"], ["122885/210171", "87286/210171"]], [["1"], ["1"]]]),
        Expected(
            name: "6 x 6, cents",
            row: [
                [13.44, 84.74, 76.38, 25.51, 49.54, 44.95],
                [65.16, 78.87, 9.39, 2.83, 83.58, 43.28],
                [76.23, 0.21, 44.54, 72.15, 22.88, 94.53],
                [90.14, 3.06, 2.54, 54.14, 93.91, 38.12],
                [21.66, 42.21, 2.9, 22.17, 43.79, 49.58],
                [23.31, 23.09, 21.88, 45.96, 28.98, 2.15]
            ],
            column: [
                [83.76, 55.65, 64.23, 18.59, 99.25, 85.99],
                [12.09, 33.27, 72.15, 71.12, 93.64, 42.21],
                [83.0, 67.03, 30.34, 58.76, 88.25, 84.62],
                [50.53, 58.9, 3.45, 24.27, 79.74, 41.43],
                [17.3, 54.88, 70.3, 67.45, 37.47, 43.9],
                [50.84, 77.84, 52.09, 39.33, 48.97, 2.96]
            ],
            payoffs: [["9391/100", "3987/50", "3473/20"]], weights: [[["1"], ["1"]]]),
        Expected(
            name: "3 x 3, eight decimals",
            row: [[13.43642441, 84.74337369, 76.3774619], [25.50690257, 49.54350871, 44.94910648], [65.15929727, 78.87233511, 9.38595868]],
            column: [[2.83474765, 83.57651039, 43.27670679], [76.22800825, 0.21060534, 44.53871941], [72.15400323, 22.87622213, 94.52706956]],
            payoffs: [["8474337369/100000000", "8357651039/100000000", "2103998551/12500000"]], weights: [[["1"], ["1"]]]),
    ]

    @Test(arguments: games) func resultsAreExact(expected: Expected) throws {
        let solution = try solve(expected.game)
        #expect(solution.isExact && solution.searched == .extreme && solution.certificate == 0)
        #expect(solution.equilibria.map { ($0.payoffs + [$0.society]).map(\.description) } == expected.payoffs)
        #expect(solution.equilibria.map { $0.strategies.map { $0.map(\.probability.description) } } == expected.weights)
        // Paths lead to some of them, exactly too.
        let paths = try solve(expected.game, settings: AssistedSettings(concept: .lemkeHowson))
        #expect(paths.isExact && paths.searched == .paths && !paths.equilibria.isEmpty)
        #expect(Set(solution.equilibria.map(\.payoffs)).isSuperset(of: paths.equilibria.map(\.payoffs)))
    }

    /// The work in long fractions is bounded: without any, doubles do what they did, and say so.
    @Test func doublesServeWhereNoWorkIsAllowed() throws {
        var settings = AssistedSettings()
        settings.wideWork = 0
        let rounded = try solve(Self.games[0].game, settings: settings)
        #expect(!rounded.isExact && rounded.searched == .extremeRounded && rounded.equilibria.count == 3)
        for (one, other) in zip(rounded.equilibria, try solve(Self.games[0].game).equilibria) {
            #expect(zip(one.payoffs, other.payoffs).allSatisfy { abs($0.value - $1.value) <= 1e-12 * $1.value })
        }
    }

    /// Matching pennies of 10^9 where an assistant knows what does not happen, and asks a millionth: nobody asks. Two
    /// actions of the second player are worth the same there, and each makes an equilibrium.
    @Test func aWorthlessAssistantIsNotAsked() throws {
        let (zero, much): (ExactNumber, ExactNumber) = (0, 1_000_000_000)
        let price = ExactNumber(Rational(1, 1_000_000))
        let game = try AssistedGame(
            players: ["p0", "p1"], actions: [["0", "1"], ["0", "1", "2"]], states: [("0", 1), ("1", 0)],
            payoffs: [
                [[much, much, zero, zero, zero, much], [zero, much, much, much, zero, much]],
                [[zero, zero, much, much, much, zero], [zero, much, zero, much, much, much]],
            ],
            information: [[0, 1], [0, 0]],
            assistants: [
                Assistant(information: [0, 1], utility: [[1, 1], [1, 1]]),
                Assistant(information: [1, 1], cost: price, utility: [[0, 1], [0, 0]]),
            ],
            beliefs: .credulous)
        let solution = try solve(game)
        #expect(solution.isExact && solution.searched == .extreme && solution.certificate == 0 && solution.equilibria.count == 2)
        var replies: Set<Int> = []
        for equilibrium in solution.equilibria {
            #expect(equilibrium.payoffs.map(\.description) == ["500000000", "500000000"] && equilibrium.society == much)
            #expect(equilibrium.strategies.allSatisfy { $0.map(\.probability.description) == ["1/2", "1/2"] })
            #expect(equilibrium.askProbability(player: 1, cell: 0) == 0)
            replies.formUnion(equilibrium.strategies[1].compactMap { $0.plan[0].action })
        }
        #expect(replies == [0, 1, 2])
    }

    /// Decimals of eight digits at random: all that supports have, and exact but for weights that fit no fraction of 128 bits.
    @Test(arguments: [(3, 3), (3, 5), (4, 4)]) func randomDecimals(rows: Int, columns: Int) throws {
        var exactLists = 0
        for seed in 1...12 as ClosedRange<UInt64> {
            let game = PlainBimatrix.random(seed: seed &* 31 &+ UInt64(rows * 10 + columns), rows: rows, columns: columns, in: -99_999_999...99_999_999)
            let solution = try solve(game.game())
            #expect(solution.searched == .extreme && areSame(solution.equilibria.map(game.weights), game.bySupports), "\(game)")
            for equilibrium in solution.equilibria {
                let isShort = equilibrium.strategies.joined().allSatisfy { $0.probability.exact != nil }
                // Of two strategies each the weights have at most 32 digits.
                #expect(isShort || equilibrium.strategies.contains { $0.count > 2 }, "\(game)")
                #expect(!isShort || equilibrium.gain == 0, "\(game)")
            }
            if solution.isExact { exactLists += 1 }
            #expect(solution.isExact == solution.equilibria.allSatisfy { $0.strategies.joined().allSatisfy { $0.probability.exact != nil } })
        }
        #expect(exactLists >= 11)
    }

    /// What is tried in turn, concept by concept.
    @Test func plansOfSteps() throws {
        func plan(_ concept: Concept?, _ strategies: [Double]) throws -> [SolveStep] {
            try SolveStep.plan(concept, strategies: strategies, pairLimit: 100)
        }
        #expect(try plan(nil, [5]) == [.pure] && plan(nil, [5, 5, 5]) == [.pure] && plan(.extreme, [5]) == [.pure])
        #expect(try plan(nil, [10, 10]) == [.extreme, .paths, .sequenceForm] && plan(nil, [10, 11]) == [.sequenceForm])
        // Who asks for the table is told that it does not fit.
        #expect(try plan(.extreme, [10, 11]) == [.extreme, .paths] && plan(.lemkeHowson, [10, 11]) == [.paths])
        #expect(try plan(.sequenceForm, [2, 2]) == [.sequenceForm] && plan(.pure, [2, 2]) == [.pure])
        for (concept, players) in [(Concept.extreme, 3), (.lemkeHowson, 1), (.sequenceForm, 3)] {
            #expect(throws: SolveFailure.conceptDoesNotFit(concept: concept, players: players)) {
                try plan(concept, [Double](repeating: 2, count: players))
            }
        }
    }
}
