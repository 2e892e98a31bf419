/// A market parameter: one number for all topics, or one number per topic.
///
/// ```swift
/// let alpha: PerTopic = 0.7
/// let gamma: PerTopic = [0.8, 1.0]
/// alpha[5]   // 0.7
/// ```
public struct PerTopic: Sendable, Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    /// One value, or one per topic.
    public let values: [Double]
    /// Whether the one value stands for every topic.
    public let isShared: Bool

    /// One value for every topic.
    public init(_ value: Double) {
        values = [value]
        isShared = true
    }
    /// One value for each topic, K values.
    public init(_ values: [Double]) {
        self.values = values
        isShared = false
    }
    /// `0.7`: one value for every topic.
    public init(floatLiteral value: Double) { self.init(value) }
    /// `1`: one value for every topic.
    public init(integerLiteral value: Int) { self.init(Double(value)) }
    /// `[0.8, 1.0]`: one value for each topic.
    public init(arrayLiteral elements: Double...) { self.init(elements) }

    /// The value in a topic. O(1).
    /// - Precondition: shared, or `topic` is in 0..<K.
    public subscript(topic: Int) -> Double { isShared ? values[0] : values[topic] }

    /// The parameter with every value changed.
    public func map(_ transform: (Double) throws -> Double) rethrows -> PerTopic {
        isShared ? PerTopic(try transform(values[0])) : PerTopic(try values.map(transform))
    }

    /// `field[3]` where there is one value per topic, `field` where one serves all: how an error names a value.
    func label(_ field: String, _ index: Int) -> String { isShared ? field : "\(field)[\(index)]" }
}
