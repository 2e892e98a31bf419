/// Brings the labels of a layer down to a number of groups, each of which one label stands for: the least memory in every topic and
/// the largest value of its members. It dominates all of them, so what it can reach bounds what they can.
///
/// Groups are boxes, halved where they are widest. Memories are measured by what they are worth, V_i(N_i) of the arm bound where
/// there is one: two labels are close when the bound can hardly tell them apart. The group with the largest bound is halved
/// first, since the largest bound is what the layer proves.
/// Complexity: O(n k log n) typically.
struct LabelMerge {
    /// The largest remaining group, as a range of `order`.
    private struct Group {
        var start: Int, end: Int
        var key: Double
        var axis: Int
        var middle: Double
    }
    private let layer: LabelLayer
    /// Worth of each memory: topic i of label l at i n + l; the value follows as topic k.
    private let worth: [Double]
    private let count: Int
    private var order: [Int32]

    /// - Parameter worth: (topic, memory) to the bound's share that the topic can still bring.
    init(_ layer: LabelLayer, worth measure: (Int, Double) -> Double) {
        self.layer = layer
        count = layer.count
        order = (0..<Int32(layer.count)).map { $0 }
        var worth = [Double](repeating: 0, count: (layer.topics + 1) * layer.count)
        for topic in 0..<layer.topics {
            let column = layer.column(topic)
            for label in 0..<layer.count { worth[topic * layer.count + label] = measure(topic, column[label]) }
        }
        for label in 0..<layer.count { worth[layer.topics * layer.count + label] = layer.values[label] }
        self.worth = worth
    }

    /// Fills `merged` with at most `groups` labels.
    mutating func merge(into merged: LabelLayer, groups: Int) {
        var heap: [Group] = []
        var done: [Group] = []
        push(measured(0, count), &heap, &done)
        while heap.count + done.count < groups, let group = pop(&heap) {
            let cut = halve(group)
            push(measured(group.start, cut), &heap, &done)
            push(measured(cut, group.end), &heap, &done)
        }
        merged.count = 0
        for group in done + heap { represent(group, in: merged) }
    }

    private func measured(_ start: Int, _ end: Int) -> Group {
        var group = Group(start: start, end: end, key: 0, axis: -1, middle: 0)
        guard end - start > 1 else { return group }
        var widest = 0.0
        for axis in 0...layer.topics {
            var low = Double.infinity, high = -Double.infinity
            for place in start..<end {
                let value = worth[axis * count + Int(order[place])]
                low = min(low, value)
                high = max(high, value)
            }
            group.key += high
            if high - low > widest { (widest, group.axis, group.middle) = (high - low, axis, low + 0.5 * (high - low)) }
        }
        return group
    }

    /// Moves the members beyond the middle behind the others; returns where they start.
    private mutating func halve(_ group: Group) -> Int {
        var low = group.start, high = group.end
        while low < high {
            if worth[group.axis * count + Int(order[low])] < group.middle {
                low += 1
            } else {
                high -= 1
                order.swapAt(low, high)
            }
        }
        // Rounding of the middle may leave one side empty.
        return low == group.start || low == group.end ? (group.start + group.end) / 2 : low
    }

    private func represent(_ group: Group, in merged: LabelLayer) {
        merged.append(Int(order[group.start]), of: layer)
        let place = merged.count - 1
        guard group.end - group.start > 1 else { return }
        merged.parents[place] = -1
        for member in group.start + 1..<group.end {
            let label = Int(order[member])
            for topic in 0..<layer.topics {
                let column = merged.column(topic)
                column[place] = min(column[place], layer.column(topic)[label])
            }
            merged.values[place] = max(merged.values[place], layer.values[label])
        }
    }

    /// Groups of one label, or of labels that measure the same, need no halving.
    private func push(_ group: Group, _ heap: inout [Group], _ done: inout [Group]) {
        guard group.axis >= 0 else { return done.append(group) }
        heap.append(group)
        var place = heap.count - 1
        while place > 0, heap[(place - 1) / 2].key < heap[place].key {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private func pop(_ heap: inout [Group]) -> Group? {
        guard let top = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            var largest = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child].key > heap[largest].key { largest = child }
            if largest == place { return top }
            heap.swapAt(place, largest)
            place = largest
        }
    }
}
