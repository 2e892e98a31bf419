/// A creator's payoff at one effort vector y, and how it changes: everything that a step of ``CoupledReply`` needs.
struct ReplyPoint {
    var y: [Double]
    /// Capacity price that goes with y.
    var lambda = 0.0
    /// u(y); revenue where nobody else creates counts with its limit where y = 0.
    var payoff = 0.0
    var revenue = 0.0
    /// P + y P', and -d(P + y P')/dy.
    var marginalRevenue: [Double]
    var bend: [Double]
    var marginalCost: [Double]
    /// w Qy + h E^(theta - 1) a + lambda b
    var charge: [Double]
    /// E = a'y, b'y
    var effort = 0.0
    var used = 0.0
    private var similar: [Double]

    init(_ creator: CoupledCreator, y: [Double], lambda: Double) {
        self.y = y
        self.lambda = lambda
        let zeros = [Double](repeating: 0, count: y.count)
        (marginalRevenue, bend, marginalCost, charge, similar) = (zeros, zeros, zeros, zeros, zeros)
        (used, effort) = creator.use(y)
        creator.similar(y, &similar)
        let fatigue = creator.fatigue(at: effort)
        var (earned, spent) = (CompensatedSum(), CompensatedSum())
        for j in 0..<y.count {
            let cell = creator.cells[j]
            charge[j] = creator.weight * similar[j] + fatigue * cell.effortWeight + lambda * cell.capacityWeight
            marginalCost[j] = creator.marginalCost(j, at: y[j])
            // Nobody there: as at an effort too small to matter, where the price is still a number.
            let total = max(cell.rivals + y[j], 0x1p-900)
            let price = cell.market.price(at: total).value
            let (e, complement) = cell.market.elasticity(at: total)
            let share = y[j] / total
            marginalRevenue[j] = price * (complement + e * (cell.rivals / total))
            let rate = cell.market.elasticitySlope(at: total, elasticity: e)
            bend[j] = price / total * (2 * e - share * (e * e + e - rate))
            earned.add(y[j] > 0 ? y[j] * price : creator.linearised(j, charge: 0).jump)
            spent.add(y[j] * (marginalCost[j] / cell.rho))
        }
        revenue = earned.value
        payoff = earned.value - spent.value - creator.couplingCost(y, similar: similar, effort: effort)
    }

    /// An upper bound of u(z) - u(y) over all z >= 0 with b'z <= B, for concave payoffs.
    func bound(_ creator: CoupledCreator) -> Double {
        var sum = lambda == 0 ? 0 : lambda * max(0, creator.limit - used)
        guard creator.limit > 0 else { return 0 }
        for j in 0..<y.count {
            let slope = (marginalRevenue[j] - marginalCost[j]) - charge[j]
            if slope <= 0 {
                sum -= slope * y[j]
            } else if y[j] > 0, slope <= 0.69 * (creator.cells[j].rho - 1) * marginalCost[j] {
                sum += slope * y[j]
            } else {
                let cell = creator.linearised(j, charge: charge[j])
                let edge = y[j] == 0 ? cell.slope(at: .leastNormalMagnitude) : slope
                if edge > 0 { sum += creator.gap(j, charge: charge[j], from: y[j], slope: slope, effort: effort, isTight: true) }
            }
        }
        return sum
    }
}
