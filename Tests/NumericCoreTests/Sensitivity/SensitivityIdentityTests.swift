import NumericCore
import TestSupport
import Testing

/// Changes of parameters that come to the same contest: their derivatives agree exactly.
@Suite struct SensitivityIdentityTests {
    /// The gradient of a random mixture of efforts and the value it is made of, at the equilibrium of a seeded contest.
    private func gradient(_ parts: CoupledGames.Parts, seed: UInt64) throws -> (contest: Contest, at: Sensitivity, of: ParameterDerivatives, size: Double) {
        let contest = try CoupledGames().contest(parts, seed: 300 + seed)
        let sensitivity = try Sensitivity(of: solve(contest), in: contest)
        let mixture = SensitivityDifferenceTests.mixture(contest.layout.cells, seed)
        return (contest, sensitivity, sensitivity.gradient(of: mixture.outcome).parameters, sensitivity.totals.reduce(0, +))
    }

    /// Twice Q is twice w: sum over k <= l of Q_kl dJ/dQ_kl = sum_i w_i dJ/dw_i; an entry moves with the equal one across the diagonal.
    @Test func allOfTheMatrixIsAllOfTheWeights() throws {
        for seed in UInt64(1)...20 {
            let (contest, at, found, size) = try gradient([.similarity, .totalEffort, .capacity], seed: seed)
            let (coupling, count) = (try #require(contest.coupling), contest.topics)
            var byMatrix = 0.0
            for k in 0..<count {
                for l in k..<count {
                    byMatrix += coupling.matrix[k * count + l] * found.couplingMatrix[k * count + l]
                    #expect(found.couplingMatrix[k * count + l] == found.couplingMatrix[l * count + k])
                    let (a, b) = (Parameter.couplingMatrix(topic: k, other: l), Parameter.couplingMatrix(topic: l, other: k))
                    #expect(try at.derivative(withRespectTo: a).totals == at.derivative(withRespectTo: b).totals)
                }
            }
            let byWeights = (0..<contest.creators).reduce(0) { $0 + coupling.weights[$1] * found.couplingWeight[$1] }
            #expect(abs(byMatrix - byWeights) <= 1e-10 * size, "seed \(seed): \(byMatrix), \(byWeights)")
        }
    }

    /// E is linear in its weights: sum_k a_k dJ/da_k = theta sum_i h_i dJ/dh_i.
    @Test func allWeightsOfTotalEffortAreAllScales() throws {
        for seed in UInt64(1)...20 {
            let (contest, _, found, size) = try gradient([.totalEffort, .capacity], seed: seed)
            let total = try #require(contest.totalEffort)
            let byWeights = (0..<contest.topics).reduce(0) { $0 + total.weights[$1] * found.totalEffortWeight[$1] }
            let byScales = (0..<contest.creators).reduce(0) { $0 + total.scale[$1] * found.totalEffortScale[$1] }
            #expect(abs(byWeights - total.exponent * byScales) <= 1e-10 * size, "seed \(seed): \(byWeights), \(byScales)")
        }
    }

    /// Twice the weights with twice the limits are the same capacities: sum_k a_k dJ/da_k = -sum_i B_i dJ/dB_i.
    @Test func allWeightsOfCapacitiesAreAllLimits() throws {
        var bound = 0
        for seed in UInt64(1)...20 {
            let (contest, at, found, size) = try gradient([.similarity, .capacity], seed: seed)
            let capacity = try #require(contest.capacity)
            let byWeights = (0..<contest.topics).reduce(0) { $0 + capacity.weights[$1] * found.capacityWeight[$1] }
            let byLimits = (0..<contest.creators).reduce(0) {
                capacity.limits[$1] < .infinity ? $0 + capacity.limits[$1] * found.capacityLimit[$1] : $0
            }
            #expect(abs(byWeights + byLimits) <= 1e-10 * size, "seed \(seed): \(byWeights), \(byLimits)")
            bound += at.capacityPrices?.count { $0 > 0 } ?? 0
        }
        #expect(bound > 20)
    }

    /// In a table each pair of equal entries of Q is one line, and what topics share is one.
    @Test func entries() throws {
        let contest = try Contest(
            market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: 0.8),
            costs: .power(coefficients: [[0.5, 1], [1, 2], [2, 1.5]], exponent: 1.5),
            coupling: CouplingCost(matrix: [[1, 0.2], [0.2, 1]], weights: 0.1), totalEffort: TotalEffortCost(scale: 0.2),
            capacity: Capacity(limits: [5, .infinity, 2], weights: [1, 2]))
        let gradient = try Sensitivity(of: solve(contest), in: contest).gradient(of: .welfare)
        let entries = Dictionary(uniqueKeysWithValues: gradient.largestCostEntries(100, in: contest).map { ($0.field, $0) })
        let pair = try #require(entries["cost.coupling.matrix[0][1]"])
        #expect(pair.value == 0.2 && pair.derivative == gradient.parameters.couplingMatrix[2] && pair.topic == nil)
        #expect(entries["cost.coupling.matrix[1][1]"]?.topic == 1 && entries["cost.coupling.matrix[1][0]"] == nil)
        #expect(entries["cost.totalEffort.weights"]?.derivative == gradient.parameters.totalEffortWeight.reduce(0, +))
        #expect(entries["capacity.weights[1]"]?.value == 2)
    }
}
