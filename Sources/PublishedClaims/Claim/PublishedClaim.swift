import NumericCore

/// A statement about equilibria that somebody published, or that this project derived, and a way to try it on seeded instances.
///
/// ```swift
/// for outcome in try MacroBounds().run(instances: 200, seed: 1) {
///     print(outcome.setting, outcome.holds)   // "n = 10: upper half"  "always"
/// }
/// ```
/// A claim is one type in a file of its own and one line in ``ClaimCatalogue``. Most are a ``SeededClaim``, which asks the same
/// questions of every instance of every setting.
public protocol PublishedClaim: Sendable {
    /// What the claim is called on the command line: words joined by hyphens.
    var name: String { get }
    /// The claim in one sentence, in this project's words.
    var statement: String { get }
    /// Who said so.
    var source: ClaimSource { get }
    /// Whether it is proved.
    var kind: ClaimKind { get }

    /// Tries the claim.
    /// - Parameters:
    ///   - instances: of each setting, at least 1.
    ///   - seed: instance i is drawn from seed + i, so that a single one can be had again with `instances` 1.
    ///   - workers: threads, nil for one per core; the outcomes are the same for every number.
    ///   - progress: instances done and in all, from any thread.
    /// - Returns: one outcome for each setting and question. Failures are among them, never left out.
    /// - Throws: only what says that an instance was not even a game (``FieldError``, ``FieldError``): a mistake of the claim.
    func run(
        instances: Int, seed: UInt64, workers: Int?, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    ) throws -> [ClaimOutcome]
}

extension PublishedClaim {
    /// The same with one thread a core, and nobody told of progress.
    public func run(instances: Int, seed: UInt64) throws -> [ClaimOutcome] {
        try run(instances: instances, seed: seed, workers: nil, progress: nil)
    }
}

/// What a claim rests on.
public enum ClaimKind: String, Sendable, CaseIterable {
    /// Proved in the source, under conditions that the outcomes name.
    case theorem
    /// Seen in experiments, or argued without a proof.
    case observation = "published observation"
    /// Proved or sharpened by this project, under conditions that the outcomes name.
    case derived = "derived here"
}

/// Where a claim was published.
public struct ClaimSource: Sendable, Equatable {
    /// Authors, title and place.
    public let citation: String
    /// DOI or arXiv number; nil for what was derived here.
    public let identifier: String?

    /// - Parameter identifier: `doi:...` or `arXiv:...`.
    public init(citation: String, identifier: String?) { (self.citation, self.identifier) = (citation, identifier) }

    /// Citation and identifier in one line.
    public var text: String { identifier.map { "\(citation), \($0)" } ?? citation }

    /// The model and most of what is claimed about it.
    static let contentContest = ClaimSource(
        citation: "Yao, Li, Nekipelov, Wang, Xu, Human vs. Generative AI in Content Creation Competition: Symbiosis or Conflict?, ICML 2024",
        identifier: "arXiv:2402.15467")
}

/// Every claim there is, in the order of the table.
public enum ClaimCatalogue {
    /// One line a claim; names are distinct.
    public static let all: [any PublishedClaim] = [
        CheaperCreators(), Entry(), MacroBounds(), BoundedLoss(), PopularityGap(), Specialisation(), LearningConverges(),
        ThresholdShape(), AdoptionDirections(), EveryoneSwitches(), SimilarEquilibria(), UnevenLosses(),
        RememberedPlans(), SteppedPayoffs(), FadingPlans(), PausePolicy(), LeavingForGood(), PlanningWork(), PlanningPolicies(),
    ]

    /// The claims of these names in the order of ``all``, all of them where no name is given.
    /// - Throws: ``UnknownClaim`` for a name that no claim has.
    public static func claims(named names: [String]) throws(UnknownClaim) -> [any PublishedClaim] {
        if let unknown = names.first(where: { name in !all.contains { $0.name == name } }) { throw UnknownClaim(name: unknown) }
        return names.isEmpty ? all : all.filter { names.contains($0.name) }
    }
}

/// A name that no claim has.
public struct UnknownClaim: Error, Equatable, CustomStringConvertible {
    /// What was asked for.
    public let name: String
    /// One line with the names there are.
    public var description: String {
        "no claim \(FileError.quote(name)); there are \(ClaimCatalogue.all.map(\.name).joined(separator: ", "))"
    }
}
