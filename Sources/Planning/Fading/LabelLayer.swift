/// Labels of one round, as columns: what a plan's first rounds leave behind (N) and have earned (value).
///
/// A label with less memory in every topic and at least the value dominates another: whatever follows the other can follow it
/// and pays no less (planning game, monotonicity).
final class LabelLayer {
    let topics: Int
    let capacity: Int
    /// N_i of label l at i capacity + l.
    let memories: UnsafeMutablePointer<Double>
    let values: UnsafeMutablePointer<Double>
    /// value + an upper bound on what follows.
    let potentials: UnsafeMutablePointer<Double>
    /// The label of the round before, and the action that led here; the parent is -1 for a label that stands for several.
    let parents: UnsafeMutablePointer<Int32>
    let actions: UnsafeMutablePointer<Int32>
    /// See ``sign()``.
    let signatures: UnsafeMutablePointer<UInt64>
    var count = 0

    init(topics: Int, capacity: Int) {
        (self.topics, self.capacity) = (topics, capacity)
        memories = .allocate(capacity: topics * capacity)
        values = .allocate(capacity: capacity)
        potentials = .allocate(capacity: capacity)
        parents = .allocate(capacity: capacity)
        actions = .allocate(capacity: capacity)
        signatures = .allocate(capacity: capacity)
    }

    deinit {
        memories.deallocate()
        values.deallocate()
        potentials.deallocate()
        parents.deallocate()
        actions.deallocate()
        signatures.deallocate()
    }

    func column(_ topic: Int) -> UnsafeMutablePointer<Double> { memories + topic * capacity }

    /// Seven bits each of the value, reversed, and of the memories of the first seven topics, on scales common to the layers that
    /// are compared. Rounding down is monotone: no field of a dominating label is above that of the other.
    func sign() {
        let fields = min(topics, 7)
        var lowest = Double.infinity, highest = -Double.infinity
        for label in 0..<count {
            lowest = min(lowest, values[label])
            highest = max(highest, values[label])
        }
        let scale = highest > lowest ? 127 / (highest - lowest) : 0
        for label in 0..<count { signatures[label] = UInt64(min(127, (highest - values[label]) * scale)) }
        for topic in 0..<fields {
            let column = column(topic)
            var most = 0.0
            for label in 0..<count { most = max(most, column[label]) }
            let scale = most > 0 ? 127 / most : 0
            for label in 0..<count { signatures[label] |= UInt64(min(127, column[label] * scale)) << UInt64(8 * (topic + 1)) }
        }
    }

    /// Whether one of the first labels, at most `limit`, dominates a label of another layer with signatures on the same scales.
    ///
    /// One subtraction compares all fields of two signatures: a field's eighth bit stays set where it does not borrow. What passes is
    /// compared in full. O(count), O(k) more for each that passes.
    func dominates(_ label: Int, of other: LabelLayer, amongFirst limit: Int) -> Bool {
        let spare: UInt64 = 0x8080_8080_8080_8080
        let signature = other.signatures[label] | spare
        let value = other.values[label], signatures = signatures
        for index in 0..<min(count, limit) where (signature &- signatures[index]) & spare == spare {
            guard values[index] >= value else { continue }
            var topic = 0
            while topic < topics, memories[topic * capacity + index] <= other.memories[topic * other.capacity + label] { topic += 1 }
            if topic == topics { return true }
        }
        return false
    }

    /// Puts a label in the place of another.
    func move(_ label: Int, to place: Int) {
        guard label != place else { return }
        for topic in 0..<topics { column(topic)[place] = column(topic)[label] }
        values[place] = values[label]
        potentials[place] = potentials[label]
        parents[place] = parents[label]
        actions[place] = actions[label]
    }

    /// Adds a copy of another layer's label.
    func append(_ label: Int, of other: LabelLayer) {
        for topic in 0..<topics { memories[topic * capacity + count] = other.memories[topic * other.capacity + label] }
        values[count] = other.values[label]
        potentials[count] = other.potentials[label]
        parents[count] = other.parents[label]
        actions[count] = other.actions[label]
        signatures[count] = other.signatures[label]
        count += 1
    }
}
