import CKernels

/// Best replies, one after the other or all at once.
final class BestResponse: LearningRule, @unchecked Sendable {
    private let learning: LearningGame
    private let rule: LearningDynamics.Rule
    private let schedule: StepSchedule
    let effort: UnsafeMutablePointer<Double>
    private let reply: UnsafeMutablePointer<Double>
    /// Effort of everybody else, by position.
    private let rivals: UnsafeMutablePointer<Double>
    private let isSeparable: Bool

    /// Of u: an effort in place of one that is as small as can be, since it earns most, but not 0.
    static let least = 0x1p-60

    init(_ learning: LearningGame, _ rule: LearningDynamics.Rule, schedule: StepSchedule, start: UnsafeMutablePointer<Double>) {
        self.learning = learning
        self.rule = rule
        self.schedule = schedule
        effort = start
        reply = learning.doubles(learning.count)
        rivals = learning.doubles(learning.count)
        isSeparable = learning.game.contest.isSeparable
    }

    func advance(_ step: Int) -> Double {
        switch rule {
        case .sequential: return isSeparable ? roundByTopic() : roundByCreator()
        case .simultaneous: return together(weight: 1)
        case .damped: return together(weight: min(1, schedule.size(step: step, moved: 0)))
        }
    }

    /// The best reply in one topic alone.
    private func reply(_ p: Int, rivals: Double) -> Double {
        guard learning.bound[p] > 0 else { return 0 }
        let market = learning.game.market(learning.topic(p))
        let found = BestReply(market: market, cost: learning.game.view.cost[p], rho: learning.rho(p), rivals: rivals).search().effort
        if found == 0, rivals == 0, market.priceAtZero == .infinity { return learning.bound[p] * Self.least }
        return min(found, learning.bound[p])
    }

    /// How far a reply is from the effort: relative to itself, since replies may pass through tiny efforts on their way up; in
    /// units of u where efforts come to 0 only in the limit.
    private func move(_ p: Int, to reply: Double) -> Double {
        guard reply != effort[p] else { return 0 }
        return abs(reply - effort[p]) / (rule == .damped ? learning.bound[p] : max(reply, effort[p]))
    }

    /// The positions of a topic in the order of creators.
    private func positions(ofTopic k: Int) -> ArraySlice<Int> { learning.topicPositions[learning.topicOffsets[k]..<learning.topicOffsets[k + 1]] }

    /// A topic's creators in order, each with its rivals as they are: what stands before, plus what stands after, so that nothing
    /// cancels. What `visit` leaves as a creator's effort is what those after it see.
    private func visit(topic k: Int, _ visit: (_ position: Int) -> Void) {
        let positions = self.positions(ofTopic: k)
        var after = 0.0
        for p in positions.reversed() {
            rivals[p] = after
            after += effort[p]
        }
        var before = 0.0
        for p in positions {
            rivals[p] += before
            visit(p)
            before += effort[p]
        }
    }

    private func together(weight: Double) -> Double {
        learning.workers.run(learning.game.topics) { self.visit(topic: $0) { _ in } }
        let largest = SharedTable(count: learning.tiles.tiles, filledWith: 0.0)
        learning.tiles.run { _, creators, _ in
            for i in creators {
                let positions = self.learning.game.positions(i..<i + 1)
                if self.isSeparable {
                    for p in positions { self.reply[p] = self.reply(p, rivals: self.rivals[p]) }
                } else {
                    for p in positions { self.reply[p] = self.effort[p] }
                    CreatorReply(learning: self.learning, creator: i, positions: positions, rivals: self.rivals, effort: self.reply).find()
                }
                let tile = i / CreatorTiles.size
                for p in positions { largest[tile] = max(largest[tile], self.move(p, to: self.reply[p])) }
            }
        }
        for p in 0..<learning.count { effort[p] += weight * (reply[p] - effort[p]) }
        return largest.array.max() ?? 0
    }

    /// A round where topics do not touch: each topic by itself, its creators in order.
    private func roundByTopic() -> Double {
        let largest = SharedTable(count: learning.game.topics, filledWith: 0.0)
        learning.workers.run(learning.game.topics) { k in
            self.visit(topic: k) { p in
                let best = self.reply(p, rivals: self.rivals[p])
                largest[k] = max(largest[k], self.move(p, to: best))
                self.effort[p] = best
            }
        }
        return largest.array.max() ?? 0
    }

    /// A round where they do: one creator after the other.
    private func roundByCreator() -> Double {
        let topics = learning.game.topics
        var after = [Double](repeating: 0, count: topics)
        for p in (0..<learning.count).reversed() {
            rivals[p] = after[learning.topic(p)]
            after[learning.topic(p)] += effort[p]
        }
        var before = [Double](repeating: 0, count: topics)
        var largest = 0.0
        for i in 0..<learning.game.creators {
            let positions = learning.game.positions(i..<i + 1)
            for p in positions {
                rivals[p] += before[learning.topic(p)]
                reply[p] = effort[p]
            }
            CreatorReply(learning: learning, creator: i, positions: positions, rivals: rivals, effort: reply).find()
            for p in positions {
                largest = max(largest, move(p, to: reply[p]))
                effort[p] = reply[p]
                before[learning.topic(p)] += effort[p]
            }
        }
        return largest
    }
}
