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

    /// Most sets that ``best(upTo:watch:)`` tries.
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

    /// Entry k: a best set of at most k queries, k up to `limit` (all queries unless given); nil where there are more sets than ``mostSets``, and
    /// where the watch came first. Ties keep the set that comes first in the order of its members.
    /// - Parameter watch: asked before every set.
    /// - Complexity: O(sets x types log types).
    public func best(upTo limit: Int? = nil, watch: PersuasionWatch = .none) -> [QuerySet]? {
        let size = min(limit ?? partitions.count, partitions.count)
        guard isSearchable(upTo: size) else { return nil }
        let sets = Self.sets(of: partitions.count, upTo: size)
        var (tried, isStopped) = (0, false)
        var best = [QuerySet?](repeating: nil, count: size + 1)
        visit(from: 0, members: [], cells: [Int](repeating: 0, count: types.count), size: size) { members, cells in
            if isStopped || watch.stops("sets of queries", tried, of: sets) {
                isStopped = true
                return false
            }
            tried += 1
            let value = cellValue(cells)
            if let known = best[members.count], value <= known.value + types.resolution { return true }
            best[members.count] = QuerySet(members: members, value: value)
            return true
        }
        guard !isStopped else { return nil }
        var rising: [QuerySet] = []
        for found in best.compactMap({ $0 }) {
            if let last = rising.last, found.value <= last.value + types.resolution { rising.append(last) } else { rising.append(found) }
        }
        return rising
    }

    /// Entry k: the set after k queries were added, each the best beside those before it; ties add the earliest query.
    /// - Parameter watch: asked before every query that is tried; the list then ends with the set before.
    public func greedy(upTo limit: Int? = nil, watch: PersuasionWatch = .none) -> [QuerySet] {
        var cells = [Int](repeating: 0, count: types.count)
        var sets = [QuerySet(members: [], value: cellValue(cells))]
        for _ in 0..<min(limit ?? partitions.count, partitions.count) {
            let last = sets[sets.count - 1]
            var chosen: (query: Int, cells: [Int], value: Double)?
            for query in partitions.indices where !last.members.contains(query) {
                if watch.stops("greedy queries", last.members.count, of: partitions.count) { return sets }
                let refined = refine(cells, by: partitions[query])
                let value = cellValue(refined)
                if value > (chosen?.value ?? -.infinity) + types.resolution { chosen = (query, refined, value) }
            }
            guard let chosen else { break }
            cells = chosen.cells
            sets.append(QuerySet(members: (last.members + [chosen.query]).sorted(), value: max(chosen.value, last.value)))
        }
        return sets
    }

    private func visit(from first: Int, members: [Int], cells: [Int], size: Int, _ found: ([Int], [Int]) -> Bool) {
        guard found(members, cells), members.count < size else { return }
        for query in first..<max(first, partitions.count) {
            visit(from: query + 1, members: members + [query], cells: refine(cells, by: partitions[query]), size: size, found)
        }
    }

    private struct Cell: Hashable { let cell, answer: Int }

    /// The cells of a refinement, numbered in the order of their first type.
    private func refine(_ cells: [Int], by query: [Int]) -> [Int] {
        var numbers: [Cell: Int] = [:]
        return cells.indices.map { at in
            let cell = Cell(cell: cells[at], answer: query[at])
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

    /// Whether all sets of at most so many queries are few enough to be tried.
    public func isSearchable(upTo limit: Int? = nil) -> Bool {
        Self.sets(of: partitions.count, upTo: min(limit ?? partitions.count, partitions.count)) <= Self.mostSets
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
