import NumericCore

/// The families of games that tasks work on: those whose topics are separate, and those whose topics touch.
package enum GameFamily: String, CaseIterable, Sendable {
    case e = "E"
    case e17 = "E17"
    case h2 = "H2"
    case h1 = "H1"
    case c1 = "C1"
    case c2 = "C2"
    case c3 = "C3"

    /// Draws a contest of the family.
    /// - Throws: what ``BenchmarkFamily/contest(creators:topics:seed:)`` and ``CoupledFamily/contest(creators:topics:seed:)`` throw.
    package func contest(creators: Int, topics: Int, seed: UInt64) throws -> Contest {
        if let separable = BenchmarkFamily(rawValue: rawValue) {
            return try separable.contest(creators: creators, topics: topics, seed: seed)
        }
        guard let coupled = CoupledFamily(rawValue: rawValue) else { preconditionFailure("\(rawValue) is a family of neither kind") }
        return try coupled.contest(creators: creators, topics: topics, seed: seed)
    }

    /// Whether its games join topics.
    package var isCoupled: Bool { CoupledFamily(rawValue: rawValue) != nil }

    /// Arrays of one double a cell that a contest and an equilibrium of it take: costs, exponents where they vary, efforts;
    /// for games that join topics the solver's own, too.
    var arrays: Int {
        switch self {
        case .e, .e17: 2
        case .h2, .h1: 3
        case .c1, .c2, .c3: 20
        }
    }
}
