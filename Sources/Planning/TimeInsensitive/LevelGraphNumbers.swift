import NumericCore

/// All numbers of the exact graph of levels, for a pass that does nothing but read them: what planning cannot do without, and what
/// its time is held against.
package struct LevelGraphNumbers: Sendable {
    /// r_i(M_v)^+, a row a node.
    package let payoffs: [Double]
    /// cap_i(v), a row a node.
    package let caps: [Double]
    /// The node that a raise leads to, a row a node.
    package let targets: [Int32]

    /// - Parameter game: all memories 1.
    /// - Returns: nil where there are more levels than an exact method would list.
    /// - Complexity: O(V k) time and memory.
    package init?(of game: PlanningGame, threads: Int?) {
        let levels = TopicLevels(game, horizon: LongRun(of: game).horizon(of: game))
        guard let graph = LevelGraph(exact: levels, nodeLimit: ExactPlanner.nodeLimit, workers: Workers(threads: threads)) else { return nil }
        (payoffs, caps, targets) = (graph.payoffs, graph.caps, graph.targets)
    }
}
