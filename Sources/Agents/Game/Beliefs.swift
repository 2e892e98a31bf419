/// How players read an assistant that has a utility of its own.
public enum Beliefs: String, Sendable, CaseIterable {
    /// They know the utility and learn from a message what it reveals, by Bayes.
    case rational
    /// All plan as if every assistant told the truth, and the plans meet the true messages (derived here: what misplaced trust costs).
    case credulous
}
