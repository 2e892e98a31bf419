import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Newton's method for contests whose topics touch, through net prices.
///
/// Each cell's net price R is what its own cost must balance: x = prox(R) solves h x + c rho x^(rho - 1) = R - nu b - lambda a per
/// creator, capacities and total effort included exactly, so that tiny efforts, corners and limits need no case of their own.
/// An iteration linearises the conditions at x, solves for dR through one block a creator and one K x K system for the totals
/// (Woodbury) in which prices are not linearised (``PricedTotals``), and takes x from prox(R + t dR). t is halved until the natural map sum h (x - prox(h x - F))^2 falls, or the
/// residual halves; where no t does, a proximal term sigma h (x - anchor) holds efforts back for a while, which makes the
/// monotone game strongly monotone.
/// Source: the normal map is Robinson's (Math. Oper. Res. 17, 1992, doi:10.1287/moor.17.3.691), the proximal point method Rockafellar's
/// (SIAM J. Control 14, 1976, doi:10.1137/0314056); this combination and its metric are derived here.
/// - Complexity: an iteration costs about 2 K^3 fused operations a creator where Q couples all topics, O(K^2) where it does not;
///   memory 16 doubles a cell, K^2 a thread and 2 K^2 a slot of creators (64 slots, 16 above 128 topics). Where that is too much (``NewtonSystem``), ``KrylovDirection`` needs 2 K^2 for each
///   of some tens of products, and 13 doubles a cell more.
struct StructuredNewton {
    let game: CoupledGame
    let workers: Workers
    let settings: Settings
    let interruption: Interruption
    let meter: ProgressMeter
    /// The linear algebra of a step: blocks and a K x K system, unless told otherwise.
    var direction: NewtonDirection = { $0.direction($1, step: $2, coupledStep: $3, netStep: $4) }

    /// A residual from which another Newton step has nothing to gain: squared it is rounding.
    private var sufficient: Double { min(1e-13, 1e-2 * settings.tolerance) }
    /// A condition whose imbalance is this much of its terms' size is at the rounding floor that certificates allow (8 eps).
    private static let roundingFloor = 0x1p-49
    private static let shortestStep = 0x1p-11

    func solve(from efforts: UnsafePointer<Double>, capacityPrices: [Double]?) -> CoupledOutcome {
        let arena = DoublesArena()
        let equations = CoupledEquations(game, workers: workers)
        var point = CoupledPoint(game, arena)
        var trial = CoupledPoint(game, arena)
        let work = Work(game, arena)
        point.effort.update(from: efforts, count: game.count)
        if let capacityPrices { for i in 0..<game.creators { point.capacityPrice[i] = capacityPrices[i] } }
        equations.evaluate(point)
        var outcome = CoupledOutcome(status: .converged, reason: nil, point: point)
        var proximal = Proximal()
        var lastGain = 0.0
        while true {
            let residual = point.sums.residual
            outcome.residuals.append(residual)
            outcome.point = point
            let previous = outcome.residuals.dropLast().last ?? .infinity
            let isAtFloor = point.sums.rounding <= Self.roundingFloor
            // Newton steps gain ever more until rounding: one that gains less than the step before it was the last.
            let gain = previous / residual
            let hasStopped = residual <= settings.tolerance && gain < max(4, lastGain)
            lastGain = gain
            if residual <= sufficient || isAtFloor || (hasStopped && proximal.sigma == 0) {
                // Where totals were cut off the conditions are not those of the contest.
                return cutOffTopic(point).map { ended(outcome, .stalled, $0) } ?? outcome
            }
            if outcome.iterations >= settings.iterationLimit {
                return ended(outcome, .iterationLimit, dryTopic(point) ?? "no convergence in \(outcome.iterations) iterations")
            }
            if let status = interruption.status { return ended(outcome, status, nil) }
            outcome.iterations += 1
            meter.add(1)
            if proximal.sigma > 0 { equations.linearise(point, proximal: proximal.sigma, anchor: work.anchor) }
            let held = point.sums.residual
            proximal.begin(held)
            let accepted = advance(equations, point, trial, work, proximal.sigma, &outcome.trials)
            if accepted { swap(&point, &trial) }
            if accepted, proximal.sigma > 0 {
                if point.sums.residual <= 0.1 * proximal.entry {
                    proximal.succeed()
                    work.anchor.update(from: point.effort, count: game.count)
                }
                equations.linearise(point, proximal: 0, anchor: nil)
            }
            if !accepted {
                // At the floor the merit is noise.
                if residual <= settings.tolerance || point.sums.rounding <= 16 * Self.roundingFloor {
                    if proximal.sigma > 0 { equations.linearise(point, proximal: 0, anchor: nil) }
                    outcome.point = point
                    return outcome
                }
                guard proximal.stall() else {
                    equations.linearise(point, proximal: 0, anchor: nil)
                    outcome.point = point
                    return ended(outcome, .stalled, stallReason(point))
                }
                work.anchor.update(from: point.effort, count: game.count)
                equations.linearise(point, proximal: 0, anchor: nil)
            }
        }
    }

    /// Takes `trial` to the first point along the Newton direction that is better. false where there is none.
    func advance(
        _ equations: CoupledEquations, _ point: CoupledPoint, _ trial: CoupledPoint, _ work: Work, _ sigma: Double, _ trials: inout Int
    ) -> Bool {
        guard let totalStep = direction(equations, point, work.step, work.scratch, work.netStep) else { return false }
        let anchor = sigma > 0 ? UnsafePointer(work.anchor) : nil
        let residual = point.sums.residual
        var before: Double?
        var t = 1.0
        while t >= Self.shortestStep {
            trials += 1
            take(t, point, trial, work, totalStep, equations)
            equations.evaluate(trial, proximal: sigma, anchor: anchor)
            let halves = trial.sums.residual <= 0.5 * residual
            if halves && residual < 1e-2 { return true }
            func merit(_ at: CoupledPoint) -> Double {
                equations.merit(
                    at, stiffness: point.stiffness, proximal: sigma, anchor: anchor, net: work.scratch, reply: work.reply,
                    multipliers: work.multipliers).squareRoot()
            }
            let old = before ?? merit(point)
            before = old
            let new = merit(trial)
            if trial.sums.residual.isFinite, new <= (1 - 1e-4 * t) * old || (halves && new <= 1.5 * old) { return true }
            t *= 0.5
        }
        return false
    }

    /// x = prox(R + t dR), moved towards the totals that the direction predicts where creators together miss them widely.
    private func take(
        _ t: Double, _ point: CoupledPoint, _ trial: CoupledPoint, _ work: Work, _ totalStep: [Double], _ equations: CoupledEquations
    ) {
        for p in 0..<game.count { work.reply[p] = point.netPrice[p] + t * work.netStep[p] }
        trial.multipliers.update(from: point.multipliers)
        equations.step(netPrice: work.reply, stiffness: point.stiffness, effort: trial.effort, multipliers: trial.multipliers)
        equations.tiles.totals(trial.effort, into: trial.totals)
        let factors = (0..<game.topics).map { k in
            // A topic whose price has a bound may well end at 0, where only the proximal step leads.
            game.market(k).priceAtZero == .infinity
                ? Self.correction(from: point.totals[k], step: totalStep[k], t, to: trial.totals[k]) : 1
        }
        guard factors.contains(where: { $0 != 1 }) else { return }
        for p in 0..<game.count {
            let k = Int(game.order.topics[p])
            if factors[k] != 1 { trial.effort[p] = (trial.totals[k] > 0 ? trial.effort[p] : point.effort[p]) * factors[k] }
        }
    }

    /// What a topic's efforts are multiplied with: most of the way (``pull``, in logarithms) to the predicted total where they
    /// add up to less than half or more than twice of it, the whole way from the present ones where they are all 0; else 1.
    private static func correction(from total: Double, step: Double, _ t: Double, to reached: Double) -> Double {
        guard total > 0 else { return 1 }
        let ratio = step > -0.999 * total ? 1 + t * step / total : exp(max(t * step / total, -60))
        guard reached > 0 else { return ratio }
        let miss = total * ratio / reached
        return miss > 2 || miss < 0.5 ? pow(miss, pull) : 1
    }

    /// Between trusting what creators do (0) and what totals were predicted (1); measured on the coupled families.
    private static let pull = 0.7

    private func ended(_ outcome: CoupledOutcome, _ status: Status, _ reason: String?) -> CoupledOutcome {
        var outcome = outcome
        outcome.status = status
        outcome.reason = reason
        return outcome
    }

    /// A topic whose total is below what prices are evaluated at, though somebody can work there and its price has no bound.
    private func cutOffTopic(_ point: CoupledPoint) -> String? {
        let cut = (0..<game.topics).first {
            game.market($0).pays && game.market($0).priceAtZero == .infinity && point.totals[$0] <= TopicPrices.dry
                && game.contest.ableCreators(inTopic: $0, atMost: 1) > 0
        }
        return cut.map { "topic \($0) runs dry: its total effort would be below \(TopicPrices.dry), where prices leave the range of doubles" }
    }

    /// A topic that is all but empty though its price has no bound: creators whom other topics keep away from it.
    private func dryTopic(_ point: CoupledPoint) -> String? {
        let largest = (0..<game.topics).map { point.totals[$0] }.max() ?? 0
        let dry = (0..<game.topics).first {
            game.market($0).pays && game.market($0).priceAtZero == .infinity && point.totals[$0] <= 1e-40 * largest
        }
        return dry.map { "topic \($0) runs dry: its total effort is \(point.totals[$0]), down from \(largest) elsewhere, and still falls" }
    }

    private func stallReason(_ point: CoupledPoint) -> String {
        if let dry = dryTopic(point) { return dry }
        return "no step along the Newton direction improves the profile (residual \(point.sums.residual))"
    }

    /// The proximal term: its weight, and when to change it.
    private struct Proximal {
        var sigma = 0.0
        /// The residual with which the present anchor began.
        var entry = Double.infinity
        private var isNew = true

        mutating func begin(_ residual: Double) {
            if isNew { entry = residual }
            isNew = false
        }
        mutating func succeed() {
            sigma *= 0.25
            if sigma < 1e-3 { sigma = 0 }
            isNew = true
        }
        /// false: holding back further is no use.
        mutating func stall() -> Bool {
            sigma = sigma == 0 ? 1 : 8 * sigma
            isNew = true
            return sigma < 1e7
        }
    }

    /// Scratch by position and by creator.
    final class Work: @unchecked Sendable {
        let step: UnsafeMutablePointer<Double>
        let netStep: UnsafeMutablePointer<Double>
        let scratch: UnsafeMutablePointer<Double>
        let reply: UnsafeMutablePointer<Double>
        let anchor: UnsafeMutablePointer<Double>
        let multipliers: Multipliers

        init(_ game: CoupledGame, _ arena: DoublesArena) {
            step = arena.doubles(game.count)
            netStep = arena.doubles(game.count)
            scratch = arena.doubles(game.count)
            reply = arena.doubles(game.count)
            anchor = arena.doubles(game.count)
            multipliers = Multipliers(game, arena)
        }
    }
}

/// Finds the Newton step at a point: writes the steps of efforts (with scratch for Q times them) and of net prices by position,
/// and returns the steps of totals; nil where the equations are singular to working precision.
typealias NewtonDirection = (
    _ equations: CoupledEquations, _ point: CoupledPoint, _ step: UnsafeMutablePointer<Double>,
    _ coupledStep: UnsafeMutablePointer<Double>, _ netStep: UnsafeMutablePointer<Double>
) -> [Double]?
