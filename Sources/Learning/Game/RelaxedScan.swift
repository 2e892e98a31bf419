/// The relaxed benchmarks in numbers of one kind: multiples of a unit, or doubles.
struct RelaxedScan<Number: Comparable & AdditiveArithmetic> {
    /// A value and the e that goes with it.
    typealias Attained = (value: Number, e: Number)

    private let human: [[Number]]
    private let ai: [[Number]]
    /// lower(e), falling: each value from its `begin` on, until the next one's.
    private var lower: [(value: Number, begin: Number)] = []

    /// - Parameters:
    ///   - human: vH of the responses there are, at least one a prompt.
    ///   - ai: vA of the same.
    /// - Throws: where `pace` says stop.
    init(human: [[Number]], ai: [[Number]], _ pace: inout WorkPace) throws(WorkPace.Stopped) {
        (self.human, self.ai) = (human, ai)
        var leasts: [(value: Number, end: Number?)] = []
        for (human, ai) in zip(human, ai) {
            try pace.step(human.count)
            let order = ai.indices.sorted { ai[$0] > ai[$1] }
            guard let first = order.first else { continue }
            var least = human[first]
            for response in order where human[response] < least {
                leasts.append((least, ai[first] - ai[response]))
                least = human[response]
            }
            leasts.append((least, nil))
        }
        do {
            try leasts.sort { left, right in
                try pace.step()
                return left.value > right.value
            }
        } catch {
            throw WorkPace.Stopped()
        }
        // The largest of the leasts: a value holds until the last prompt whose least is as large, or larger, falls below it.
        var reach = Number.zero
        for least in leasts where least.end.map({ $0 > reach }) ?? true {
            lower.append((least.value, reach))
            guard let end = least.end else { break }
            reach = end
        }
    }

    /// The least lower(e) + e: at the beginning of a step.
    /// - Precondition: a prompt.
    func human(_ pace: inout WorkPace) throws(WorkPace.Stopped) -> Attained {
        var best: Attained = (lower[0].value + lower[0].begin, lower[0].begin)
        for step in lower.dropFirst() {
            try pace.step()
            let value = step.value + step.begin
            if value < best.value { best = (value, step.begin) }
        }
        return best
    }

    /// The least max_b' vA(a, b') + e over pairs, e from where the pair puts its prompt in A_e.
    func ai(_ pace: inout WorkPace) throws(WorkPace.Stopped) -> Attained {
        var best: Attained?
        for (human, ai) in zip(human, ai) {
            guard let top = ai.max() else { continue }
            for (reward, response) in zip(human, ai) {
                try pace.step()
                let e = max(top - response, hopeful(reward))
                let value = top + e
                if best.map({ value < $0.value || value == $0.value && e < $0.e }) ?? true { best = (value, e) }
            }
        }
        return best ?? (.zero, .zero)
    }

    /// The first e >= 0 with reward + e >= lower(e): in the first step at whose end that would be so.
    private func hopeful(_ reward: Number) -> Number {
        var (first, last) = (0, lower.count - 1)
        while first < last {
            let middle = (first + last) / 2
            if lower[middle].value - reward < lower[middle + 1].begin { last = middle } else { first = middle + 1 }
        }
        return max(lower[first].begin, lower[first].value - reward)
    }
}
