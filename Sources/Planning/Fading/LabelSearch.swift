/// Forward search over labels (N, value), round by round: exact (E1), a beam or relaxed layers (E2).
///
/// From each label follow opting out and every topic that pays (a play with r <= 0 is never needed). A child is dropped where its
/// value and an upper bound on what can follow do not exceed the best plan known, or where another label dominates it. What
/// happens when a layer has more than `width` labels distinguishes the three:
///
/// - `drop`: keep the labels with the best bounds. The plan is real; what was dropped bounds what may have been missed.
/// - `merge`: groups of labels become one that dominates them (``LabelMerge``): the final value bounds every plan.
///
/// As long as neither has happened the search is exact.
final class LabelSearch {
    enum Overflow { case drop, merge }

    struct Outcome {
        /// The best plan met, at least the one given, and what its labels add up to.
        var value: Double
        var actions: [Int]?
        /// No plan from this state pays more.
        var bound: Double
        /// Nothing was dropped but what cannot be better, nothing was merged: bound = value up to rounding.
        var isExact: Bool
        var peakLabels: Int
        var wasStopped = false
    }

    let game: PlanningGame
    let width: Int
    private let tail: ArmSweep?
    /// W(s) or another bound for s rounds from any state, s = 0...; empty for none.
    private let shorter: [Double]
    private var layer: LabelLayer, next: LabelLayer, pool: LabelLayer
    private let remembered: UnsafeMutablePointer<Double>
    /// Candidates: what becomes of one label under one action.
    private var candidates: [Candidate] = []
    private var order: [Int32] = []
    private struct Candidate {
        var value: Double, potential: Double
        var parent: Int32, action: Int32
    }
    /// Layers of up to this many candidates are filtered against each other in full, larger ones against their best labels alone.
    private let fullFilter = 8192, partialFilter = 1024
    /// Rounds over which the fade bound looks ahead; 0 for none.
    var fadeRounds = 4

    /// - Parameters:
    ///   - width: less where there are so many topics that a layer would not fit.
    ///   - tail: arm bound swept for at least as many rounds as are searched.
    ///   - shorter: bounds by rounds left.
    init(game: PlanningGame, width: Int, tail: ArmSweep?, shorter: [Double] = []) {
        let width = min(width, max(16, (1 << 21) / game.topics))
        (self.game, self.width, self.tail, self.shorter) = (game, width, tail, shorter)
        let pooled = min(width * (game.topics + 1), max(4 * width, (1 << 24) / game.topics))
        layer = LabelLayer(topics: game.topics, capacity: pooled)
        next = LabelLayer(topics: game.topics, capacity: pooled)
        pool = LabelLayer(topics: game.topics, capacity: pooled)
        remembered = .allocate(capacity: 4 * game.topics)
        candidates.reserveCapacity(width * (game.topics + 1))
    }

    deinit { remembered.deallocate() }

    /// - Parameters:
    ///   - best: a plan's value that is known; only better plans are looked for.
    func run(
        from state: [Double], rounds: Int, best known: Double, overflow: Overflow, stop: () -> Bool = { false }
    ) -> Outcome {
        var outcome = Outcome(value: known, actions: nil, bound: .infinity, isExact: true, peakLabels: 1)
        var history: [[Int32]] = [], steps: [[Int32]] = []
        layer.count = 1
        for topic in 0..<game.topics { layer.column(topic)[0] = state[topic] }
        (layer.values[0], layer.parents[0], layer.actions[0]) = (0, 0, -1)
        layer.potentials[0] = potential(of: layer, 0, left: rounds)
        var dropped = -Double.infinity
        // What is left out pays less than this part of one round's best payoff more than what is known.
        let scale = min(1, max(0, PauseGuarantee(game).bestPayoff))
        let cutoff = known + 1e-13 * max(scale, abs(known))
        for round in 0..<rounds {
            if stop() {
                outcome.wasStopped = true
                outcome.isExact = false
                break
            }
            outcome.bound = min(outcome.bound, max(cutoff, dropped, largestPotential))
            let left = rounds - round - 1
            expand(left: left, cutoff: cutoff)
            let most = overflow == .drop ? min(pool.capacity, 2 * width) : pool.capacity
            if candidates.count > most { // possible for beams, and for very many topics
                for place in most..<order.count { dropped = max(dropped, candidates[Int(order[place])].potential) }
                outcome.isExact = false
            }
            materialise(min(most, candidates.count))
            filter()
            tighten(left: left, cutoff: cutoff)
            if next.count > width {
                outcome.isExact = false
                switch overflow {
                case .drop:
                    for label in width..<next.count { dropped = max(dropped, next.potentials[label]) }
                    next.count = width // in order of their bounds before the fade bound
                case .merge:
                    merge(left: left)
                }
            }
            outcome.peakLabels = max(outcome.peakLabels, next.count)
            swap(&layer, &next)
            history.append(Array(UnsafeBufferPointer(start: layer.parents, count: layer.count)))
            steps.append(Array(UnsafeBufferPointer(start: layer.actions, count: layer.count)))
            if layer.count == 0 { break }
        }
        if outcome.wasStopped {
            outcome.bound = min(outcome.bound, max(cutoff, dropped, largestPotential))
            return outcome
        }
        outcome.bound = min(outcome.bound, max(known, dropped, (0..<layer.count).reduce(-.infinity) { max($0, layer.values[$1]) }))
        takePlan(&outcome, history, steps)
        return outcome
    }

    private var largestPotential: Double { (0..<layer.count).reduce(-.infinity) { max($0, layer.potentials[$1]) } }

    /// value + the least bound on `left` further rounds.
    private func potential(of layer: LabelLayer, _ label: Int, left: Int) -> Double {
        layer.values[label] + remaining(left: left) { layer.column($0)[label] }
    }

    /// The least bound on `left` further rounds from a state.
    @inline(__always)
    private func remaining(left: Int, _ memory: (Int) -> Double) -> Double {
        var rest = left < shorter.count ? shorter[left] : .infinity
        if let tail {
            let row = tail.rounds - left
            var sum = tail.paidBack[row]
            for topic in 0..<game.topics { sum += tail.value(topic, after: row, memory: memory(topic)) }
            rest = min(rest, sum)
        }
        return rest
    }

    private func expand(left: Int, cutoff: Double) {
        candidates.removeAll(keepingCapacity: true)
        let topics = game.topics
        let worthIdle = remembered, worthPlayed = remembered + topics
        let cap = left < shorter.count ? shorter[left] : Double.infinity
        let row = tail.map { $0.rounds - left } ?? 0
        for label in 0..<layer.count {
            guard layer.potentials[label] > cutoff else { continue }
            var level = -Double.infinity
            var rest = tail?.paidBack[row] ?? 0
            for topic in 0..<topics {
                let memory = layer.column(topic)[label]
                level = max(level, game.genAIQuality(of: topic, after: memory))
                if let tail {
                    worthIdle[topic] = tail.value(topic, after: row, memory: game.remembered(of: topic, after: memory, played: false))
                    worthPlayed[topic] = tail.value(topic, after: row, memory: game.remembered(of: topic, after: memory, played: true))
                    rest += worthIdle[topic]
                }
            }
            let value = layer.values[label]
            func offer(_ action: Int, _ value: Double, _ rest: Double) {
                let potential = value + (tail == nil ? cap : min(cap, rest))
                guard potential > cutoff else { return }
                candidates.append(Candidate(value: value, potential: potential, parent: Int32(label), action: Int32(action)))
            }
            offer(Plan.optOut, value, rest)
            for topic in 0..<topics {
                let payoff = game.payoff(of: topic, at: level)
                if payoff > 0 { offer(topic, value + payoff, tail == nil ? 0 : rest - worthIdle[topic] + worthPlayed[topic]) }
            }
        }
        order.removeAll(keepingCapacity: true)
        for index in candidates.indices { order.append(Int32(index)) }
        candidates.withUnsafeBufferPointer { candidates in
            order.sort {
                let first = candidates[Int($0)], second = candidates[Int($1)]
                if first.potential != second.potential { return first.potential > second.potential }
                return first.value != second.value ? first.value > second.value : $0 < $1
            }
        }
    }

    /// The states of the first `count` candidates in order.
    private func materialise(_ count: Int) {
        pool.count = count
        for place in 0..<count {
            let candidate = candidates[Int(order[place])]
            pool.values[place] = candidate.value
            pool.potentials[place] = candidate.potential
            pool.actions[place] = candidate.action
            pool.parents[place] = layer.parents[Int(candidate.parent)] < 0 ? -1 : candidate.parent
        }
        for topic in 0..<game.topics {
            let from = layer.column(topic), to = pool.column(topic)
            for place in 0..<count {
                to[place] = game.remembered(
                    of: topic, after: from[Int(candidates[Int(order[place])].parent)], played: Int(pool.actions[place]) == topic)
            }
        }
    }

    /// Keeps the labels that none before them dominates: a dominating label has no smaller bound, so it stands before.
    private func filter() {
        next.count = 0
        pool.sign()
        let limit = pool.count <= fullFilter ? fullFilter : partialFilter
        for label in 0..<pool.count where !next.dominates(label, of: pool, amongFirst: limit) { next.append(label, of: pool) }
    }

    /// The fade bound: over the next u rounds no play pays more than the best one at the level to which GenAI has forgotten by then,
    /// and after them whatever any state could bring that GenAI's forgetting alone leads to. The least over u.
    private func tighten(left: Int, cutoff: Double) {
        guard fadeRounds > 0, left > 1 else { return }
        let faded = remembered, topics = game.topics
        var kept = 0
        for label in 0..<next.count {
            for topic in 0..<topics { faded[topic] = next.column(topic)[label] }
            var sum = next.values[label]
            for round in 1...min(fadeRounds, left) {
                var level = -Double.infinity
                for topic in 0..<topics { level = max(level, game.genAIQuality(of: topic, after: faded[topic])) }
                var best = 0.0
                for topic in 0..<topics {
                    best = max(best, game.payoff(of: topic, at: level))
                    faded[topic] = game.remembered(of: topic, after: faded[topic], played: false)
                }
                sum += best
                next.potentials[label] = min(next.potentials[label], sum + remaining(left: left - round) { faded[$0] })
            }
            guard next.potentials[label] > cutoff else { continue }
            next.move(label, to: kept)
            kept += 1
        }
        next.count = kept
    }

    private func merge(left: Int) {
        let row = tail.map { $0.rounds - left } ?? 0
        var merge = LabelMerge(next) { topic, memory in tail?.value(topic, after: row, memory: memory) ?? -memory }
        merge.merge(into: pool, groups: width)
        swap(&pool, &next)
        for label in 0..<next.count { next.potentials[label] = potential(of: next, label, left: left) }
    }

    private func takePlan(_ outcome: inout Outcome, _ history: [[Int32]], _ steps: [[Int32]]) {
        var best = -1
        for label in 0..<layer.count where layer.parents[label] >= 0 && layer.values[label] > outcome.value {
            (best, outcome.value) = (label, layer.values[label])
        }
        guard best >= 0 else { return }
        var actions: [Int] = []
        for round in stride(from: history.count - 1, through: 0, by: -1) {
            actions.append(Int(steps[round][best]))
            best = Int(history[round][best])
        }
        outcome.actions = actions.reversed()
    }
}
