/// All equilibria in pure strategies, for any number of players; of one player all optimal plans.
///
/// The player with most strategies only replies: the others' strategies are gone through, its best plans found cell by cell, and
/// whether the others reply best is checked the same way.
struct PureEquilibria<Number: GameNumber> {
    let game: WeightedGame<Number>
    let settings: AssistedSettings
    let watch: SolveWatch

    /// Equilibria and the number of strategies that each player was searched over (that of the replier counted, not formed).
    /// - Throws: ``SolveFailure`` where there are more profiles to search, or more equilibria, than the settings allow.
    /// - Complexity: O(profiles of all but the replier x players x states x actions)
    func all() throws(SolveFailure) -> [[ReducedStrategy]] {
        let sizes = game.views.map(\.strategies)
        let replier = sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0
        let product = sizes.indices.reduce(1.0) { $1 == replier ? $0 : $0 * sizes[$1] }
        guard product <= Double(settings.profileLimit) else { throw .tooManyProfiles(found: product, limit: settings.profileLimit) }
        var strategies: [[ReducedStrategy]] = []
        for (player, view) in game.views.enumerated() {
            guard player != replier else {
                strategies.append([])
                continue
            }
            strategies.append(try view.reducedStrategies(player: game.game.players[player], limit: settings.profileLimit, watch))
        }
        // Of the strategies of some player some may be missing.
        if watch.stopped != nil { return [] }
        let rivals = sizes.indices.filter { $0 != replier }
        var found: [[ReducedStrategy]] = []
        var counter = [Int](repeating: 0, count: rivals.count)
        let blank = [Int](repeating: 0, count: game.probabilities.count)
        var done = 0
        while !watch.isOver {
            done += 1
            watch.report("profiles", done, of: Int(product))
            var profile = [ReducedStrategy?](repeating: nil, count: sizes.count)
            for (place, player) in rivals.enumerated() { profile[player] = strategies[player][counter[place]] }
            let reply = BestPlans(replier, in: game, against: profile.map { $0?.actions ?? blank })
            guard reply.count <= Double(most) else { throw .tooManyEquilibria(limit: most) }
            for plan in reply.plans(watch) {
                if watch.isOver { break }
                profile[replier] = ReducedStrategy(plan, game.views[replier])
                let complete = profile.compactMap { $0 }
                guard isEquilibrium(complete, checking: rivals) else { continue }
                guard found.count < most else { throw .tooManyEquilibria(limit: most) }
                found.append(complete)
            }
            // The next profile, the last player running fastest.
            var place = rivals.count - 1
            while place >= 0 {
                counter[place] += 1
                if counter[place] < strategies[rivals[place]].count { break }
                counter[place] = 0
                place -= 1
            }
            if place < 0 { return found }
        }
        return found
    }

    /// The most equilibria listed: fewer where plans are long.
    private var most: Int {
        let cells = game.views.reduce(0) { $0 + $1.cells.count }
        return min(settings.equilibriumLimit, max(1, settings.planCellLimit / max(1, cells)))
    }

    /// One player with more optimal plans than are listed: one of them, and how many there are; nil where all can be listed.
    func oneOptimalPlan() -> (strategy: ReducedStrategy, of: Double)? {
        guard game.players == 1 else { return nil }
        let best = BestPlans(0, in: game, against: [[Int](repeating: 0, count: game.probabilities.count)])
        return best.count <= Double(most) ? nil : (ReducedStrategy(best.plan, game.views[0]), best.count)
    }

    /// Whether nobody does better in any cell: cell by cell, so that what is rounding in one hides no gain in another.
    private func isEquilibrium(_ profile: [ReducedStrategy], checking players: [Int]) -> Bool {
        let actions = profile.map(\.actions)
        return players.allSatisfy { player in
            let best = BestPlans(player, in: game, against: actions)
            return zip(game.views[player].statesOfCell, best.cells).allSatisfy { states, cell in
                let own = states.reduce(Number.zero) { sum, state in
                    let loss = sum + game.losses[player][state][game.profile(actions, in: state)]
                    return profile[player].asked[state] ? loss + game.prices[player] * game.probabilities[state] : loss
                }
                return !own.exceeds(cell.loss, terms: cell.size)
            }
        }
    }
}

extension PlayerView {
    /// The number of reduced strategies, as a double since it may be beyond any integer.
    var strategies: Double {
        messagesOfCell.reduce(1) { product, heard in
            guard !heard.isEmpty else { return product * Double(actions) }
            let replies = heard.reduce(1.0) { power, _ in power * Double(actions) }
            return product * (replies + (askingMatters ? Double(actions) : 0))
        }
    }
}
