/// What limits and total effort cost each creator at the margin: memory by creator that the proximal step starts from and fills.
struct Multipliers: @unchecked Sendable {
    /// lambda, the price of capacity.
    let capacityPrice: UnsafeMutablePointer<Double>
    /// nu = h (b'x)^(theta - 1), the price of effort.
    let effortPrice: UnsafeMutablePointer<Double>
    private let creators: Int

    /// All 0; they live as long as the arena.
    init(_ game: CoupledGame, _ arena: DoublesArena) {
        creators = game.creators
        capacityPrice = arena.doubles(creators)
        effortPrice = arena.doubles(creators)
    }

    /// Takes over those of another point of the same game.
    func update(from other: Multipliers) {
        capacityPrice.update(from: other.capacityPrice, count: creators)
        effortPrice.update(from: other.effortPrice, count: creators)
    }
}
