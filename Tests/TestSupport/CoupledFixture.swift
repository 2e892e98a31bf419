import Foundation
import NumericCore

/// A game that couples topics of a fixture file, with what is expected of it.
public struct CoupledFixture: Sendable, Decodable {
    public let name: String
    public let game: PlainCoupledGame
    public let totals: [Double]
    public let efforts: [[Double]]
    /// Zeros where the game has no capacity.
    public let capacityPrices: [Double]

    private struct Coupling: Decodable { let matrix: [[Double]], weights: [Double] }
    private struct Cost: Decodable { let coupling: Coupling? }
    private struct Limits: Decodable { let limits: [Double] }
    private struct Game: Decodable { let cost: Cost, capacity: Limits? }
    private struct Expected: Decodable { let capacityPrices: [Double]? }
    private enum Key: String, CodingKey { case game, expected }

    public init(from decoder: Decoder) throws {
        let separable = try FixtureCase(from: decoder)
        let values = try decoder.container(keyedBy: Key.self)
        let extra = try values.decode(Game.self, forKey: .game)
        var game = PlainCoupledGame(separable.game)
        if let coupling = extra.cost.coupling { (game.matrix, game.weights) = (coupling.matrix, coupling.weights) }
        if let capacity = extra.capacity { game.limits = capacity.limits }
        (name, self.game, totals, efforts) = (separable.name, game, separable.totals, separable.efforts)
        capacityPrices = try values.decode(Expected.self, forKey: .expected).capacityPrices ?? game.limits.map { _ in 0 }
    }

    /// The cases of the fixture of games that couple topics.
    public static func all() throws -> [CoupledFixture] {
        struct File: Decodable { let cases: [CoupledFixture] }
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "coupled.json"))
        return try JSONDecoder().decode(File.self, from: data).cases
    }
}
