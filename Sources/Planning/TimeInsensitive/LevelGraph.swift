/// The levels that GenAI can be brought to, where nothing is forgotten, and the plays that raise it from one to another.
///
/// Node v has a level M_v. cap_i(v) plays of topic i in all leave the level at M_v: they are *free*. The play after those is the
/// only one by which topic i can *raise* it, to node target(v, i). A path v_0 = 0, v_1, ... by raises of j_0, j_1, ... has
/// cap_i(v_l) - cap_i(v_{l-1}) - [i = j_{l-1}] free plays of topic i at step l, each worth r_i(M_{v_l}).
///
/// **Theorem 1** (this project's). OPT_T is the largest sum, over paths of m <= T raises, of the raises' payoffs r_j(M_{v_l}) and the
/// T - m best free plays. (<=) The raises of a plan form a path, and by step l it has made no more plays of a topic than the path
/// offers, so each free play of the plan can be matched to one at a step no later. (>=) The path's raises and chosen free plays,
/// made in that order, never have a count above cap, so the real level is never above the path's.
///
/// With nodes for all levels (``init(exact:nodeLimit:)``) the graph is exact. With fewer (``init(_:buckets:)``) levels are rounded
/// down: payoffs only rise and every path of the exact graph has its image, so values are upper bounds.
struct LevelGraph: Sendable {
    let levels: TopicLevels
    let topics: Int
    /// Doubles from one row to the next: `topics` rounded up to a multiple of 4, filled with zeros.
    let stride: Int
    /// M_v, rising.
    let nodes: [Double]
    /// r_i(M_v)^+, a row a node.
    let payoffs: [Double]
    /// cap_i(v), whole numbers <= horizon, a row a node.
    let caps: [Double]
    /// The node that the next play beyond cap_i(v) leads to; -1 where there is none or the play does not pay.
    let targets: [Int32]

    /// T, or L where the human leaves before.
    var horizon: Int { levels.horizon }
    var count: Int { nodes.count }

    func payoff(_ node: Int, _ topic: Int) -> Double { payoffs[node * stride + topic] }
    func cap(_ node: Int, _ topic: Int) -> Int { Int(caps[node * stride + topic]) }
    func target(_ node: Int, _ topic: Int) -> Int? {
        let found = targets[node * topics + topic]
        return found < 0 ? nil : Int(found)
    }

    /// Free plays of a topic at the node that a raise of `raised` from `previous` leads to; at the first node where there is none.
    func freePlays(of topic: Int, at node: Int, after previous: Int?, raised: Int?) -> Int {
        guard let previous else { return cap(node, topic) }
        return cap(node, topic) - cap(previous, topic) - (topic == raised ? 1 : 0)
    }

    init(levels: TopicLevels, nodes: [Double], payoffs: [Double], caps: [Double], targets: [Int32]) {
        self.levels = levels
        topics = levels.game.topics
        stride = Self.stride(topics)
        self.nodes = nodes
        self.payoffs = payoffs
        self.caps = caps
        self.targets = targets
    }

    static func stride(_ topics: Int) -> Int { (topics + 3) & ~3 }
}
