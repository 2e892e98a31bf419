#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension MarketVariant {
    /// How the market's part of the price (without a licence) and its slope move with each parameter at a fixed total.
    ///
    /// With r = a s^(beta - gamma), w = r/(1 + r), v = 1 - w, u = w/a, d = gamma - beta, L = log s, h = v + (1 - Q) w and n = 1 - gamma
    /// where demand is by total content, else 0:
    ///
    ///     log P = log mu - gamma L + F,   F = n log(1 + r) + log h,   e = gamma + d F1
    ///     F1 = dF/dlog r = n w - Q w v/h,   F2 = d2F/dlog r2 = w v (n - Q (1 - 2 w + Q w^2)/h^2)
    ///
    ///     dlog P/da = u F1/w          de/da = d u F2/w
    ///     dlog P/dbeta = F1 L         de/dbeta = -F1 + d F2 L
    ///     dlog P/dgamma = -(1 + F1) L - [n > 0] log(1 + r)
    ///                                 de/dgamma = 1 + F1 - d F2 L - [n > 0] d w
    ///     dlog P/dQ = -w/h            de/dQ = -d w v/h^2
    ///
    /// and dP'/dt = -(e dP/dt + P de/dt)/s, Q = q (1 - tau). Neutral parameters give ``PriceResponse``'s own formulas.
    /// Source: derived here.
    func responses(_ market: TopicMarket, at total: Double) -> PriceResponse {
        let (w, v) = market.parts(at: total)
        let (q, rest) = (sharedPart, humanPart)
        let gap = market.gamma - market.beta
        let isTotal = demand == .total
        let n = isTotal ? 1 - market.gamma : 0
        let h = v + rest * w
        // F1/w and F2/w.
        let first = n - q * v / h
        let second = v * (n - q * (1 - 2 * w + q * w * w) / (h * h))
        let u = market.strength > 0 ? w / market.strength : pow(total, -gap)
        let l = log(total)
        let content = -log(v) // log(1 + r)
        var unlicensed = self
        unlicensed.licence = .none
        let term = market.term(unlicensed, at: total)
        func pair(_ logPrice: Double, _ elasticity: Double) -> PriceResponse.Pair {
            PriceResponse.Pair(
                price: term.size * logPrice, slope: -(term.size / total) * (term.elasticity * logPrice + elasticity))
        }
        var response = PriceResponse(
            mu: pair(1 / market.mu, 0), strength: pair(u * first, gap * u * second),
            beta: pair(w * first * l, w * (-first + gap * second * l)),
            gamma: pair(
                -(1 + w * first) * l - (isTotal ? content : 0), 1 + w * (first - gap * second * l) - (isTotal ? gap * w : 0)))
        let (tau, share) = royalty.sharedPartSlopes(conversation: conversationShare)
        let (logPrice, elasticity) = (-w / h, -gap * w * v / (h * h))
        response.royalty = pair(tau * logPrice, tau * elasticity)
        response.conversationShare = pair(share * logPrice, share * elasticity)
        return response
    }
}

extension DataLicence {
    /// How L = v (s + s0)^-d and L' = -d L/(s + s0) move with v, d and s0 at a fixed total s > 0: with y = log(s + s0),
    ///
    ///     dL/dv = (s + s0)^-d,   dL/dd = -L y,   dL/ds0 = L',   dL'/dv = L'/v,   dL'/dd = -L (1 - d y)/(s + s0),   dL'/ds0 = L''
    func responses(at total: Double) -> (price: PriceResponse.Pair, decay: PriceResponse.Pair, outsideData: PriceResponse.Pair) {
        let data = total + outsideData
        let unit = pow(data, -decay)
        let (value, logData) = (price * unit, log(data))
        return (
            PriceResponse.Pair(price: unit, slope: -decay * unit / data),
            PriceResponse.Pair(price: -value * logData, slope: -value / data * (1 - decay * logData)),
            PriceResponse.Pair(price: -decay * value / data, slope: decay * (decay + 1) * value / data / data)
        )
    }
}
