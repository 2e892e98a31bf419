#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Sensitivity {
    /// An outcome with its derivative with respect to every parameter.
    public struct Gradient: Sendable {
        /// J
        public let value: Double
        /// dJ/dtheta
        public let parameters: ParameterDerivatives
    }

    /// The total derivative of an outcome with respect to every parameter, the equilibrium's answer included (adjoint).
    ///
    /// With J_x, J_s, J_theta the outcome's partial derivatives, q = C^-T (J_s - sum_i G_i W_i J_x) and p_i = W_i (J_x + q):
    ///
    ///     dJ/dtheta = J_theta - sum p F_theta,     dJ/dB_i = (a'D (J_x + q - M p))/(a'D a)
    ///
    /// Units: the outcome's over the parameter's. One-sided where ``Sensitivity/kinks`` says so.
    /// - Complexity: two passes over the creators' blocks (one for outcomes of totals alone) and O(cells) for the parameters, less
    ///   than two steps of ``Method/structuredNewton``; O(cells) where topics are separable.
    public func gradient(of outcome: Outcome) -> Gradient {
        let partials = outcome.partials(at: self)
        let at = linearised
        let game = at.game
        let room = DoublesArena()
        let direct = room.doubles(game.count)
        var right = partials.totals
        let price = room.doubles(game.count)
        if let efforts = partials.efforts {
            for p in 0..<game.count where at.isFree(p) { direct[p] = efforts[Int(game.order.cells[p])] }
            let (_, weighted) = at.steps(direct, shift: nil, isWeighted: true, into: price)
            for k in 0..<contest.topics { right[k] += weighted[k] }
        }
        let shift = at.totals(right, transposed: true)
        _ = at.steps(direct, shift: shift, isWeighted: false, into: price)
        for p in 0..<game.count { price[p] = -price[p] }
        var gradient = partials.parameters ?? ParameterDerivatives(zerosFor: contest)
        addCosts(price, to: &gradient)
        addMarket(price, to: &gradient)
        if let capacity = contest.capacity {
            let left = room.doubles(game.count)
            at.blocks(price, into: left)
            for p in 0..<game.count where at.isFree(p) { left[p] = direct[p] + shift[Int(game.order.topics[p])] - left[p] }
            let bound = at.alongCapacities(left)
            for i in 0..<contest.creators { gradient.capacityLimit[i] += capacity.limits[i] == 0 ? .nan : bound[i] }
        }
        return Gradient(value: partials.value, parameters: gradient)
    }

    /// -p F_theta for the costs' parameters: F_c = m/c, F_rho = m (1/rho + log x), F_w = (Q x)_k, F_h = E^(theta - 1) b_k,
    /// F_theta = h E^(theta - 1) log E b_k.
    private func addCosts(_ price: UnsafePointer<Double>, to gradient: inout ParameterDerivatives) {
        let at = linearised
        let game = at.game
        nonisolated(unsafe) let price = price
        nonisolated(unsafe) let similar = at.similarEfforts
        let exponents = SharedTable(count: at.equations.tiles.slots, filledWith: 0.0)
        gradient.cost.withUnsafeMutableBufferPointer { cost in
            gradient.exponent.withUnsafeMutableBufferPointer { exponent in
                nonisolated(unsafe) let (cost, exponent) = (cost.baseAddress!, exponent.baseAddress!)
                at.equations.tiles.run { _, creators, _ in
                    for p in game.positions(creators) where at.isFree(p) {
                        let cell = Int(game.order.cells[p])
                        let weighted = price[p] * at.marginalCost[p]
                        cost[cell] -= weighted / at.cost(p)
                        exponent[cell] -= weighted * (1 / at.exponent(p) + log(at.point.effort[p]))
                    }
                }
            }
        }
        guard contest.coupling != nil || contest.totalEffort != nil else { return }
        let weights = SharedTable(count: game.creators, filledWith: 0.0)
        let scales = SharedTable(count: game.creators, filledWith: 0.0)
        let total = contest.totalEffort
        at.equations.tiles.run { slot, creators, _ in
            for i in creators {
                var (alongSimilar, alongEffort) = (0.0, 0.0)
                for p in game.positions(i..<i + 1) where at.isFree(p) {
                    if let similar { alongSimilar += price[p] * similar[p] }
                    if let total { alongEffort += price[p] * total.weights[Int(game.order.topics[p])] }
                }
                weights[i] = alongSimilar
                guard let total else { continue }
                let effort = at.effort(of: i)
                guard effort > 0 else { continue }
                let unit = pow(effort, total.exponent - 1) * alongEffort
                scales[i] = unit
                exponents[slot] += total.scale[i] * unit * log(effort)
            }
        }
        for i in gradient.couplingWeight.indices { gradient.couplingWeight[i] -= weights[i] }
        for i in gradient.totalEffortScale.indices { gradient.totalEffortScale[i] -= scales[i] }
        if contest.totalEffort != nil { gradient.totalEffortExponent -= exponents.array.reduce(0, +) }
    }

    /// -p F_theta for the market's parameters: (sum_i p) dP/dtheta + (sum_i p x) dP'/dtheta.
    private func addMarket(_ price: UnsafePointer<Double>, to gradient: inout ParameterDerivatives) {
        let at = linearised
        let game = at.game
        var plain = [Double](repeating: 0, count: contest.topics)
        var weighted = plain
        for p in 0..<game.count {
            let k = Int(game.order.topics[p])
            plain[k] += price[p]
            weighted[k] += price[p] * at.point.effort[p]
        }
        let genAI = contest.competition == .humanOnly ? 0.0 : 1
        for k in 0..<contest.topics {
            let response = at.priceResponses[k]
            func total(_ pair: PriceResponse.Pair) -> Double { plain[k] * pair.price + weighted[k] * pair.slope }
            gradient.mu[k] += contest.market.mu[k] == 0 ? .nan : total(response.mu)
            gradient.alpha[k] += genAI * total(response.strength)
            gradient.beta[k] += total(response.beta)
            gradient.gamma[k] += total(response.gamma)
            gradient.royalty[k] += total(response.royalty)
            gradient.conversationShare[k] += total(response.conversationShare)
            gradient.licencePrice[k] += total(response.licencePrice)
            gradient.licenceDecay[k] += total(response.licenceDecay)
            gradient.outsideData[k] += total(response.outsideData)
        }
    }
}
