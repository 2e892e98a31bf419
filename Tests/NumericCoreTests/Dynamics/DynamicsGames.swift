import NumericCore
import TestSupport

/// Small monotone games that dynamics are tried on, each with a certified equilibrium.
enum DynamicsGames {
    static func separable() throws -> [(name: String, contest: Contest)] {
        [
            ("quadratic", try BenchmarkFamily.e.contest(creators: 12, topics: 3, seed: 4)),
            ("exponent 1.7", try BenchmarkFamily.e17.contest(creators: 8, topics: 2, seed: 5)),
            ("Tullock, linear, a corner", try PlainGame(mu: 10, costs: [1, 1.2, 1.5, 4], exponent: 1).contest()),
            ("sparse", try PlainGame(
                mu: [8, 3], alpha: [0.5, 1], beta: [0.2, 0.4], gamma: [0.9, 0.8], coefficients: [[1, nil], [2, 1], [nil, 0.5], [1.5, 3]],
                exponents: [[2, 2], [1.5, 2], [2, 3], [1, 1]]).contest()),
            ("a topic without attention", try PlainGame(
                mu: [5, 0], alpha: [1, 1], beta: [0.3, 0.3], gamma: [0.8, 0.8], coefficients: [[1, 1], [2, 1]], exponents: [[2, 2], [2, 2]]).contest()),
        ]
    }

    /// Similar topics, one pair of which help each other; fatigue; capacities of which some bind.
    static func coupled() throws -> [(name: String, contest: Contest)] {
        let base = try PlainGame(
            mu: [9, 6, 4], alpha: [0.5, 1, 0.2], beta: [0.2, 0.4, 0.1], gamma: [0.9, 0.8, 1],
            coefficients: [[1, 2, 1], [0.5, 1, nil], [2, 0.7, 1.5], [1, 1, 1]], exponents: Array(repeating: [2, 1.6, 2.5], count: 4)).contest()
        let similar = try CouplingCost(matrix: [[1, 0.4, -0.2], [0.4, 1, 0.1], [-0.2, 0.1, 0.5]], weights: [0.5, 1, 0, 0.3])
        let fatigue = try TotalEffortCost(scale: [0.3, 0, 0.5, 0.1], exponent: 2.2, weights: [1, 0.5, 2])
        let capacity = Capacity(limits: [0.8, 1.2, .infinity, 30], weights: [1, 0.7, 1.3])
        return [
            ("similar topics", try base.with(coupling: similar, totalEffort: nil, capacity: nil)),
            ("fatigue", try base.with(coupling: nil, totalEffort: fatigue, capacity: nil)),
            ("capacities", try base.with(coupling: nil, totalEffort: nil, capacity: capacity)),
            ("everything", try base.with(coupling: similar, totalEffort: fatigue, capacity: capacity)),
        ]
    }

    static func all() throws -> [(name: String, contest: Contest)] { try separable() + coupled() }

    /// Six creators of one Tullock contest with linear costs: simultaneous best replies overshoot.
    static func crowd() throws -> Contest { try PlainGame(mu: 6, costs: [1, 1, 1, 1, 1, 1], exponent: 1).contest() }

    /// Three creators, strictly concave payoffs, an interior equilibrium.
    static func interior() throws -> Contest {
        try PlainGame(mu: 6, alpha: 0.5, beta: 0.3, gamma: 0.9, costs: [0.8, 1, 1.3], exponent: 2).contest()
    }

    /// Two topics: each creator perturbs both efforts with one payoff to go by.
    static func interiorInTwo() throws -> Contest {
        try PlainGame(
            mu: [6, 5], alpha: [0.5, 0.8], beta: [0.3, 0.2], gamma: [0.9, 0.8], coefficients: [[0.8, 1], [1, 1.1], [1.3, 0.9]],
            exponents: [[2, 2], [2, 2], [2, 2]]).contest()
    }
}
