import Foundation
import NumericCore

/// Markets that differ from the base market in one way, or in all at once, drawn from a seed.
public enum VariantKind: String, CaseIterable, Sendable {
    case royalty, twoEngines, licence, totalDemand, combined

    /// The market with the variant in every topic. Only `totalDemand` and `combined` are ever given a beta below 0, where they stay
    /// monotone.
    public func vary(_ market: Market, topics: Int, seed: UInt64) throws -> Market {
        var draws = Draws(seed: seed)
        var changed = market
        func each(_ draw: (inout Draws, Int) -> Double) -> PerTopic { PerTopic((0..<topics).map { draw(&draws, $0) }) }
        if self == .royalty || self == .combined { changed.royalty = each { draws, _ in draws.pick([1, draws.uniform(0...1)]) } }
        if self == .twoEngines || self == .combined { changed.conversationShare = each { draws, _ in draws.pick([0, draws.uniform(0...1)]) } }
        if self == .licence || self == .combined {
            let price = each { draws, k in draws.logUniform(0.01...1) * (market.mu[k] > 0 ? market.mu[k] : 1) }
            // A decay of 1 without outside data is a prize v: with nothing else, a lone creator has no best reply to that.
            changed.licence = Market.Licence(
                price: price, decay: each { draws, _ in draws.pick([1, draws.uniform(0.05...1)]) },
                outsideData: each { draws, k in market.mu[k] > 0 && draws.chance(0.3) ? 0 : draws.logUniform(0.01...100) })
        }
        if self == .totalDemand || self == .combined && draws.chance(0.5) {
            changed.demand = .total
            changed.beta = each { draws, k in draws.chance(0.5) ? market.beta[k] : draws.uniform((0.99 * (market.gamma[k] - 1))...0) }
        }
        return try Market(
            mu: changed.mu, alpha: changed.alpha, beta: changed.beta, gamma: changed.gamma, royalty: changed.royalty,
            licence: changed.licence, conversationShare: changed.conversationShare, demand: changed.demand)
    }
}

/// A topic's market by who pays what to whom, in the wide precision and without the library.
public struct PlainMarket {
    public let (mu, alpha, beta, gamma, royalty, conversation): (Wide, Wide, Wide, Wide, Wide, Wide)
    public let (licencePrice, decay, outsideData): (Wide, Wide, Wide)
    public let isTotal: Bool
    public let players: Wide

    public init(_ market: Market, topic k: Int, players: Int) {
        (mu, alpha, beta, gamma) = (Wide(market.mu[k]), Wide(market.alpha[k]), Wide(market.beta[k]), Wide(market.gamma[k]))
        (royalty, conversation) = (Wide(market.royalty[k]), Wide(market.conversationShare[k]))
        licencePrice = Wide(market.licence.price[k])
        (decay, outsideData) = (Wide(market.licence.decay[k]), Wide(market.licence.outsideData[k]))
        isTotal = market.demand == .total
        self.players = Wide(players)
    }

    /// GenAI's content, attention, and what of it GenAI content earns in conversation.
    private func flows(_ s: Wide) -> (genAI: Wide, attention: Wide, earned: Wide) {
        let genAI = players * alpha * pow(s, 1 + beta - gamma)
        let attention = mu * pow(isTotal ? s + genAI : s, 1 - gamma)
        return (genAI, attention, conversation * attention * genAI / (s + genAI))
    }

    /// What a unit of human effort earns.
    public func price(_ s: Wide) -> Wide {
        let (_, attention, earned) = flows(s)
        let licence = licencePrice > 0 ? licencePrice * pow(s + outsideData, -decay) : 0
        return (attention - (1 - royalty) * earned) / s + licence
    }

    /// What each GenAI player earns.
    public func income(_ s: Wide) -> Wide { (1 - royalty) * flows(s).earned / players }

    /// The size that rounding of `price` is relative to: its terms are differences.
    public func scale(_ s: Wide) -> Wide { flows(s).attention / s + price(s) }
}
