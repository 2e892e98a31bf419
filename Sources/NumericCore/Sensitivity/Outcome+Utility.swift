#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Sensitivity {
    /// U = sum_i v_i u_i, u_i = sum_k (x P - c x^rho) - (w/2) x'Q x - (h/theta) E^theta with E = b'x:
    ///
    ///     dU/dx = v (P - c rho x^(rho - 1) - w (Q x)_k - h E^(theta - 1) b_k),   dU/ds = sum_i v x P'
    ///
    /// and directly dU/dt = sum v x dP/dt for the market's parameters, -v x^rho, -v c x^rho log x, -v x'Q x/2, -v w x_k x_l
    /// (half of it where k = l), -v E^theta/theta, -v h (E^theta log E/theta - E^theta/theta^2), -v nu x_k for the costs'. Topics without attention and idle cells have no part in it.
    /// - Complexity: O(cells), O(n K^2) with a similarity cost.
    func utilityPartials(weights: [Double]) -> Outcome.Partials {
        let at = linearised
        let game = at.game
        var efforts = [Double](repeating: 0, count: contest.layout.cells)
        var parameters = ParameterDerivatives(zerosFor: contest)
        var held = [Double](repeating: 0, count: contest.topics) // sum_i v_i x_ik
        var value = 0.0
        let similar = at.similarEfforts
        for i in 0..<game.creators where weights[i] != 0 {
            let v = weights[i]
            var (cost, quadratic) = (0.0, 0.0)
            for p in game.positions(i..<i + 1) where at.isFree(p) {
                let (k, cell, x) = (Int(game.order.topics[p]), Int(game.order.cells[p]), at.point.effort[p])
                held[k] += v * x
                let power = at.marginalCost[p] * x / at.exponent(p) // c x^rho
                cost += power
                quadratic += x * (similar?[p] ?? 0)
                efforts[cell] = v * (at.point.prices[k] - at.marginalCost[p] - at.otherMarginalCost(p, of: i, similar))
                parameters.cost[cell] = -v * power / at.cost(p)
                parameters.exponent[cell] = -v * power * log(x)
            }
            if let coupling = contest.coupling {
                parameters.couplingWeight[i] = -v * quadratic / 2
                cost += coupling.weights[i] * quadratic / 2
            }
            if let total = contest.totalEffort {
                let (h, theta, effort) = (total.scale[i], total.exponent, at.effort(of: i))
                let power = effort > 0 ? pow(effort, theta) : 0
                parameters.totalEffortScale[i] = -v * power / theta
                if effort > 0 { parameters.totalEffortExponent -= v * h * power * (log(effort) / theta - 1 / (theta * theta)) }
                cost += h * power / theta
                for p in game.positions(i..<i + 1) {
                    parameters.totalEffortWeight[Int(game.order.topics[p])] -= v * at.point.effortPrice[i] * at.point.effort[p]
                }
            }
            value -= v * cost
        }
        if let coupling = contest.coupling {
            parameters.couplingMatrix = at.pairSums(at.point.effort) { -weights[$0] * coupling.weights[$0] / 2 }
        }
        var totals = [Double](repeating: 0, count: contest.topics)
        for k in 0..<contest.topics where held[k] != 0 {
            let response = at.priceResponses[k]
            value += held[k] * at.point.prices[k]
            totals[k] = held[k] * at.point.prices.view.slope[k]
            parameters.mu[k] = held[k] * response.mu.price
            parameters.alpha[k] = contest.competition == .humanOnly ? 0 : held[k] * response.strength.price
            parameters.beta[k] = held[k] * response.beta.price
            parameters.gamma[k] = held[k] * response.gamma.price
            parameters.royalty[k] = held[k] * response.royalty.price
            parameters.conversationShare[k] = held[k] * response.conversationShare.price
            parameters.licencePrice[k] = held[k] * response.licencePrice.price
            parameters.licenceDecay[k] = held[k] * response.licenceDecay.price
            parameters.outsideData[k] = held[k] * response.outsideData.price
        }
        return Outcome.Partials(value: value, efforts: efforts, totals: totals, parameters: parameters)
    }
}
