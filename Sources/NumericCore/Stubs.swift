// Signatures to code against; each owner deletes its block when the real file lands.

// --- files (Files/) ---
public struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
    public let file: String
    /// key path (`market.alpha[3]`), `line 12`, or nil for the file as a whole
    public let field: String?
    public let expected: String
    public let found: String
    public init(file: String, field: String? = nil, expected: String, found: String) { self.file = file; self.field = field; self.expected = expected; self.found = found }
    public var description: String { "" }
}
/// Observed output (sparse, topic after topic; every cell > 0) and attention per topic.
public struct ObservedTable: Sendable {
    public var creatorNames: [String]
    public var topicNames: [String]
    public var layout: CellLayout
    public var output: CellBuffer
    public var attention: [Double]
    public static func read(output: String, attention: String) throws(FileError) -> ObservedTable { fatalError() }
}
public enum GameFile {
    public static func read(_ path: String) throws(FileError) -> Contest { fatalError() }
    /// Dense games up to 100,000 cells inline, larger ones with .npy side files (Fortran order); sparse ones with <stem>.cells.csv.
    public static func write(_ contest: Contest, to path: String) throws(FileError) { fatalError() }
}
public enum EquilibriumFile {
    public static func write(_ equilibrium: Equilibrium, of contest: Contest, to path: String, npy: Bool = false) throws(FileError) { fatalError() }
    /// The same JSON as text, efforts inline whatever the size.
    public static func json(_ equilibrium: Equilibrium, of contest: Contest) -> String { fatalError() }
    /// Reads efforts back onto the contest's layout (creators, topics, shape, names checked) with what the file claims.
    public static func read(_ path: String, of contest: Contest) throws(FileError) -> StoredEquilibrium { fatalError() }
}
public struct StoredEquilibrium: Sendable {
    public var status: Status
    public var efforts: EffortProfile
    public var totals: [Double]
    public var certificate: Certificate
}
/// Version of the program, as in --version and equilibrium files.
public enum Release { public static let version = "0.1.0" }
