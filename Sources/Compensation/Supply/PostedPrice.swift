#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// What a single buyer does who sets the price: p >= floor and D <= supply(p) of the largest v(D) - pD (derived).
///
/// Only the floor and the reservations above it can be best, since a lower price that brings the same supply is cheaper. A minimum price can
/// raise payments and lower D; where more is offered than bought, sales are cut in proportion.
public struct PostedPrice: Sendable, Equatable {
    /// p
    public let price: Double
    /// D, bought.
    public let tokens: Double
    /// supply(p), offered.
    public let offered: Double
    /// v(D) - pD
    public let buyerProfit: Double

    /// D/supply(p), the part of its data that everyone sells; 1 where nothing is offered.
    public var rationing: Double { offered > 0 ? tokens / offered : 1 }

    /// The best price.
    /// - Parameter floor: the minimum price, >= 0.
    /// - Throws: ``FieldError`` for a floor that is negative or not finite.
    /// - Complexity: O(n): v once a producer, and one search for the data at which the marginal price equals p.
    public init(of supply: Supply, _ value: DataValue, floor: Double = 0, threads: Int? = nil) throws(FieldError) {
        try NumberDomain.nonnegative.check(floor, "minimumPrice")
        let buyer = Buyer(supply, value)
        var best = buyer.offer(price: floor, sellers: supply.sellers(at: floor))
        let from = supply.sellers(at: floor)
        let plain = value.curve.isTable ? [] : buyer.profits(Workers(threads: threads))
        var place = from
        while place < supply.count {
            let price = supply.unitReservations[place]
            var next = place + 1
            while next < supply.count, supply.unitReservations[next] == price { next += 1 }
            let data = supply.cumulative[next - 1]
            if plain.isEmpty {
                let offer = buyer.offer(price: price, sellers: next)
                if offer.buyerProfit > best.buyerProfit { best = offer }
            } else if data >= buyer.fallsFrom, value.marginalPrice(data) < price {
                // The buyer takes less than is offered, here and at every higher price, which only costs more.
                let offer = buyer.offer(price: price, sellers: next)
                if offer.buyerProfit > best.buyerProfit { best = offer }
                break
            } else if plain[next - 1] - price * data > best.buyerProfit {
                best = PostedPrice(price: price, tokens: data, offered: data, buyerProfit: plain[next - 1] - price * data)
            }
            place = next
        }
        self = best
    }

    fileprivate init(price: Double, tokens: Double, offered: Double, buyerProfit: Double) {
        (self.price, self.tokens, self.offered, self.buyerProfit) = (price, tokens, offered, buyerProfit)
    }
}

/// The buyer's side: how much is best at a price.
private struct Buyer {
    let supply: Supply
    let value: DataValue
    private let marginal: [UnitPayment.Piece]
    private let price: UnitPayment?

    init(_ supply: Supply, _ value: DataValue) {
        (self.supply, self.value) = (supply, value)
        price = try? UnitPayment(value: value, share: nil)
        marginal = price?.pieces(upTo: supply.total) ?? []
    }

    /// Where the marginal price begins to fall for good: up to there buying nothing or all that is offered is best.
    var fallsFrom: Double { marginal.last { $0.atHigh < $0.atLow }?.low ?? .infinity }

    /// v at the data of each number of sellers.
    func profits(_ workers: Workers) -> [Double] {
        let tile = 1 << 14
        let count = supply.count
        return [Double](unsafeUninitializedCapacity: count) { values, filled in
            nonisolated(unsafe) let start = values.baseAddress!
            workers.run((count + tile - 1) / tile) { index in
                for place in index * tile..<min((index + 1) * tile, count) { (start + place).initialize(to: value.profit(supply.cumulative[place])) }
            }
            filled = count
        }
    }

    /// The best purchase at a price: nothing, everything, a kink, or where the marginal price falls through p.
    func offer(price: Double, sellers: Int) -> PostedPrice {
        let offered = supply.tokens(ofCheapest: sellers)
        var candidates = [0, offered]
        for piece in marginal where piece.low < offered {
            candidates.append(min(piece.high, offered))
            if piece.atLow > price, piece.atHigh < price { candidates.append(min(crossing(piece, price), offered)) }
        }
        var best = (tokens: 0.0, profit: -Double.infinity)
        for tokens in candidates {
            let profit = value.profit(tokens) - price * tokens
            if profit > best.profit { best = (tokens, profit) }
        }
        return PostedPrice(price: price, tokens: best.tokens, offered: offered, buyerProfit: best.profit)
    }

    /// Where the marginal price, which falls on the piece, is p: by halves to the last place.
    private func crossing(_ piece: UnitPayment.Piece, _ price: Double) -> Double {
        var (low, high) = (max(piece.low, .leastNormalMagnitude), piece.high)
        while true {
            let middle = high > 4 * low ? (low * high).squareRoot() : low + (high - low) / 2
            guard middle > low, middle < high else { return low }
            if value.marginalPrice(middle) > price { low = middle } else { high = middle }
        }
    }
}
