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
        addCoupling(price, to: &gradient)
        if game.hasCapacity {
            let left = room.doubles(game.count)
            at.blocks(price, into: left)
            for p in 0..<game.count where at.isFree(p) { left[p] = direct[p] + shift[Int(game.order.topics[p])] - left[p] }
            addCapacity(price, limits: at.alongCapacities(left), to: &gradient)
        }
        return Gradient(value: partials.value, parameters: gradient)
    }

    /// -p F_theta for the cells' own costs: F_c = m/c, F_rho = m (1/rho + log x).
    private func addCosts(_ price: UnsafePointer<Double>, to gradient: inout ParameterDerivatives) {
        let at = linearised
        let game = at.game
        nonisolated(unsafe) let price = price
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
