import NumericCore

/// An entrant raises the total and lowers each incumbent's effort, unless the incumbent is dominant.
///
/// At the old total the shares with the entrant sum to more than 1, so the total rises. An incumbent follows its condition
/// P + x P' = c'(x), hence dx/ds = -(P' + x P'')/(P' - c''), whose denominator is negative: the effort falls where P' + x P'' < 0, that is where
/// its share is below z* = -P'/(s P''), which is at least 1/(1 + e) >= 1/2 (derived). Above it a small entrant makes it work harder.
/// Equilibria are planted, so that each range of the largest share is met by as many instances.
public struct Entry: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "entry"
    public let statement =
        "A new creator raises the total effort and lowers the effort of every incumbent; derived here: without fail only where no incumbent holds more than half, a dominant one may answer with more."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.derived

    /// A range of the largest incumbent's share.
    struct Setting: Sendable {
        let lower: Double
        let upper: Double
        var isMild: Bool { upper <= 0.5 }
        var label: String {
            isMild ? "no incumbent above 1/2" : "largest share \(NumberText.fixed(lower, places: 1)) to \(NumberText.general(upper))"
        }
    }

    var settings: [Setting] {
        [(0.2, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.99)].map { Setting(lower: $0.0, upper: $0.1) }
    }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.label): the total rises" }, isProved: { _ in true }, text: { "total times \($1.spread(0))" }),
            ClaimQuestion(label: { "\($0.label): each incumbent creates less" }, isProved: \.isMild) {
                "effort of the largest times \($1.spread(0)); more than before in \(NumberText.general($1.sum(1)))"
            },
            ClaimQuestion(label: { "\($0.label): entrant of one thousandth, each incumbent creates less" }, isProved: \.isMild) {
                "rises \(NumberText.general($1.sum(0))), predicted \(NumberText.general($1.sum(1))); boundary z* \($1.spread(2))"
            },
            ClaimQuestion(
                label: { "\($0.label): entrant of one thousandth, the largest moves as the sign of P' + x P'' says" }, isProved: { _ in false },
                text: { _, findings in
                    let rose = findings.numbers(1).min() ?? .infinity
                    let fell = findings.numbers(2).max() ?? 0
                    let least = rose == .infinity ? "never rose" : "rose from z/z* = \(NumberText.general(rose, digits: 4)) on"
                    let most = fell == 0 ? "never fell" : "fell up to z/z* = \(NumberText.general(fell, digits: 4))"
                    return "the largest \(least), \(most); change over the entrant's share \(findings.spread(0))"
                }),
        ]
    }

    /// The entrant's share at the old total where it is to be small.
    private static let small = 1e-3

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let rivals = instance.integer(.creators, in: setting.isMild ? 4...12 : 1...10)
        let planted = try PlantedTopic(
            instance, largest: instance.uniform(.share, in: setting.lower...setting.upper), rivals: rivals, rhos: [1, 1.2, 1.5, 2, 3])
        let before = try planted.draw.contest().certified()
        // One that at the old total would have between a hundredth and half of it.
        let large = try entered(planted, share: instance.logUniform(.change, in: 0.01...0.5))
        let small = try entered(planted, share: Self.small)
        let price = try planted.draw.contest().topic(0).price(at: before.totals[0])
        let boundary = price.curvature > 0 ? -price.slope / (before.totals[0] * price.curvature) : Double.infinity
        let predictsRise = planted.shares[0] > boundary
        let (x, larger) = (before.efforts[creator: 0, topic: 0], large.efforts[creator: 0, topic: 0])
        let change = small.efforts[creator: 0, topic: 0] / x - 1
        let place = planted.shares[0] / boundary
        return [
            .judged(margin: large.totals[0] / before.totals[0] - 1, slack: 1e-11, [large.totals[0] / before.totals[0]]),
            .judged(margin: smallestFall(before, large), slack: 1e-10, [larger / x, larger > x * (1 + 1e-10) ? 1 : 0]),
            .judged(margin: smallestFall(before, small), slack: 1e-10, [change > 1e-10 ? 1 : 0, predictsRise ? 1 : 0, boundary]),
            .judged(
                margin: predictsRise ? change : -change, slack: 1e-10,
                [change / Self.small, change > 0 ? place : .infinity, change > 0 ? 0 : place]),
        ]
    }

    private func entered(_ planted: PlantedTopic, share: Double) throws -> Equilibrium {
        var draw = planted.draw
        draw.costs.append(try planted.cost(ofShare: share))
        draw.exponents.append(draw.rho)
        return try draw.contest().certified()
    }

    /// The least that an incumbent's effort falls by, over the old total.
    private func smallestFall(_ before: Equilibrium, _ after: Equilibrium) -> Double {
        before.efforts(topic: 0).enumerated().map { i, x in (x - after.efforts[creator: i, topic: 0]) / before.totals[0] }.min() ?? 0
    }
}
