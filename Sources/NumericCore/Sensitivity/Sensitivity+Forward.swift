#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Sensitivity {
    /// How everything moves with a parameter.
    public struct Response: Sendable {
        /// dx_ik/dtheta of every cell, in the contest's layout; 0 at idle cells.
        public let efforts: [Double]
        /// ds_k/dtheta, K values.
        public let totals: [Double]
        /// dlambda_i/dtheta, n values; nil without capacities.
        public let capacityPrices: [Double]?
    }

    /// Efforts, totals and capacity prices per unit of one parameter (forward).
    /// - Throws: ``SensitivityError`` for a parameter that the contest does not have, and for those without a derivative: mu where
    ///   it is 0, B where it is 0.
    /// - Complexity: two passes over the creators' blocks, as ``gradient(of:)``.
    public func derivative(withRespectTo parameter: Parameter) throws(SensitivityError) -> Response {
        try derivative(along: [parameter: 1])
    }

    /// The same along a direction: all of the parameters at once, each at its rate.
    ///
    ///     dx = x0 - W (F_theta + M x0 + G ds),   ds = C^-1 sum_i (x0 - W (F_theta + M x0)),   x0 = D a dB/(a'D a),
    ///     dlambda = -(a'D (F_theta + M dx + G ds))/(a'D a)
    ///
    /// - Throws: as ``derivative(withRespectTo:)``.
    public func derivative(along direction: [Parameter: Double]) throws(SensitivityError) -> Response {
        // In an order of their own, so that sums have the same bits in every run.
        let direction = direction.sorted { "\($0.key)" < "\($1.key)" }
        for (parameter, _) in direction {
            try contest.check(parameter)
            switch parameter {
            case .mu(let k) where contest.market.mu[k] == 0:
                throw SensitivityError(description: "\(parameter): efforts have no derivative where mu is 0")
            case .capacityLimit(let i) where contest.capacity?.limits[i] == 0:
                throw SensitivityError(description: "\(parameter): efforts have no derivative where the limit is 0")
            default: continue
            }
        }
        let at = linearised
        let game = at.game
        let room = DoublesArena()
        let (force, moved, step, scratch) = (
            room.doubles(game.count), room.doubles(game.count), room.doubles(game.count), room.doubles(game.count)
        )
        for (parameter, rate) in direction { addForce(parameter, rate, force, moved) }
        at.blocks(moved, into: scratch)
        for p in 0..<game.count where at.isFree(p) { scratch[p] += force[p] }
        var right = at.steps(scratch, shift: nil, isWeighted: true, into: step).sums
        for p in 0..<game.count { right[Int(game.order.topics[p])] += moved[p] }
        let totals = at.totals(right)
        _ = at.steps(scratch, shift: totals, isWeighted: true, into: step)
        for p in 0..<game.count { step[p] += moved[p] }
        var efforts = [Double](repeating: 0, count: contest.layout.cells)
        for p in 0..<game.count { efforts[Int(game.order.cells[p])] = step[p] }
        guard game.hasCapacity else { return Response(efforts: efforts, totals: totals, capacityPrices: nil) }
        at.blocks(step, into: scratch)
        for p in 0..<game.count where at.isFree(p) {
            let k = Int(game.order.topics[p])
            let response = -(at.point.prices.view.slope[k] + at.point.effort[p] * at.point.prices.view.curvature[k])
            scratch[p] = -(scratch[p] + force[p] + response * totals[k])
        }
        return Response(efforts: efforts, totals: totals, capacityPrices: at.alongCapacities(scratch))
    }

    /// Adds `rate` F_theta to `force`, and to `moved` what a change of a limit does directly. F_theta of each parameter: where
    /// ``gradient(of:)`` adds it up; a capacity's weights move its limit too.
    private func addForce(
        _ parameter: Parameter, _ rate: Double, _ force: UnsafeMutablePointer<Double>, _ moved: UnsafeMutablePointer<Double>
    ) {
        let at = linearised
        let game = at.game
        func each(_ positions: Range<Int>, _ value: (_ position: Int, _ topic: Int) -> Double) {
            for p in positions where at.isFree(p) { force[p] += rate * value(p, Int(game.order.topics[p])) }
        }
        func market(_ topic: Int, _ pair: PriceResponse.Pair) {
            each(0..<game.count) { p, k in k == topic ? -pair.marginalRevenue(at: at.point.effort[p]) : 0 }
        }
        func cells(_ creator: Int) -> Range<Int> { game.positions(creator..<creator + 1) }
        switch parameter {
        case .mu(let k): market(k, at.priceResponses[k].mu)
        case .alpha(let k): if contest.competition != .humanOnly { market(k, at.priceResponses[k].strength) }
        case .beta(let k): market(k, at.priceResponses[k].beta)
        case .gamma(let k): market(k, at.priceResponses[k].gamma)
        case .royalty(let k): market(k, at.priceResponses[k].royalty)
        case .conversationShare(let k): market(k, at.priceResponses[k].conversationShare)
        case .licencePrice(let k): market(k, at.priceResponses[k].licencePrice)
        case .licenceDecay(let k): market(k, at.priceResponses[k].licenceDecay)
        case .outsideData(let k): market(k, at.priceResponses[k].outsideData)
        case .cost(let i, let topic):
            each(cells(i)) { p, k in k == topic ? at.marginalCost[p] / at.cost(p) : 0 }
        case .exponent(let i, let topic):
            each(cells(i)) { p, k in k == topic ? at.marginalCost[p] * (1 / at.exponent(p) + log(at.point.effort[p])) : 0 }
        case .couplingMatrix(let topic, let other):
            for i in 0..<game.creators {
                let weight = contest.coupling!.weights[i]
                let (x, y) = (at.effort(of: i, in: topic), at.effort(of: i, in: other))
                each(cells(i)) { _, k in k == topic ? weight * y : k == other ? weight * x : 0 }
            }
        case .couplingWeight(let i):
            let similar = at.similarEfforts
            each(cells(i)) { p, _ in similar?[p] ?? 0 }
        case .totalEffortScale(let i):
            let total = contest.totalEffort!
            let unit = at.effort(of: i) > 0 ? pow(at.effort(of: i), total.exponent - 1) : 0
            each(cells(i)) { _, k in unit * total.weights[k] }
        case .totalEffortExponent:
            let total = contest.totalEffort!
            for i in 0..<game.creators where at.effort(of: i) > 0 {
                let effort = at.effort(of: i)
                let unit = total.scale[i] * pow(effort, total.exponent - 1) * log(effort)
                each(cells(i)) { _, k in unit * total.weights[k] }
            }
        case .totalEffortWeight(let topic):
            let weights = contest.totalEffort!.weights
            for i in 0..<game.creators {
                let bend = at.point.effortBend[i] * at.effort(of: i, in: topic)
                each(cells(i)) { _, k in bend * weights[k] + (k == topic ? at.point.effortPrice[i] : 0) }
            }
        case .capacityLimit(let i):
            moveLimit(of: i, by: rate, moved)
        case .capacityWeight(let topic):
            for i in 0..<game.creators where at.binds(i) {
                each(cells(i)) { _, k in k == topic ? at.point.capacityPrice[i] : 0 }
                // a'dx = -x_k da_k
                moveLimit(of: i, by: -rate * at.effort(of: i, in: topic), moved)
            }
        }
    }

    /// x0 = D a dB/(a'D a), where the capacity binds.
    private func moveLimit(of creator: Int, by change: Double, _ moved: UnsafeMutablePointer<Double>) {
        let at = linearised
        guard at.binds(creator), change != 0, let weights = contest.capacity?.weights else { return }
        let cells = at.game.positions(creator..<creator + 1)
        func weight(_ p: Int) -> Double { weights[Int(at.game.order.topics[p])] }
        let length = cells.reduce(0) { $0 + at.point.slope[$1] * weight($1) * weight($1) }
        for p in cells where at.isFree(p) { moved[p] += change * at.point.slope[p] * weight(p) / length }
    }
}
