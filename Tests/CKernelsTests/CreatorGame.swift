import CKernels
import Foundation

/// A small contest that couples topics, as plain arrays, and as the kernels see it.
struct CreatorGame {
    var topics: Int
    /// The topics of each creator, rising.
    var rows: [[Int]]
    /// By position.
    var cost: [Double]
    /// By position, or one for all.
    var exponent: [Double]
    var weight: [Double]?
    /// Q, row after row.
    var matrix: [Double]?
    var limit: [Double]?
    var limitWeight: [Double]?
    var scale: [Double]?
    var theta = 1.0
    var scaleWeight: [Double]?

    var creators: Int { rows.count }
    var cells: Int { rows.reduce(0) { $0 + $1.count } }

    func rho(_ p: Int) -> Double { exponent.count == 1 ? exponent[0] : exponent[p] }
    /// The positions of a creator.
    func positions(_ i: Int) -> Range<Int> {
        let first = rows[..<i].reduce(0) { $0 + $1.count }
        return first..<first + rows[i].count
    }
    func a(_ k: Int) -> Double { limitWeight?[k] ?? 1 }
    func b(_ k: Int) -> Double { scaleWeight?[k] ?? 1 }
    func w(_ i: Int) -> Double { weight?[i] ?? 0 }
    func q(_ k: Int, _ l: Int) -> Double { matrix?[k * topics + l] ?? 0 }

    /// The contest with the kernels' pointers into fenced arrays.
    func withView<T>(_ fenced: Fenced, _ body: (inout nb_creators) -> T) -> T {
        let offsets = (0...creators).map { i in rows[..<i].reduce(0) { $0 + $1.count } }
        let topic = rows.flatMap { $0.map(Int32.init) }
        func fence(_ values: [Double]?) -> UnsafePointer<Double>? { values.map { UnsafePointer(fenced.array($0)) } }
        return offsets.withUnsafeBufferPointer { offsets in
            topic.withUnsafeBufferPointer { topic in
                var view = nb_creators()
                view.topics = topics
                view.offset = offsets.baseAddress
                view.topic = topic.baseAddress
                view.cost = fence(cost)
                view.exponent = fence(exponent)
                view.exponent_stride = exponent.count == 1 ? 0 : 1
                view.weight = fence(weight)
                view.matrix = fence(matrix)
                view.matrix_diagonal = matrix == nil ? nil : fence((0..<topics).map { q($0, $0) })
                view.limit = fence(limit)
                view.limit_weight = limit == nil ? nil : fence((0..<topics).map(a))
                view.scale = fence(scale)
                view.scale_weight = scale == nil ? nil : fence((0..<topics).map(b))
                view.theta = theta
                return body(&view)
            }
        }
    }

    /// Creators in some topics each (in all of them where dense), with the parts asked for.
    static func random(_ draw: inout Draw, creators: Int, topics: Int, parts: Parts) -> CreatorGame {
        let rows = (0..<creators).map { _ in (0..<topics).filter { _ in parts.contains(.dense) || draw.chance(0.6) } }
        let cells = rows.reduce(0) { $0 + $1.count }
        var game = CreatorGame(
            topics: topics, rows: rows, cost: (0..<cells).map { _ in draw.logUniform(0.1, 10) },
            exponent: parts.contains(.oneExponent) ? [1.7] : (0..<cells).map { _ in draw.pick([1, 1.5, 2, 3, draw.uniform(1.1, 4)]) })
        if parts.contains(.coupling) {
            game.weight = (0..<creators).map { _ in draw.chance(0.2) ? 0 : draw.uniform(0, 2) }
            let factors = (0..<topics).map { _ in (0..<topics).map { _ in draw.uniform(-1, 1) } }
            var matrix = [Double](repeating: 0, count: topics * topics)
            for k in 0..<topics {
                for l in 0...k {
                    let value = zip(factors[k], factors[l]).reduce(0) { $0 + $1.0 * $1.1 }
                    (matrix[k * topics + l], matrix[l * topics + k]) = (value, value)
                }
            }
            game.matrix = matrix
        }
        if parts.contains(.capacity) {
            game.limit = (0..<creators).map { _ in draw.chance(0.2) ? .infinity : draw.logUniform(0.1, 10) }
            game.limitWeight = (0..<topics).map { _ in draw.uniform(0.5, 2) }
        }
        if parts.contains(.totalEffort) {
            game.scale = (0..<creators).map { _ in draw.chance(0.2) ? 0 : draw.logUniform(0.1, 3) }
            game.scaleWeight = (0..<topics).map { _ in draw.uniform(0.5, 2) }
            game.theta = draw.pick([1.2, 2, 3])
        }
        return game
    }

    /// What a random game has.
    struct Parts: OptionSet, CustomStringConvertible, Sendable {
        let rawValue: Int
        static let coupling = Parts(rawValue: 1)
        static let capacity = Parts(rawValue: 2)
        static let totalEffort = Parts(rawValue: 4)
        static let dense = Parts(rawValue: 8)
        static let oneExponent = Parts(rawValue: 16)
        /// Every mix.
        static let all = (0..<32).map(Parts.init)
        var description: String {
            let names = ["coupling", "capacity", "total effort", "dense", "one exponent"]
            return names.indices.filter { rawValue & 1 << $0 != 0 }.map { names[$0] }.joined(separator: ", ")
        }
    }
}
