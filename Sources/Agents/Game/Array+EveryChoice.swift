extension Array {
    /// Every way to take one element of each list, the last list running fastest; those that were formed until it was to end.
    /// - Complexity: O(ways x lists)
    static func everyChoice(_ lists: [[Element]], until isOver: () -> Bool) -> [[Element]] {
        guard lists.allSatisfy({ !$0.isEmpty }) else { return [] }
        var (places, choices) = ([Int](repeating: 0, count: lists.count), [[Element]]())
        while !isOver() {
            choices.append(zip(lists, places).map { $0[$1] })
            guard let next = places.indices.last(where: { places[$0] + 1 < lists[$0].count }) else { break }
            places[next] += 1
            for place in places.indices[(next + 1)...] { places[place] = 0 }
        }
        return choices
    }
}
