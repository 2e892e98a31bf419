import Testing

@testable import NumericCore

@Suite struct ParameterGridTests {
    let contest: Contest

    init() throws {
        let costs = try PowerCost.power(coefficients: [[0.5, 1], [1, nil], [2, 1.5]], exponent: 1.5)
        contest = try Contest(market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1]), costs: costs)
    }

    @Test func theLastAxisVariesFastestAndScaledAxesComeLast() throws {
        let grid = try ParameterGrid(set: ["market.alpha=0,1", "market.mu[1]=7"], scale: ["cost.coefficients=1,2,4"])
        #expect(grid.axes.map(\.label) == ["market.alpha", "market.mu[1]", "cost.coefficients x"])
        #expect(grid.count == 6)
        #expect((0..<6).map { grid.values(at: $0) } == [[0, 7, 1], [0, 7, 2], [0, 7, 4], [1, 7, 1], [1, 7, 2], [1, 7, 4]])
    }

    @Test func setReplacesAndScaleMultiplies() throws {
        let set = try ParameterGrid(set: ["market.gamma=0.9", "cost.exponents=2", "cost.coefficients=3"]).contest(at: 0, of: contest)
        #expect(set.market.gamma == 0.9)
        #expect(set.market.mu == contest.market.mu)
        #expect(set.costs.exponent(ofCell: 0, topic: 0) == 2)
        #expect(set.costs.coefficients.array == [3, 3, 3, 3, 3])
        let scaled = try ParameterGrid(set: [], scale: ["market.mu=2", "cost.exponents=2", "cost.coefficients=10"]).contest(at: 0, of: contest)
        #expect(scaled.market.mu == [200, 80])
        #expect(scaled.costs.exponent(ofCell: 0, topic: 0) == 3)
        #expect(scaled.costs.coefficients.array == [5, 10, 20, 10, 15])
        #expect(contest.costs.coefficients.array == [0.5, 1, 2, 1, 1.5])
    }

    @Test func exponentsOfTopicsAndOfCellsAreScaledEach() throws {
        let grid = try ParameterGrid(set: [], scale: ["cost.exponents=2"])
        let layout = contest.layout
        let topics = try contest.with(costs: PowerCost(layout: layout, coefficients: contest.costs.coefficients, exponents: .perTopic([1, 1.5])))
        #expect(try grid.contest(at: 0, of: topics).costs.exponent(ofCell: 4, topic: 1) == 3)
        let cells = try contest.with(costs: PowerCost(
            layout: layout, coefficients: contest.costs.coefficients, exponents: .perCell(CellBuffer([1, 1.25, 1.5, 1.75, 2]))))
        let doubled = try grid.contest(at: 0, of: cells)
        #expect((0..<5).map { doubled.costs.exponent(ofCell: $0, topic: $0 < 3 ? 0 : 1) } == [2, 2.5, 3, 3.5, 4])
    }

    @Test func oneTopicIsChangedAfterAllTopicsWhateverTheOrder() throws {
        for set in [["market.alpha[1]=5", "market.alpha=2"], ["market.alpha=2", "market.alpha[1]=5"]] {
            let changed = try ParameterGrid(set: set).contest(at: 0, of: contest)
            #expect(changed.market.alpha == [2, 5])
        }
        let scaled = try ParameterGrid(set: [], scale: ["market.alpha[0]=2"]).contest(at: 0, of: contest)
        #expect(scaled.market.alpha == [1.4, 0.7])
    }

    @Test func betaAndGammaMayMoveTogether() throws {
        // beta = 0.9 is outside the game's own gamma of 0.8, gamma = 0.1 below its own beta.
        let up = try ParameterGrid(set: ["market.beta=0.9", "market.gamma=1"]).contest(at: 0, of: contest)
        #expect(up.market.beta == 0.9)
        let down = try ParameterGrid(set: ["market.gamma=0.1", "market.beta=0.05"]).contest(at: 0, of: contest)
        #expect(down.market.gamma == 0.1)
    }

    @Test(arguments: [
        ("market.alpha", "\"market.alpha\""), ("alpha=1", "\"alpha\""), ("market.delta=1", "\"market.delta\""),
        ("market.alpha[x]=1", "\"market.alpha[x]\""), ("market.alpha[-1]=1", "\"market.alpha[-1]\""),
        ("market.alpha[01]=1", "\"market.alpha[01]\""), ("market.alpha[1=1", "\"market.alpha[1\""), ("=1", "\"\""),
        ("market.alpha=", "market.alpha"), ("cost.exponents=1:2", "cost.exponents"),
    ])
    func anErrorNamesTheOptionAndTheField(text: String, field: String) {
        for option in ["--set", "--scale"] {
            let error = #expect(throws: ParameterError.self) {
                try ParameterGrid(set: option == "--set" ? [text] : [], scale: option == "--set" ? [] : [text])
            }
            #expect(error?.option == option)
            #expect(error?.field == field)
        }
    }

    @Test func aFieldMayBeNamedOnceOnly() {
        let error = #expect(throws: ParameterError.self) { try ParameterGrid(set: ["market.mu=1"], scale: ["market.mu=2"]) }
        #expect(error == ParameterError(option: "--scale", field: "market.mu", expected: "each field once", found: "a second one"))
    }

    @Test func aGridTooLargeIsRefused() {
        let error = #expect(throws: ParameterError.self) { try ParameterGrid(set: ["market.mu=1:5000:1", "market.alpha=1:5000:1"]) }
        #expect(error?.field == "market.alpha")
    }

    @Test func whatTheGameDoesNotAdmitIsFoundBeforeAnythingIsSolved() throws {
        let beta = try ParameterGrid(set: ["market.beta=0.5:1:0.1"], scale: ["cost.coefficients=1,2"])
        let betaError = #expect(throws: ParameterError.self) { try beta.validate(for: contest) }
        #expect(betaError?.option == "--set")
        #expect(betaError?.field == "market.beta")
        #expect(betaError?.found == "0.9, where market.beta = 0.9")
        let cost = try ParameterGrid(set: ["market.alpha=0:2:1"], scale: ["cost.coefficients=1,0"])
        let costError = #expect(throws: ParameterError.self) { try cost.validate(for: contest) }
        #expect(costError?.option == "--scale")
        #expect(costError?.field == "cost.coefficients[0][0]")
        let topic = try ParameterGrid(set: ["market.alpha[2]=1"])
        let topicError = #expect(throws: ParameterError.self) { try topic.validate(for: contest) }
        #expect(topicError?.expected == "a topic from 0 to 1")
        let rho = try ParameterGrid(set: ["cost.exponents=0.5"])
        #expect(throws: ParameterError.self) { try rho.validate(for: contest) }
    }

    @Test func oneGameTakesOneValueOfEach() throws {
        #expect(try ParameterGrid(set: ["market.alpha=1"]).onlyContest(of: contest).market.alpha == 1)
        #expect(try ParameterGrid(set: []).onlyContest(of: contest).market == contest.market)
        let error = #expect(throws: ParameterError.self) { try ParameterGrid(set: ["market.alpha=1,2"]).onlyContest(of: contest) }
        #expect(error?.expected == "one value")
    }
}
