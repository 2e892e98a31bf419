/// How utilities are spread over creators: quantiles and the Gini coefficient.
///
/// ```swift
/// let distribution = UtilityDistribution([1, 2, 3])
/// distribution.median   // 2.0
/// distribution.gini     // 0.2222222222222222
/// ```
public struct UtilityDistribution: Sendable, Equatable {
    /// The levels of ``quantiles``.
    public static let levels = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]

    /// The quantile of each of ``levels``: of u_1 <= ... <= u_n the value at place 1 + level (n - 1), between two places linear
    /// (type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, doi:10.1080/00031305.1996.10473566). NaN
    /// where a utility is.
    public let quantiles: [Double]
    /// sum_i (2 i - n - 1) u_i / (n sum_i u_i), in [0, 1) for utilities >= 0: 0 where all are equal. NaN where one is negative or
    /// NaN, or their sum is 0 or infinite.
    public let gini: Double

    /// The middle of the distribution.
    public var median: Double { quantiles[Self.levels.count / 2] }

    /// - Precondition: at least one utility.
    /// - Complexity: O(n log n) time, a sorted copy.
    public init(_ utilities: [Double]) {
        precondition(!utilities.isEmpty, "no utilities, no distribution")
        guard !utilities.contains(where: \.isNaN) else {
            self.init(quantiles: Self.levels.map { _ in .nan }, gini: .nan)
            return
        }
        let sorted = utilities.sorted()
        let last = Double(sorted.count - 1)
        let quantiles = Self.levels.map { level in
            let place = level * last
            let below = Int(place)
            let share = place - Double(below)
            return share == 0 ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below])
        }
        let sum = sorted.reduce(0, +)
        guard sorted[0] >= 0, sum > 0, sum.isFinite else {
            self.init(quantiles: quantiles, gini: .nan)
            return
        }
        // Shares of the sum before they are weighted: no product of n and a utility can overflow.
        let weighted = sorted.indices.reduce(0) { $0 + (2 * Double($1) - last) * (sorted[$1] / sum) }
        self.init(quantiles: quantiles, gini: max(0, weighted / Double(sorted.count)))
    }

    /// As a file keeps them.
    init(quantiles: [Double], gini: Double) {
        self.quantiles = quantiles
        self.gini = gini
    }
}
