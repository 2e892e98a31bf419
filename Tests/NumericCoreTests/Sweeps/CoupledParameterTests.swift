import Testing

@testable import NumericCore

/// `--set` and `--scale` of what couples topics.
@Suite struct CoupledParameterTests {
    let plain: Contest
    let coupled: Contest

    init() throws {
        let costs = try PowerCost.power(coefficients: [[0.5, 1], [1, nil], [2, 1.5]], exponent: 1.5)
        plain = try Contest(market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1]), costs: costs)
        coupled = try plain.with(
            coupling: CouplingCost(matrix: [[1, 0.2], [0.2, 1]], weights: [1, 0, 2]),
            totalEffort: TotalEffortCost(scale: [0, 1, 3], exponent: 3, weights: [1, 2]), capacity: Capacity(limits: [12, .infinity, 3], weights: [2, 1]))
    }

    @Test func setReplacesAndKeepsTheRest() throws {
        let grid = try ParameterGrid(set: [
            "cost.coupling.weights=0.5", "cost.totalEffort.exponent=2", "cost.totalEffort.scale=4", "capacity.limits=9",
        ])
        let changed = try grid.contest(at: 0, of: coupled)
        #expect(changed.coupling?.weights == 0.5 && changed.coupling?.matrix.array == [1, 0.2, 0.2, 1])
        #expect(changed.totalEffort == (try TotalEffortCost(scale: 4, exponent: 2, weights: [1, 2])))
        #expect(changed.capacity == Capacity(limits: 9, weights: [2, 1]))
    }

    @Test func scaleMultiplies() throws {
        let grid = try ParameterGrid(set: [], scale: [
            "cost.coupling.weights=2", "cost.totalEffort.scale=10", "cost.totalEffort.exponent=0.5", "capacity.limits=0.5",
        ])
        let changed = try grid.contest(at: 0, of: coupled)
        #expect(changed.coupling?.weights == [2, 0, 4])
        #expect(changed.totalEffort == (try TotalEffortCost(scale: [0, 10, 30], exponent: 1.5, weights: [1, 2])))
        #expect(changed.capacity == Capacity(limits: [6, .infinity, 1.5], weights: [2, 1]))
    }

    /// No limit stays none, whatever it is multiplied by.
    @Test(arguments: [0, 0.5, 3.0]) func whoHasNoLimitKeepsNone(factor: Double) throws {
        let grid = try ParameterGrid(set: [], scale: ["capacity.limits=\(factor)"])
        try grid.validate(for: coupled)
        #expect(try grid.contest(at: 0, of: coupled).capacity?.limits == [12 * factor, .infinity, 3 * factor])
    }

    /// Factors of 0 leave a game without the cost.
    @Test(arguments: ["cost.coupling.weights=0", "cost.totalEffort.scale=0"]) func costsMayBeScaledAway(text: String) throws {
        let changed = try ParameterGrid(set: [], scale: [text]).contest(at: 0, of: coupled)
        #expect((changed.coupling == nil) == text.contains("coupling") && (changed.totalEffort == nil) == text.contains("totalEffort"))
    }

    /// A sweep over something else leaves the coupling in the game.
    @Test func otherFieldsLeaveItAlone() throws {
        let changed = try ParameterGrid(set: ["market.alpha=1"], scale: ["cost.coefficients=2"]).contest(at: 0, of: coupled)
        #expect(changed.coupling?.weights == [1, 0, 2] && changed.totalEffort == coupled.totalEffort && changed.capacity == coupled.capacity)
    }

    @Test func whatIsSetMayBeNew() throws {
        let changed = try ParameterGrid(set: ["cost.totalEffort.exponent=3", "cost.totalEffort.scale=0.5", "capacity.limits=7"]).contest(at: 0, of: plain)
        #expect(changed.totalEffort == (try TotalEffortCost(scale: 0.5, exponent: 3)))
        #expect(changed.capacity == Capacity(limits: 7))
        #expect(try ParameterGrid(set: ["cost.totalEffort.scale=0"]).contest(at: 0, of: plain).isSeparable)
    }

    @Test(arguments: [
        ("--set", "cost.coupling.weights=1"), ("--scale", "cost.coupling.weights=2"), ("--scale", "cost.totalEffort.scale=2"),
        ("--set", "cost.totalEffort.exponent=2"), ("--scale", "cost.totalEffort.exponent=2"), ("--scale", "capacity.limits=2"),
    ])
    func whatIsNotThereCannotChange(option: String, text: String) throws {
        let grid = try ParameterGrid(set: option == "--set" ? [text] : [], scale: option == "--set" ? [] : [text])
        let error = #expect(throws: ParameterError.self) { try grid.validate(for: plain) }
        #expect(error?.option == option && error?.field == String(text.split(separator: "=")[0]) && error?.found == "one without")
        try grid.validate(for: coupled)
    }

    @Test(arguments: [
        ("cost.coupling.weights=1,-1", "cost.coupling.weights"), ("cost.totalEffort.scale=1,-1", "cost.totalEffort.scale"),
        ("cost.totalEffort.exponent=2,0.5", "cost.totalEffort.exponent"), ("capacity.limits=1,-1", "capacity.limits"),
    ])
    func valuesOutsideTheDomainAreRefused(text: String, field: String) throws {
        let error = #expect(throws: ParameterError.self) { try ParameterGrid(set: [text]).validate(for: coupled) }
        #expect(error?.option == "--set" && error?.field == field)
    }

    /// Games that differ in their coupling alone are not the same game to a sweep that is gone on with.
    @Test func theFingerprintSeesTheCoupling() throws {
        let coupling = try #require(coupled.coupling)
        let effort = try #require(coupled.totalEffort)
        let games = try [
            plain, coupled, coupled.with(coupling: nil, totalEffort: effort, capacity: coupled.capacity),
            coupled.with(coupling: coupling, totalEffort: nil, capacity: coupled.capacity), coupled.with(coupling: coupling, totalEffort: effort, capacity: nil),
            coupled.with(coupling: coupling.with(weights: [1, 0, 3]), totalEffort: effort, capacity: coupled.capacity),
            coupled.with(coupling: CouplingCost(matrix: [[1, 0.3], [0.3, 1]], weights: [1, 0, 2]), totalEffort: effort, capacity: coupled.capacity),
            coupled.with(coupling: coupling, totalEffort: TotalEffortCost(scale: [0, 1, 3], exponent: 2, weights: [1, 2]), capacity: coupled.capacity),
            coupled.with(coupling: coupling, totalEffort: TotalEffortCost(scale: [0, 1, 3], exponent: 3, weights: [1, 3]), capacity: coupled.capacity),
            coupled.with(coupling: coupling, totalEffort: effort, capacity: Capacity(limits: [12, 1e300, 3], weights: [2, 1])),
            coupled.with(coupling: coupling, totalEffort: effort, capacity: Capacity(limits: [12, .infinity, 3], weights: [2, 2])),
        ]
        #expect(Set(games.map(\.fingerprint)).count == games.count)
        #expect(try coupled.with(coupling: coupling, totalEffort: effort, capacity: coupled.capacity).fingerprint == coupled.fingerprint)
    }
}
