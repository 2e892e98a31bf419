import CKernels

/// First-order steps for contests whose topics touch: no matrix is factored.
///
/// By default an iteration maps net prices R to the reply prices G = h x + P + x P' - w Q x that their efforts x = prox(R) call for,
/// in a diagonal metric kappa h; power costs, total effort and capacities are met exactly in the proximal step, so that tiny
/// efforts, infinite curvature at 0 and corners need no case of their own. Anderson mixing over the last net prices proposes the next
/// ones, and is taken only where the residual falls; otherwise a forward step is, or, where that does not bring the residual
/// down by a tenth either, an extragradient step, which brings a monotone game nearer to its equilibrium as long as the
/// gradient changes by less than the efforts do in the metric. Steps that violate this are taken again with twice kappa. The metric
/// is taken anew when the residual has fallen tenfold and prices have moved, or three mixtures in a row were refused.
///
/// Sources: extragradient, Korpelevich (Matecon 12, 1976); with adaptive steps Khobotov (USSR Comput. Math. 27, 1987,
/// doi:10.1016/0041-5553(87)90058-9); golden-ratio steps Malitsky (Math. Program. 184, 2020, doi:10.1007/s10107-019-01416-w); mixing
/// of net prices rather than efforts, the metric and its renewal are derived here.
/// - Complexity: a gradient is 2 K^2 operations a creator where Q couples all topics, else O(K); memory 30 doubles a cell.
struct ProjectedGradient {
    /// How steps are made.
    enum Rule: String, CaseIterable {
        /// Anderson mixing, safeguarded as above.
        case mixed
        /// Extragradient steps only.
        case extragradient
        /// Adaptive golden-ratio steps: one gradient each.
        case goldenRatio
        /// Extragradient steps with all costs in the gradient and a projection on x >= 0, a'x <= B.
        case projected
    }

    let game: CoupledGame
    let workers: Workers
    let settings: Settings
    let interruption: Interruption
    let meter: ProgressMeter
    var rule = Rule.mixed

    /// A residual that leaves nothing to gain: efforts are then off by about as much, relatively.
    static let sufficient = 1e-12
    /// A condition whose imbalance is this much of its terms' size is at the rounding floor that certificates allow (8 eps).
    static let roundingFloor = 0x1p-49
    /// kappa at the start and after each look at the metric.
    static let firstStiffness = 2.0
    /// Steps remembered by Anderson mixing.
    static let depth = 10
    /// What ||F(x) - F(y)||/||x - y|| may be in the metric.
    static let steadiness = 0.9
    /// Steps without a new least residual after which there is none to come.
    static let patience = 400
    /// The same once a residual was within the tolerance: what is left is mostly rounding.
    static let patienceWithin = 30

    func solve(from start: CoupledSolve.Start) -> CoupledOutcome {
        let arena = DoublesArena()
        let equations = CoupledEquations(game, workers: workers)
        let point = CoupledPoint(game, arena)
        point.effort.update(from: start.effort, count: game.count)
        point.capacityPrice.update(from: start.capacityPrices, count: game.creators)
        equations.evaluate(point)
        var record = FirstOrderRecord(settings, interruption, meter)
        switch rule {
        case .mixed, .extragradient: mixedSteps(point, &record, arena)
        case .goldenRatio: goldenSteps(point, &record, arena)
        case .projected: projectedSteps(point, &record, arena)
        }
        equations.evaluate(point)
        var outcome = CoupledOutcome(
            status: record.status, reason: record.reason, iterations: record.iterations, trials: record.trials,
            residuals: record.residuals, point: point)
        outcome.counters = record.counters
        return outcome
    }

    /// The start in net prices: those that its efforts balance, in the metric of its curvature.
    func begin(_ start: CoupledPoint, _ map: NetPriceMap, _ point: NetPricePoint) {
        point.effort.update(from: start.effort, count: game.count)
        point.multipliers.update(from: start.multipliers)
        point.net.update(from: start.netPrice, count: game.count)
        map.stiffness.update(from: start.stiffness, count: game.count)
        map.look(at: start.prices)
        map.respond(point)
        map.use(Self.firstStiffness, keeping: point)
        map.respond(point)
    }

    /// The end, where efforts and capacity prices are those of net prices.
    func finish(_ point: NetPricePoint, _ end: CoupledPoint) {
        end.effort.update(from: point.effort, count: game.count)
        end.capacityPrice.update(from: point.multipliers.capacityPrice, count: game.creators)
    }

    private func mixedSteps(_ start: CoupledPoint, _ record: inout FirstOrderRecord, _ arena: DoublesArena) {
        let map = NetPriceMap(game, workers: workers, arena: arena)
        let mixing = AndersonMixing(depth: rule == .mixed ? Self.depth : 0, tiles: map.tiles, arena: arena)
        var point = NetPricePoint(game, arena)
        var trial = NetPricePoint(game, arena)
        var third = NetPricePoint(game, arena)
        begin(start, map, point)
        var metric = MetricAge()
        while record.goesOn(point.sums) {
            let refusedBefore = record.counters.refused
            var isTaken = false
            if mixing.mix(point, into: trial.net) {
                evaluate(trial, from: point, map, &record)
                isTaken = trial.merit <= point.merit
                if isTaken { record.counters.mixed += 1 } else { record.counters.refused += 1 }
            }
            if !isTaken { plainStep(point, &trial, &third, map, mixing, &metric, &record) }
            // Differences across a change of metric mean nothing.
            if !metric.isNew { mixing.add(from: point, to: trial) }
            swap(&point, &trial)
            metric.step(point.merit, wasRefused: record.counters.refused > refusedBefore)
            if metric.isDue(change: { map.change(to: point.prices) }) {
                record.counters.renewed += 1
                map.look(at: point.prices)
                renew(Self.firstStiffness, point, map, mixing, &metric)
            }
        }
        finish(point, start)
    }

    /// Takes `trial` one forward or extragradient step from `point`.
    private func plainStep(
        _ point: NetPricePoint, _ trial: inout NetPricePoint, _ third: inout NetPricePoint, _ map: NetPriceMap, _ mixing: AndersonMixing,
        _ metric: inout MetricAge, _ record: inout FirstOrderRecord
    ) {
        while true {
            trial.net.update(from: point.reply, count: game.count)
            evaluate(trial, from: point, map, &record)
            let (moved, changed) = map.changes(point, trial)
            if changed <= Self.steadiness * moved || map.kappa > 1e8 || moved == 0 { break }
            record.counters.shortened += 1
            renew(2 * map.kappa, point, map, mixing, &metric)
        }
        if rule == .mixed, trial.merit.isFinite, metric.isNew || trial.merit <= 0.9 * point.merit {
            record.counters.forward += 1
            return
        }
        // x+ = prox(h x - F(y)): the reply prices of y, taken back to x.
        for p in 0..<game.count { third.net[p] = trial.reply[p] - map.stiffness[p] * (trial.effort[p] - point.effort[p]) }
        evaluate(third, from: trial, map, &record)
        swap(&trial, &third)
        record.counters.corrected += 1
    }

    private func renew(_ kappa: Double, _ point: NetPricePoint, _ map: NetPriceMap, _ mixing: AndersonMixing, _ metric: inout MetricAge) {
        map.use(kappa, keeping: point)
        mixing.clear()
        metric.isNew = true
    }

    private func evaluate(_ trial: NetPricePoint, from point: NetPricePoint, _ map: NetPriceMap, _ record: inout FirstOrderRecord) {
        trial.multipliers.update(from: point.multipliers)
        map.evaluate(trial)
        record.trials += 1
    }

    /// When the metric was last taken, and what has happened since.
    private struct MetricAge {
        /// No step has been taken in the metric, so that residuals in it cannot be compared.
        var isNew = false
        private var steps = 0
        private var refusals = 0
        /// The merit from which to fall tenfold.
        private var reference = Double.infinity

        mutating func step(_ merit: Double, wasRefused: Bool) {
            if isNew || reference == .infinity { reference = merit }
            isNew = false
            steps += 1
            refusals = wasRefused ? refusals + 1 : 0
            latest = merit
        }
        private var latest = Double.infinity

        mutating func isDue(change: () -> Double) -> Bool {
            let hasFallen = latest < 0.1 * reference
            if hasFallen { reference = latest }
            let isStuck = refusals >= 3
            guard isStuck || hasFallen || steps >= 5 else { return false }
            guard isStuck || change() > (hasFallen ? 0.7 : 2) else { return false }
            (steps, refusals) = (0, 0)
            return true
        }
    }
}
