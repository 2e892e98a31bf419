import NumericCore

/// Plans for a game: chooses a method, runs it, and plays the plan for real.
///
/// ```swift
/// let result = try makePlan(for: game)
/// print(result.status, result.value, result.bound ?? .nan)   // optimal 5.140457876675722 5.140457876675722
/// ```
/// - Parameter method: nil: chosen by the game's memory and size; ``PlanResult/methodReason`` says why.
/// - Throws: ``FieldError`` for a knob outside its domain or a method that does not apply to the game.
public func makePlan(
    for game: PlanningGame, method: PlanMethod? = nil, settings: PlanSettings = PlanSettings()
) throws(FieldError) -> PlanResult {
    try settings.validate()
    let start = monotonicSeconds()
    let choice = method.map { MethodChoice(asked: $0) } ?? MethodChoice(for: game)
    guard let planner = choice.method.planner, choice.method.obstacle(in: game) == nil else {
        let obstacle = choice.method.obstacle(in: game) ?? "it does not apply"
        throw FieldError(field: "method", expected: "one that applies to the game", found: "\(choice.method.rawValue) (\(obstacle))")
    }
    let outcome = planner.plan(game, PlanWork(settings))
    return PlanResult(outcome, of: game, choice: choice, settings: settings, start: start)
}

extension PlanResult {
    /// Horizons up to which a result keeps the plan's levels and payoffs; beyond, they are played again where they are asked for.
    private static let keptRounds = 1_000_000

    /// What a planner found, simulated and judged.
    init(_ outcome: PlannerOutcome, of game: PlanningGame, choice: MethodChoice, settings: PlanSettings, start: Double) {
        plan = outcome.plan.over(game.rounds)
        simulation = PlanSimulation(of: plan, in: game, keepsStretches: game.rounds <= Self.keptRounds)
        let value = simulation.value
        // Bounds are sums of rounded numbers: what the simulation reaches is a lower bound on OPT_T, so none is less than that.
        bound = outcome.isOptimal ? value : outcome.bounds.map(\.value).min().map { max($0, value) }
        bounds = outcome.bounds
        let isClosed = outcome.isOptimal || bound.map { settings.closes(value, $0) } ?? false
        status = isClosed ? .optimal : outcome.stopped ?? (bound == nil ? .feasible : .certified)
        // What was asked for keeps its name; the automatic choice takes that of what came to the end.
        let ended = outcome.method ?? choice.method
        method = choice.isAsked ? choice.method : ended
        methodReason = choice.isAsked && ended != choice.method ? "asked for; ended as \(ended.rawValue)" : choice.reason
        guarantee = outcome.guarantee
        longRun = game.isTimeInsensitive ? LongRun(of: game) : nil
        lambda = outcome.lambda
        dualBound = outcome.dualBound
        horizonBinds = outcome.horizonBinds
        windowValues = outcome.windowValues
        roundPrices = outcome.roundPrices
        armPrices = outcome.armPrices
        seconds = monotonicSeconds() - start
    }
}
