import Foundation
import NumericCore

/// Seeded contests that couple topics around an equilibrium drawn first: efforts and capacity prices, then the costs that make them
/// optimal. All families: similarity (also with negative entries), total effort with theta in {1, 1.5, 2, 3}, capacities that
/// bind and that do not, sparse cells, linear costs with corners, topics without attention.
public struct PlantedCoupledGames {
    public var creators = 2...6
    public var topics = 1...4
    public var exponents = [1, 1.2, 1.5, 2, 3]
    /// Which of similarity (1), total effort (2) and capacity (4) a game may have; at least one of them.
    public var families = 1...7

    public init() {}

    public func game(seed: UInt64) -> (game: PlainCoupledGame, efforts: [[Double]], prices: [Double]) {
        var draws = Draws(seed: seed)
        let (n, count) = (draws.integer(creators), draws.integer(topics))
        let families = draws.integer(families)
        var base = PlainGame(mu: [], alpha: [], beta: [], gamma: [], coefficients: [], exponents: [], label: "planted \(seed)")
        for k in 0..<count {
            base.mu.append(draws.chance(0.1) && k > 0 ? 0 : 1)
            base.alpha.append(draws.chance(0.2) ? 0 : draws.logUniform(0.1...5))
            base.gamma.append(draws.pick([1, 0.8, 0.5]))
            base.beta.append(draws.uniform(0...base.gamma[k]))
        }
        let sparse = draws.chance(0.4)
        base.coefficients = (0..<n).map { i in (0..<count).map { _ in sparse && i > 1 && draws.chance(0.4) ? nil : 1 } }
        base.exponents = (0..<n).map { _ in (0..<count).map { _ in draws.pick(exponents) } }
        let efforts = (0..<n).map { i in
            (0..<count).map { k -> Double in
                let isIdle = base.mu[k] == 0 || base.coefficients[i][k] == nil || (i > 1 && base.exponents[i][k] == 1 && draws.chance(0.5))
                return isIdle ? 0 : draws.logUniform(draws.chance(0.1) ? 1e-9...1e-6 : 0.2...5)
            }
        }
        var game = PlainCoupledGame(base)
        if families & 1 != 0 { (game.matrix, game.weights) = Self.similarity(n, count, &draws) }
        if families & 2 != 0 {
            game.effortScale = (0..<n).map { _ in draws.chance(0.2) ? 0 : draws.logUniform(0.05...2) }
            game.effortExponent = draws.pick([1, 1.5, 2, 3])
            game.effortWeights = (0..<count).map { _ in draws.uniform(0.5...2) }
        }
        var prices = [Double](repeating: 0, count: n)
        if families & 4 != 0 {
            game.capacityWeights = (0..<count).map { _ in draws.uniform(0.5...2) }
            for i in 0..<n {
                let used = zip(game.capacityWeights, efforts[i]).reduce(Wide(0)) { $0 + Wide($1.0) * Wide($1.1) }
                let binds = draws.chance(0.6)
                game.limits[i] = Double(used) * (binds ? 1 : draws.uniform(1.1...3))
                if used == 0 { game.limits[i] = 1 } else if binds { prices[i] = draws.logUniform(0.05...5) }
            }
        }
        Self.plant(&game, efforts, prices, &draws)
        return (game, efforts, prices)
    }

    /// Q = V V' of a few columns, exactly symmetric.
    private static func similarity(_ n: Int, _ count: Int, _ draws: inout Draws) -> ([[Double]], [Double]) {
        let low = draws.chance(0.5) ? -1.0 : 0
        let columns = (0..<draws.integer(1...count)).map { _ in (0..<count).map { _ in draws.uniform(low...1) } }
        let matrix = (0..<count).map { k in (0..<count).map { l in columns.reduce(0.0) { $0 + $1[k] * $1[l] } } }
        return (matrix, (0..<n).map { _ in draws.chance(0.2) ? 0 : draws.uniform(0.05...2) })
    }

    /// Attention that leaves every active cell something to pay for, and the coefficients that use it up.
    private static func plant(_ game: inout PlainCoupledGame, _ efforts: [[Double]], _ prices: [Double], _ draws: inout Draws) {
        let rows = efforts.map { $0.map { Wide($0) } }
        for k in 0..<game.topics where game.base.mu[k] > 0 {
            let total = rows.reduce(Wide(0)) { $0 + $1[k] }
            let unit = game.base.price(k, at: total)
            let active = (0..<game.creators).filter { efforts[$0][k] > 0 }
            let needed = active.map { i in game.charge(i, k, rows[i], lambda: prices[i]).value / (unit.value * (1 - unit.e * rows[i][k] / total)) }
            game.base.mu[k] = Double(max(1, needed.max() ?? 1)) * draws.uniform(1.5...5)
            let (price, e) = game.base.price(k, at: total)
            for i in 0..<game.creators where game.base.coefficients[i][k] != nil {
                let rho = Wide(game.base.exponents[i][k])
                let left = price * (1 - e * rows[i][k] / total) - game.charge(i, k, rows[i], lambda: prices[i]).value
                // Linear corners are priced out by a tenth.
                game.base.coefficients[i][k] = efforts[i][k] > 0
                    ? Double(left / (rho * pow(rows[i][k], rho - 1))) : Double(max(left, 0.1 * price) * 1.1)
            }
        }
    }
}
