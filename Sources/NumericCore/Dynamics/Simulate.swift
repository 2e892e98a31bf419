import CKernels

/// Lets creators learn: follows dynamics step by step and records how far they are from equilibrium.
///
/// Action sets. Dynamics need them bounded: X_i = {0 <= x_ik <= u_ik, sum_k a_k x_ik <= B_i}, where u_ik is the effort beyond
/// which no effort pays whatever the others do: the root of P_k(u) = c_ik rho u^(rho-1) (with what topics cost together counted
/// in), since prices fall in the total and the total is at least one's own effort; the reasoning is at the type `EffortBound`.
/// The equilibrium and all best replies therefore lie within X_i.
///
/// ```swift
/// let equilibrium = try solve(contest)
/// let trajectory = try simulate(contest, dynamics: .mirrorDescent(.euclidean), equilibrium: equilibrium.efforts)
/// trajectory.end                          // .settled
/// trajectory.records.last!.distance       // 1e-13
/// ```
/// - Parameters:
///   - contest: human-only or exclusive, beta >= 0, any costs and capacities.
///   - dynamics: what everybody does in a step.
///   - settings: steps, schedule, seed, threads and limits.
///   - equilibrium: efforts on the contest's layout that distances are measured from; nil: none are.
/// - Returns: the trajectory, the same bits for every number of threads; `unsupported` with the reason where action sets have
///   no bound (beta < 0, or linear costs below a price that never falls).
/// - Throws: ``FieldError`` for settings outside their domain, ``SolveError`` for a profile of another shape or with efforts
///   that are no finite numbers >= 0, ``LinearAlgebraError`` where topics are similar and no OpenBLAS can be loaded.
/// - Complexity: O(cells) a step, one or two powers a cell, and K^2 operations a creator where topics are similar; a best
///   response about a hundred powers a cell where topics do not touch. A record costs about as much as a step.
public func simulate(
    _ contest: Contest, dynamics: LearningDynamics, settings: SimulationSettings = SimulationSettings(), equilibrium: EffortProfile? = nil
) throws -> Trajectory {
    try settings.validate()
    if case .mirrorDescent(_, .bandit(let feedback)) = dynamics { try feedback.validate() }
    for (profile, name) in [(settings.start, "start"), (equilibrium, "equilibrium")] { try profile?.check(for: contest, name: name) }
    let kernels = try KernelTarget.active().table
    if contest.coupling != nil {
        try LinearAlgebra.load()
        nb_blas_set_threads(1) // threads go over creators
    }
    let schedule = settings.schedule ?? dynamics.usualSchedule
    let learning: LearningGame
    do throws(LearningGame.Unbounded) {
        learning = try LearningGame(contest, kernels: kernels, workers: Workers(threads: settings.threads))
    } catch {
        let nothing = EffortProfile(layout: contest.layout, values: CellBuffer(count: contest.layout.cells))
        return Trajectory(
            dynamics: dynamics, schedule: schedule, end: .unsupported, reason: error.reason, steps: 0, records: [], efforts: nothing)
    }
    let start = learning.doubles(learning.count)
    if let profile = settings.start { learning.gather(profile, to: start) } else { learning.startInside(start) }
    let rule = dynamics.rule(learning, schedule: schedule, seed: settings.seed, start: start)
    let recorder = TrajectoryRecorder(learning, equilibrium: equilibrium)
    var run = SimulationRun(rule: rule, recorder: recorder, learning: learning, settings: settings)
    run.watchesForCycles = dynamics.isStationary(schedule)
    if case .mirrorDescent(.entropic, _) = dynamics { run.hidesOdds = true }
    if case .mirrorDescent(_, .bandit) = dynamics { run.maySettle = false }
    let (end, steps) = run.follow()
    let efforts = CellBuffer(count: contest.layout.cells)
    learning.game.scatter(rule.effort, to: efforts)
    return Trajectory(
        dynamics: dynamics, schedule: schedule, end: end, reason: nil, steps: steps, records: recorder.records,
        efforts: EffortProfile(layout: contest.layout, values: efforts))
}

extension LearningDynamics {
    func rule(_ learning: LearningGame, schedule: StepSchedule, seed: UInt64, start: UnsafeMutablePointer<Double>) -> any LearningRule {
        switch self {
        case .mirrorDescent(let geometry, .exact): ExactDescent(learning, geometry, isLazy: false, schedule: schedule, start: start)
        case .mirrorDescent(let geometry, .bandit(let feedback)):
            BanditDescent(learning, geometry, feedback, schedule: schedule, seed: seed, start: start)
        case .gradientPlay: ExactDescent(learning, .euclidean, isLazy: true, schedule: schedule, start: start)
        case .bestResponse(let rule): BestResponse(learning, rule, schedule: schedule, start: start)
        }
    }
}

extension EffortProfile {
    fileprivate func check(for contest: Contest, name: String) throws(SolveError) {
        guard layout.hasSameCells(as: contest.layout) else {
            throw SolveError(description: "\(name): expected efforts of the same \(contest.layout.cells) cells, found \(layout.cells)")
        }
        for cell in 0..<values.count where !(values.base[cell] >= 0 && values.base[cell].isFinite) {
            throw SolveError(description: "\(name): expected finite efforts >= 0, found \(values.base[cell])")
        }
    }
}

/// The steps of one simulation.
private struct SimulationRun {
    let rule: any LearningRule
    let recorder: TrajectoryRecorder
    let learning: LearningGame
    let settings: SimulationSettings
    var watchesForCycles = false
    /// Whether steps change odds that efforts next to their bounds do not show.
    var hidesOdds = false
    var maySettle = true

    func follow() -> (end: Trajectory.End, steps: Int) {
        let interruption = Interruption(settings.solving)
        var recorded = settings.recordedSteps.dropFirst()
        var watch = watchesForCycles ? CycleWatch(learning, rule.effort, hidesOdds: hidesOdds) : nil
        let grain = max(1, settings.steps / 1000)
        recorder.record(0, rule.effort)
        for step in 1...settings.steps {
            if let status = interruption.status { return (end(status == .cancelled ? .cancelled : .timeLimit, step - 1), step - 1) }
            let move = rule.advance(step)
            if step.isMultiple(of: grain) || step == settings.steps { settings.progress?(step, settings.steps) }
            if step == recorded.first {
                recorder.record(step, rule.effort)
                recorded.removeFirst()
            }
            if maySettle, move <= settings.tolerance { return (end(.settled, step), step) }
            if let period = watch?.period(at: step, rule.effort) { return (end(.cycle(period: period), step), step) }
        }
        return (.stepLimit, settings.steps)
    }

    /// Keeps a last record where there is none yet.
    private func end(_ end: Trajectory.End, _ step: Int) -> Trajectory.End {
        if recorder.records.last?.step != step { recorder.record(step, rule.effort) }
        return end
    }
}

/// Finds out that a profile has come back, by comparing with the one at the last power of two (R. P. Brent, "An improved
/// Monte Carlo factorization algorithm", BIT 20, 1980, doi:10.1007/BF01933190).
private struct CycleWatch {
    private let learning: LearningGame
    private let saved: UnsafeMutablePointer<Double>
    private var savedAt = 0
    /// Whether anybody has moved away from the saved profile since.
    private var hasLeft = false
    private let hidesOdds: Bool

    /// A profile is the same where no effort differs by more, relative to itself (cycles may pass through tiny efforts); it has
    /// left where one differs by the square root.
    private static let same = 1e-10

    /// - Parameter hidesOdds: a profile with an effort next to its bound is not known to have come back.
    init(_ learning: LearningGame, _ effort: UnsafeMutablePointer<Double>, hidesOdds: Bool) {
        self.learning = learning
        self.hidesOdds = hidesOdds
        saved = learning.doubles(learning.count)
        saved.update(from: effort, count: learning.count)
    }

    /// The period, once it is known.
    mutating func period(at step: Int, _ effort: UnsafeMutablePointer<Double>) -> Int? {
        var largest = 0.0
        for p in 0..<learning.count where effort[p] != saved[p] {
            largest = max(largest, abs(effort[p] - saved[p]) / max(effort[p], saved[p]))
        }
        if largest <= Self.same, hasLeft, !(hidesOdds && isAtBound(effort)) { return step - savedAt }
        if largest > Self.same.squareRoot() { hasLeft = true }
        if step & (step - 1) == 0 {
            saved.update(from: effort, count: learning.count)
            (savedAt, hasLeft) = (step, false)
        }
        return nil
    }

    private func isAtBound(_ effort: UnsafePointer<Double>) -> Bool {
        (0..<learning.count).contains { learning.bound[$0] > 0 && effort[$0] > (1 - Self.same) * learning.bound[$0] }
    }
}
