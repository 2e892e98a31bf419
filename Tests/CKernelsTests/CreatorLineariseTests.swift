import CKernels
import Foundation
import Testing

/// The pull on efforts, the conditions linearised and the distance of profiles, against their formulas in wide numbers.
@Suite struct CreatorLineariseTests {
    private struct Point {
        var game: CreatorGame
        var effort, pull, anchor, coupled, capacityPrice: [Double]
        var prices: [[Double]]
        var sigma: Double

        init(_ seed: Int, _ parts: CreatorGame.Parts, topics: Int) {
            var draw = Draw(seed: UInt64(500 * seed + 32 * topics + parts.rawValue))
            game = CreatorGame.random(&draw, creators: 6, topics: topics, parts: parts)
            let n = game.cells
            effort = (0..<n).map { _ in draw.chance(0.3) ? 0 : draw.logUniform(1e-6, 1e2) }
            pull = (0..<n).map { _ in draw.uniform(-1, 3) }
            anchor = (0..<n).map { _ in draw.uniform(0, 2) }
            coupled = (0..<n).map { _ in draw.uniform(-2, 2) }
            capacityPrice = (0..<game.creators).map { _ in draw.chance(0.4) ? 0 : draw.logUniform(0.1, 2) }
            prices = [
                (0..<topics).map { _ in draw.uniform(0.5, 2) }, (0..<topics).map { _ in draw.chance(0.2) ? 0 : draw.uniform(-1, -0.1) },
                (0..<topics).map { _ in draw.uniform(0, 0.1) }, (0..<topics).map { _ in draw.uniform(1, 20) },
            ]
            sigma = seed.isMultiple(of: 2) ? 0 : 0.7
        }

        func withPrices<T>(_ fenced: Fenced, _ body: (inout nb_topic_prices) -> T) -> T {
            let at = prices.map { UnsafePointer(fenced.array($0)) }
            var view = nb_topic_prices(price: at[0], slope: at[1], curvature: at[2], total: at[3])
            return body(&view)
        }
    }

    /// A position's numbers in the order of nb_linearised, with the size of what is rounded in each.
    private struct Linearised {
        var values: [Wide]
        var sizes: [Wide]
        var residual, rounding: Wide

        init(_ point: Point, creator i: Int, position p: Int, effortPrice nu: Wide) {
            let game = point.game
            let k = game.rows[i][p - game.positions(i).lowerBound]
            let (x, c, rho) = (Wide(point.effort[p]), Wide(game.cost[p]), Wide(game.rho(p)))
            let (price, slope) = (Wide(point.prices[0][k]), Wide(point.prices[1][k]))
            var h = max(-slope + Wide(game.w(i)) * Wide(game.q(k, k)), 0x1p-20 * price / Wide(point.prices[3][k]))
            let held = Wide(point.sigma) * h * (x - Wide(point.anchor[p]))
            h *= 1 + Wide(point.sigma)
            func cost(_ y: Wide) -> Wide { y > 0 ? c * rho * pow(y, rho - 1) : rho == 1 ? c : 0 }
            let multipliers = Wide(point.capacityPrice[i]) * Wide(game.a(k)) + nu * Wide(game.b(k))
            let force = cost(x) + multipliers + (point.sigma > 0 ? held : 0) - Wide(point.pull[p])
            let size = cost(x) + multipliers + abs(held) + abs(Wide(point.pull[p])) + h * x
            let imbalance = x > 0 ? force : min(force, 0)
            let net = h * x + cost(x) + multipliers - (x > 0 ? 0 : max(force, 0))
            // At 0 with a force to wake, the slope is that of the place where the proximal step puts it.
            var y = x
            if x == 0, force < 0 {
                let right = cost(0) - force
                var (low, high) = (log(Wide(1e-300)), log(right / h) + 1)
                for _ in 0..<200 {
                    let middle = (low + high) / 2
                    if h * exp(middle) + cost(exp(middle)) < right { low = middle } else { high = middle }
                }
                y = exp(low)
            }
            let bend = rho == 1 ? 0 : (rho - 1) * cost(y) / max(y, Wide(1e-305))
            let responds = x > 0 || force < 0
            values = [imbalance, net, h, responds ? 1 / (h + bend) : 0]
            sizes = [size, size, h, (1 / (h + bend)) * (responds && x == 0 ? 64 : 1)]
            residual = abs(imbalance) / price
            let terms = price + abs(x * slope) + cost(x) + multipliers + Wide(game.w(i)) * (game.matrix == nil ? 0 : abs(Wide(point.coupled[p])))
            rounding = abs(imbalance) / terms
        }
    }

    static let topics = [1, 5, 8, 21]

    @Test(arguments: CreatorGame.Parts.all, topics) func conditionsAreTheirFormulas(parts: CreatorGame.Parts, topics: Int) {
        for seed in 0..<4 {
            let point = Point(seed, parts, topics: topics)
            let game = point.game
            let totals = game.rows.indices.map { i in
                zip(game.rows[i], game.positions(i)).reduce(Wide(0)) { $0 + Wide(game.b($1.0)) * Wide(point.effort[$1.1]) }
            }
            let prices = game.rows.indices.map { i -> Wide in
                guard let eta = game.scale?[i], eta > 0 else { return 0 }
                return Wide(eta) * pow(totals[i], Wide(game.theta) - 1)
            }
            let exact = game.rows.indices.flatMap { i in
                game.positions(i).map { Linearised(point, creator: i, position: $0, effortPrice: prices[i]) }
            }
            var bits = SameBits()
            for target in Target.available {
                let fenced = Fenced(shift: seed)
                let out = (0..<4).map { _ in fenced.room(game.cells) }
                let byCreator = (0..<2).map { _ in fenced.room(game.creators) }
                var sums = nb_coupled_sums()
                if game.matrix != nil { out[3].update(from: point.coupled.map(abs), count: game.cells) }
                game.withView(fenced) { view in
                    point.withPrices(fenced) { at in
                        var result = nb_linearised(
                            imbalance: out[0], net_price: out[1], stiffness: out[2], slope: out[3], effort_price: byCreator[0],
                            effort_bend: byCreator[1])
                        target.table.pointee.creator_linearise(
                            &view, 0, game.creators, &at, point.sigma, point.sigma > 0 ? UnsafePointer(fenced.array(point.anchor)) : nil,
                            fenced.array(point.effort), fenced.array(point.pull), game.matrix == nil ? nil : UnsafePointer(out[3]),
                            fenced.array(point.capacityPrice), &result, &sums)
                    }
                }
                #expect(fenced.isClean, "\(target): wrote outside")
                let names = ["imbalance", "net price", "stiffness", "slope"]
                for p in 0..<game.cells {
                    for j in 0..<4 {
                        let off = abs(Wide(out[j][p]) - exact[p].values[j])
                        #expect(off <= 32 * Wide(eps) * exact[p].sizes[j], "\(names[j]) of \(p): \(out[j][p]), not \(exact[p].values[j])")
                    }
                }
                for i in 0..<game.creators {
                    let bend = totals[i] > 0 ? (Wide(game.theta) - 1) * prices[i] / totals[i] : 0
                    #expect(abs(Wide(byCreator[0][i]) - prices[i]) <= 32 * Wide(eps) * prices[i])
                    #expect(abs(Wide(byCreator[1][i]) - bend) <= 64 * Wide(eps) * bend)
                }
                let most = (exact.map(\.residual).max() ?? 0, exact.map(\.rounding).max() ?? 0)
                #expect(abs(Wide(sums.residual) - most.0) <= 1e-12 * (1 + most.0))
                #expect(abs(Wide(sums.rounding) - most.1) <= 1e-12)
                let numbers = out.flatMap { Array(UnsafeBufferPointer(start: $0, count: game.cells)) }
                    + byCreator.flatMap { Array(UnsafeBufferPointer(start: $0, count: game.creators)) } + [sums.residual, sums.rounding]
                let difference = bits.difference(target, numbers)
                #expect(difference == nil)
            }
        }
    }

    @Test(arguments: CreatorGame.Parts.all, topics) func pullIsItsFormula(parts: CreatorGame.Parts, topics: Int) {
        let point = Point(9, parts, topics: topics)
        let game = point.game
        var bits = SameBits()
        for target in Target.available {
            for inPlace in [false, true] {
                let fenced = Fenced(shift: 2)
                let coupled = fenced.array(point.coupled)
                let out = inPlace ? coupled : fenced.room(game.cells)
                game.withView(fenced) { view in
                    point.withPrices(fenced) { at in
                        target.table.pointee.creator_pull(
                            &view, 0, game.creators, &at, fenced.array(point.effort), game.matrix == nil ? nil : UnsafePointer(coupled), out)
                    }
                }
                #expect(fenced.isClean)
                for i in 0..<game.creators {
                    for (k, p) in zip(game.rows[i], game.positions(i)) {
                        let terms: [Wide] = [
                            Wide(point.prices[0][k]), Wide(point.effort[p]) * Wide(point.prices[1][k]),
                            game.matrix == nil ? 0 : -Wide(game.w(i)) * Wide(point.coupled[p]),
                        ]
                        let size = terms.reduce(0) { $0 + abs($1) }
                        #expect(abs(Wide(out[p]) - terms.reduce(0, +)) <= 4 * Wide(eps) * size, "\(target), position \(p)")
                    }
                }
                let difference = bits.difference(target, Array(UnsafeBufferPointer(start: out, count: game.cells)))
                #expect(difference == nil)
            }
        }
    }

    /// A profile that is no number is never within a tolerance.
    @Test func whatIsNoNumberCountsAsFar() {
        let game = CreatorGame(topics: 1, rows: [[0]], cost: [1], exponent: [2])
        for target in Target.available {
            let fenced = Fenced()
            var sums = nb_coupled_sums()
            let out = (0..<4).map { _ in fenced.room(1) }
            game.withView(fenced) { view in
                let at = (1...4).map { UnsafePointer(fenced.array([$0 == 2 ? -1 : Double($0)])) }
                var prices = nb_topic_prices(price: at[0], slope: at[1], curvature: at[2], total: at[3])
                var result = nb_linearised(
                    imbalance: out[0], net_price: out[1], stiffness: out[2], slope: out[3], effort_price: nil, effort_bend: nil)
                target.table.pointee.creator_linearise(
                    &view, 0, 1, &prices, 0, nil, fenced.array([1]), fenced.array([.nan]), nil, nil, &result, &sums)
            }
            #expect(sums.residual == .infinity && sums.rounding == .infinity && fenced.isClean)
        }
    }
}
