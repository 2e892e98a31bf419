/// The points of a sweep: every combination of the values of one or more parameters.
///
/// Axes stand in the order of the `set` texts, then of the `scale` texts. Points count from 0; the last axis varies
/// fastest, as the digits of a number do.
///
/// ```swift
/// let grid = try ParameterGrid(set: ["market.alpha=0:2:0.5"], scale: ["cost.coefficients=1,2"])
/// grid.count            // 10
/// grid.values(at: 3)    // [0.5, 2.0]
/// let game = try grid.contest(at: 3, of: contest)
/// ```
public struct ParameterGrid: Sendable, Equatable {
    /// What an axis does with its values.
    public enum Operation: String, Sendable, CaseIterable {
        /// The value takes the place of what the game has.
        case set
        /// What the game has is multiplied by the value.
        case scale
    }

    /// One parameter and the values it takes.
    public struct Axis: Sendable, Equatable {
        /// What varies.
        public let field: ParameterField
        /// How a value is applied to the game.
        public let operation: Operation
        /// At least one value; the order is the order of the points.
        public let values: [Double]

        /// An axis; checked when a grid is made of it.
        public init(_ field: ParameterField, _ operation: Operation, values: [Double]) {
            self.field = field
            self.operation = operation
            self.values = values
        }

        var option: String { "--\(operation.rawValue)" }
        /// `market.alpha` where set, `market.alpha x` where scaled: how files, tables and pictures name the axis.
        public var label: String { operation == .set ? "\(field)" : "\(field) x" }
    }

    /// Slowest first.
    public let axes: [Axis]
    /// Number of points: the product of the axes' counts, 1 without axes.
    public let count: Int

    /// Most points of a grid.
    public static let pointLimit = 10_000_000

    /// - Throws: ``ParameterError`` for a field named twice, an axis without values, or more than ``pointLimit`` points.
    public init(axes: [Axis]) throws(ParameterError) {
        var count = 1
        for (index, axis) in axes.enumerated() {
            if axes[..<index].contains(where: { $0.field == axis.field }) {
                throw ParameterError(option: axis.option, field: "\(axis.field)", expected: "each field once", found: "a second one")
            }
            guard !axis.values.isEmpty else {
                throw ParameterError(option: axis.option, field: "\(axis.field)", expected: "at least one value", found: "none")
            }
            let (product, overflow) = count.multipliedReportingOverflow(by: axis.values.count)
            guard !overflow, product <= Self.pointLimit else {
                throw ParameterError(
                    option: axis.option, field: "\(axis.field)", expected: "at most \(Self.pointLimit) points in all", found: "more")
            }
            count = product
        }
        self.axes = axes
        self.count = count
    }

    /// Reads axes from texts `field=values`, values being a list `a,b,c`, a range `start:stop:step` (stop included) or
    /// `log:start:stop:count`.
    /// - Throws: ``ParameterError`` naming the option and the field.
    public init(set: [String], scale: [String] = []) throws(ParameterError) {
        var axes: [Axis] = []
        for text in set { axes.append(try Self.axis(text, .set)) }
        for text in scale { axes.append(try Self.axis(text, .scale)) }
        try self.init(axes: axes)
    }

    private static func axis(_ text: String, _ operation: Operation) throws(ParameterError) -> Axis {
        let option = "--\(operation.rawValue)"
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2 else {
            throw ParameterError(option: option, field: "\"\(text)\"", expected: "field=values, for instance market.alpha=0:2:0.1", found: "no =")
        }
        guard let field = ParameterField(String(halves[0])) else {
            throw ParameterError(
                option: option, field: "\"\(halves[0])\"",
                expected: "one of \(ParameterField.known.joined(separator: ", ")), or market.alpha[3] for one topic", found: "something else")
        }
        do {
            return Axis(field, operation, values: try ParameterValues.parse(String(halves[1])))
        } catch {
            throw ParameterError(option: option, field: "\(field)", expected: error.expected, found: error.found)
        }
    }

    /// The value of each axis at a point.
    /// - Precondition: 0 <= point < count.
    public func values(at point: Int) -> [Double] {
        precondition(point >= 0 && point < count, "no point \(point) in \(count)")
        var rest = point
        var values = [Double](repeating: 0, count: axes.count)
        for (index, axis) in axes.enumerated().reversed() {
            values[index] = axis.values[rest % axis.values.count]
            rest /= axis.values.count
        }
        return values
    }
}
