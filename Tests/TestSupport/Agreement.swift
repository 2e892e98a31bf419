import Foundation
import NumericCore

/// What a solve returned against what was expected, in words; empty where they agree.
public struct Agreement {
    /// Relative tolerance of totals.
    public var totals = 1e-12
    /// Relative tolerance of efforts at rho >= 2; it grows as 1/(rho - 1), the sensitivity of an effort to its cost.
    public var efforts = 1e-11

    public init() {}
    public init(totals: Double, efforts: Double) {
        self.totals = totals
        self.efforts = efforts
    }

    /// Against totals and efforts known otherwise.
    public func disagreements(_ equilibrium: Equilibrium, of game: PlainGame, totals: [Wide], efforts: [[Wide]]) -> [String] {
        guard equilibrium.status == .converged else {
            return ["\(game.label): \(equilibrium.status.rawValue), \(equilibrium.reason ?? "")"]
        }
        var found: [String] = []
        for k in 0..<game.topics {
            // Below the double range a total is returned as 0, or loses digits on the way there.
            let isTiny = totals[k] < 1e-290
            let isRight = isTiny
                ? equilibrium.totals[k] < 1e-289
                : abs(Wide(equilibrium.totals[k]) - totals[k]) <= Wide(self.totals) * totals[k]
            if !isRight { found.append("\(game.label), topic \(k): total \(equilibrium.totals[k]), expected \(totals[k])") }
            if isTiny { continue }
            for i in game.eligible(k) {
                let x = Wide(equilibrium.efforts[creator: i, topic: k])
                let expected = efforts[i][k] < Wide(Double.leastNormalMagnitude) ? 0 : efforts[i][k]
                let rho = Wide(game.exponents[i][k])
                let allowed = rho == 1 ? Wide(self.efforts) * totals[k] : Wide(self.efforts) * max(1, 1 / (rho - 1)) * max(expected, Wide(Double.leastNormalMagnitude))
                if !(abs(x - expected) <= allowed) {
                    found.append("\(game.label), creator \(i), topic \(k), rho \(rho): effort \(x), expected \(expected)")
                }
            }
        }
        return found
    }

    /// Against the reference solver, with the residual of every cell at most 1e-11.
    public func disagreementsWithReference(_ equilibrium: Equilibrium, of game: PlainGame) -> [String] {
        let reference = (0..<game.topics).map { game.reference($0) }
        var found = disagreements(
            equilibrium, of: game, totals: reference.map(\.total),
            efforts: (0..<game.creators).map { i in reference.map { $0.efforts[i] } })
        if !(equilibrium.certificate.relativeResidual <= 1e-11) {
            found.append("\(game.label): residual \(equilibrium.certificate.relativeResidual)")
        }
        return found
    }
}
