#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// How far GenAI's quality lags behind the human's in each topic, as a function of what GenAI remembers of it: g_i(N), >= 0 and
/// nonincreasing in N >= 0.
///
/// The published model leaves g open; these shapes are this project's: g(N) = floor + (initial - floor) phi(N) with
///
/// | shape | phi(N) |
/// |---|---|
/// | exponential | e^{-rate N} |
/// | power | (1 + rate N)^{-exponent} |
/// | linear | max(0, 1 - rate N) |
///
/// or a table v_0 >= v_1 >= ... at N = 0, 1, ..., linear between and constant after.
public enum Gap: Sendable, Equatable {
    /// Domain: 0 <= floor <= initial, rate >= 0; units of quality, and one over plays.
    case exponential(initial: PerTopic, floor: PerTopic = 0, rate: PerTopic)
    /// Domain: 0 <= floor <= initial, rate >= 0, exponent > 0.
    case power(initial: PerTopic, floor: PerTopic = 0, rate: PerTopic, exponent: PerTopic = 1)
    /// Domain: 0 <= floor <= initial, rate >= 0.
    case linear(initial: PerTopic, floor: PerTopic = 0, rate: PerTopic)
    /// One list for each topic: at least one value, >= 0, nonincreasing.
    case table([[Double]])

    /// The shape's word in files.
    public enum Shape: String, Sendable, CaseIterable { case exponential, power, linear, table }

    /// Which of the shapes.
    public var shape: Shape {
        switch self {
        case .exponential: .exponential
        case .power: .power
        case .linear: .linear
        case .table: .table
        }
    }
}

/// The gap of one topic as hot loops read it: no arrays, so that reading it costs no reference count.
struct TopicGap: Sendable, Equatable {
    let shape: Gap.Shape
    /// g(0) and the limit of g.
    let initial: Double
    let floor: Double
    let rate: Double
    let exponent: Double
    /// Where the topic's values stand in the game's one list of table values.
    let tableStart: Int
    let tableCount: Int

    /// phi(N) for the three closed shapes.
    @inline(__always)
    func phi(_ count: Double) -> Double {
        switch shape {
        case .exponential: exp(-rate * count)
        case .power: pow(1 + rate * count, -exponent)
        case .linear: max(0, 1 - rate * count)
        case .table: 1
        }
    }

    /// g(N), N >= 0. O(1).
    @inline(__always)
    func callAsFunction(_ count: Double, tables: [Double]) -> Double {
        guard shape == .table else { return floor + (initial - floor) * phi(count) }
        guard count < Double(tableCount - 1) else { return floor }
        let whole = Int(count)
        let before = tables[tableStart + whole]
        return before + (tables[tableStart + whole + 1] - before) * (count - Double(whole))
    }

    /// The limit of g as N grows without end.
    var limit: Double { shape != .table && rate == 0 ? initial : floor }
}

extension Gap {
    /// Checks the shape and lays it out for hot loops.
    /// - Throws: ``FieldError`` naming the field as in a file.
    func laidOut(topics: Int) throws(FieldError) -> (gaps: [TopicGap], tables: [Double]) {
        switch self {
        case .exponential(let initial, let floor, let rate), .linear(let initial, let floor, let rate):
            return (try closed(topics, initial, floor, rate, 1), [])
        case .power(let initial, let floor, let rate, let exponent):
            return (try closed(topics, initial, floor, rate, exponent), [])
        case .table(let values):
            return try tables(values, topics: topics)
        }
    }

    private func closed(
        _ topics: Int, _ initial: PerTopic, _ floor: PerTopic, _ rate: PerTopic, _ exponent: PerTopic
    ) throws(FieldError) -> [TopicGap] {
        let domain = "a finite number >= 0"
        let initials = try initial.checked("gap.initial", topics: topics, domain: domain) { $0.isFinite && $0 >= 0 }
        let floors = try floor.checked("gap.floor", topics: topics, domain: domain) { $0.isFinite && $0 >= 0 }
        let rates = try rate.checked("gap.rate", topics: topics, domain: domain) { $0.isFinite && $0 >= 0 }
        let exponents = try exponent.checked("gap.exponent", topics: topics, domain: "a finite number > 0") { $0.isFinite && $0 > 0 }
        for topic in 0..<topics where floors[topic] > initials[topic] {
            throw FieldError(
                field: floor.isShared ? "gap.floor" : "gap.floor[\(topic)]", expected: "at most gap.initial, \(initials[topic])",
                found: "\(floors[topic])")
        }
        return (0..<topics).map {
            TopicGap(
                shape: shape, initial: initials[$0], floor: floors[$0], rate: rates[$0], exponent: exponents[$0], tableStart: 0,
                tableCount: 0)
        }
    }

    private func tables(_ values: [[Double]], topics: Int) throws(FieldError) -> (gaps: [TopicGap], tables: [Double]) {
        guard values.count == topics else {
            throw FieldError(field: "gap.values", expected: "one list for each of \(topics) topics", found: "\(values.count)")
        }
        var gaps: [TopicGap] = []
        var all: [Double] = []
        for (topic, list) in values.enumerated() {
            guard let first = list.first, let last = list.last else {
                throw FieldError(field: "gap.values[\(topic)]", expected: "at least one number", found: "none")
            }
            for (index, value) in list.enumerated() {
                let most = index == 0 ? Double.greatestFiniteMagnitude : list[index - 1]
                guard value >= 0, value <= most else {
                    let domain = index == 0 ? "a finite number >= 0" : "a number in [0, \(most)], the value before"
                    throw FieldError(field: "gap.values[\(topic)][\(index)]", expected: domain, found: "\(value)")
                }
            }
            gaps.append(TopicGap(
                shape: .table, initial: first, floor: last, rate: 0, exponent: 1, tableStart: all.count, tableCount: list.count))
            all += list
        }
        return (gaps, all)
    }
}
