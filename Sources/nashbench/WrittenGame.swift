import NumericCore

/// What `calibrate` and `generate` say of the game they wrote, for a program.
struct WrittenGame: Encodable {
    let schema = "nashbench/written-game/1"
    /// The path of the game, as it was given.
    let output: String
    let competition: String
    let creators: Int
    let topics: Int
    /// Eligible pairs of a creator and a topic.
    let cells: Int
    /// Of a random game only.
    let family: String?
    let seed: UInt64?

    init(_ contest: Contest, output: String, family: String? = nil, seed: UInt64? = nil) {
        self.output = output
        competition = contest.competition.rawValue
        creators = contest.creators
        topics = contest.topics
        cells = contest.layout.cells
        self.family = family
        self.seed = seed
    }

    init(_ game: RandomGame, output: String) {
        self.output = output
        competition = Competition.exclusive.rawValue
        creators = game.creators
        topics = game.topics
        cells = game.cells
        family = game.family.rawValue
        seed = game.seed
    }
}
