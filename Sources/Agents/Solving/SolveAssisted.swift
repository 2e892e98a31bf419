/// Finds the Bayes-Nash equilibria of a game with assistants: the Nash equilibria of its reduced form.
///
/// Fractions are computed with where every number of the game is a decimal or a fraction: of 128 bits, and lists of two players of any size
/// where something outgrows these and the game is small; else doubles, whose certificate says how far from an equilibrium rounding has left
/// them. Where that is too far, fractions of any size do what they can of two players within ``AssistedSettings/wideWork``. Where all extreme
/// equilibria of two players are too many for either, paths are followed, again in fractions first.
/// - Throws: ``SolveFailure`` where the game is too large for what is asked for.
/// - Complexity: ``PureEquilibria``, ``ExtremeEquilibria``, ``LemkeHowson``, ``LemkePath`` say it for each concept.
public func solve(_ game: AssistedGame, settings: AssistedSettings = AssistedSettings()) throws(SolveFailure) -> AssistedSolution {
    let arithmetics = Arithmetics(game, settings, SolveWatch(settings))
    let plan = try SolveStep.plan(settings.concept, strategies: arithmetics.sizes, pairLimit: settings.pairLimit)
    do throws(SolveFailure) {
        return try arithmetics.solution(plan)
    } catch {
        // Nobody asked for the tableaux that do not fit.
        guard settings.concept == nil, case .tableauTooLarge = error else { throw error }
        return try arithmetics.solution([.sequenceForm])
    }
}
