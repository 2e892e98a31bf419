/// Where each of a list of names stands: a hash table of places, 6 to 11 bytes a name beside the list itself, where a
/// dictionary would keep every name again.
///
/// ```swift
/// var index = NameIndex(["ana", "bo"])
/// index.place(of: "bo")      // 1
/// index.insert("cy")         // 2
/// ```
/// Names are the same where Swift's `String` says so (canonical equivalence).
/// - Complexity: O(1) a look-up and, over many, an insertion.
struct NameIndex {
    /// In the order in which they were given.
    private(set) var names: [String]
    /// The first name that was given before, and where; nil where all differ.
    private(set) var repeated: (place: Int, first: Int)?
    /// By hash, with linear probing: 1 + the place of a name, 0 where free. A power of two of them, a quarter free at least.
    private var slots: [Int32]

    init(_ names: [String] = []) {
        self.names = names
        slots = Self.freeSlots(for: names.count)
        for place in names.indices {
            let slot = slot(of: names[place])
            if slots[slot] == 0 {
                slots[slot] = Int32(place + 1)
            } else if repeated == nil {
                repeated = (place, Int(slots[slot]) - 1)
            }
        }
    }

    /// nil for a name that is not in the list; the first place of one that was given twice.
    func place(of name: String) -> Int? {
        let held = slots[slot(of: name)]
        return held == 0 ? nil : Int(held) - 1
    }

    /// The place of a name, which becomes the last one where it is new.
    mutating func insert(_ name: String) -> Int {
        let slot = slot(of: name)
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        names.append(name)
        if 4 * names.count > 3 * slots.count {
            self = NameIndex(names)
        } else {
            slots[slot] = Int32(names.count)
        }
        return names.count - 1
    }

    /// The slot that holds a name, or the free one that would.
    private func slot(of name: String) -> Int {
        let mask = slots.count - 1
        var slot = name.hashValue & mask
        while slots[slot] != 0, names[Int(slots[slot]) - 1] != name { slot = (slot + 1) & mask }
        return slot
    }

    private static func freeSlots(for count: Int) -> [Int32] {
        var size = 16
        while 3 * size < 4 * (count + 1) { size *= 2 }
        return [Int32](repeating: 0, count: size)
    }
}
