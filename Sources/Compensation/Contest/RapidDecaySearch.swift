#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// Equilibria of a contest of separate topics whose licence price decays faster than 1/s, so that the game need not be monotone.
///
/// Where P falls in s, a creator's marginal payoff P(s) + x P'(s) - c rho x^(rho - 1) falls in x at a given total s, so that there is one effort
/// x_i(s) at which it is 0 (or 0 is best). Totals are the roots of sum_i x_i(s) = s: changes of sign on a grid of ln s, halved to the last
/// place. A root is a profile of stationary efforts; whether they are best replies is for the certificate to say, which searches them.
/// Roots closer than a step of the grid may be missed, and a topic with several has others beside the one returned (the largest).
struct RapidDecaySearch {
    private let contest: Contest
    private let settings: Settings
    /// Of ln s.
    private static let step = 0.05
    private static let reach = -46.0...46.0
    private static let mostCells = 20_000

    init(_ contest: Contest, _ settings: Settings) { (self.contest, self.settings) = (contest, settings) }

    /// Puts what is found in the place of a solve that was refused; leaves it where the topics touch or are too large.
    func search(into answer: inout Equilibrium) throws {
        guard contest.isSeparable, contest.competition != .inclusive, contest.layout.cells <= Self.mostCells else { return }
        let efforts = EffortProfile(layout: contest.layout, values: CellBuffer(count: contest.layout.cells))
        var several: [Int] = []
        for topic in 0..<contest.topics where contest.layout.range(ofTopic: topic).count > 0 {
            let roots = roots(topic)
            guard let total = roots.last else {
                answer.reason = "topic \(topic): no total at which efforts add up to it was found on a grid of ln s"
                answer.status = .noneFound
                return
            }
            if roots.count > 1 { several.append(topic) }
            let price = contest.topic(topic).price(at: total)
            efforts.values.withUnsafeMutableValues { values in
                for cell in contest.layout.range(ofTopic: topic) { values[cell] = reply(cell, topic, total, price) }
            }
        }
        let certification = try certify(contest, efforts: efforts, settings: settings)
        let certificate = certification.certificate
        answer.efforts = efforts
        (answer.totals, answer.prices) = (certification.totals, certification.prices)
        (answer.genAI, answer.utilities, answer.certificate) = (certification.genAI, certification.utilities, certificate)
        answer.method = "totals-on-a-grid"
        answer.methodReason = "a licence of decay above 1"
        if let stopped = certification.interruption {
            (answer.status, answer.reason) = (stopped, "the certificate was not finished")
        } else if certificate.isConverged, certificate.relativeExploitability <= 1e-8 {
            answer.status = .converged
            answer.reason = several.isEmpty ? nil : "topics \(several.map(String.init).joined(separator: ", ")) have other stationary totals"
        } else {
            answer.status = .noneFound
            answer.reason = "stationary efforts were found, but a deviation gains \(certificate.relativeExploitability) of its revenue"
        }
    }

    /// Totals, rising, at which efforts add up.
    private func roots(_ topic: Int) -> [Double] {
        var roots: [Double] = []
        var (low, atLow) = (Self.reach.lowerBound, excess(topic, Self.reach.lowerBound))
        let steps = Int((Self.reach.upperBound - Self.reach.lowerBound) / Self.step)
        for index in 1...steps {
            let high = Self.reach.lowerBound + Double(index) * Self.step
            let atHigh = excess(topic, high)
            if (atLow > 0) != (atHigh > 0) { roots.append(exp(root(topic, low, high, isFalling: atLow > 0))) }
            (low, atLow) = (high, atHigh)
        }
        return roots
    }

    private func root(_ topic: Int, _ from: Double, _ to: Double, isFalling: Bool) -> Double {
        var (low, high) = (from, to)
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return low }
            if (excess(topic, middle) > 0) == isFalling { low = middle } else { high = middle }
        }
    }

    /// sum_i x_i(s)/s - 1
    private func excess(_ topic: Int, _ logTotal: Double) -> Double {
        let total = exp(logTotal)
        let price = contest.topic(topic).price(at: total)
        guard price.value > 0, price.slope < 0, price.value.isFinite else { return -1 }
        return contest.layout.range(ofTopic: topic).reduce(-1.0) { $0 + reply($1, topic, total, price) / total }
    }

    /// x_i(s): 0 where the first effort does not pay, else by halves; never more than P/-P', where revenue stops rising.
    private func reply(_ cell: Int, _ topic: Int, _ total: Double, _ price: Price) -> Double {
        let rho = contest.costs.exponent(ofCell: cell, topic: topic)
        let cost = contest.costs.coefficients[cell] * rho
        func marginal(_ x: Double) -> Double { price.value + x * price.slope - (rho == 1 ? cost : cost * pow(x, rho - 1)) }
        guard rho > 1 || marginal(0) > 0 else { return 0 }
        var (low, high) = (0.0, price.value / -price.slope)
        if rho == 1 { return (price.value - cost) / -price.slope }
        if rho == 2 { return price.value / (cost - price.slope) }
        // The effort whose cost alone equals the price bounds it too.
        high = min(high, pow(price.value / cost, 1 / (rho - 1)))
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return low }
            if marginal(middle) > 0 { low = middle } else { high = middle }
        }
    }
}
