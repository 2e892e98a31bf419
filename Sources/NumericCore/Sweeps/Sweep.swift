/// One solved point of a sweep.
public struct SweepPoint: Sendable {
    /// Index in the grid, from 0.
    public let point: Int
    /// The value of each axis of the grid.
    public let parameters: [Double]
    /// What `solve` returned, converged or not; of an inclusive game the equilibrium with most human effort.
    public let equilibrium: Equilibrium
    /// Who uses GenAI, in an inclusive game.
    public var adoption: AdoptionSummary? = nil
}

/// How a sweep ended.
public enum SweepEnd: Sendable, Equatable {
    /// Every point was solved and reported, whatever its status.
    case complete
    /// `settings.isCancelled` said so; the points reported so far stand.
    case cancelled
}

/// Along the last axis every eighth point is solved from nothing, the others from their predecessor.
///
/// A start changes the last bits of a solution, and results must not depend on where a sweep was interrupted. So a start
/// is always a point that a restart can compute again: it goes back to the point that was solved from nothing, at most
/// seven solves, instead of to the beginning. So is a point where others take part than at the one before.
let warmStartRun = 8

/// Solves a game at every point of a grid, in the grid's order.
///
/// ```swift
/// let grid = try ParameterGrid(set: ["market.alpha=0:2:0.1"])
/// try sweep(contest, over: grid) { point in
///     print(point.parameters[0], point.equilibrium.totals)
/// }
/// ```
/// At each point of an inclusive game ``solveInclusive(_:settings:)`` searches for equilibria from nothing, with its defaults; an
/// axis `adoption.users` fixes who uses GenAI instead, and a point has converged where nobody would change.
/// - Parameters:
///   - seed: of random starts of best responses, in inclusive games that need them.
///   - first: the first point to report. Every point has the same bits whatever `first` is.
///   - onPoint: called as each point ends; what it throws ends the sweep.
/// - Returns: whether all points were reported, or the sweep was cancelled.
/// - Throws: ``ParameterError`` before any work where the game does not admit a point, and what `solve` and `solveInclusive` throw.
/// - Complexity: one solve a point, and at most seven more after an interruption.
@discardableResult
public func sweep(
    _ contest: Contest, over grid: ParameterGrid, settings: Settings = Settings(), seed: UInt64 = InclusiveSettings().seed,
    from first: Int = 0, onPoint: (SweepPoint) throws -> Void
) throws -> SweepEnd {
    try grid.validate(for: contest)
    let line = grid.axes.last?.values.count ?? 1
    func startsFromNothing(_ point: Int) -> Bool { (point % line) % warmStartRun == 0 }
    guard first < grid.count else { return .complete }
    if contest.competition == .inclusive { return try sweepInclusive(contest, over: grid, settings: settings, seed: seed, from: first, onPoint: onPoint) }
    var point = first
    while !startsFromNothing(point) { point -= 1 }

    var predecessor: Equilibrium?
    var company: [Int]? // who took part there: another company's equilibrium is no start
    while point < grid.count {
        if settings.isCancelled?() == true { return .cancelled }
        let creators = try grid.creators(at: point, of: contest)
        let start = startsFromNothing(point) || creators != company ? nil : predecessor
        company = creators
        let equilibrium = try solve(grid.contest(at: point, of: contest), settings: settings, startingFrom: start)
        if equilibrium.status == .cancelled { return .cancelled }
        if point >= first {
            try onPoint(SweepPoint(point: point, parameters: grid.values(at: point), equilibrium: equilibrium))
        }
        predecessor = equilibrium.status == .converged ? equilibrium : nil
        point += 1
    }
    return .complete
}

private func sweepInclusive(
    _ contest: Contest, over grid: ParameterGrid, settings: Settings, seed: UInt64, from first: Int, onPoint: (SweepPoint) throws -> Void
) throws -> SweepEnd {
    var searching = InclusiveSettings()
    searching.solver = settings
    searching.seed = seed
    if !grid.fixesUsers { try searching.validate() }
    for point in first..<grid.count {
        if settings.isCancelled?() == true { return .cancelled }
        let (game, values) = (try grid.contest(at: point, of: contest), grid.values(at: point))
        if let users = try grid.users(at: point, of: contest) {
            let began = monotonicSeconds()
            let profile = try checkAdoption(game, actions: game.actions(users: users), settings: settings)
            if profile.status == .cancelled { return .cancelled }
            try onPoint(SweepPoint(point: point, parameters: values, fixed: profile, seconds: monotonicSeconds() - began, of: game))
        } else {
            let result = try solveInclusive(game, settings: searching)
            if result.status == .cancelled { return .cancelled }
            try onPoint(SweepPoint(point: point, parameters: values, result: result, of: game))
        }
    }
    return .complete
}
