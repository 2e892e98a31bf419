import CKernels
import Foundation
import Testing

/// The solver's pass, cell by cell, against the first-order condition solved by bisection.
@Suite struct SharePassTests {
    /// A cell and the topic it is in.
    struct Case {
        let cost, rho: Double
        let problem: ShareProblem
    }

    /// A cell with r = rho - 1 and log(e y) given; nil where its cost would leave the double range.
    static func reaching(logPull: Double, r: Double, e: Double, logPrice: Double, logTotal: Double) -> Case? {
        let rho = 1 + r, exact = rho - 1
        let logCost = logPrice - exact * (logPull - log(e) + logTotal) - log(rho)
        guard abs(logCost) < 680 else { return nil }
        return Case(
            cost: exp(logCost), rho: rho,
            problem: ShareProblem(logPrice: logPrice, logTotal: logTotal, elasticity: e, rate: 0.3 * (1 - e)))
    }

    /// Checks one single-cell call: share or slack, slopes and effort.
    /// Errors are in units of rounding noise.
    static func check(_ target: Target, _ one: Case) {
        let solved = ShareSolution(cost: one.cost, rho: one.rho, at: one.problem)
        let (sums, effort) = target.shares(cost: [one.cost], exponent: [one.rho], shared: false, at: one.problem)
        // At q = 1/2 rounding decides to which sum a cell belongs.
        let dominant = abs(solved.kept - 0.5) < 1e-12 ? sums.dominant == 1 : solved.isDominant
        if sums.dominant != (dominant ? 1 : 0) {
            Issue.record("\(target.name), c = \(one.cost), rho = \(one.rho): dominant \(sums.dominant), q = \(solved.kept)")
        }
        func error(_ got: Double, _ exact: Wide, _ noise: Wide) -> Double {
            if Double(abs(exact)) < 0x1p-1000 { return abs(got) < 0x1p-990 ? 0 : .infinity }
            return Double(abs((Wide(got) - exact) / (exact * noise))) / eps
        }
        var errors = [0.0, 0, 0]
        let both = solved.shareNoise + solved.keptNoise
        if dominant {
            errors[0] = error(sums.slack, solved.kept, solved.keptNoise)
            errors[1] = error(sums.slack_slope, solved.kept * solved.slackRate, both)
        } else {
            errors[0] = error(sums.share, solved.share, solved.shareNoise)
            errors[1] = error(sums.share_slope, solved.share * solved.shareRate, both)
        }
        let logEffort = solved.logShare + one.problem.logTotal
        let noise = solved.shareNoise + abs(one.problem.logTotal), reach = 8 * Wide(eps) * noise
        if logEffort < -708.4 - reach { // below 2^-1022, whatever the rounding
            errors[2] = effort[0] == 0 ? 0 : .infinity
        } else if logEffort > -708.39 + reach && logEffort < 709 - reach {
            errors[2] = error(effort[0], Foundation.exp(logEffort), noise)
        }
        if errors.contains(where: { !($0 <= 8) }) {
            Issue.record("\(target.name), c = \(one.cost), rho = \(one.rho), \(one.problem): errors \(errors), \(solved)")
        }
    }

    /// e y over 600 decades, r from 1e-16 to 10^6, topics of every size.
    @Test(arguments: Target.available) func sharesOverAllScales(target: Target) {
        var draw = Draw(seed: 21), tried = 0
        while tried < 12_000 {
            let r = draw.pick([draw.logUniform(1e-16, 20), draw.logUniform(0.01, 3), 0.5, 1, 2, draw.logUniform(20, 1e6)])
            let e = draw.pick([1, draw.logUniform(1e-12, 1), draw.uniform(0.1, 1), 1e-300])
            let logPull = draw.pick([draw.uniform(-690, 690), draw.uniform(-10, 10), log(r) + draw.uniform(-8, 3)])
            // Where r is large, costs fit in a double around one effort only.
            let logTotal = r > 20 ? log(e) - logPull + draw.uniform(-300, 300) / r : draw.uniform(-575, 575)
            guard abs(logTotal) < 700, let one = Self.reaching(
                logPull: logPull, r: max(r, eps), e: e, logPrice: draw.uniform(-230, 230), logTotal: logTotal)
            else { continue }
            tried += 1
            Self.check(target, one)
        }
    }

    /// Costs over hundreds of decades at one price, where y itself leaves the double range.
    @Test(arguments: Target.available) func costsOverHundredsOfDecades(target: Target) {
        var draw = Draw(seed: 22)
        for _ in 0..<6_000 {
            let e = draw.pick([0, 1, 1e-12, draw.uniform(0, 1)])
            let problem = ShareProblem(
                logPrice: draw.uniform(-5, 5), logTotal: draw.pick([0, -600, 600, draw.uniform(-20, 20)]), elasticity: e,
                rate: e == 0 ? 0 : 0.2)
            let r = draw.pick([eps, 1e-12, 1e-6, 1e-3, 0.5, 1, 3, 20])
            let one = Case(cost: draw.logUniform(1e-290, 1e290), rho: 1 + r, problem: problem)
            if e == 0 && ShareSolution(cost: one.cost, rho: one.rho, at: problem).logShare > 700 { continue } // no finite share
            Self.check(target, one)
        }
    }

    /// Linear costs: priced out where c >= P, and q = c/P where active.
    @Test(arguments: Target.available) func linearCosts(target: Target) {
        var draw = Draw(seed: 23)
        for _ in 0..<2_000 {
            let price = draw.logUniform(1e-100, 1e100)
            let problem = ShareProblem(
                price: price, total: draw.logUniform(1e-100, 1e100), elasticity: draw.uniform(0.01, 1), rate: 0.1)
            let ratio = draw.pick([2, 1.5, 0.9, 0.3, draw.logUniform(1e-200, 1)])
            Self.check(target, Case(cost: price * ratio, rho: 1, problem: problem))
        }
        let at = ShareProblem(price: 2, total: 3, elasticity: 0.5, rate: 0)
        for shared in [true, false] {
            let (sums, effort) = target.shares(
                cost: [1, 2.0.nextUp, 2.5, 1e300], exponent: shared ? [1] : [1, 1, 1, 1], shared: shared, at: at)
            #expect(effort[2...] == [0, 0] && effort[1] < 1e-15) // through logarithms c = P is met to rounding only
            #expect(abs(effort[0] - 3) < 1e-15 * 3 * 8 && abs(sums.share - 1) < 8e-15)
        }
    }

    /// One exponent for all gives what an exponent a cell gives; so do the closed forms for 2 and 1.
    @Test(arguments: Target.available, [1.0, 1.05, 1.7, 2, 3]) func formsAgree(target: Target, rho: Double) {
        var draw = Draw(seed: 24)
        for moderate in [true, false] {
            let problem = ShareProblem(price: 0.8, total: 40, elasticity: 0.7, rate: 0.2, moderate: moderate)
            let costs = (0..<203).map { _ in draw.logUniform(1e-6, 1e4) }
            let one = target.shares(cost: costs, exponent: [rho], shared: true, at: problem)
            let each = target.shares(cost: costs, exponent: costs.map { _ in rho }, shared: false, at: problem)
            for i in costs.indices {
                let noise = Double(ShareSolution(cost: costs[i], rho: rho, at: problem).shareNoise)
                #expect(abs(one.effort[i] - each.effort[i]) <= 16 * eps * noise * each.effort[i], "cell \(i)")
            }
            #expect(one.sums.dominant == each.sums.dominant)
            #expect(abs(one.sums.slack - each.sums.slack) <= 1e-14 * each.sums.slack)
        }
    }

    /// Creators who hold nearly all of a topic: q keeps its relative accuracy down to 1e-200.
    @Test(arguments: Target.available) func dominantCells(target: Target) {
        var draw = Draw(seed: 25)
        for decade in stride(from: -1.0, through: -200, by: -1) {
            for r in [0.0, 1e-6, 0.01, 0.5, 1, 2, 20] {
                for e in [1.0, 0.4, 1e-9] {
                    // q = (c rho / P) (s z)^r with z = (1 - q)/e
                    let total = draw.logUniform(1e-3, 1e3), price = draw.logUniform(1e-3, 1e3)
                    let q = pow(10, decade), rho = 1 + r
                    let cost = price * q / rho / pow(total * (1 - q) / e, rho - 1)
                    guard cost > 1e-300 else { continue }
                    let problem = ShareProblem(price: price, total: total, elasticity: e, rate: 0.1 * (1 - e))
                    Self.check(target, Case(cost: cost, rho: rho, problem: problem))
                    let shared = target.shares(cost: [cost], exponent: [rho], shared: true, at: problem).sums
                    #expect(shared.dominant == 1 && abs(shared.slack - q) <= 1e-12 * q, "q = \(q), rho = \(rho), e = \(e)")
                }
            }
        }
    }

    /// The price and the total as logarithm and shift: steps below one ULP of these logarithms count.
    @Test(arguments: Target.available) func shiftsCount(target: Target) {
        let cost = exp(400 - 599.5 / 32), rho = 1 + 0x1p-5
        func share(price: Double, total: Double) -> (got: Double, exact: Wide) {
            let problem = ShareProblem(logPrice: 400, logTotal: 600, elasticity: 0.5, rate: 0.1)
            var moved = problem, point = problem.point, sums = nb_share_sums()
            point.log_price_shift = price
            point.log_total_shift = total
            moved.logPrice += Wide(price)
            moved.logTotal += Wide(total)
            target.table.pointee.share_pass(1, [cost], [rho], 1, &point, nil, nil, &sums, nil)
            return (sums.share, ShareSolution(cost: cost, rho: rho, at: moved).share)
        }
        let start = share(price: 0, total: 0)
        for (price, total) in [(0x1p-45, 0.0), (-0x1p-45, 0), (0, 0x1p-44), (0, -0x1p-44)] {
            let moved = share(price: price, total: total)
            let change = moved.got - start.got, exact = Double(moved.exact - start.exact)
            #expect(abs(change - exact) <= 0.25 * abs(exact) + wideNoise, "\(price) \(total): \(change), not \(exact)")
        }
    }

    /// Efforts below 2^-1022 are 0; where the share is below the double range and the total huge, the effort is right.
    @Test(arguments: Target.available) func effortsAtTheEdges(target: Target) throws {
        for (logTotal, logEffort) in [(575.0, -230.0), (575, -600), (690, -700), (690, 0), (0, -708), (-600, -705)] {
            let r = 0.75, problem = ShareProblem(logPrice: 0, logTotal: logTotal, elasticity: 0.5, rate: 0)
            let cost = exp(-r * logEffort) / (1 + r)
            for shared in [true, false] {
                let got = target.shares(cost: [cost, cost], exponent: [1 + r, 1.75], shared: shared, at: problem).effort[0]
                let exact = ShareSolution(cost: cost, rho: 1 + r, at: problem).logShare + problem.logTotal
                #expect(abs(got / Double(Foundation.exp(exact)) - 1) < 4e-13, "log x = \(logEffort), log s = \(logTotal)")
            }
        }
        let tiny = ShareProblem(logPrice: 0, logTotal: -650, elasticity: 0.5, rate: 0)
        #expect(target.shares(cost: [exp(0.75 * 709)], exponent: [1.75], shared: false, at: tiny).effort == [0])
    }
}
