/// A row of a type at a multiplier: type t, told its action, would rather take `instead`.
public struct PublicMultiplier: Sendable, Equatable {
    /// Which type.
    public let type: Int
    /// The action it does not take.
    public let instead: Int
    /// lambda >= 0.
    public let multiplier: Double
}

/// What the first types would do together on no belief, with the proof: multipliers with which their rows sum to less than 0 in every state (Farkas).
public struct ExcludedVector: Sendable, Equatable {
    /// The actions of the first types; nothing that begins so can be obeyed.
    public let actions: [Int]
    /// What shows it.
    public let multipliers: [PublicMultiplier]
}

/// The action vectors that some public message supports, found type after type: of a vector whose beginning no message supports nothing is tried.
///
/// Whether there is a message, likelihoods l(w) in [0, 1] not all 0 with all rows of the first types >= 0, is a linear program: max sum l(w). It is 0, or
/// at least 1, since messages can be scaled; where it is 0 its multipliers prove it.
struct SupportedVectors {
    private let problem: PublicPersuasion
    private(set) var vectors: [[Int]] = []
    private(set) var excluded: [ExcludedVector] = []
    /// Why the search ended before its end.
    private(set) var reason: String?

    /// Most vectors that are kept.
    static let most = 2000

    init(of problem: PublicPersuasion, watch: PersuasionWatch) {
        self.problem = problem
        extend([], rows: [], names: [], watch)
    }

    private mutating func extend(_ prefix: [Int], rows: [[Double]], names: [PublicMultiplier], _ watch: PersuasionWatch) {
        guard reason == nil else { return }
        if watch.stops("action vectors", vectors.count, of: nil) {
            reason = watch.end.reason
            return
        }
        guard prefix.count < problem.types.count else {
            vectors.append(prefix)
            if vectors.count > Self.most { reason = "more than \(Self.most) action vectors are supported by some message" }
            return
        }
        for action in 0..<problem.actions where reason == nil {
            if watch.stops("action vectors", vectors.count, of: nil) {
                reason = watch.end.reason
                return
            }
            var (rows, names) = (rows, names)
            for other in 0..<problem.actions where other != action {
                rows.append(problem.row(prefix.count, action, other))
                names.append(PublicMultiplier(type: prefix.count, instead: other, multiplier: 0))
            }
            guard let multipliers = Self.refutation(of: rows, names, watch) else {
                extend(prefix + [action], rows: rows, names: names, watch)
                continue
            }
            excluded.append(ExcludedVector(actions: prefix + [action], multipliers: multipliers))
        }
    }

    /// Multipliers with which rows sum to less than 0 in every state; nil where a message satisfies all rows.
    private static func refutation(of rows: [[Double]], _ names: [PublicMultiplier], _ watch: PersuasionWatch) -> [PublicMultiplier]? {
        guard let states = rows.first?.count else { return nil }
        let units = rows.map { row in max(row.lazy.map(abs).max() ?? 0, .leastNormalMagnitude) }
        let program = ObedienceProgram(
            masses: [Double](repeating: 1, count: states), payoffs: [[Double]](repeating: [0, 1], count: states),
            rows: [[], zip(rows, units).map { row, unit in row.map { $0 / unit } }])
        for solution in program.solve(watch: watch).solutions {
            guard solution.masses.allSatisfy({ $0[1] < 0.5 }) else { return nil }
            let found = solution.multipliers.filter { $0.value > 0 }.sorted { $0.key.row < $1.key.row }.map { name, value in
                PublicMultiplier(type: names[name.row].type, instead: names[name.row].instead, multiplier: value / units[name.row])
            }
            var sums = [Double](repeating: 0, count: states)
            for (name, value) in solution.multipliers where value > 0 {
                for state in 0..<states { sums[state] += value / units[name.row] * rows[name.row][state] }
            }
            if sums.allSatisfy({ $0 < -0.5 }) { return found }
        }
        return nil
    }
}
