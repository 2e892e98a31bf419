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
            strategies.append(try view.reducedStrategies(player: game.game.players[player], limit: settings.profileLimit))
        }
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
            let reply = BestPlans(replier, in: game, against: profile.map { $0?.actions ?? blank }, limit: settings.equilibriumLimit)
            for strategy in try plans(reply, of: replier) {
                profile[replier] = strategy
                let complete = profile.compactMap { $0 }
                guard isEquilibrium(complete, checking: rivals) else { continue }
                guard found.count < settings.equilibriumLimit else { throw tooMany }
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

    private var tooMany: SolveFailure {
        .tooManyProfiles(found: Double(settings.equilibriumLimit) + 1, limit: settings.equilibriumLimit)
    }

    private func plans(_ reply: BestPlans<Number>, of player: Int) throws(SolveFailure) -> [ReducedStrategy] {
        guard let cells = reply.plansOfCell else { throw tooMany }
        var plans: [[CellPlan]] = [[]]
        for options in cells {
            guard plans.count <= settings.equilibriumLimit / max(1, options.count) else { throw tooMany }
            plans = plans.flatMap { plan in options.map { plan + [$0] } }
        }
        return plans.map { ReducedStrategy($0, game.views[player]) }
    }

    private func isEquilibrium(_ profile: [ReducedStrategy], checking players: [Int]) -> Bool {
        let actions = profile.map(\.actions)
        return players.allSatisfy { player in
            var own = Number.zero - game.askingCost(player, profile[player].asked)
            for state in game.probabilities.indices { own += game.payoffs[player][state][game.profile(actions, in: state)] }
            return !game.exceeds(BestPlans(player, in: game, against: actions, limit: 0).value, own)
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
