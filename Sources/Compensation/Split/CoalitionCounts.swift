import NumericCore

/// Shapley's value where sizes are whole multiples of a unit: coalitions count by how many members and units they have alone.
///
/// With p(m, t) the chance that m producers drawn from the n - 1 others have t units in all,
///
///     phi_i = 1/n sum over m, t of p(m, t) (v(t + d_i) - v(t)),
///
/// and p follows producer by producer: of the first j + 1, p'(m, t) = (1 - m/(j + 1)) p(m, t) + m/(j + 1) p(m - 1, t - d). All terms are
/// positive, so nothing cancels; each distinct size is counted without its owner anew, rather than divided out (derived).
struct CoalitionCounts {
    private let units: [Int]
    private let unit: Double
    /// Steps of one count that are within reach.
    private static let mostSteps = 2e10

    /// nil where sizes are no integers, or have too many distinct totals.
    init?(_ tokens: [Double]) {
        var divisor = 0
        var integers: [Int] = []
        for size in tokens {
            guard size < 0x1p53, let integer = Int(exactly: size) else { return nil }
            integers.append(integer)
            var (a, b) = (divisor, integer)
            while b != 0 { (a, b) = (b, a % b) }
            divisor = a
        }
        guard divisor > 0 else { return nil }
        units = integers.map { $0 / divisor }
        unit = Double(divisor)
        let total = units.reduce(0.0) { $0 + Double($1) }
        let count = Double(tokens.count)
        guard total <= 1e7, total * count * count / 2 * Double(Set(units).count) <= Self.mostSteps else { return nil }
    }

    func split(_ value: DataValue, _ workers: Workers) -> ShapleySplit {
        let n = units.count
        let total = units.reduce(0, +)
        let worth = (0...total).map { value.profit(Double($0) * unit) }
        let sizes = Array(Set(units)).sorted()
        let found = SharedTable(count: sizes.count, filledWith: 0.0)
        workers.run(sizes.count) { index in
            guard let owner = units.firstIndex(of: sizes[index]) else { return }
            found[index] = shapley(without: owner, worth)
        }
        let bySize = Dictionary(uniqueKeysWithValues: zip(sizes, found.array))
        let values = units.map { bySize[$0] ?? 0 }
        return ShapleySplit(
            values: values, standardErrors: nil, efficiencyError: ShapleySplit.efficiency(values, worth[total] - worth[0]),
            method: "counts of coalitions of \(n) producers by members and units of \(unit) tokens")
    }

    private func shapley(without owner: Int, _ worth: [Double]) -> Double {
        let size = units[owner]
        let total = worth.count - 1 - size
        let width = total + 1
        // Row m: chances by units.
        var chance = [Double](repeating: 0, count: units.count * width)
        chance[0] = 1
        var (members, reached) = (0, 0)
        chance.withUnsafeMutableBufferPointer { chance in
            for (index, d) in units.enumerated() where index != owner {
                members += 1
                reached += d
                for m in stride(from: members, through: 1, by: -1) {
                    let joins = Double(m) / Double(members)
                    let (row, below) = (m * width, (m - 1) * width)
                    for t in stride(from: reached, through: 0, by: -1) {
                        let stays = chance[row + t] * (1 - joins)
                        chance[row + t] = t >= d ? stays + joins * chance[below + t - d] : stays
                    }
                }
            }
        }
        var sum = ExactTotal()
        for m in 0..<units.count {
            for t in 0...total where chance[m * width + t] > 0 { sum.add(chance[m * width + t] * (worth[t + size] - worth[t])) }
        }
        return sum.value / Double(units.count)
    }
}
