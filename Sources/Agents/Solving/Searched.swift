/// What was searched, and so what the list of equilibria means.
public enum Searched: String, Sendable {
    /// One player: every plan that is best, cell by cell.
    case optimalPlans = "all optimal plans"
    /// One player with more optimal plans than are listed: one of them. Each has the same payoff, as the player believes; society's
    /// value may differ.
    case onePlan = "one optimal plan of many"
    /// Two players: every vertex pair. Payoffs of all equilibria lie between those of these.
    case extreme = "all extreme equilibria"
    /// The same in doubles, where rounding may hide vertices and join those that differ by less than 1e-10.
    case extremeRounded = "extreme equilibria found in doubles"
    /// Every profile of pure strategies. There may be others in mixed ones.
    case pure = "all pure equilibria"
    /// Two players, some equilibria: nothing is said about others.
    case paths = "ends of the Lemke-Howson paths"
    /// Two players, one equilibrium: nothing is said about others.
    case sequenceForm = "one equilibrium by the sequence form"

    /// What to call a list that lacks what the search would still have found.
    var partial: String {
        switch self {
        case .optimalPlans: "optimal plans"
        case .extreme: "extreme equilibria"
        case .pure: "pure equilibria"
        case .onePlan, .extremeRounded, .paths, .sequenceForm: rawValue
        }
    }
}
