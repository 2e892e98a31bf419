import NumericCore

/// The sell side: which sets of producers may sell, and at which data a market of price takers would rest (derived).
///
/// ```swift
/// let found = Participation(of: supply, payment)
/// found.equilibria.map(\.count)   // [0, 12]
/// found.marketPoints.filter(\.stable).map(\.tokens)
/// ```
/// Too little data gives no profit, so that nobody is paid and nobody sells; with more data everyone sells. The largest point is what
/// coordination could reach, the smallest what mistrust gives.
public struct Participation: Sendable {
    /// How many there are of the sets searched; more than are listed above ``mostKept``.
    public let equilibriaFound: Int
    /// Equilibria found, fewest data first.
    public let equilibria: [ParticipationEquilibrium]
    /// Where the unit payment never falls: the equilibrium in which most sell, and the one in which fewest do.
    public let extremes: Extremes?
    /// Where the market of price takers rests.
    public let marketPoints: [MarketPoint]
    /// Whether phi falls nowhere on [0, sum d].
    public let unitPaymentRises: Bool
    /// What was looked at.
    public let searched: Searched

    /// The ends of the lattice of equilibria.
    public struct Extremes: Sendable {
        /// Everybody, less those who would rather not, round after round.
        public let largest: ParticipationEquilibrium
        /// Nobody, and those who would rather, round after round.
        public let smallest: ParticipationEquilibrium
    }

    /// What a search covers.
    public enum Searched: String, Sendable {
        /// Every set: all equilibria are found, and ``mostKept`` of them listed.
        case allSets = "all sets"
        /// The k cheapest by reservation a token, k = 0...n; equilibria of other shapes can exist where sizes differ.
        case thresholdSets = "threshold sets"
    }

    /// Producers up to which all sets are tried.
    public static let mostEnumerated = 16
    /// Equilibria that are kept; where there are more these are the first and the last.
    public static let mostKept = 1000

    /// Searches.
    /// - Complexity: all sets: O(n 2^n). Threshold sets: O(n log n) for producers of similar size, phi evaluated about once a producer, and
    ///   O(n) for the certificate of each equilibrium.
    public init(of supply: Supply, _ payment: UnitPayment, threads: Int? = nil) {
        let workers = Workers(threads: threads)
        let paid = supply.payments(payment, workers)
        unitPaymentRises = payment.rises(upTo: supply.total)
        marketPoints = MarketWalk(supply, payment, paid).points()
        var sets: [ParticipationEquilibrium.Sellers]
        if supply.count <= Self.mostEnumerated {
            searched = .allSets
            sets = Self.allSets(supply, payment)
        } else {
            searched = .thresholdSets
            sets = ThresholdSets(supply, payment, paid).equilibria().map { .cheapest($0) }
        }
        equilibriaFound = sets.count
        if sets.count > Self.mostKept { sets = Array(sets.prefix(Self.mostKept / 2) + sets.suffix(Self.mostKept / 2)) }
        equilibria = sets.map { ParticipationEquilibrium($0, of: supply, payment, workers) }.sorted { $0.tokens < $1.tokens }
        guard unitPaymentRises else {
            extremes = nil
            return
        }
        extremes = Extremes(
            largest: ParticipationEquilibrium(.cheapest(Self.largest(supply, paid)), of: supply, payment, workers),
            smallest: ParticipationEquilibrium(SmallestSet(supply, payment, paid).sellers(), of: supply, payment, workers))
    }

    /// Every set of producers with tokens, by the two conditions; data of a set are summed in the order of the producers.
    private static func allSets(_ supply: Supply, _ payment: UnitPayment) -> [ParticipationEquilibrium.Sellers] {
        let members = supply.tokens.indices.filter { supply.tokens[$0] > 0 }
        let reservations = members.map { supply.reservations[$0] / supply.tokens[$0] }
        let paid = (0..<1 << members.count).map { set in
            payment(members.indices.reduce(0) { set >> $1 & 1 == 1 ? $0 + supply.tokens[members[$1]] : $0 })
        }
        return paid.indices.filter { set in
            members.indices.allSatisfy { index in
                let bit = 1 << index
                return set & bit != 0 ? paid[set] >= reservations[index] : paid[set | bit] < reservations[index]
            }
        }.map { set in .producers(members.indices.filter { set >> $0 & 1 == 1 }.map { members[$0] }) }
    }

    /// From everybody: whoever asks for more than all get leaves, until nobody does. As phi never falls, those who stay are always the
    /// cheapest.
    private static func largest(_ supply: Supply, _ paid: [Double]) -> Int {
        var count = supply.count
        while true {
            let next = min(count, supply.sellers(at: paid[count]))
            if next == count { return count }
            count = next
        }
    }
}
