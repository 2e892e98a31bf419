/// What is looked for.
public enum Concept: String, Sendable, CaseIterable {
    /// Two players: all extreme equilibria. One player: all optimal plans.
    case extreme
    /// All equilibria in pure strategies.
    case pure
    /// Two players: equilibria at the ends of the Lemke-Howson paths from every label.
    case lemkeHowson = "lemke-howson"
    /// Two players: one equilibrium by the sequence form, whose size grows with the sum over cells, not with the product.
    case sequenceForm = "sequence-form"
}
