#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One creator's decision as a certificate looks at it: its cells in topics with attention, what rivals do there, and what
/// couples the cells. Room for the largest creator, filled anew for each one; one thread's.
final class CoupledCreator {
    /// What belongs to one cell.
    struct Cell {
        var topic = 0
        var market = TopicMarket(mu: 0, strength: 0, beta: 0, gamma: 1)
        /// c and rho.
        var cost = 1.0
        var rho = 1.0
        /// S, the others' effort.
        var rivals = 0.0
        /// a_k of the total effort cost.
        var effortWeight = 0.0
        /// b_k of the capacity.
        var capacityWeight = 1.0
    }

    private(set) var cells: [Cell] = []
    /// The creator's efforts, cell by cell.
    private(set) var own: [Double] = []
    /// w, h, theta and B.
    private(set) var weight = 0.0
    private(set) var effortScale = 0.0
    let effortExponent: Double
    /// Of Q, less what rounding may have added to it; 0 or less where Q is singular.
    let leastEigenvalue: Double
    private(set) var limit = Double.infinity
    var count: Int { cells.count }

    private let contest: Contest
    private let efforts: EffortProfile
    private let totals: [Double]
    private let order: CreatorOrder
    private let markets: [TopicMarket]

    init(contest: Contest, efforts: EffortProfile, totals: [Double], order: CreatorOrder, markets: [TopicMarket]) {
        (self.contest, self.efforts, self.totals, self.order, self.markets) = (contest, efforts, totals, order, markets)
        effortExponent = contest.totalEffort?.exponent ?? 1
        let eigenvalues = contest.coupling?.eigenvalues
        leastEigenvalue = (eigenvalues?.first ?? 0) - 1e-12 * (eigenvalues?.last ?? 0)
    }

    /// Takes up creator i. O(K), and a read of a topic's efforts where it holds more than half of them.
    func load(_ i: Int) {
        weight = contest.coupling?.weights[i] ?? 0
        effortScale = contest.totalEffort?.scale[i] ?? 0
        limit = contest.capacity?.limits[i] ?? .infinity
        cells.removeAll(keepingCapacity: true)
        own.removeAll(keepingCapacity: true)
        for position in order.offsets[i]..<order.offsets[i + 1] {
            let k = Int(order.topics[position])
            let cell = Int(order.cells[position])
            let x = efforts.values.base[cell]
            cells.append(
                Cell(
                    topic: k, market: markets[k], cost: contest.costs.coefficients[cell],
                    rho: contest.costs.exponent(ofCell: cell, topic: k),
                    rivals: efforts.rivals(ofCell: cell, topic: k, total: totals[k]),
                    effortWeight: contest.totalEffort?.weights[k] ?? 0, capacityWeight: contest.capacity?.weights[k] ?? 1))
            own.append(x)
        }
    }

    /// Q_kl between two of its cells; 0 where nothing is coupled.
    @inline(__always)
    func similarity(_ j: Int, _ l: Int) -> Double {
        guard let coupling = contest.coupling else { return 0 }
        return coupling.matrix.base[cells[j].topic * coupling.topics + cells[l].topic]
    }

    /// out_j = sum_l Q_jl x_l over its cells. O(K^2).
    func similar(_ x: [Double], _ out: inout [Double]) {
        guard let coupling = contest.coupling else {
            for j in 0..<count { out[j] = 0 }
            return
        }
        for j in 0..<count {
            let row = coupling.matrix.base + cells[j].topic * coupling.topics
            var sum = 0.0
            for l in 0..<count { sum += row[cells[l].topic] * x[l] }
            out[j] = sum
        }
    }

    /// b'x, what of the capacity is used, and E = a'x.
    func use(_ x: [Double]) -> (capacity: Double, effort: Double) {
        var (capacity, effort) = (CompensatedSum(), CompensatedSum())
        for j in 0..<count {
            capacity.add(cells[j].capacityWeight * x[j])
            effort.add(cells[j].effortWeight * x[j])
        }
        return (capacity.value, effort.value)
    }

    /// h E^(theta - 1), the total effort's marginal cost by weight.
    func fatigue(at effort: Double) -> Double {
        effortScale == 0 ? 0 : effortExponent == 1 ? effortScale : effortScale * pow(effort, effortExponent - 1)
    }

    /// (w/2) x'Qx + (h/theta) E^theta, given Qx.
    func couplingCost(_ x: [Double], similar: [Double], effort: Double) -> Double {
        var form = 0.0
        if weight > 0 { for j in 0..<count { form += x[j] * similar[j] } }
        return 0.5 * weight * form + (effortScale == 0 ? 0 : fatigue(at: effort) * effort / effortExponent)
    }

    /// The cell with what couples it to the others made linear.
    func linearised(_ j: Int, charge: Double) -> LinearisedCell {
        let cell = cells[j]
        return LinearisedCell(market: cell.market, cost: cell.cost, rho: cell.rho, rivals: cell.rivals, charge: charge)
    }

    /// c rho x^(rho - 1), in halves where the power alone would leave the range of doubles.
    func marginalCost(_ j: Int, at x: Double) -> Double {
        let (c, rho) = (cells[j].cost, cells[j].rho)
        if rho == 1 { return c }
        if rho == 2 { return 2 * c * x }
        if x == 0 { return 0 }
        let power = pow(x, rho - 1)
        if power.isNormal { return c * rho * power }
        let half = pow(x, 0.5 * (rho - 1))
        return c * rho * half * half
    }
}
