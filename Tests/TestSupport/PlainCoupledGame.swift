import Foundation
import NumericCore

/// A contest that couples topics as plain arrays, with its definitions evaluated slowly in the wide precision and without the library.
public struct PlainCoupledGame: Sendable {
    public var base: PlainGame
    /// Q; empty: no similarity cost.
    public var matrix: [[Double]] = []
    /// w
    public var weights: [Double]
    /// h, theta and a; h all 0: no total effort cost.
    public var effortScale: [Double]
    public var effortExponent = 2.0
    public var effortWeights: [Double]
    /// B and b; all infinite: no capacity.
    public var limits: [Double]
    public var capacityWeights: [Double]

    /// A game whose topics are apart.
    public init(_ base: PlainGame) {
        self.base = base
        (weights, effortScale) = (base.coefficients.map { _ in 0 }, base.coefficients.map { _ in 0 })
        (effortWeights, capacityWeights) = (base.mu.map { _ in 1 }, base.mu.map { _ in 1 })
        limits = base.coefficients.map { _ in .infinity }
    }

    public var creators: Int { base.creators }
    public var topics: Int { base.topics }

    public func contest() throws -> Contest {
        try base.contest().with(
            coupling: matrix.isEmpty ? nil : CouplingCost(matrix: matrix, weights: PerCreator(weights)),
            totalEffort: TotalEffortCost(scale: PerCreator(effortScale), exponent: effortExponent, weights: PerTopic(effortWeights)),
            capacity: Capacity(limits: PerCreator(limits), weights: PerTopic(capacityWeights)))
    }

    /// n rows of K efforts in the contest's layout.
    public func profile(_ efforts: [[Double]]) throws -> EffortProfile {
        let layout = try base.contest().layout
        return EffortProfile(layout: layout, values: CellBuffer((0..<topics).flatMap { k in base.eligible(k).map { efforts[$0][k] } }))
    }

    /// The terms of grad f_i and of the capacity price in topic k: w (Qx)_k, h E^(theta - 1) a_k, lambda b_k, and the sum of
    /// their magnitudes.
    public func charge(_ i: Int, _ k: Int, _ row: [Wide], lambda: Double) -> (value: Wide, magnitude: Wide) {
        var (similar, size): (Wide, Wide) = (0, 0)
        for l in 0..<topics where !matrix.isEmpty {
            similar += Wide(matrix[k][l]) * row[l]
            size += abs(Wide(matrix[k][l])) * row[l]
        }
        let effort = zip(effortWeights, row).reduce(Wide(0)) { $0 + Wide($1.0) * $1.1 }
        let fatigue = effortScale[i] == 0 ? 0 : Wide(effortScale[i]) * pow(effort, Wide(effortExponent - 1)) * Wide(effortWeights[k])
        let price = Wide(lambda) * Wide(capacityWeights[k])
        return (Wide(weights[i]) * similar + fatigue + price, Wide(weights[i]) * size + fatigue + price)
    }

    /// The largest of |g|/P, complementarity and infeasibility, every topic with an effort in it.
    public func residual(_ efforts: [[Double]], prices: [Double]) -> Wide {
        var worst: Wide = 0
        for i in 0..<creators {
            let row = efforts[i].map { Wide($0) }
            var revenue: Wide = 0
            for k in 0..<topics where base.coefficients[i][k] != nil && base.mu[k] > 0 {
                let (price, e) = base.price(k, at: efforts.reduce(Wide(0)) { $0 + Wide($1[k]) })
                let total = efforts.reduce(Wide(0)) { $0 + Wide($1[k]) }
                let rho = Wide(base.exponents[i][k])
                let cost = Wide(base.coefficients[i][k]!) * rho * (rho == 1 ? 1 : pow(row[k], rho - 1))
                let g = price * (1 - e * row[k] / total) - cost - charge(i, k, row, lambda: prices[i]).value
                worst = max(worst, row[k] > 0 ? abs(g) / price : max(0, g) / price)
                revenue += row[k] * price
            }
            guard limits[i] < .infinity else { continue }
            let used = zip(capacityWeights, row).reduce(Wide(0)) { $0 + Wide($1.0) * $1.1 }
            worst = max(worst, max(0, used - Wide(limits[i])) / Wide(limits[i]))
            worst = max(worst, Wide(prices[i]) * abs(Wide(limits[i]) - used) / (revenue > 0 ? revenue : 1))
        }
        return worst
    }

    /// What creator i earns by a row of efforts against the others, and its gross revenue; where nobody else creates an
    /// effort of 0 earns what a vanishing one does.
    public func payoff(_ i: Int, _ row: [Wide], others: [Wide], isSupremum: Bool = true) -> (payoff: Wide, revenue: Wide) {
        var (revenue, cost): (Wide, Wide) = (0, 0)
        for k in 0..<topics where base.coefficients[i][k] != nil && base.mu[k] > 0 {
            let y = row[k] == 0 && others[k] == 0 && isSupremum ? Wide(1e-300) : row[k]
            if y > 0 { revenue += y * base.price(k, at: others[k] + y).value }
            cost += Wide(base.coefficients[i][k]!) * pow(row[k], Wide(base.exponents[i][k]))
            for l in 0..<topics where !matrix.isEmpty { cost += Wide(weights[i]) / 2 * row[k] * Wide(matrix[k][l]) * row[l] }
        }
        let effort = zip(effortWeights, row).reduce(Wide(0)) { $0 + Wide($1.0) * $1.1 }
        if effortScale[i] > 0 { cost += Wide(effortScale[i]) / Wide(effortExponent) * pow(effort, Wide(effortExponent)) }
        return (revenue - cost, revenue)
    }

    /// The others' totals.
    public func others(than i: Int, _ efforts: [[Double]]) -> [Wide] {
        (0..<topics).map { k in efforts.enumerated().reduce(Wide(0)) { $1.offset == i ? $0 : $0 + Wide($1.element[k]) } }
    }
}

extension PlainCoupledGame {
    /// The best reply of a creator by searches along lines (one effort, or one against another so that the capacity stays
    /// full), again and again until none improves: slow, and global for concave payoffs.
    public func bestReply(_ i: Int, _ efforts: [[Double]]) -> (payoff: Wide, revenue: Wide) {
        let others = others(than: i, efforts)
        let open = (0..<topics).filter { base.coefficients[i][$0] != nil && base.mu[$0] > 0 }
        var row = efforts[i].enumerated().map { open.contains($0.offset) ? Wide($0.element) : 0 }
        func used(_ row: [Wide]) -> Wide { zip(capacityWeights, row).reduce(Wide(0)) { $0 + Wide($1.0) * $1.1 } }
        let limit = Wide(limits[i])
        if used(row) > limit { row = row.map { $0 * limit / used(row) } }
        var best = payoff(i, row, others: others).payoff
        for _ in 0..<400 {
            let before = best
            for k in open {
                for l in open {
                    var direction = row.map { _ in Wide(0) }
                    direction[k] = 1
                    if l != k { direction[l] = -Wide(capacityWeights[k]) / Wide(capacityWeights[l]) }
                    let least = -row[k]
                    let room = l == k ? (limit - used(row)) / Wide(capacityWeights[k]) : -row[l] / direction[l]
                    func along(_ t: Wide) -> Wide { payoff(i, zip(row, direction).map { max(0, $0 + t * $1) }, others: others).payoff }
                    let t = Self.maximum(from: least, to: room, along)
                    let value = along(t)
                    if value > best {
                        best = value
                        row = zip(row, direction).map { max(0, $0 + t * $1) }
                    }
                }
            }
            if best - before <= 1e-17 * abs(best) { break }
        }
        return payoff(i, row, others: others)
    }

    /// Golden sections, after doubling where there is no upper end.
    private static func maximum(from least: Wide, to most: Wide, _ value: (Wide) -> Wide) -> Wide {
        var (low, high) = (least, most)
        if high == .infinity {
            var width = max(-least, 1e-6)
            while value(least + 2 * width) > value(least + width) { width *= 2 }
            high = least + 2 * width
        }
        guard high > low else { return 0 }
        let golden = (sqrt(Wide(5)) - 1) / 2
        for _ in 0..<90 {
            let (left, right) = (high - golden * (high - low), low + golden * (high - low))
            if value(left) >= value(right) { high = right } else { low = left }
        }
        return [least, (low + high) / 2, most].filter(\.isFinite).max { value($0) < value($1) }!
    }
}
