import CKernels

/// P, P' and P'' of every topic at trial totals, in memory that kernels read.
package final class TopicPrices: @unchecked Sendable {
    let total: UnsafeMutablePointer<Double>
    private let price: UnsafeMutablePointer<Double>
    private let slope: UnsafeMutablePointer<Double>
    private let curvature: UnsafeMutablePointer<Double>
    private let arena = DoublesArena()
    private let topics: Int
    package private(set) var view: nb_topic_prices

    /// A total below this is taken as this: a topic that dry has prices whose derivatives leave the range of doubles.
    static let dry = 1e-100

    init(topics: Int) {
        self.topics = topics
        total = arena.doubles(topics)
        price = arena.doubles(topics)
        slope = arena.doubles(topics)
        curvature = arena.doubles(topics)
        view = nb_topic_prices(
            price: UnsafePointer(price), slope: UnsafePointer(slope), curvature: UnsafePointer(curvature), total: UnsafePointer(total))
    }

    /// The topics at these totals.
    func evaluate(_ game: CoupledGame, totals: UnsafePointer<Double>) {
        for k in 0..<topics {
            let s = max(totals[k], Self.dry)
            let at = game.market(k).price(at: s)
            total[k] = s
            price[k] = at.value
            slope[k] = at.slope
            curvature[k] = at.curvature
        }
    }

    /// Whether every number is finite.
    var isFinite: Bool { (0..<topics).allSatisfy { price[$0].isFinite && slope[$0].isFinite && curvature[$0].isFinite } }

    /// P of a topic.
    subscript(topic: Int) -> Double { price[topic] }
}
