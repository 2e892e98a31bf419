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
        let (topics, stride, count) = (graph.topics, graph.stride, graph.count)
        var onward = [Double](repeating: 0, count: count)
        var choice = [Int32](repeating: -1, count: count)
        // (r_i(M_v) - lambda)^+, written as the pass comes to a node and read by the nodes before it.
        let gains = UnsafeMutablePointer<Double>.allocate(capacity: count * stride)
        defer { gains.deallocate() }
        // Buckets: many raises lead to the same node, and their free plays are priced once.
        var pricedFor = [Int](repeating: -1, count: count)
        var priced = [Double](repeating: 0, count: count)
        graph.payoffs.withUnsafeBufferPointer { payoffs in
            graph.caps.withUnsafeBufferPointer { caps in
                for node in (0..<count).reversed() {
                    for index in node * stride..<(node + 1) * stride {
                        let gain = payoffs[index] - lambda
                        (gains + index).initialize(to: gain > 0 ? gain : 0)
                    }
                    var best = 0.0
                    var bestTopic: Int32 = -1
                    for topic in 0..<topics {
                        let next = Int(graph.targets[node * topics + topic])
                        guard next >= 0 else { continue }
                        if pricedFor[next] != node {
                            pricedFor[next] = node
                            priced[next] = Self.freePlays(
                                caps.baseAddress! + node * stride, caps.baseAddress! + next * stride, gains + next * stride, stride)
                        }
                        let own = payoffs[node * stride + topic] - lambda
                        let value = own + (priced[next] - gains[next * stride + topic]) + onward[next]
                        if value > best { (best, bestTopic) = (value, Int32(topic)) }
                    }
                    onward[node] = best
                    choice[node] = bestTopic
                }
            }
        }
        var first = 0.0
        for topic in 0..<topics { first += graph.caps[topic] * gains[topic] }
        self.lambda = lambda
        self.onward = onward
        self.choice = choice
        value = first + onward[0]
    }

    /// sum_i (cap_i(next) - cap_i(node)) (r_i(next) - lambda)^+ over a row of `stride` doubles, a multiple of 4.
    @inline(__always)
    private static func freePlays(
        _ caps: UnsafePointer<Double>, _ nextCaps: UnsafePointer<Double>, _ gains: UnsafePointer<Double>, _ stride: Int
    ) -> Double {
        var sum = SIMD4<Double>.zero
        func four(_ base: UnsafePointer<Double>, _ index: Int) -> SIMD4<Double> {
            UnsafeRawPointer(base + index).loadUnaligned(as: SIMD4<Double>.self)
        }
        var index = 0
        while index < stride {
            sum += (four(nextCaps, index) - four(caps, index)) * four(gains, index)
            index += 4
        }
        return (sum.x + sum.y) + (sum.z + sum.w)
    }
}
