import NumericCore

/// Queries that are given: each sorts the types into cells, and the sender may ask some of them.
///
/// The best set is NP-hard to find (by set cover, Harris et al., arXiv:2311.18138), so all sets are tried while there are few. The value of a set is
/// not submodular in it (derived: two queries can be worth more together than apart), so greedy sets have no guarantee.
public struct PartitionQueries: Sendable, Equatable {
    /// The receivers.
    public let types: PrivateTypes
    /// Entry q: the cell of each type, any integers.
    public let partitions: [[Int]]

    /// A set of queries and what it is worth.
    public struct QuerySet: Sendable, Equatable {
        /// Which queries, ascending.
        public let members: [Int]
        /// Expected sales with the answers to all of them.
        public let value: Double
    }

    /// Most sets that ``best(upTo:)`` tries.
    public static let mostSets = 1_000_000

    /// - Throws: ``FieldError`` for a query that does not name a cell for each type.
    public init(types: PrivateTypes, partitions: [[Int]]) throws(FieldError) {
        for (at, cells) in partitions.enumerated() where cells.count != types.count {
            throw FieldError(field: "partitions[\(at)]", expected: "\(types.count) cells, one for each type", found: "\(cells.count)")
        }
        (self.types, self.partitions) = (types, partitions)
    }

    /// Expected sales where these queries are asked: the sum over the cells of their common refinement.
    /// - Complexity: O(n (queries + log n)).
    public func value(of members: [Int]) -> Double {
        cellValue(members.reduce([Int](repeating: 0, count: types.count)) { refine($0, by: partitions[$1]) })
    }

    /// Entry k: a best set of at most k queries, k up to `limit` (all queries unless given); nil where there are more sets than ``mostSets``.
    /// Sets are tried from the smallest; ties keep the earlier one.
    public func best(upTo limit: Int? = nil) -> [QuerySet]? {
        let size = min(limit ?? partitions.count, partitions.count)
        guard Self.sets(of: partitions.count, upTo: size) <= Self.mostSets else { return nil }
        var best = [QuerySet?](repeating: nil, count: size + 1)
        visit(from: 0, members: [], cells: [Int](repeating: 0, count: types.count), size: size) { members, value in
            if let known = best[members.count], value <= known.value + CutLayers.resolution { return }
            best[members.count] = QuerySet(members: members, value: value)
        }
        var sets: [QuerySet] = []
        for found in best.compactMap({ $0 }) {
            if let last = sets.last, found.value <= last.value + CutLayers.resolution { sets.append(last) } else { sets.append(found) }
        }
        return sets
    }

    /// Entry k: the set after k queries were added, each the best beside those before it; ties add the earliest query.
    public func greedy(upTo limit: Int? = nil) -> [QuerySet] {
        var cells = [Int](repeating: 0, count: types.count)
        var sets = [QuerySet(members: [], value: cellValue(cells))]
        for _ in 0..<min(limit ?? partitions.count, partitions.count) {
            let last = sets[sets.count - 1]
            var chosen: (query: Int, cells: [Int], value: Double)?
            for query in partitions.indices where !last.members.contains(query) {
                let refined = refine(cells, by: partitions[query])
                let value = cellValue(refined)
                if value > (chosen?.value ?? -.infinity) + CutLayers.resolution { chosen = (query, refined, value) }
            }
            guard let chosen else { break }
            cells = chosen.cells
            sets.append(QuerySet(members: (last.members + [chosen.query]).sorted(), value: max(chosen.value, last.value)))
        }
        return sets
    }

    private func visit(from first: Int, members: [Int], cells: [Int], size: Int, _ found: ([Int], Double) -> Void) {
        found(members, cellValue(cells))
        guard members.count < size else { return }
        for query in first..<max(first, partitions.count) {
            visit(from: query + 1, members: members + [query], cells: refine(cells, by: partitions[query]), size: size, found)
        }
    }

    /// The cells of a refinement, numbered in the order of their first type.
    private func refine(_ cells: [Int], by query: [Int]) -> [Int] {
        var numbers: [[Int]: Int] = [:]
        return cells.indices.map { at in
            let cell = [cells[at], query[at]]
            if let number = numbers[cell] { return number }
            let number = numbers.count
            numbers[cell] = number
            return number
        }
    }

    private func cellValue(_ cells: [Int]) -> Double {
        var members = [[Int]](repeating: [], count: (cells.max() ?? 0) + 1)
        for (type, cell) in cells.enumerated() { members[cell].append(type) }
        return members.reduce(0) { $0 + PrivateTypes($1, of: types).pooledPolicy().value }
    }

    /// How many sets of at most `size` of `count` there are; stops above ``mostSets``.
    private static func sets(of count: Int, upTo size: Int) -> Int {
        var (sum, sets) = (1, 1)
        for k in 1..<max(1, size + 1) {
            sets = sets * (count - k + 1) / k
            sum += sets
            if sum > mostSets { return sum }
        }
        return sum
    }
}
