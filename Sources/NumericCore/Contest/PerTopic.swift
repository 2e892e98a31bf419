/// The topics of a contest, as what a parameter may vary over.
public enum TopicAxis: Sendable {}
/// The creators of a contest, as what a parameter may vary over.
public enum CreatorAxis: Sendable {}

/// One number for all topics, or one number per topic: K values.
public typealias PerTopic = AxisValues<TopicAxis>
/// One number for all creators, or one number per creator: n values.
public typealias PerCreator = AxisValues<CreatorAxis>

/// A parameter: one number for everything along an axis, or one number for each.
///
/// ```swift
/// let alpha: PerTopic = 0.7
/// let gamma: PerTopic = [0.8, 1.0]
/// alpha[5]   // 0.7
/// ```
public struct AxisValues<Axis: Sendable>: Sendable, Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral
{
    /// One value, or one for each.
    public let values: [Double]
    /// Whether the one value stands for all.
    public let isShared: Bool

    /// One value for all.
    public init(_ value: Double) {
        values = [value]
        isShared = true
    }
    /// One value for each topic (K values) or creator (n values).
    public init(_ values: [Double]) {
        self.values = values
        isShared = false
    }
    /// `0.7`: one value for all.
    public init(floatLiteral value: Double) { self.init(value) }
    /// `1`: one value for all.
    public init(integerLiteral value: Int) { self.init(Double(value)) }
    /// `[0.8, 1.0]`: one value for each.
    public init(arrayLiteral elements: Double...) { self.init(elements) }

    /// The value of a topic or creator. O(1).
    /// - Precondition: shared, or `index` is below the number of values.
    public subscript(index: Int) -> Double { isShared ? values[0] : values[index] }

    /// The parameter with every value changed.
    public func map(_ transform: (Double) throws -> Double) rethrows -> AxisValues {
        isShared ? AxisValues(try transform(values[0])) : AxisValues(try values.map(transform))
    }

    /// `field[3]` where there is one value for each, `field` where one serves all: how an error names a value.
    func label(_ field: String, _ index: Int) -> String { isShared ? field : "\(field)[\(index)]" }

    /// Checks how many values there are, and each of them.
    /// - Throws: ``FieldError`` naming the field, or the first value outside the domain.
    package func validate(_ field: String, count: Int, of what: String, domain: String, contains: (Double) -> Bool) throws(FieldError) {
        if !isShared, values.count != count {
            throw FieldError(field: field, expected: "one number or one for each of \(count) \(what)", found: "\(values.count)")
        }
        for (index, value) in values.enumerated() where !contains(value) {
            throw FieldError(field: label(field, index), expected: domain, found: "\(value)")
        }
    }
}
