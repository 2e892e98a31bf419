import NumericCore
import Synchronization

/// Plans for many games over threads, one game a thread at a time.
///
/// The plans are those of ``makePlan(for:method:settings:)``, in the order of the games, for any number of threads, unless a time
/// limit (for the whole batch) cuts them short.
///
/// ```swift
/// let results = try makePlans(for: games)
/// print(results.map(\.ratio))
/// ```
/// - Throws: ``FieldError`` for a knob outside its domain, or a method that does not apply to one of the games.
public func makePlans(
    for games: [PlanningGame], method: PlanMethod? = nil, settings: PlanSettings = PlanSettings()
) throws(FieldError) -> [PlanResult] {
    try settings.validate()
    let start = monotonicSeconds()
    let results = Mutex([Result<PlanResult, FieldError>?](repeating: nil, count: games.count))
    Workers(threads: settings.threads).run(games.count) { index in
        var own = settings
        own.threads = 1
        own.timeLimit = settings.timeLimit.map { max($0 - (monotonicSeconds() - start), 1e-3) }
        let result: Result<PlanResult, FieldError>
        do throws(FieldError) {
            result = .success(try makePlan(for: games[index], method: method, settings: own))
        } catch {
            result = .failure(error)
        }
        results.withLock { $0[index] = result }
    }
    var plans: [PlanResult] = []
    for result in results.withLock({ $0 }) {
        if let result { plans.append(try result.get()) }
    }
    return plans
}
