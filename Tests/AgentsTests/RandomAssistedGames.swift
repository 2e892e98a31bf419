import NumericCore
@testable import Agents

/// Seeded games with assistants.
enum RandomAssistedGames {
    /// Two players, a few states, cells and messages; asking free or not, assistants with interests now and then.
    static func small(seed: UInt64) throws -> AssistedGame {
        let random = CounterRandom(seed: seed, stream: 0)
        var place: UInt64 = 0
        func draw(_ range: ClosedRange<Int>) -> Int {
            place += 1
            return range.lowerBound + Int(random.unit(at: place) * Double(range.count))
        }
        let states = draw(1...4)
        let weights = (0..<states).map { _ in draw(1...5) }
        let sum = weights.reduce(0, +)
        let actions = [draw(1...3), draw(1...3)]
        func cells() -> [Int] { (0..<states).map { _ in draw(0...min(1, states - 1)) } }
        func assistant() -> Assistant? {
            guard draw(0...3) > 0 else { return nil }
            let information = cells()
            let messages = (information.max() ?? 0) + 1
            let utility = (0..<states).map { _ in (0..<messages).map { _ in ExactNumber(integerLiteral: draw(0...3)) } }
            return Assistant(
                information: information, cost: ExactNumber(Rational(Int128(draw(0...3)), 4)), utility: draw(0...2) == 0 ? utility : nil)
        }
        func payoffs() -> [[ExactNumber]] {
            (0..<states).map { _ in (0..<actions[0] * actions[1]).map { _ in ExactNumber(integerLiteral: draw(-5...5)) } }
        }
        return try AssistedGame(
            players: ["a", "b"], actions: actions.map { (0..<$0).map(String.init) },
            states: weights.enumerated().map { ("\($0.offset)", ExactNumber(Rational(Int128($0.element), Int128(sum)))) },
            payoffs: [payoffs(), payoffs()], information: [cells(), cells()], assistants: [assistant(), assistant()],
            beliefs: draw(0...3) == 0 ? .credulous : .rational)
    }

    /// Two players with `cells` cells each: a grid of states, one player knows the row and the other the column; each may ask for a bit
    /// of the state at a price.
    static func wide(seed: UInt64, cells: Int, actions: Int = 2, cost: ExactNumber = 0.125) throws -> AssistedGame {
        let random = CounterRandom(seed: seed, stream: 1)
        var (states, row, column, bit): ([(name: String, probability: ExactNumber)], [Int], [Int], [Int]) = ([], [], [], [])
        // Row r meets columns r, r + 1 and r + 5.
        for first in 0..<cells {
            for step in [0, 1, 5] {
                states.append(("\(states.count)", ExactNumber(Rational(1, Int128(3 * cells)))))
                row.append(first)
                column.append((first + step) % cells)
                bit.append(random.unit(at: UInt64(states.count)) < 0.5 ? 0 : 1)
            }
        }
        func table(_ offset: UInt64) -> [[ExactNumber]] {
            states.indices.map { state in
                (0..<actions * actions).map {
                    ExactNumber(Double(Int(random.unit(at: offset + UInt64(state * actions * actions + $0)) * 100)) / 10)
                }
            }
        }
        let assistant = Assistant(information: bit, cost: cost)
        let names = (0..<actions).map(String.init)
        return try AssistedGame(
            players: ["row", "column"], actions: [names, names], states: states, payoffs: [table(10_000), table(1_000_000)],
            information: [row, column], assistants: [assistant, assistant])
    }
}
