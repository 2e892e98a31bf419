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

    public init(_ value: Double) {
        values = [value]
        isShared = true
    }
    public init(_ values: [Double]) {
        self.values = values
        isShared = false
    }
    public init(floatLiteral value: Double) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(Double(value)) }
    public init(arrayLiteral elements: Double...) { self.init(elements) }

    public subscript(topic: Int) -> Double { isShared ? values[0] : values[topic] }

    /// The parameter with every value changed.
    public func map(_ transform: (Double) throws -> Double) rethrows -> PerTopic {
        isShared ? PerTopic(try transform(values[0])) : PerTopic(try values.map(transform))
    }

    /// `field[3]` where there is one value per topic, `field` where one serves all: how an error names a value.
    func label(_ field: String, _ index: Int) -> String { isShared ? field : "\(field)[\(index)]" }
}
