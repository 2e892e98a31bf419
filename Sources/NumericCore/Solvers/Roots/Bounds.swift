/// Numbers between which a quantity lies over a piece of log s.
///
/// Arithmetic is that of doubles, without directed rounding: whoever forms a quantity by elementary functions widens it by more
/// than they can be wrong (``widened(by:)``).
struct Bounds: Sendable, Equatable {
    var low: Double
    var high: Double

    init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }

    /// The smallest that holds all of some numbers.
    init(holding numbers: Double...) {
        self.init(numbers.min()!, numbers.max()!)
    }

    /// Of a function of which the values at the ends of a piece of this width are known, and bounds of its slope: the tighter of
    /// what can be reached from either end. Where the slope keeps its sign that is the two values.
    init(from first: Double, to last: Double, slope: Bounds, width: Double) {
        self.init(holding: first, last)
        guard slope.low < slope.high else { return }
        let fall = (first - last + slope.high * width) / (slope.high - slope.low)
        if fall > 0, fall < width { low = min(low, first + slope.low * fall) }
        let rise = (last - first - slope.low * width) / (slope.high - slope.low)
        if rise > 0, rise < width { high = max(high, first + slope.high * rise) }
    }

    /// Whether all of it is on one side of 0.
    var hasSign: Bool { low > 0 || high < 0 }

    func widened(by margin: Double) -> Bounds { Bounds(low - margin, high + margin) }

    /// What lies in both; the numbers of either are known to.
    func intersected(with other: Bounds) -> Bounds { Bounds(max(low, other.low), min(high, other.high)) }

    /// The squares of its numbers.
    var squared: Bounds {
        let (a, b) = (low * low, high * high)
        return Bounds(low <= 0 && high >= 0 ? 0 : min(a, b), max(a, b))
    }

    static func + (a: Bounds, b: Bounds) -> Bounds { Bounds(a.low + b.low, a.high + b.high) }
    static func - (a: Bounds, b: Bounds) -> Bounds { Bounds(a.low - b.high, a.high - b.low) }
    static func * (a: Bounds, b: Bounds) -> Bounds {
        Bounds(holding: a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
    }
    static func * (factor: Double, a: Bounds) -> Bounds { Bounds(holding: factor * a.low, factor * a.high) }
    static func + (number: Double, a: Bounds) -> Bounds { Bounds(number + a.low, number + a.high) }
    static func - (number: Double, a: Bounds) -> Bounds { Bounds(number - a.high, number - a.low) }
    /// - Precondition: every number of `b` is positive.
    static func / (a: Bounds, b: Bounds) -> Bounds { a * Bounds(1 / b.high, 1 / b.low) }
}
