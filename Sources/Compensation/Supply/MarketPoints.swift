import NumericCore

/// A point at which a market of price takers rests: D in [supply(p-), supply(p)] with p = phi(D), supply(p) the data of those with
/// rho <= p (derived). The marginal producer may sell a part.
public struct MarketPoint: Sendable, Equatable {
    /// D
    public let tokens: Double
    /// p; where phi jumps down through a reservation that reservation, at which the buyer is indifferent.
    public let unitPayment: Double
    /// Whether phi falls through the reservation, or the point is a corner: a little more data, or less, comes back.
    public let stable: Bool
}

extension Supply {
    /// All points at which the market rests, by data, smallest first.
    ///
    /// Producers come in one after another by rho: D_k after those of the k-th price. Corners D_k with rho_k <= phi(D_k) < rho_(k+1); where
    /// only part of step k sells, roots of phi(D) = rho_k inside it. Those with rho = 0 always sell: data begin there. On each step phi
    /// is monotone between the kinks and humps of the payment, so that every root has a change of sign of its own.
    /// - Complexity: O(n) with phi evaluated once a producer, and about ten times for each root.
    public func marketPoints(_ payment: UnitPayment, threads: Int? = nil) -> [MarketPoint] {
        MarketWalk(self, payment, payments(payment, Workers(threads: threads))).points()
    }
}

/// The walk over the steps of supply.
struct MarketWalk {
    private let supply: Supply
    private let payment: UnitPayment
    /// phi at the data of the k cheapest.
    private let paid: [Double]
    private let pieces: [UnitPayment.Piece]

    init(_ supply: Supply, _ payment: UnitPayment, _ paid: [Double]) {
        (self.supply, self.payment, self.paid) = (supply, payment, paid)
        pieces = payment.pieces(upTo: supply.total)
    }

    func points() -> [MarketPoint] {
        var points: [MarketPoint] = []
        let prices = supply.unitReservations
        let count = supply.count
        var first = supply.sellers(at: 0)
        func nextPrice(_ k: Int) -> Double { k < count ? prices[k] : .infinity }
        func corner(_ k: Int) {
            guard paid[k] < nextPrice(k) else { return }
            points.append(MarketPoint(tokens: supply.tokens(ofCheapest: k), unitPayment: paid[k], stable: true))
        }
        // Without anybody who gives data away, nobody sells where the first token would earn less than the cheapest asks.
        if first > 0 { corner(first) } else if (pieces.first?.atLow ?? 0) < nextPrice(0) {
            points.append(MarketPoint(tokens: 0, unitPayment: 0, stable: true))
        }
        var piece = 0
        while first < count {
            let price = prices[first]
            var last = first + 1
            while last < count, prices[last] == price { last += 1 }
            let (low, high) = (supply.tokens(ofCheapest: first), supply.tokens(ofCheapest: last))
            while piece + 1 < pieces.count, pieces[piece].high <= low { piece += 1 }
            if pieces[piece].high >= high, low > pieces[piece].low {
                append(root(low, high, paid[first], paid[last], price), to: &points)
            } else {
                appendByPieces(piece, low, high, price, paid[first], paid[last], to: &points)
            }
            if paid[last] >= price { corner(last) }
            first = last
        }
        return points
    }

    /// The roots of a step that several stretches share, and the jumps between them.
    private func appendByPieces(
        _ start: Int, _ low: Double, _ high: Double, _ price: Double, _ atLow: Double, _ atHigh: Double, to points: inout [MarketPoint]
    ) {
        var index = start
        while index < pieces.count, pieces[index].low < high {
            let piece = pieces[index]
            let (a, b) = (max(piece.low, low), min(piece.high, high))
            if index > start, pieces[index - 1].atHigh > price, piece.atLow < price, a > low {
                points.append(MarketPoint(tokens: a, unitPayment: price, stable: true))
            }
            if a < b {
                let values = (piece.low >= low ? piece.atLow : atLow, piece.high < high ? piece.atHigh : atHigh)
                let isHump = index > start && values.0 == price && pieces[index - 1].atHigh == price && a == piece.low
                append(root(a, b, values.0, values.1, price), to: &points, stableOnly: isHump ? false : nil)
            }
            index += 1
        }
    }

    private func append(_ point: MarketPoint?, to points: inout [MarketPoint], stableOnly: Bool? = nil) {
        guard let point else { return }
        points.append(stableOnly.map { MarketPoint(tokens: point.tokens, unitPayment: point.unitPayment, stable: $0) } ?? point)
    }

    /// Where phi, monotone between a and b, passes a price: the left end counts, the right one is a corner or the next stretch's.
    /// Regula falsi with the Illinois change, halving where that is slow; to the last place.
    private func root(_ a: Double, _ b: Double, _ atA: Double, _ atB: Double, _ price: Double) -> MarketPoint? {
        if atA == price { return atB == price ? nil : MarketPoint(tokens: a, unitPayment: price, stable: atB < price) }
        guard (atA < price) != (atB < price), atB != price else { return nil }
        let falls = atB < price
        var (low, high) = (max(a, .leastNormalMagnitude), b)
        var (atLow, atHigh) = (atA - price, atB - price)
        var side = 0
        for step in 0..<400 {
            let halved = low + (high - low) / 2
            guard halved > low, halved < high else { break }
            let secant = low + (high - low) * (atLow / (atLow - atHigh))
            // Ends that are decades apart meet sooner in the middle of their logarithms.
            let far = high > 16 * low ? (low * high).squareRoot() : halved
            let next = step % 3 == 2 || !(secant > low && secant < high) ? (far > low && far < high ? far : halved) : secant
            let value = payment(next) - price
            if value == 0 { return MarketPoint(tokens: next, unitPayment: price, stable: falls) }
            if (value > 0) == falls {
                (low, atLow) = (next, value)
                if side == 1 { atHigh /= 2 }
                side = 1
            } else {
                (high, atHigh) = (next, value)
                if side == -1 { atLow /= 2 }
                side = -1
            }
        }
        return MarketPoint(tokens: high, unitPayment: price, stable: falls)
    }
}
