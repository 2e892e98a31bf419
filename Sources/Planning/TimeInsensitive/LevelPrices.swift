/// The best path of a level graph where every play costs lambda: V(lambda), and the way there.
///
/// F(v) = max(0, max over raises (v, j) to w of r_j(M_v) - lambda + sum_i f_i (r_i(M_w) - lambda)^+ + F(w)), f_i the free plays that
/// come with the raise; V(lambda) = F(0) + sum_i cap_i(0) (r_i(M_0) - lambda)^+. D(lambda) = V(lambda) + lambda T bounds OPT_T:
/// in the best plan's path, plays beyond T are not made, and each play made costs what is given back for it.
///
/// - Complexity: O(V k^2) time where targets differ, each distinct pair of nodes being priced once; memory O(V).
struct LevelPrices: Sendable {
    let lambda: Double
    /// F(v): what the way on from a node is worth, its own free plays not included.
    let onward: [Double]
    /// The raise that the best path takes, -1 where it ends.
    let choice: [Int32]
    /// V(lambda).
    let value: Double

    init(_ graph: LevelGraph, lambda: Double) {
        var onward = [Double](repeating: 0, count: graph.count)
        var choice = [Int32](repeating: -1, count: graph.count)
        let (topics, stride) = (graph.topics, graph.stride)
        graph.payoffs.withUnsafeBufferPointer { payoffs in
            graph.caps.withUnsafeBufferPointer { caps in
                graph.targets.withUnsafeBufferPointer { targets in
                    // Buckets: many raises lead to the same node, and their free plays are priced once.
                    var pricedFor = [Int](repeating: -1, count: graph.count)
                    var priced = [Double](repeating: 0, count: graph.count)
                    for node in stride > 0 ? (0..<graph.count).reversed() : [] {
                        var best = 0.0
                        var bestTopic: Int32 = -1
                        for topic in 0..<topics {
                            let next = Int(targets[node * topics + topic])
                            guard next >= 0 else { continue }
                            if pricedFor[next] != node {
                                pricedFor[next] = node
                                priced[next] = Self.freePlays(
                                    caps.baseAddress! + node * stride, caps.baseAddress! + next * stride,
                                    payoffs.baseAddress! + next * stride, stride, lambda)
                            }
                            let own = payoffs[node * stride + topic] - lambda
                            let value = own + (priced[next] - max(payoffs[next * stride + topic] - lambda, 0)) + onward[next]
                            if value > best { (best, bestTopic) = (value, Int32(topic)) }
                        }
                        onward[node] = best
                        choice[node] = bestTopic
                    }
                }
            }
        }
        var first = 0.0
        for topic in 0..<topics { first += graph.caps[topic] * max(graph.payoffs[topic] - lambda, 0) }
        self.lambda = lambda
        self.onward = onward
        self.choice = choice
        value = first + (onward.first ?? 0)
    }

    /// sum_i (cap_i(next) - cap_i(node)) (r_i(next) - lambda)^+ over a row of `stride` doubles, a multiple of 4.
    @inline(__always)
    private static func freePlays(
        _ caps: UnsafePointer<Double>, _ nextCaps: UnsafePointer<Double>, _ payoffs: UnsafePointer<Double>, _ stride: Int, _ lambda: Double
    ) -> Double {
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index < stride {
            a += (nextCaps[index] - caps[index]) * max(payoffs[index] - lambda, 0)
            b += (nextCaps[index + 1] - caps[index + 1]) * max(payoffs[index + 1] - lambda, 0)
            c += (nextCaps[index + 2] - caps[index + 2]) * max(payoffs[index + 2] - lambda, 0)
            d += (nextCaps[index + 3] - caps[index + 3]) * max(payoffs[index + 3] - lambda, 0)
            index += 4
        }
        return (a + b) + (c + d)
    }
}
