import NumericCore

/// The equilibrium over all levels of openness, under each practice.
///
/// Levels are a grid of 1001 (with whatever else is asked for), and both sides of every change of regime or of the number of
/// adopters, found by halving to the spacing of doubles. Two changes that undo each other between two levels are not seen; a finer
/// grid sees them.
///
/// ```swift
/// let study = try OpennessStudy(of: OpennessGame())
/// study.summary.traps(.posted)    // one, from 0.311782 to 0.427127
/// ```
public struct OpennessStudy: Sendable {
    /// What was studied.
    public let game: OpennessGame
    /// Levels asked for, as they were given.
    public let asked: [Double]
    /// All levels, rising.
    public let levels: [Double]
    /// By ``OpennessPractice`` in their order, at each of the levels.
    let outcomes: [[OpennessOutcome]]

    /// Of the grid that every study has.
    public static let gridLevels = 1001
    private static let chunk = 32

    /// Solves at every level under every practice.
    /// - Parameters:
    ///   - levels: in [0, 1], in any order, besides the grid.
    ///   - threads: nil for one a core; the result is the same for every number.
    /// - Throws: ``FieldError`` for a level outside [0, 1].
    /// - Complexity: 4 solves a level, and some 50 for each change found.
    public init(of game: OpennessGame, levels asked: [Double] = [], threads: Int? = nil) throws(FieldError) {
        for level in asked { try OpennessPolicy(openness: level).validate() }
        let last = Double(Self.gridLevels - 1)
        let grid = Self.rising((0..<Self.gridLevels).map { Double($0) / last } + asked)
        let workers = Workers(threads: threads)
        let onGrid = OpennessPractice.allCases.map { Self.solve(game, $0, grid, workers) }
        // Levels where any practice's regime changes, for all of them: comparisons then see every jump.
        var sides: [Double] = []
        for (practice, found) in zip(OpennessPractice.allCases, onGrid) {
            for index in grid.indices.dropFirst() {
                let changes = OpennessSearch.changes(
                    grid[index - 1], grid[index], Standing(found[index - 1]), Standing(found[index])
                ) { Standing(SolvedOpenness(game, practice.policy(openness: $0)).outcome) }
                for (before, after) in changes { sides += [before, after] }
            }
        }
        let all = Self.rising(grid + sides)
        let known = Dictionary(uniqueKeysWithValues: grid.enumerated().map { ($1, $0) })
        outcomes = zip(OpennessPractice.allCases, onGrid).map { practice, found in
            all.map { level in known[level].map { found[$0] } ?? SolvedOpenness(game, practice.policy(openness: level)).outcome }
        }
        (self.game, self.asked, self.levels) = (game, asked, all)
    }

    /// What a change is a change of.
    struct Standing: Equatable {
        let regime: OpennessRegime
        let adopters: Int
        init(_ outcome: OpennessOutcome) { (regime, adopters) = (outcome.regime, outcome.adopters) }
    }

    private static func rising(_ levels: [Double]) -> [Double] {
        var rising: [Double] = []
        // 0 for -0, which is no other level.
        for level in levels.sorted() where rising.last != level { rising.append(level + 0) }
        return rising
    }

    private static func solve(_ game: OpennessGame, _ practice: OpennessPractice, _ levels: [Double], _ workers: Workers) -> [OpennessOutcome] {
        let table = SharedTable<[OpennessOutcome]>(count: (levels.count + chunk - 1) / chunk, filledWith: [])
        workers.run(table.count) { part in
            table[part] = levels[part * chunk..<min(levels.count, (part + 1) * chunk)].map {
                SolvedOpenness(game, practice.policy(openness: $0)).outcome
            }
        }
        return table.array.flatMap { $0 }
    }

    /// The equilibria under a practice at all ``levels``.
    public func outcomes(_ practice: OpennessPractice) -> [OpennessOutcome] {
        outcomes[OpennessPractice.allCases.firstIndex(of: practice) ?? 0]
    }

    /// The equilibria at the levels asked for, each under all practices, in the order of ``OpennessPractice``.
    public var points: [OpennessOutcome] {
        let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })
        return asked.flatMap { level in
            places[level + 0].map { place in OpennessPractice.allCases.map { outcomes($0)[place] } } ?? []
        }
    }

    /// The equilibrium at any level.
    func outcome(_ practice: OpennessPractice, at level: Double) -> OpennessOutcome { SolvedOpenness(game, practice.policy(openness: level)).outcome }

    /// Where something holds of the equilibria under two practices.
    func intervals(
        _ first: OpennessPractice, _ second: OpennessPractice, where holds: (OpennessOutcome, OpennessOutcome) -> Bool
    ) -> [OpennessInterval] {
        let (one, other) = (outcomes(first), outcomes(second))
        return OpennessSearch.intervals(levels, known: { holds(one[$0], other[$0]) }, holds: { level in
            holds(outcome(first, at: level), outcome(second, at: level))
        })
    }
}
