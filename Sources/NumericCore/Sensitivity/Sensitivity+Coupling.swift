#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The adjoint's sums for the parameters of what joins topics.
extension Sensitivity {
    /// -p F_theta for the costs that join topics: F_w = (Q x)_k, F_Q = w x_l at k and w x_k at l, F_h = E^(theta - 1) b_k,
    /// F_theta = h E^(theta - 1) log E b_k, and for a weight b_l, nu' x_l b_k and nu more at l.
    func addCoupling(_ price: UnsafePointer<Double>, to gradient: inout ParameterDerivatives) {
        let at = linearised
        if let coupling = contest.coupling {
            nonisolated(unsafe) let (price, similar) = (price, at.similarEfforts!)
            let along = SharedTable(count: contest.creators, filledWith: 0.0)
            at.equations.tiles.run { _, creators, _ in
                for i in creators { along[i] = at.game.positions(i..<i + 1).reduce(0) { $0 + price[$1] * similar[$1] } }
            }
            for i in 0..<contest.creators { gradient.couplingWeight[i] -= along[i] }
            let pairs = at.pairSums(price) { coupling.weights[$0] }
            for index in pairs.indices { gradient.couplingMatrix[index] -= pairs[index] }
        }
        if let total = contest.totalEffort { addTotalEffort(total, price, to: &gradient) }
    }

    private func addTotalEffort(_ total: TotalEffortCost, _ price: UnsafePointer<Double>, to gradient: inout ParameterDerivatives) {
        let (at, tiles, topics) = (linearised, linearised.equations.tiles, contest.topics)
        nonisolated(unsafe) let price = price
        let scales = SharedTable(count: contest.creators, filledWith: 0.0)
        let exponents = SharedTable(count: tiles.slots, filledWith: 0.0)
        let weights = SharedTable(count: tiles.slots * topics, filledWith: 0.0)
        tiles.run { slot, creators, _ in
            for i in creators {
                let positions = at.game.positions(i..<i + 1)
                let along = positions.reduce(0) { $0 + price[$1] * total.weights[Int(at.game.order.topics[$1])] }
                let effort = at.effort(of: i)
                guard effort > 0 else { continue }
                let unit = pow(effort, total.exponent - 1) * along
                scales[i] = unit
                exponents[slot] += total.scale[i] * unit * log(effort)
                let bend = at.point.effortBend[i] * along
                for p in positions {
                    weights[slot * topics + Int(at.game.order.topics[p])] += bend * at.point.effort[p] + at.point.effortPrice[i] * price[p]
                }
            }
        }
        for i in 0..<contest.creators { gradient.totalEffortScale[i] -= scales[i] }
        gradient.totalEffortExponent -= exponents.array.reduce(0, +)
        var byTopic = [Double](repeating: 0, count: topics)
        byTopic.withUnsafeMutableBufferPointer { tiles.add(weights, into: $0.baseAddress!) }
        for k in 0..<topics { gradient.totalEffortWeight[k] -= byTopic[k] }
    }

    /// The capacities' parameters, given what a unit more of each limit does: F_theta of a weight is lambda at its topic, and
    /// a'dx = -x_k da_k where the capacity binds.
    func addCapacity(_ price: UnsafePointer<Double>, limits: [Double], to gradient: inout ParameterDerivatives) {
        let at = linearised
        let point = at.point
        for i in 0..<contest.creators {
            gradient.capacityLimit[i] += contest.capacity?.limits[i] == 0 ? .nan : limits[i]
            guard at.binds(i), contest.capacity?.limits[i] != 0 else { continue } // a limit of 0 is met at any weights
            for p in at.game.positions(i..<i + 1) {
                gradient.capacityWeight[Int(at.game.order.topics[p])] -= point.capacityPrice[i] * price[p] + limits[i] * point.effort[p]
            }
        }
    }
}

extension LinearisedEquilibrium {
    /// What moves with the entries of Q, each pair of equal ones together: T_kl = sum_i r_i (u_ik x_il + u_il x_ik) for k != l and
    /// T_kk = sum_i r_i u_ik x_ik, K x K values, given u by position and the creators' rates r.
    /// - Complexity: O(n K^2) by one matrix product a tile; memory K^2 a slot of ``CreatorTiles``.
    func pairSums(_ left: UnsafePointer<Double>, rate: @Sendable (Int) -> Double) -> [Double] {
        let k = game.topics
        let tiles = equations.tiles
        let parts = SharedTable(count: tiles.slots * k * k, filledWith: 0.0)
        nonisolated(unsafe) let left = left
        tiles.run { slot, creators, room in
            tiles.addProducts(creators, left, point.effort, rate: rate, into: parts.base + slot * k * k, room)
        }
        var sums = [Double](repeating: 0, count: k * k)
        sums.withUnsafeMutableBufferPointer { tiles.add(parts, into: $0.baseAddress!) }
        for a in 0..<k {
            for b in 0..<a {
                let pair = sums[a * k + b] + sums[b * k + a]
                (sums[a * k + b], sums[b * k + a]) = (pair, pair)
            }
        }
        return sums
    }
}
