import CKernels
import Foundation
import Testing

/// The proximal step against the equations it is to solve, in plain arithmetic with wide numbers.
@Suite struct CreatorProxTests {
    /// A creator's problem, and what the kernel made of it.
    private struct Case {
        var game: CreatorGame
        var stiffness: [Double]
        var net: [Double]
        var guesses: (capacity: [Double], effort: [Double])
    }

    private struct Answer {
        var effort, slope, capacityPrice, effortPrice: [Double]
        var isClean: Bool
        var numbers: [Double] { effort + slope + capacityPrice + effortPrice }
    }

    private static func run(_ problem: Case, on target: Target, shift: Int, inPlace: Bool = false) -> Answer {
        let fenced = Fenced(shift: shift)
        let game = problem.game
        return game.withView(fenced) { view in
            let net = fenced.array(problem.net)
            let effort = inPlace ? net : fenced.room(game.cells)
            let slope = fenced.room(game.cells)
            let capacity = fenced.array(problem.guesses.capacity), total = fenced.array(problem.guesses.effort)
            let padded = (game.topics + 7) / 8 * 8
            target.table.pointee.creator_prox(
                &view, 0, game.creators, fenced.array(problem.stiffness), net, effort, slope, capacity, total, fenced.room(10 * (padded + 8)))
            func values(_ p: UnsafeMutablePointer<Double>, _ n: Int) -> [Double] { Array(UnsafeBufferPointer(start: p, count: n)) }
            return Answer(
                effort: values(effort, game.cells), slope: values(slope, game.cells), capacityPrice: values(capacity, game.creators),
                effortPrice: values(total, game.creators), isClean: fenced.isClean)
        }
    }

    /// The first equation that does not hold, in words; nil where all do.
    private static func fault(_ problem: Case, _ got: Answer) -> String? {
        let game = problem.game
        for i in 0..<game.creators {
            let cells = game.positions(i)
            let lambda = got.capacityPrice[i], nu = got.effortPrice[i]
            let limit = game.limit?[i] ?? .infinity, eta = game.scale?[i] ?? 0
            guard lambda >= 0, lambda.isFinite, nu >= 0, nu.isFinite else { return "creator \(i): prices \(lambda), \(nu)" }
            var used: Wide = 0, total: Wide = 0, totalSlope: Wide = 0, highest = 0.0
            for p in cells {
                let k = game.rows[i][p - cells.lowerBound], x = got.effort[p], h = problem.stiffness[p], net = problem.net[p]
                let (c, rho) = (game.cost[p], game.rho(p))
                guard x >= 0, x.isFinite else { return "cell \(p): effort \(x)" }
                let right = Wide(net) - Wide(nu) * Wide(game.b(k)) - Wide(lambda) * Wide(game.a(k))
                let marginal = Wide(c) * Wide(rho) * (x > 0 ? pow(Wide(x), Wide(rho) - 1) : rho == 1 ? 1 : 0)
                let terms = abs(Wide(net)) + Wide(nu) * Wide(game.b(k)) + Wide(lambda) * Wide(game.a(k))
                // Where the answer would be below the normal doubles it is 0.
                let least = Wide(0x1p-1022) * max(1, abs(Wide(net)) / Wide(h))
                let hidden = Wide(h) * least + Wide(c) * Wide(rho) * pow(least, Wide(rho) - 1)
                let digits = 32 + (x > 0 ? 2 * (abs(log(x)) + abs(log(h)) + abs(log(abs(net)))) : 0)
                let own = Wide(h) * Wide(x) + marginal * max(1, Wide(rho) - 1)
                // A binding limit moves efforts once more.
                let allowed = Wide(eps) * (16 * terms + Wide(digits) * own) * (lambda > 0 ? 8 : 1)
                if x == 0 {
                    if right - (rho == 1 ? marginal : hidden * (1 + 1e-10)) > allowed { return "cell \(p): 0 at a net price of \(right) against \(hidden)" }
                } else if abs(Wide(h) * Wide(x) + marginal - right) > allowed {
                    return "cell \(p): h x \(h * x) + cost \(Double(marginal)) against \(Double(right)), net \(net), rho \(rho), x \(x), lambda \(lambda), nu \(nu)"
                }
                let bend = x > 0 && rho > 1 ? (Wide(rho) - 1) * marginal / Wide(x) : 0
                let slope = x > 0 ? 1 / (Wide(h) + bend) : 0
                let noise = Wide(eps) * (Wide(digits) * 4 * Wide(rho) + 64 * terms / max(Wide(h) * Wide(x) + marginal, Wide(Double.leastNormalMagnitude)))
                if abs(Wide(got.slope[p]) - slope) > noise * slope * max(1, 1 / (Wide(rho) - 1 + Wide(eps))) + Wide(Double.leastNormalMagnitude) {
                    return "cell \(p): slope \(got.slope[p]) against \(slope), rho \(rho), x \(x)"
                }
                used += Wide(game.a(k)) * Wide(x)
                total += Wide(game.b(k)) * Wide(x)
                totalSlope += Wide(game.b(k)) * Wide(game.b(k)) * slope
                highest = max(highest, Double(terms) / game.b(k))
            }
            let rounding = Wide(eps) * Wide(8 + cells.count)
            if used > Wide(limit) * (1 + rounding) { return "creator \(i): uses \(used) of \(limit)" }
            if lambda > 0, used < Wide(limit) * (1 - rounding) { return "creator \(i): pays \(lambda) and uses \(used) of \(limit)" }
            guard eta > 0 else {
                if nu != 0 { return "creator \(i): pays \(nu) for effort that is free" }
                continue
            }
            let implied = Wide(eta) * (game.theta == 1 ? 1 : total > 0 ? pow(total, Wide(game.theta) - 1) : 0)
            // The price cannot be better than what its own last places, and those of efforts, make of it.
            let bend = total > 0 ? (Wide(game.theta) - 1) * implied / total : 0
            let allowed = Wide(eps) * (64 * max(implied, Wide(nu)) + 64 * Wide(highest) + 64 * bend * totalSlope * Wide(highest) + (Wide(game.theta) - 1) * 800 * implied)
            if abs(implied - Wide(nu)) > allowed, cells.contains(where: { got.effort[$0] > 0 }) {
                return "creator \(i): nu \(nu) where its effort implies \(implied) (theta \(game.theta), eta \(eta), b'x \(total))"
            }
        }
        return nil
    }

    private static func check(_ problem: Case) {
        for shift in [0, 3] {
            var bits = SameBits()
            for target in Target.available {
                let got = run(problem, on: target, shift: shift)
                #expect(got.isClean, "\(target): wrote outside")
                let wrong = fault(problem, got)
                #expect(wrong == nil, "\(target)")
                let difference = bits.difference(target, got.numbers)
                #expect(difference == nil)
                #expect(run(problem, on: target, shift: shift, inPlace: true).effort == got.effort)
            }
        }
    }

    static let exponents = [1, 1.001, 1.2, 1.5, 2, 3, 8]

    /// Creators with one to nineteen cells; numbers of each creator around its own place, `decades` apart at most.
    private static func problem(
        _ draw: inout Draw, exponents: [Double], reach: Double, decades: Double, limits: [Double]? = nil, theta: Double? = nil
    ) -> Case {
        let creators = 12, topics = 19
        let rows = (0..<creators).map { i in (0..<topics).filter { _ in draw.chance(Double(i + 1) / 12) } }
        var cost: [Double] = [], stiffness: [Double] = [], net: [Double] = []
        let exponent = rows.flatMap { $0.map { _ in draw.pick(exponents) } }
        for row in rows {
            let (c, h, r) = (draw.logUniform(1e-3, 1e3), draw.logUniform(1 / reach, reach), draw.logUniform(1 / reach, reach))
            let spread = exp2(decades * 3.3)
            for _ in row {
                cost.append(c * draw.logUniform(1 / spread, spread))
                stiffness.append(h * draw.logUniform(1 / spread, spread))
                net.append(draw.chance(0.15) ? -r : r * draw.logUniform(1 / spread, spread))
            }
        }
        var game = CreatorGame(topics: topics, rows: rows, cost: cost, exponent: exponents.count == 1 ? exponents : exponent)
        if let theta {
            game.scale = (0..<creators).map { _ in draw.chance(0.2) ? 0 : draw.logUniform(1e-2, 1e2) }
            game.scaleWeight = (0..<topics).map { _ in draw.uniform(0.5, 2) }
            game.theta = theta
        }
        var result = Case(
            game: game, stiffness: stiffness, net: net,
            guesses: ((0..<creators).map { _ in 0 }, (0..<creators).map { _ in draw.pick([0, 1e-3, 10]) }))
        if let limits {
            // Relative to what would be used without.
            let free = run(result, on: Target.available[0], shift: 0).effort
            result.game.limitWeight = (0..<topics).map { _ in draw.uniform(0.5, 2) }
            result.game.limit = (0..<creators).map { i in
                let used = game.positions(i).reduce(0) { $0 + result.game.a(rows[i][$1 - game.positions(i).lowerBound]) * free[$1] }
                let factor = draw.pick(limits)
                return factor == .infinity ? .infinity : factor == 0 ? 0 : min(max(used * factor, 1e-290), 1e290)
            }
            result.guesses.capacity = (0..<creators).map { _ in draw.pick([0, 1e-3, 10]) }
        }
        return result
    }

    @Test(arguments: exponents) func oneExponentAtAllScales(rho: Double) {
        var draw = Draw(seed: UInt64(rho * 1000))
        for reach in [10, 1e30, 1e100] {
            for _ in 0..<10 { Self.check(Self.problem(&draw, exponents: [rho], reach: reach, decades: 2)) }
        }
    }

    @Test func exponentsMixed() {
        var draw = Draw(seed: 21)
        for reach in [10, 1e30, 1e100] {
            for _ in 0..<20 { Self.check(Self.problem(&draw, exponents: Self.exponents, reach: reach, decades: 3)) }
        }
    }

    static let wideRoom = [Double.infinity, 0, 0.5, 0.999, 1.5]
    /// Limits that efforts meet only as the last places of their price move.
    static let room = wideRoom + [1e-12]

    @Test(arguments: exponents) func capacities(rho: Double) {
        var draw = Draw(seed: UInt64(rho * 1000) + 1)
        for reach in [10, 1e100] {
            for _ in 0..<20 { Self.check(Self.problem(&draw, exponents: [rho], reach: reach, decades: 1, limits: Self.room)) }
        }
    }

    @Test func capacitiesOfMixedExponents() {
        var draw = Draw(seed: 22)
        for reach in [10, 1e30, 1e100] {
            for _ in 0..<20 { Self.check(Self.problem(&draw, exponents: Self.exponents, reach: reach, decades: 1, limits: Self.room)) }
        }
    }

    @Test(arguments: [1, 1.2, 1.5, 2, 3, 6], [false, true]) func totalEffort(theta: Double, hasCapacity: Bool) {
        var draw = Draw(seed: UInt64(theta * 100) + (hasCapacity ? 1 : 0))
        for reach in [10, 1e3] {
            for exponents in [[2], [1.5], [1.2], Self.exponents] {
                for _ in 0..<4 {
                    Self.check(Self.problem(&draw, exponents: exponents, reach: reach, decades: 1, limits: hasCapacity ? Self.wideRoom : nil, theta: theta))
                }
            }
        }
    }
}
