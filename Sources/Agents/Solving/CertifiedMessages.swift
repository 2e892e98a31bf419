/// What assistants say, for the certificate alone.
enum CertifiedMessages {
    /// In each live state. Messages are compared with the truth, difference by difference, where the solver adds up utilities.
    static func said(_ assistant: Assistant, in game: AssistedGame, _ live: [Int]) -> [Int] {
        let truth = live.map { assistant.information[$0] }
        guard let utility = assistant.utility else { return truth }
        return said(truth, utility, game, live, Rational.self) ?? said(truth, utility, game, live, Double.self) ?? truth
    }

    private static func said<Number: GameNumber>(
        _ truth: [Int], _ utility: [[ExactNumber]], _ game: AssistedGame, _ live: [Int], _: Number.Type
    ) -> [Int]? {
        let units = live.map { Number.unit(of: utility[$0]) }
        let unit = (Number.isExact ? units.min() : units.max()) ?? 0
        var said = truth
        for cell in Set(truth).sorted() {
            let inside = live.indices.filter { truth[$0] == cell }
            let messages = utility[live[inside[0]]].indices
            var (advantage, size) = ([Number](repeating: .zero, count: messages.count), Number.zero)
            for place in inside {
                let values = utility[live[place]].compactMap { Number($0, unit: unit) }
                guard let probability = Number(game.probabilities[live[place]]), values.count == messages.count else { return nil }
                for message in messages { advantage[message] += probability * (values[message] - values[cell]) }
                if !Number.isExact { size += probability * (values.map(\.magnitude).max() ?? .zero) }
            }
            guard advantage.allSatisfy(\.isDefined), let most = advantage.max() else { return nil }
            let isTrue = !most.exceeds(.zero, terms: size)
            let chosen = isTrue ? cell : messages.first { !most.exceeds(advantage[$0], terms: size) } ?? cell
            for place in inside { said[place] = chosen }
        }
        return said
    }

    /// What a player takes the messages for: a credulous one who hears what cannot be true in its cell takes it for the likeliest truth
    /// there, of equal ones the lowest.
    static func heard<Number: GameNumber>(_ said: [Int], _ expected: [Int], _ cells: [[Int]], _ probabilities: [Number]) -> [Int] {
        var heard = said
        for inside in cells {
            var weights: [Int: Number] = [:]
            for place in inside { weights[expected[place], default: .zero] += probabilities[place] }
            var likeliest = expected[inside[0]]
            for (truth, weight) in weights.sorted(by: { $0.key < $1.key }) {
                let most = weights[likeliest] ?? .zero
                if weight.exceeds(most, terms: Number(1)) || truth < likeliest && !most.exceeds(weight, terms: Number(1)) { likeliest = truth }
            }
            for place in inside where weights[said[place]] == nil { heard[place] = likeliest }
        }
        return heard
    }
}
