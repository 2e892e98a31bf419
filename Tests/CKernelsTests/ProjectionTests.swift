import CKernels
import Foundation
import Testing

/// The projection on {x >= 0, a'x <= B} and the steps that use it, against plain code.
@Suite struct ProjectionTests {
    /// Creators with the same topics, as the kernels see them.
    final class Creators {
        let topics: Int
        let count: Int
        var y: [Double], h: [Double], a: [Double], limits: [Double]
        private let offset: [Int]
        private let topic: [Int32]

        init(topics: Int, y: [[Double]], h: [[Double]], a: [Double], limits: [Double]) {
            (self.topics, count) = (topics, y.count)
            (self.y, self.h, self.a, self.limits) = (y.flatMap { $0 }, h.flatMap { $0 }, a, limits)
            offset = (0...y.count).map { $0 * topics }
            topic = y.flatMap { _ in (0..<topics).map(Int32.init) }
        }

        func withView<R>(_ body: (inout nb_creators) -> R) -> R {
            offset.withUnsafeBufferPointer { offset in
                topic.withUnsafeBufferPointer { topic in
                    limits.withUnsafeBufferPointer { limits in
                        a.withUnsafeBufferPointer { a in
                            var view = nb_creators()
                            (view.topics, view.offset, view.topic) = (topics, offset.baseAddress, topic.baseAddress)
                            (view.limit, view.limit_weight, view.theta) = (limits.baseAddress, a.baseAddress, 1)
                            return body(&view)
                        }
                    }
                }
            }
        }

        func project(_ target: Target, weighted: Bool, guesses: [Double]) -> (x: [Double], prices: [Double]) {
            var x = [Double](repeating: -7, count: y.count), prices = guesses
            var room = [Double](repeating: 0, count: 10 * (topics + 16))
            withView {
                target.table.pointee.project_capacity(&$0, 0, count, weighted ? h : nil, y, &x, &prices, &room)
            }
            return (x, prices)
        }
    }

    /// By sorting the prices at which cells drop out, in the wide precision.
    static func reference(_ y: ArraySlice<Double>, _ a: [Double], _ h: [Double], limit: Double) -> (x: [Wide], price: Wide) {
        let y = y.map { Wide($0) }, a = a.map { Wide($0) }, g = zip(a, h).map { $0 / Wide($1) }
        let used = zip(a, y).reduce(Wide(0)) { $0 + $1.0 * max($1.1, 0) }
        guard used > Wide(limit) else { return (y.map { max($0, 0) }, 0) }
        let order = y.indices.filter { y[$0] > 0 }.sorted { y[$0] / g[$0] > y[$1] / g[$1] }
        if limit == 0 { return (y.map { _ in 0 }, order.first.map { y[$0] / g[$0] } ?? 0) }
        var (over, slope, price) = (-Wide(limit), Wide(0), Wide(0))
        for (rank, j) in order.enumerated() {
            over += a[j] * y[j]
            slope += a[j] * g[j]
            price = over / slope
            if rank + 1 == order.count || price >= y[order[rank + 1]] / g[order[rank + 1]] { break }
        }
        return (y.indices.map { max(y[$0] - price * g[$0], 0) }, price)
    }

    static func draw(_ seed: UInt64, topics: Int) -> Creators {
        var draw = Draw(seed: seed)
        let scale = draw.pick([1, 1, 1e-100, 1e100, 1e-30, 1e40]), weightScale = draw.pick([1, 1, 1e-50, 1e50])
        let spread = draw.pick([1.0, 10, 1e6])
        let a = (0..<topics).map { _ in weightScale * draw.logUniform(1 / spread, spread) }
        let n = 12
        var rows: [[Double]] = [], stiff: [[Double]] = [], limits: [Double] = []
        for _ in 0..<n {
            let isTied = draw.chance(0.2)
            rows.append(
                (0..<topics).map { k in
                    if isTied { return scale * a[k] / weightScale }
                    return draw.chance(0.25) ? -scale * draw.uniform(0, 1) : draw.chance(0.05) ? 0 : scale * draw.logUniform(1 / spread, spread)
                })
            stiff.append((0..<topics).map { _ in isTied ? 1 : draw.logUniform(1 / spread, spread) })
            let used = zip(a, rows.last!).reduce(0) { $0 + $1.0 * max($1.1, 0) }
            limits.append(draw.chance(0.1) ? 0 : draw.chance(0.1) ? .infinity : used * draw.pick([1e-6, 0.01, 0.3, 0.7, 0.999, 1, 2]))
        }
        return Creators(topics: topics, y: rows, h: stiff, a: a, limits: limits)
    }

    @Test(arguments: Target.available, [1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 64, 70])
    func projectionIsTheSortedOne(target: Target, topics: Int) {
        for seed in 0..<30 as Range<UInt64> {
            let creators = Self.draw(1000 * UInt64(topics) + seed, topics: topics)
            for weighted in [false, true] {
                let unit = [Double](repeating: 1, count: topics)
                let references = (0..<creators.count).map { i in
                    Self.reference(
                        creators.y[i * topics..<(i + 1) * topics], creators.a,
                        weighted ? Array(creators.h[i * topics..<(i + 1) * topics]) : unit, limit: creators.limits[i])
                }
                for guess in [0, 1, 3] as [Double] {
                    let found = creators.project(target, weighted: weighted, guesses: references.map { guess * Double($0.price) })
                    for i in 0..<creators.count {
                        Self.check(found, references[i], creators, i, weighted: weighted, isFused: target.name != "portable", "seed \(seed), guess \(guess)")
                    }
                }
            }
        }
    }

    static func check(
        _ found: (x: [Double], prices: [Double]), _ reference: (x: [Wide], price: Wide), _ creators: Creators, _ i: Int, weighted: Bool,
        isFused: Bool, _ label: String
    ) {
        let topics = creators.topics, cells = i * topics..<(i + 1) * topics
        let g = (0..<topics).map { Wide(creators.a[$0]) / (weighted ? Wide(creators.h[i * topics + $0]) : 1) }
        let limit = Wide(creators.limits[i])
        // What a rounding of a'x or of y moves the price by.
        let slope = (0..<topics).reduce(Wide(0)) { $0 + (reference.x[$1] > 0 ? Wide(creators.a[$1]) * g[$1] : 0) }
        let lost = (0..<topics).reduce(Wide(0)) { sum, k in
            let y = abs(Wide(creators.y[i * topics + k])) + reference.price * g[k]
            return sum + (reference.x[k] > 0 ? Wide(creators.a[k]) * y : 0)
        }
        let isCoarse = weighted || !isFused
        let priceError = slope > 0 && limit > 0 && limit.isFinite
            ? Wide(eps) * (8 * limit + (isCoarse ? 4 * lost : Wide(0x1p-8) * lost)) / slope : 0
        let price = Wide(found.prices[i])
        #expect(abs(price - reference.price) <= 4 * Wide(eps) * reference.price + 2 * priceError, "\(label): price")
        var used: Wide = 0
        for (k, p) in cells.enumerated() {
            let x = Wide(found.x[p])
            let allowed = 4 * Wide(eps) * reference.x[k] + 2 * g[k] * priceError + (isCoarse ? 4 * Wide(eps) * reference.price * g[k] : 0)
            #expect(x >= 0 && abs(x - reference.x[k]) <= allowed, "\(label): creator \(i), topic \(k): \(x), expected \(reference.x[k])")
            used += Wide(creators.a[k]) * x
        }
        if isFused { #expect(used <= limit * (1 + 0x1p-48), "\(label): creator \(i) uses \(used) of \(limit)") }
        if reference.price == 0 { #expect(found.prices[i] == 0, "\(label)") }
    }

    /// Where nothing binds the answer is max(0, y) itself; fused targets agree to the bit.
    @Test func targetsAgree() {
        for seed in 0..<20 as Range<UInt64> {
            let creators = Self.draw(seed, topics: 13)
            let answers = Target.fused.map { creators.project($0, weighted: true, guesses: creators.limits.map { _ in 0 }) }
            for answer in answers.dropFirst() { #expect(answer.x == answers[0].x && answer.prices == answers[0].prices) }
            creators.limits = creators.limits.map { _ in .infinity }
            for target in Target.available {
                let free = creators.project(target, weighted: true, guesses: creators.limits.map { _ in 1 })
                #expect(free.x == creators.y.map { max($0, 0) } && free.prices.allSatisfy { $0 == 0 })
            }
        }
    }

    /// A step is the projection of base + g/h, its totals and its length those of the definition.
    @Test(arguments: Target.available, [1, 5, 8, 19])
    func stepIsTheProjectionOfItsDefinition(target: Target, topics: Int) {
        for seed in 0..<20 as Range<UInt64> {
            var draw = Draw(seed: 77 + seed)
            let creators = Self.draw(seed, topics: topics), n = creators.count, cells = n * topics
            func numbers(_ count: Int, _ low: Double, _ high: Double) -> [Double] { (0..<count).map { _ in draw.logUniform(low, high) } }
            let unit = (0..<n).map { i in (0..<topics).map { _ in 1.0 } }
            let plain = Creators(topics: topics, y: unit, h: unit, a: numbers(topics, 0.5, 2), limits: numbers(n, 0.1, 100))
            let cost = numbers(cells, 0.1, 10), rho = (0..<cells).map { _ in draw.pick([1, 1.2, 1.5, 2, 3]) }, h = numbers(cells, 1, 5)
            let base = numbers(cells, 0.1, 3), effort = base.map { draw.chance(0.2) ? 0 : $0 * draw.uniform(0.5, 2) }, joint = numbers(cells, 0.1, 2)
            let weight = numbers(n, 0.1, 2), scale = (0..<n).map { _ in draw.chance(0.5) ? 0 : draw.uniform(0.1, 1) }, b = numbers(topics, 0.5, 2)
            let price = numbers(topics, 1, 20), slope = numbers(topics, 0.1, 2).map { -$0 }
            var next = [Double](repeating: -7, count: cells), gradient = next, lambda = [Double](repeating: 0, count: n)
            var totals = [Double](repeating: 0, count: topics), room = [Double](repeating: 0, count: 10 * (topics + 16))
            let moved = plain.withView { view in
                withPointers([cost, rho, weight, scale, b, price, slope]) { p in
                    (view.cost, view.exponent, view.exponent_stride) = (p[0], p[1], 1)
                    (view.weight, view.scale, view.scale_weight, view.theta) = (p[2], p[3], p[4], 1.5)
                    var at = nb_topic_prices(price: p[5], slope: p[6], curvature: p[6], total: p[5])
                    return target.table.pointee.project_step(
                        &view, 0, n, &at, h.map { 1 / $0 }, base, effort, joint, &next, &gradient, &lambda, &totals, &room)
                }
            }
            var length = 0.0, sums = [Double](repeating: 0, count: topics)
            for i in 0..<n {
                let row = i * topics..<(i + 1) * topics
                let total = row.reduce(0) { $0 + b[$1 - row.lowerBound] * effort[$1] }
                let y = row.map { p -> Double in
                    let k = p - row.lowerBound
                    let g = price[k] + effort[p] * slope[k] - weight[i] * joint[p] - scale[i] * pow(total, 0.5) * b[k]
                        - cost[p] * rho[p] * pow(effort[p], rho[p] - 1)
                    #expect(abs(gradient[p] - g) <= 1e-13 * (100 + abs(g)))
                    return base[p] + g / h[p]
                }
                let expected = Self.reference(y[...], plain.a, Array(h[row]), limit: plain.limits[i])
                #expect(abs(lambda[i] - Double(expected.price)) <= 1e-11 * (1 + lambda[i]))
                for (k, p) in row.enumerated() {
                    #expect(abs(next[p] - Double(expected.x[k])) <= 1e-11 * (1 + abs(y[k])))
                    length += h[p] * (next[p] - base[p]) * (next[p] - base[p])
                    sums[k] += next[p]
                }
            }
            #expect(abs(moved - length) <= 1e-12 * length)
            for k in 0..<topics { #expect(abs(totals[k] - sums[k]) <= 1e-13 * sums[k]) }
        }
    }

    private func withPointers<R>(_ arrays: [[Double]], _ body: ([UnsafePointer<Double>]) -> R) -> R {
        let copies = arrays.map { array in
            let copy = UnsafeMutablePointer<Double>.allocate(capacity: array.count)
            copy.initialize(from: array, count: array.count)
            return copy
        }
        defer { copies.forEach { $0.deallocate() } }
        return body(copies.map { UnsafePointer($0) })
    }
}
