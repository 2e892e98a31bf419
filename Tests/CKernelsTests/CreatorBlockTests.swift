import CKernels
import Foundation
import Testing

/// Blocks, Newton steps and what goes with them on small games, against dense linear algebra in wide numbers.
@Suite struct CreatorBlockTests {
    /// A point of a game: any numbers that the kernels may be given.
    private struct Point {
        var game: CreatorGame
        var effort, slope, imbalance, capacityPrice, effortBend: [Double]
        var prices: [[Double]] // P, P', P'', s of each topic
        var shift: [Double]

        init(_ draw: inout Draw, _ parts: CreatorGame.Parts, topics: Int) {
            game = CreatorGame.random(&draw, creators: 5, topics: topics, parts: parts)
            let n = game.cells
            // Corners have no slope; a cell that is about to wake has one.
            let isCorner = (0..<n).map { _ in draw.chance(0.25) }
            effort = isCorner.map { $0 ? 0 : draw.logUniform(1e-3, 10) }
            slope = isCorner.map { $0 && draw.chance(0.8) ? 0 : draw.logUniform(1e-4, 3) }
            imbalance = (0..<n).map { _ in draw.uniform(-1, 1) }
            let limits = game.limit
            capacityPrice = (0..<game.creators).map { limits == nil || limits![$0] == .infinity || draw.chance(0.3) ? 0 : draw.logUniform(0.1, 10) }
            let scales = game.scale
            effortBend = (0..<game.creators).map { (scales?[$0] ?? 0) > 0 ? draw.logUniform(1e-2, 1e2) : 0 }
            prices = [
                (0..<topics).map { _ in draw.uniform(0.5, 2) }, (0..<topics).map { _ in draw.uniform(-1, -0.1) },
                (0..<topics).map { _ in draw.uniform(0, 0.1) }, (0..<topics).map { _ in draw.uniform(1, 20) },
            ]
            shift = (0..<topics).map { _ in draw.uniform(-1, 1) }
        }

        func topic(_ p: Int, of i: Int) -> Int { game.rows[i][p - game.positions(i).lowerBound] }
        /// G
        func factor(_ p: Int, of i: Int) -> Wide {
            let k = topic(p, of: i)
            return -(Wide(prices[1][k]) + Wide(effort[p]) * Wide(prices[2][k]))
        }

        /// The positions that are free to move, and W on them: the corner of the inverse of [M a; a' 0].
        func block(_ i: Int) -> (free: [Int], inverse: [[Wide]])? {
            let free = game.positions(i).filter { slope[$0] > 0 }
            let m = free.count
            let bound = capacityPrice[i] > 0 && m > 0
            var a = (0..<m).map { r -> [Wide] in
                let k = topic(free[r], of: i)
                return (0..<m).map { c in
                    let l = topic(free[c], of: i)
                    let coupled = r == c ? 1 / Wide(slope[free[r]]) : Wide(game.w(i)) * Wide(game.q(k, l))
                    return coupled + Wide(effortBend[i]) * Wide(game.b(k)) * Wide(game.b(l))
                }
            }
            if bound {
                for r in 0..<m { a[r].append(Wide(game.a(topic(free[r], of: i)))) }
                a.append(free.map { Wide(game.a(topic($0, of: i))) } + [0])
            }
            let identity = (0..<a.count).map { r in (0..<m).map { Wide(r == $0 ? 1 : 0) } }
            return plainSolve(a, identity).map { (free, Array($0[..<m])) }
        }

        /// Whether every creator's matrix is positive definite by far: D must not be too large for what Q takes away.
        var isSafe: Bool {
            (0..<game.creators).allSatisfy { i in
                let free = game.positions(i).filter { slope[$0] > 0 }
                return free.allSatisfy { slope[$0] * game.w(i) * Double(free.count) * (game.matrix?.map(abs).max() ?? 0) < 0.9 }
            }
        }

        /// Slopes small enough for that.
        mutating func tame() {
            let most = game.matrix?.map(abs).max() ?? 0
            for i in 0..<game.creators where game.w(i) > 0 && most > 0 {
                let bound = 0.8 / (game.w(i) * most * Double(max(1, game.rows[i].count)))
                for p in game.positions(i) where slope[p] > bound { slope[p] = bound * (0.5 + 0.5 * (slope[p] / (1 + slope[p]))) }
            }
        }

        func withPrices<T>(_ fenced: Fenced, _ body: (inout nb_topic_prices) -> T) -> T {
            let at = prices.map { UnsafePointer(fenced.array($0)) }
            var view = nb_topic_prices(price: at[0], slope: at[1], curvature: at[2], total: at[3])
            return body(&view)
        }
    }

    private static func point(_ seed: Int, _ parts: CreatorGame.Parts, topics: Int) -> Point {
        var draw = Draw(seed: UInt64(1000 * seed + 32 * topics + parts.rawValue))
        var point = Point(&draw, parts, topics: topics)
        point.tame()
        return point
    }

    private static func values(_ p: UnsafeMutablePointer<Double>, _ n: Int) -> [Double] { Array(UnsafeBufferPointer(start: p, count: n)) }

    private static func worst(_ got: [Double], _ exact: [Wide], scale: [Wide]) -> Double {
        got.indices.map { Double(abs(Wide(got[$0]) - exact[$0]) / (scale[$0] + Wide(Double.leastNormalMagnitude))) }.max() ?? 0
    }

    static let topics = [1, 3, 8, 13, 24]
    /// A few hundred operations of condition numbers of a few hundred.
    static let tolerance = 1e-11

    @Test(arguments: CreatorGame.Parts.all, topics) func blocksAddUp(parts: CreatorGame.Parts, topics: Int) throws {
        for seed in 0..<3 {
            let point = Self.point(seed, parts, topics: topics)
            let game = point.game
            try #require(point.isSafe)
            var capacitance = (0..<topics * topics).map { Wide($0 % 5) / 4 }, stepSum = (0..<topics).map { Wide($0 % 3) / 2 }
            let before = (capacitance.map { Double($0) }, stepSum.map { Double($0) })
            var supply = capacitance, supplySizes = capacitance.map { _ in Wide(1) }
            var sizes = capacitance.map { _ in Wide(1) }, stepSizes = stepSum.map { _ in Wide(1) }
            for i in 0..<game.creators {
                let (free, inverse) = try #require(point.block(i))
                for (r, p) in free.enumerated() {
                    let k = point.topic(p, of: i)
                    for (c, q) in free.enumerated() {
                        let term = inverse[r][c] * point.factor(q, of: i)
                        capacitance[k + topics * point.topic(q, of: i)] += term
                        sizes[k + topics * point.topic(q, of: i)] += abs(term)
                        supply[k + topics * point.topic(q, of: i)] += inverse[r][c]
                        supplySizes[k + topics * point.topic(q, of: i)] += abs(inverse[r][c])
                        stepSum[k] -= inverse[r][c] * Wide(point.imbalance[q])
                        stepSizes[k] += abs(inverse[r][c] * Wide(point.imbalance[q]))
                    }
                }
            }
            var bits = SameBits()
            for target in Target.available {
                let fenced = Fenced(shift: seed)
                let matrix = fenced.array(before.0), answers = fenced.array(before.0), sum = fenced.array(before.1)
                let padded = (topics + 7) / 8 * 8
                let failures = game.withView(fenced) { view in
                    point.withPrices(fenced) { at in
                        target.table.pointee.creator_blocks(
                            &view, 0, game.creators, &at, fenced.array(point.effort), fenced.array(point.slope), fenced.array(point.imbalance),
                            fenced.array(point.capacityPrice), fenced.array(point.effortBend), matrix, answers, sum, fenced.room(padded * (padded + 20)))
                    }
                }
                #expect(failures == 0 && fenced.isClean, "\(target)")
                let got = (Self.values(matrix, topics * topics), Self.values(sum, topics))
                #expect(Self.worst(got.0, capacitance, scale: sizes) < Self.tolerance, "W G, \(target)")
                #expect(Self.worst(Self.values(answers, topics * topics), supply, scale: supplySizes) < Self.tolerance, "W, \(target)")
                #expect(Self.worst(got.1, stepSum, scale: stepSizes) < Self.tolerance, "-W N, \(target)")
                let difference = bits.difference(target, got.0 + got.1 + Self.values(answers, topics * topics))
                #expect(difference == nil)
            }
        }
    }

    @Test(arguments: CreatorGame.Parts.all, topics) func stepsSolveTheBlocks(parts: CreatorGame.Parts, topics: Int) throws {
        for (seed, weighted) in [(3, true), (4, false)] {
            let point = Self.point(seed, parts, topics: topics)
            let game = point.game
            try #require(point.isSafe)
            var step = [Wide](repeating: 0, count: game.cells), sizes = step.map { _ in Wide(0) }
            for i in 0..<game.creators {
                let (free, inverse) = try #require(point.block(i))
                for (r, p) in free.enumerated() {
                    // What a binding capacity takes away again was there first.
                    sizes[p] += Wide(point.slope[p]) * (abs(Wide(point.imbalance[p])) + 1)
                    for (c, q) in free.enumerated() {
                        let moved = Wide(point.shift[point.topic(q, of: i)]) * (weighted ? point.factor(q, of: i) : 1)
                        step[p] -= inverse[r][c] * (Wide(point.imbalance[q]) + moved)
                        sizes[p] += abs(inverse[r][c]) * (abs(Wide(point.imbalance[q])) + abs(moved))
                    }
                }
            }
            var sums = (0..<2).map { _ in [Wide](repeating: 0, count: topics) }, sumSizes = sums
            for i in 0..<game.creators {
                for p in game.positions(i) {
                    for (s, factor) in [1, point.factor(p, of: i)].enumerated() {
                        sums[s][point.topic(p, of: i)] += step[p] * factor
                        sumSizes[s][point.topic(p, of: i)] += sizes[p] * abs(factor)
                    }
                }
            }
            var bits = SameBits()
            for target in Target.available {
                let fenced = Fenced(shift: seed)
                let out = fenced.room(game.cells)
                let got = (0..<2).map { _ in fenced.array([Double](repeating: 0, count: topics)) }
                let padded = (topics + 7) / 8 * 8
                func run(_ shift: [Double]?, sums: Bool) {
                    game.withView(fenced) { view in
                        point.withPrices(fenced) { at in
                            target.table.pointee.creator_steps(
                                &view, 0, game.creators, &at, fenced.array(point.effort), fenced.array(point.slope), fenced.array(point.imbalance),
                                fenced.array(point.capacityPrice), fenced.array(point.effortBend), shift.map { UnsafePointer(fenced.array($0)) }, weighted,
                                out, sums ? got[0] : nil, sums ? got[1] : nil, fenced.room(padded * (padded + 20)))
                        }
                    }
                }
                run(point.shift, sums: true)
                let steps = Self.values(out, game.cells)
                #expect(fenced.isClean && Self.worst(steps, step, scale: sizes) < Self.tolerance, "\(target)")
                for p in 0..<game.cells where point.slope[p] == 0 { #expect(steps[p] == 0) }
                for s in 0..<2 { #expect(Self.worst(Self.values(got[s], topics), sums[s], scale: sumSizes[s]) < Self.tolerance, "sum \(s), \(target)") }
                let difference = bits.difference(target, steps + Self.values(got[0], topics) + Self.values(got[1], topics))
                #expect(difference == nil)
                // No shift is a shift of 0, and nobody has to want the sums.
                run([Double](repeating: 0, count: topics), sums: false)
                let still = Self.values(out, game.cells)
                run(nil, sums: false)
                #expect(Self.values(out, game.cells) == still && fenced.isClean)
            }
        }
    }

    /// A matrix that is not positive definite is told, and its creator left out.
    @Test func aBlockThatIsNotPositiveDefiniteIsLeftOut() {
        var game = CreatorGame(topics: 2, rows: [[0, 1], [0, 1]], cost: [1, 1, 1, 1], exponent: [2], weight: [1, 0], matrix: [1, 3, 3, 1])
        game.limit = nil
        for target in Target.available {
            let fenced = Fenced()
            let matrix = fenced.array([0, 0, 0, 0]), sum = fenced.array([0, 0])
            let at = [[1, 1], [-1, -1], [0, 0], [4, 4]].map { UnsafePointer(fenced.array($0.map { Double($0) })) }
            let step = fenced.room(4)
            let failures = game.withView(fenced) { view in
                var prices = nb_topic_prices(price: at[0], slope: at[1], curvature: at[2], total: at[3])
                let ones = fenced.array([1, 1, 1, 1])
                target.table.pointee.creator_steps(
                    &view, 0, 2, &prices, ones, ones, ones, nil, nil, nil, true, step, nil, nil, fenced.room(8 * 28))
                return target.table.pointee.creator_blocks(
                    &view, 0, 2, &prices, ones, ones, ones, nil, nil, matrix, nil, sum, fenced.room(8 * 28))
            }
            #expect(failures == 1 && fenced.isClean)
            #expect(Self.values(matrix, 4) == [1, 0, 0, 1] && Self.values(sum, 2) == [-1, -1])
            #expect(Self.values(step, 4) == [0, 0, -1, -1])
        }
    }

    @Test(arguments: CreatorGame.Parts.all, topics) func netStepsAreTheirFormula(parts: CreatorGame.Parts, topics: Int) {
        let point = Self.point(5, parts, topics: topics)
        let game = point.game
        let step = point.imbalance.map { 0.3 * $0 + 0.1 }, coupled = point.imbalance.map { 2 * $0 - 0.4 }
        let exact = game.rows.indices.flatMap { i in
            game.positions(i).map { p -> (value: Wide, size: Wide) in
                let k = point.topic(p, of: i)
                let terms: [Wide] = [
                    -Wide(point.imbalance[p]), -point.factor(p, of: i) * Wide(point.shift[k]),
                    game.matrix == nil ? 0 : -Wide(game.w(i)) * Wide(coupled[p]), game.matrix == nil ? 0 : Wide(game.w(i)) * Wide(game.q(k, k)) * Wide(step[p]),
                ]
                return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) } + 1)
            }
        }
        var bits = SameBits()
        for target in Target.available {
            let fenced = Fenced(shift: 1)
            let out = fenced.room(game.cells)
            game.withView(fenced) { view in
                point.withPrices(fenced) { at in
                    target.table.pointee.creator_net_steps(
                        &view, 0, game.creators, &at, fenced.array(point.effort), fenced.array(point.imbalance), fenced.array(point.shift),
                        fenced.array(step), game.matrix == nil ? nil : UnsafePointer(fenced.array(coupled)), out)
                }
            }
            let got = Self.values(out, game.cells)
            #expect(fenced.isClean && Self.worst(got, exact.map(\.value), scale: exact.map(\.size)) < 16 * eps, "\(target)")
            let difference = bits.difference(target, got)
            #expect(difference == nil)
        }
    }
}
