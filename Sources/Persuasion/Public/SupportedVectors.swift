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
/// at least 1, since messages can be scaled; where it is 0 its multipliers prove it. A vector shares the rows of its beginning, and its program starts from
/// the solution of that: a dictionary with the rows that bind.
struct SupportedVectors {
    private let problem: PublicPersuasion
    private(set) var vectors: [[Int]] = []
    private(set) var excluded: [ExcludedVector] = []
    /// Why the search ended before its end.
    private(set) var reason: String?
    /// Of the beginning that is being tried: message 0 is none, message 1 has its rows.
    private var program: ObedienceProgram
    /// What each of those rows is, and what it was divided by.
    private var places: [(row: PublicMultiplier, unit: Double)] = []

    /// Most vectors that are kept.
    static let most = 2000

    init(of problem: PublicPersuasion, watch: PersuasionWatch) {
        self.problem = problem
        let states = problem.sender.count
        program = ObedienceProgram(
            masses: [Double](repeating: 1, count: states), payoffs: [[Double]](repeating: [0, 1], count: states), rows: [[], []])
        extend([], from: DualDictionary(program), watch)
    }

    /// - Parameter dictionary: of the program of the prefix, solved.
    private mutating func extend(_ prefix: [Int], from dictionary: DualDictionary, _ watch: PersuasionWatch) {
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
        let shared = places.count
        for action in 0..<problem.actions where reason == nil {
            if watch.stops("action vectors", vectors.count, of: nil) {
                reason = watch.end.reason
                return
            }
            for scaled in problem.scaledRows(prefix.count, action) {
                program.rows[1].append(scaled.row)
                places.append((PublicMultiplier(type: prefix.count, instead: scaled.instead, multiplier: 0), scaled.unit))
            }
            var own = dictionary
            if let multipliers = refutation(from: &own, watch) {
                excluded.append(ExcludedVector(actions: prefix + [action], multipliers: multipliers))
            } else {
                own.dropIdleRows()
                extend(prefix + [action], from: own, watch)
            }
            program.rows[1].removeSubrange(shared...)
            places.removeSubrange(shared...)
        }
    }

    /// Multipliers with which the rows sum to less than 0 in every state; nil where a message satisfies all rows.
    private func refutation(from dictionary: inout DualDictionary, _ watch: PersuasionWatch) -> [PublicMultiplier]? {
        let search = program.solve(from: &dictionary, watch: watch)
        if search.reason == nil, let found = refutation(in: search) { return found.isEmpty ? nil : found }
        // Neither, after pivots upon pivots: once more, from the beginning, and then in fractions. What even these do not refute beyond rounding is
        // listed: its rows bar it from the policy as they do any other.
        dictionary = DualDictionary(program)
        if let found = refutation(in: program.solve(from: &dictionary, watch: watch)) { return found.isEmpty ? nil : found }
        guard watch.end == .complete, program.isSmall, let exact = ExactDictionary.solution(of: program, watch: watch) else { return nil }
        let found = refutation(in: ObedienceProgram.Search(solutions: [exact.solution], pivots: exact.pivots, reason: nil)) ?? []
        return found.isEmpty ? nil : found
    }

    /// Multipliers that refute, none where a message satisfies all rows; nil where the search shows neither.
    private func refutation(in search: ObedienceProgram.Search) -> [PublicMultiplier]? {
        for solution in search.solutions {
            guard solution.masses.allSatisfy({ $0[1] < 0.5 }) else { return [] }
            let binding = solution.multipliers.filter { $0.value > 0 }.sorted { $0.key.row < $1.key.row }
            var sums = program.masses.map { _ in (sum: 0.0, terms: 0.0) }
            for (name, value) in binding {
                for (state, coefficient) in program.rows[1][name.row].enumerated() {
                    sums[state].sum += value * coefficient
                    sums[state].terms += value * abs(coefficient)
                }
            }
            guard sums.allSatisfy({ $0.sum < -0.5 && $0.sum < -1e-11 * $0.terms }) else { continue }
            return binding.map { name, value in
                let place = places[name.row]
                return PublicMultiplier(type: place.row.type, instead: place.row.instead, multiplier: value / place.unit)
            }
        }
        return nil
    }
}
