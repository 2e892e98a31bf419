import NumericCore

/// Files of openness games: `nashbench/openness/1`.
///
/// ```json
/// { "schema": "nashbench/openness/1", "openness": 0.35, "leader": { "cost": 0.1 }, "followers": { "costs": [0.5] },
///   "spillover": 6, "royalty": 0.3, "accessFee": 0.15, "feeErosion": 1, "market": { "mu": 1, "outside": 1 },
///   "integrated": false, "freeTrial": false }
/// ```
/// What is left out has the default of ``OpennessGame``; without `openness` the file is for sweeps.
public struct OpennessFile: Sendable, Equatable {
    /// The first key of every such file.
    public static let schema = "nashbench/openness/1"
    /// The game.
    public let game: OpennessGame
    /// o; nil where the file names none.
    public let openness: Double?
    /// Whether developer and leader are one firm.
    public let isIntegrated: Bool
    /// Whether followers are spared the access fee.
    public let hasFreeTrial: Bool

    /// Reads a game.
    /// - Throws: `FileError` naming the key path, what it should hold and what it holds.
    /// - Complexity: O(bytes + N log N).
    public static func read(_ path: String) throws(FileError) -> OpennessFile { try OpennessFile(JSONParser.document(FileBytes(path))) }

    init(_ document: JSONNode) throws(FileError) {
        try document.document(schema: Self.schema)
        let root = try document.object([
            "schema", "name", "openness", "leader", "followers", "spillover", "royalty", "accessFee", "feeErosion", "market", "integrated", "freeTrial",
        ])
        let leader = try root["leader"]?.object(["cost"])
        let followers = try root["followers"]?.object(["costs"])
        let market = try root["market"]?.object(["mu", "outside"])
        func number(_ node: JSONNode?, _ other: Double) throws(FileError) -> Double { try node?.number() ?? other }
        let costs = try followers?["costs"]?.numbers() ?? [0.5]
        let leaderCost = try number(leader?["cost"], 0.1)
        let (spillover, royalty) = (try number(root["spillover"], 6), try number(root["royalty"], 0.3))
        let (accessFee, feeErosion) = (try number(root["accessFee"], 0.15), try number(root["feeErosion"], 1))
        let (mu, outside) = (try number(market?["mu"], 1), try number(market?["outside"], 1))
        let name = try root["name"]?.string()
        openness = try root["openness"]?.number()
        do throws(FieldError) {
            game = try OpennessGame(
                leaderCost: leaderCost, followerCosts: costs, spillover: spillover, royalty: royalty, accessFee: accessFee,
                feeErosion: feeErosion, mu: mu, outside: outside, name: name)
            if let openness { try OpennessPolicy(openness: openness).validate() }
        } catch {
            throw FileError(file: document.file, error)
        }
        isIntegrated = try root["integrated"]?.bool() ?? false
        hasFreeTrial = try root["freeTrial"]?.bool() ?? false
    }
}
