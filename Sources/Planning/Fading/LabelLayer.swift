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
    var count = 0

    init(topics: Int, capacity: Int) {
        (self.topics, self.capacity) = (topics, capacity)
        memories = .allocate(capacity: topics * capacity)
        values = .allocate(capacity: capacity)
        potentials = .allocate(capacity: capacity)
        parents = .allocate(capacity: capacity)
        actions = .allocate(capacity: capacity)
    }

    deinit {
        memories.deallocate()
        values.deallocate()
        potentials.deallocate()
        parents.deallocate()
        actions.deallocate()
    }

    func column(_ topic: Int) -> UnsafeMutablePointer<Double> { memories + topic * capacity }

    /// Whether one of the first `count` labels dominates a label of another layer. O(k count), eight labels at a time.
    func dominates(_ label: Int, of other: LabelLayer, amongFirst limit: Int) -> Bool {
        let value = other.values[label]
        let kept = min(count, limit)
        var start = 0
        while start < kept {
            let end = min(start + 64, kept)
            var mask: UInt64 = 0
            for index in start..<end { mask |= (values[index] >= value ? 1 : 0) << UInt64(index - start) }
            var topic = 0
            while mask != 0, topic < topics {
                let memory = other.memories[topic * other.capacity + label]
                let own = column(topic)
                var lower: UInt64 = 0
                for index in start..<end { lower |= (own[index] <= memory ? 1 : 0) << UInt64(index - start) }
                mask &= lower
                topic += 1
            }
            if mask != 0 { return true }
            start = end
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
        count += 1
    }
}
