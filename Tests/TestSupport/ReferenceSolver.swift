import Foundation

#if arch(x86_64) || arch(i386)
/// The precision of the reference: 64 bits of significand where the processor has them.
public typealias Wide = Float80
#else
public typealias Wide = Double
#endif

/// A slow, plain solver of one topic, written from the model alone: it shares no code with the library it judges.
///
/// With z = x/s the share of a cell, its condition P (1 - e z) = c rho (s z)^(rho-1) gives z as a falling function of s
/// (0 <= beta <= gamma), and the total is the one root of F(log s) = sum z(s) - 1, found by bisection. A cell is solved
/// in y = log z, or y = log(1 - z) where it holds more than half; the condition is convex and rising in either, so that
/// Newton's method falls to the root from the right end without passing it. A dominant creator therefore
/// costs no digits: 1 - e z is formed as (1 - e) + e (1 - z), and F as (sum of the others) - (1 - z).
///
/// Totals are good to about 1e-17 |log s| relative; efforts to that over (rho - 1).
public struct ReferenceSolver {
    let logMu: Wide
    /// M alpha
    let strength: Wide
    let beta: Wide
    let gamma: Wide
    let cells: [(c: Wide, rho: Wide)]

    /// - Precondition: mu >= 0, 0 <= beta <= gamma, an equilibrium exists.
    public init(mu: Double, strength: Double, beta: Double, gamma: Double, cells: [(c: Double, rho: Double)]) {
        logMu = log(Wide(mu))
        self.strength = Wide(strength)
        self.beta = Wide(beta)
        self.gamma = Wide(gamma)
        self.cells = cells.map { (Wide($0.c), Wide($0.rho)) }
    }

    /// The total and every effort; zeros where the total is below every number of this precision.
    public func solve() -> (total: Wide, efforts: [Wide]) {
        let none = (total: Wide(0), efforts: [Wide](repeating: 0, count: cells.count))
        if cells.isEmpty || logMu == -Wide.infinity { return none }
        // F falls in log s: step out from 0 until it changes sign.
        var low: Wide = 0
        var high: Wide = 0
        var step: Wide = 1
        if tooSmall(0) {
            repeat {
                low = high
                high += step
                step *= 2
                precondition(high < Self.logLimit, "the efforts of this topic are unbounded")
            } while tooSmall(high)
        } else {
            repeat {
                high = low
                low -= step
                step *= 2
                if low < -Self.logLimit { return none }
            } while !tooSmall(low)
        }
        while true {
            let middle = low + (high - low) / 2
            if middle == low || middle == high { break }
            if tooSmall(middle) { low = middle } else { high = middle }
        }
        let total = exp(low)
        let market = price(logTotal: low)
        return (total, cells.map { cell in
            switch share(of: cell, logTotal: low, market: market) {
            case .part(let z): total * z
            case .allBut(let others): total * (1 - others)
            case .moreThanAll: total
            }
        })
    }

    /// log s beyond which nothing is looked for: the range of the number type.
    private static var logLimit: Wide { Wide.self == Double.self ? 700 : 11_000 }

    private struct PriceHere {
        var logPrice: Wide
        var e: Wide
        /// 1 - e without cancellation.
        var rest: Wide
    }

    private enum Share {
        /// z <= 1/2
        case part(Wide)
        /// z = 1 - others > 1/2
        case allBut(Wide)
        case moreThanAll
    }

    private func price(logTotal: Wide) -> PriceHere {
        guard strength > 0 else { return PriceHere(logPrice: logMu - gamma * logTotal, e: gamma, rest: 1 - gamma) }
        let genAI = log(strength) + beta * logTotal
        let human = gamma * logTotal
        let larger = max(genAI, human)
        let logD = larger + log1p(exp(min(genAI, human) - larger))
        let ai = exp(genAI - logD)
        let own = exp(human - logD)
        return PriceHere(logPrice: logMu - logD, e: ai * beta + own * gamma, rest: ai * (1 - beta) + own * (1 - gamma))
    }

    /// Whether the shares at this total sum to more than 1.
    private func tooSmall(_ logTotal: Wide) -> Bool {
        let market = price(logTotal: logTotal)
        var sum: Wide = 0
        var complement: Wide? = nil
        for cell in cells {
            switch share(of: cell, logTotal: logTotal, market: market) {
            case .part(let z): sum += z
            case .moreThanAll: return true
            case .allBut(let others):
                if complement != nil { return true }
                complement = others
            }
        }
        if let complement { return sum > complement }
        return sum > 1
    }

    private func share(of cell: (c: Wide, rho: Wide), logTotal: Wide, market: PriceHere) -> Share {
        // The condition as log(1 - e z) = (rho - 1) log z + level.
        let level = log(cell.c) + log(cell.rho) + (cell.rho - 1) * logTotal - market.logPrice
        let half = log(Wide(0.5))
        let holdsMoreThanHalf = log1p(-market.e / 2) > (cell.rho - 1) * half + level
        if holdsMoreThanHalf {
            if log(market.rest) >= level { return .moreThanAll }
            let y = fallToRoot(from: half) { y in
                let others = exp(y)
                let left = market.rest + market.e * others
                return (
                    log(left) - (cell.rho - 1) * log1p(-others) - level,
                    market.e * others / left + (cell.rho - 1) * others / (1 - others)
                )
            }
            return .allBut(exp(y))
        }
        if cell.rho == 1 {
            // 1 - e z = c/P
            return .part(level >= 0 ? 0 : -expm1(level) / market.e)
        }
        let start = min(half, -level / (cell.rho - 1))
        if start < -Self.logLimit { return .part(0) }
        let y = fallToRoot(from: start) { y in
            let z = exp(y)
            let left = 1 - market.e * z
            return ((cell.rho - 1) * y + level - log1p(-market.e * z), (cell.rho - 1) + market.e * z / left)
        }
        return .part(exp(y))
    }

    /// The root of a convex rising function at or left of `start`, where the function is >= 0.
    private func fallToRoot(from start: Wide, _ function: (Wide) -> (value: Wide, slope: Wide)) -> Wide {
        var y = start
        for _ in 0..<2_000 {
            let (value, slope) = function(y)
            let next = y - value / slope
            // Convexity keeps the iterates falling; where they do not, rounding is all that is left.
            if !(next < y) || next < -Self.logLimit { return max(min(next, y), -Self.logLimit) }
            y = next
        }
        return y
    }
}
