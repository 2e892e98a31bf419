import Testing
@testable import Persuasion

/// The linear program against certificates, closed forms and other ways to the same value.
@Suite struct FinitePersuasionTests {
    /// Whole numbers, so that ties and degenerate vertices are common.
    static func draw(_ seed: UInt64, states: Int, actions: Int, most: Int = 9) throws -> FinitePersuasion {
        var random = PlainRandom(seed: seed)
        func matrix() -> [[Double]] { (0..<states).map { _ in (0..<actions).map { _ in Double(random.below(most)) } } }
        let weights = (0..<states).map { _ in Double(1 + random.below(4)) }
        let sum = weights.reduce(0, +)
        return try FinitePersuasion(prior: weights.map { $0 / sum }, sender: matrix(), receiver: matrix())
    }

    @Test func certifiedOnManyShapes() throws {
        for seed in 0..<150 as Range<UInt64> {
            var random = PlainRandom(seed: seed &* 77 &+ 5)
            let problem = try Self.draw(seed, states: 1 + random.below(7), actions: 1 + random.below(7), most: 2 + random.below(9))
            let optimum = problem.solve()
            #expect(optimum.reason == nil)
            #expect(optimum.certificate.isCertified(tolerance: 1e-11), "seed \(seed): \(optimum.certificate)")
        }
    }

    /// Two states: the value is the concave closure, at the prior, of the sender's best payoff among the receiver's best replies; its corners are
    /// the beliefs at which two actions tie, and 0 and 1.
    @Test func twoStatesAreAConcaveClosure() throws {
        for seed in 200..<260 as Range<UInt64> {
            let problem = try Self.draw(seed, states: 2, actions: 4)
            func value(_ belief: Double) -> Double {
                func mean(_ matrix: [[Double]], _ action: Int) -> Double { (1 - belief) * matrix[0][action] + belief * matrix[1][action] }
                let best = (0..<4).map { mean(problem.receiver, $0) }.max() ?? 0
                return (0..<4).filter { mean(problem.receiver, $0) >= best - 1e-12 }.map { mean(problem.sender, $0) }.max() ?? 0
            }
            var beliefs = [0.0, 1, problem.prior[1]]
            for a in 0..<4 {
                for b in 0..<a {
                    let (low, high) = (problem.receiver[0][a] - problem.receiver[0][b], problem.receiver[1][a] - problem.receiver[1][b])
                    if low * high < 0 { beliefs.append(low / (low - high)) }
                }
            }
            let prior = problem.prior[1]
            var best = value(prior)
            for left in beliefs where left < prior {
                for right in beliefs where right > prior {
                    best = max(best, (value(left) * (right - prior) + value(right) * (prior - left)) / (right - left))
                }
            }
            #expect(abs(problem.solve().certificate.value - best) <= 1e-10, "seed \(seed)")
        }
    }

    /// Three states, two actions: one binding obedience row at most, so that recommending by the ratio of gains is optimal (a knapsack).
    @Test func twoActionsAreAKnapsack() throws {
        for seed in 300..<360 as Range<UInt64> {
            let problem = try Self.draw(seed, states: 5, actions: 2)
            let gains: [(sender: Double, receiver: Double)] = problem.prior.indices.map { w in
                let (p, sender, receiver) = (problem.prior[w], problem.sender[w], problem.receiver[w])
                return (sender: p * (sender[1] - sender[0]), receiver: p * (receiver[1] - receiver[0]))
            }
            var base = 0.0
            for (weight, payoffs) in zip(problem.prior, problem.sender) { base += weight * payoffs[0] }
            // With x(1 | w) = x: gain sum x s, subject to sum x r >= 0 and sum (1 - x) r <= 0, that is sum x r >= max(0, sum r).
            let need: Double = max(0, gains.map(\.receiver).reduce(0, +))
            // The dual: min over mu >= 0 of sum max(0, s + mu r) - mu need; convex and piecewise linear, least at a corner or at 0.
            func dual(_ mu: Double) -> Double {
                var bound = -mu * need
                for gain in gains { bound += max(0, gain.sender + mu * gain.receiver) }
                return bound
            }
            var best = dual(0)
            for gain in gains where gain.receiver != 0 { best = min(best, dual(max(0, -gain.sender / gain.receiver))) }
            #expect(abs(problem.solve().certificate.value - base - best) <= 1e-10, "seed \(seed)")
        }
    }

    /// The binary model as a linear program: message k is obeyed by the types from k on.
    @Test func privateTypesAgreeWithTheProgram() throws {
        for seed in 400..<460 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed)
            let (n, p) = (types.count, types.probabilities)
            // Sales of message k in state 1 and in state 0.
            var (in1, in0) = ([0.0], [0.0])
            for t in (0..<n).reversed() {
                in1.insert(in1[0] + types.weights[t] * p[t], at: 0)
                in0.insert(in0[0] + types.weights[t] * (1 - p[t]), at: 0)
            }
            var rows: [[[Double]]] = p.map { [[$0 - 1, $0]] }
            rows.append([])
            let program = ObedienceProgram(masses: [1, 1], payoffs: [in0, in1], rows: rows)
            let search = program.solve()
            let solution = try #require(search.solutions.first)
            var value = 0.0
            for (masses, payoffs) in zip(solution.masses, program.payoffs) {
                for (mass, payoff) in zip(masses, payoffs) { value += mass * payoff }
            }
            #expect(search.reason == nil)
            #expect(abs(value - types.pooledPolicy().value) <= 1e-13, "seed \(seed)")
        }
    }

    @Test(arguments: [5, 1000] as [UInt64]) func twentyByTwentyIsCertified(seed: UInt64) throws {
        var random = PlainRandom(seed: seed)
        func entry() -> Double { seed < 10 ? random.unit() : Double(random.below(5)) }
        func matrix() -> [[Double]] { (0..<20).map { _ in (0..<20).map { _ in entry() } } }
        let problem = try FinitePersuasion(prior: [Double](repeating: 1.0 / 20, count: 20), sender: matrix(), receiver: matrix())
        let optimum = problem.solve()
        #expect(optimum.reason == nil && optimum.certificate.isCertified(tolerance: 1e-11))
        #expect(optimum.certificate.value > 0)
    }

    /// 50 states and 50 actions, about 700 pivots each.
    @Test(arguments: [0, 1, 3] as [UInt64]) func fiftyByFiftyIsCertified(seed: UInt64) throws {
        var random = PlainRandom(seed: 1000 + seed)
        func matrix() -> [[Double]] { (0..<50).map { _ in (0..<50).map { _ in random.unit() } } }
        let problem = try FinitePersuasion(prior: [Double](repeating: 0.02, count: 50), sender: matrix(), receiver: matrix())
        let optimum = problem.solve()
        #expect(optimum.isCertified && optimum.certificate.isCertified(tolerance: 1e-9), "\(optimum.reason ?? "")")
        #expect(optimum.certificate.valueError <= 1e-9 && optimum.certificate.obedienceError <= 1e-9)
    }

    @Test func aFalseCertificateIsSeen() throws {
        let buyer = try FinitePersuasion(prior: [0.6, 0.4], sender: [[0, 1], [0, 1]], receiver: [[0, -1], [0, 1]])
        let policy: [[Double]] = [[1.0 / 3, 2.0 / 3], [0, 1]]
        let prices: [Double] = [0, 0.8]
        let multipliers: [[Double]] = [[0, 0], [1, 0]]
        func isCertified(_ policy: [[Double]], _ prices: [Double], _ multipliers: [[Double]]) -> Bool {
            PersuasionCertificate(of: buyer, policy: policy, statePrices: prices, multipliers: multipliers).isCertified()
        }
        #expect(isCertified(policy, prices, multipliers))
        // Not obeyed, not a distribution, worse than can be, a negative probability.
        #expect(!isCertified([[0, 1], [0, 1]], prices, multipliers))
        #expect(!isCertified([[0.5, 2.0 / 3], [0, 1]], prices, multipliers))
        #expect(!isCertified([[1, 0], [0, 1]], prices, multipliers))
        #expect(!isCertified([[4.0 / 3, -1.0 / 3], [0, 1]], prices, multipliers))
        // Prices too low or too high, multipliers that are negative or too small.
        #expect(!isCertified(policy, [0, 0.79], multipliers))
        #expect(!isCertified(policy, [0, 0.81], multipliers))
        #expect(!isCertified(policy, prices, [[0, 0], [-1, 0]]))
        #expect(!isCertified(policy, prices, [[0, 0], [0.9, 0]]))
    }

    @Test func edges() throws {
        // A state of probability 0, one action, one state, the same everywhere, values far from 1.
        let dead = try FinitePersuasion(prior: [0.6, 0, 0.4], sender: [[0, 1], [9, 9], [0, 1]], receiver: [[0, -1], [5, 9], [0, 1]]).solve()
        #expect(abs(dead.certificate.value - 0.8) <= 1e-12 && dead.certificate.isCertified() && dead.certificate.statePrices[1] == 0)
        let single = try FinitePersuasion(prior: [0.5, 0.5], sender: [[3], [5]], receiver: [[0], [0]]).solve()
        #expect(single.certificate.value == 4 && single.certificate.isCertified())
        let sure = try FinitePersuasion(prior: [1], sender: [[3, 7, 5]], receiver: [[2, 1, 2]]).solve()
        #expect(abs(sure.certificate.value - 5) <= 1e-12 && sure.certificate.isCertified())
        let same = try FinitePersuasion(prior: [0.5, 0.5], sender: [[1, 1], [1, 1]], receiver: [[2, 2], [2, 2]]).solve()
        #expect(same.certificate.value == 1 && same.certificate.isCertified())
        for scale in [1e-40, 1e40] {
            let scaled = try FinitePersuasion(
                prior: [0.6, 0.4], sender: [[0, scale], [0, scale]], receiver: [[0, -1 / scale], [0, 1 / scale]]
            ).solve()
            #expect(abs(scaled.certificate.value / scale - 0.8) <= 1e-12 && abs(scaled.certificate.gap) <= 1e-12 * scale)
        }
        let rare = try FinitePersuasion(prior: [1 - 1e-13, 1e-13], sender: [[0, 1], [0, 1]], receiver: [[0, -1], [0, 1]]).solve()
        #expect(rare.certificate.isCertified(tolerance: 1e-12) && abs(rare.certificate.value - 2e-13) <= 1e-20)
    }
}
