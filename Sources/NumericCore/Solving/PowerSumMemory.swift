import CKernels

/// Power sums of a contest's topics, kept with its equilibrium: they depend on the costs alone, so that a later solve of a
/// contest that differs in its market needs no power. It moves the efforts themselves, by a polynomial
/// (`effort_move` in total-inl.h).
final class PowerSumMemory: Sendable {
    private let costs: PowerCost
    private let topics: SharedTable<nb_power_sum_topic?>
    /// The efforts these sums go with are those of this filling of their buffer.
    private let filling: Int

    /// Topics smaller than this, on average, are solved as fast from their costs as these are read.
    private static let leastCells = 512

    /// nil where topics are small.
    init?(_ costs: PowerCost, filling: Int) {
        guard costs.layout.cells >= Self.leastCells * costs.layout.topics else { return nil }
        self.costs = costs
        self.filling = filling
        topics = SharedTable(count: costs.layout.topics, filledWith: nil)
    }

    /// Whether the sums are those of these costs, and `efforts` still holds the efforts they were kept with.
    func serves(_ other: PowerCost, efforts: CellBuffer) -> Bool {
        other.coefficients.isSameMemory(as: costs.coefficients) && other.layout.hasSameCells(as: costs.layout) && filling == efforts.fillings
            && (0..<costs.layout.topics).allSatisfy { costs.exponent(ofTopic: $0) == other.exponent(ofTopic: $0) }
    }

    /// Keeps what a topic's solve used; its total is NaN where the sums did not give it.
    func keep(_ sums: nb_power_sum_topic, topic: Int) { topics[topic] = sums }

    /// nil where the topic was not tried.
    subscript(topic: Int) -> nb_power_sum_topic? { topics[topic] }
}
