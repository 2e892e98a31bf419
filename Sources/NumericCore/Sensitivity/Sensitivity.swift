import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How an equilibrium moves with the parameters of its contest: the implicit function theorem on its active set.
///
/// An equilibrium solves F(x, s; theta) = 0 on the cells with x > 0, F = c rho x^(rho - 1) + w (Q x)_k + h E^(theta - 1) b_k +
/// lambda a_k - P_k - x P'_k, together with a'x = B where a capacity binds (lambda > 0) and s = sum_i x. While that set of cells
/// and capacities stays as it is, efforts, totals and capacity prices are differentiable functions of the parameters.
/// ``derivative(withRespectTo:)`` follows one parameter to all of them (forward); ``gradient(of:)`` gives the derivative of one
/// outcome with respect to all parameters at once (adjoint). Both use the blocks and the K x K system of a Newton step.
///
/// ```swift
/// let contest = try Contest(market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3), costs: .power(coefficients: [[0.5, 1], [1, 2]], exponent: 1.5))
/// let sensitivity = try Sensitivity(of: solve(contest), in: contest)
/// let welfare = try sensitivity.gradient(of: .welfare)
/// welfare.parameters.alpha        // what a unit more of GenAI's efficiency does to it, by topic
/// ```
/// Where an idle cell would just pay, or a capacity just binds, the active set is about to change and there are only one-sided
/// derivatives: ``kinks`` lists those places. What is answered is then for changes that leave idle cells idle, and capacities
/// that bind with a positive price bound.
///
/// Source: implicit function theorem; for complementarity conditions Robinson, Math. Oper. Res. 5, 1980, doi:10.1287/moor.5.1.43;
/// the reduction to K totals is derived here.
public struct Sensitivity: Sendable {
    /// The contest whose equilibrium is looked at.
    public let contest: Contest
    /// The equilibrium's efforts.
    public let efforts: EffortProfile
    /// s_k, K values.
    public let totals: [Double]
    /// lambda_i, n values; nil without capacities.
    public let capacityPrices: [Double]?
    /// Where derivatives are one-sided; empty where the equilibrium is differentiable.
    public let kinks: [Kink]
    let linearised: LinearisedEquilibrium

    /// A place where the active set is about to change.
    public enum Kink: Sendable, Equatable, CustomStringConvertible {
        /// The creator's first effort in the topic would earn just what it costs.
        case cell(creator: Int, topic: Int)
        /// The creator's capacity is used up, and more of it would be worth nothing, or next to it; or there is none to begin with.
        case capacity(creator: Int)

        /// `cell of creator 3 in topic 1`
        public var description: String {
            switch self {
            case .cell(let i, let k): "cell of creator \(i) in topic \(k)"
            case .capacity(let i): "capacity of creator \(i)"
            }
        }
    }

    /// Conditions that agree to this much of their terms are taken to hold with equality.
    static let nearness = 1e-9
    /// The largest residual, relative to the price, of what is still taken for an equilibrium.
    static let residualLimit = 1e-6

    /// The sensitivities of an equilibrium that a solve returned.
    /// - Throws: as ``init(efforts:capacityPrices:in:threads:)``.
    public init(of equilibrium: Equilibrium, in contest: Contest, threads: Int? = nil) throws {
        try self.init(efforts: equilibrium.efforts, capacityPrices: equilibrium.capacityPrices, in: contest, threads: threads)
    }

    /// The sensitivities of a profile of efforts.
    /// - Parameters:
    ///   - efforts: an equilibrium of the contest.
    ///   - capacityPrices: n values; nil: found from the efforts.
    ///   - threads: nil for one per core; results have the same bits for every number.
    /// - Throws: ``SensitivityError`` for a profile of another shape, one that is not an equilibrium (a residual above 1e-6 of the
    ///   price) and one without derivatives (a continuum of equilibria); ``FieldError`` where no kernel target is available,
    ///   ``LinearAlgebraError`` where topics touch and no OpenBLAS can be loaded.
    /// - Complexity: O(cells) where topics are separable; else half a step of ``Method/structuredNewton``.
    public init(efforts: EffortProfile, capacityPrices: [Double]? = nil, in contest: Contest, threads: Int? = nil) throws {
        guard efforts.layout.hasSameCells(as: contest.layout) else {
            throw SensitivityError(description: "efforts: expected \(contest.layout.cells) cells of \(contest.creators) creators, found \(efforts.layout.cells) of \(efforts.layout.creators)")
        }
        if let capacityPrices, contest.capacity != nil, capacityPrices.count != contest.creators {
            throw SensitivityError(description: "capacityPrices: expected \(contest.creators) numbers, found \(capacityPrices.count)")
        }
        let target = try KernelTarget.active()
        if !contest.isSeparable {
            try LinearAlgebra.load()
            nb_blas_set_threads(1) // threads go over creators
        }
        let game = CoupledGame(contest, kernels: target.table)
        linearised = try LinearisedEquilibrium(
            game, efforts: efforts.values, capacityPrices: capacityPrices, workers: Workers(threads: threads))
        self.contest = contest
        self.efforts = efforts
        let point = linearised.point
        totals = (0..<contest.topics).map { point.totals[$0] }
        self.capacityPrices = contest.capacity == nil ? nil : (0..<contest.creators).map { point.capacityPrice[$0] }
        kinks = try Self.kinks(linearised)
    }

    /// Whether derivatives are two-sided everywhere.
    public var isDifferentiable: Bool { kinks.isEmpty }

    /// Looks at every condition once: is it one of an equilibrium, and how near is it to another active set.
    private static func kinks(_ at: LinearisedEquilibrium) throws(SensitivityError) -> [Kink] {
        let (game, point) = (at.game, at.point)
        var kinks: [Kink] = []
        let similar = at.similarEfforts
        for i in 0..<game.creators {
            var worth = 0.0 // what effort earns at most, per unit of capacity
            for p in game.positions(i..<i + 1) {
                let k = Int(game.order.topics[p])
                let (x, price) = (point.effort[p], point.prices[k])
                let weight = game.view.limit_weight?[k] ?? 1
                worth = max(worth, price / weight)
                let revenue = abs(x * point.prices.view.slope[k])
                let others = at.otherMarginalCost(p, of: i, similar) + (game.hasCapacity ? point.capacityPrice[i] * weight : 0)
                let scale = price + revenue + at.marginalCost[p] + abs(others)
                let rho = at.exponent(p)
                if x > 0 {
                    guard abs(point.imbalance[p]) <= max(residualLimit * price, 1e-12 * scale) else {
                        throw noEquilibrium(abs(point.imbalance[p]) / price, i, k)
                    }
                    let (own, ownSlope) = rho == 1 ? (0, 0) : (at.marginalCost[p], (rho - 1) * at.marginalCost[p])
                    // What holds the effort up above nothing.
                    if own + x / point.slope[p] - ownSlope <= nearness * scale { kinks.append(.cell(creator: i, topic: k)) }
                } else {
                    let force = (rho == 1 ? at.cost(p) : 0) + others - price
                    // With rho > 1 an effort that vanishes may stand for one below the smallest double.
                    let hides = rho > 1 && force < 0 && log(-force / (at.cost(p) * rho)) / (rho - 1) <= -700
                    guard force >= -max(residualLimit * price, 1e-12 * scale) || hides else {
                        throw noEquilibrium(-force / price, i, k)
                    }
                    // Who has nothing to spend cannot begin anywhere.
                    let mayBegin = game.contest.capacity.map { $0.limits[i] > 0 } ?? true
                    if mayBegin, abs(force) <= nearness * scale { kinks.append(.cell(creator: i, topic: k)) }
                }
            }
            guard let limit = game.contest.capacity?.limits[i], limit < .infinity else { continue }
            let use = game.use(of: i, point.effort, game.contest.capacity!)
            guard use <= limit * (1 + residualLimit) else {
                throw SensitivityError(description: "efforts: creator \(i) uses \(use) of a capacity of \(limit): not an equilibrium")
            }
            let isUsedUp = use >= limit * (1 - nearness)
            if isUsedUp, limit == 0 || point.capacityPrice[i] <= nearness * worth { kinks.append(.capacity(creator: i)) }
        }
        return kinks
    }

    private static func noEquilibrium(_ residual: Double, _ creator: Int, _ topic: Int) -> SensitivityError {
        SensitivityError(
            description: "efforts: expected an equilibrium (residuals at most \(residualLimit) of the price), found a residual of \(residual) for creator \(creator) in topic \(topic)")
    }
}
