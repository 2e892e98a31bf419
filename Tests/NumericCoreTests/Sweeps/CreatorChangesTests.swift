import Testing

@testable import NumericCore

/// Entry, exit and numbers of single creators, cells and topics.
@Suite struct CreatorChangesTests {
    let contest: Contest

    init() throws {
        let costs = try PowerCost.power(coefficients: [[0.5, 1], [1, nil], [2, 1.5]], exponents: [[1.5, 2], [1.6, 1], [1.7, 2.5]])
        contest = try Contest(
            market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1]), costs: costs,
            coupling: CouplingCost(matrix: [[1, 0.2], [0.2, 1]], weights: [0.1, 0.2, 0.3]), totalEffort: TotalEffortCost(scale: [1, 2, 3]),
            capacity: Capacity(limits: [12, .infinity, 5], weights: [1, 2]), creatorNames: ["ana", "ana (2)", "cy"])
    }

    private func changed(_ set: String..., scale: [String] = []) throws -> Contest { try ParameterGrid(set: set, scale: scale).onlyContest(of: contest) }

    @Test func copiesHaveEverythingOfTheirModel() throws {
        let more = try changed("creators.copies[ana]=3", "creators.copies[1]=0")
        #expect(more.creators == 4)
        #expect(more.creatorNames == ["ana", "ana (3)", "ana (4)", "cy"])
        #expect(more.layout.isDense)
        #expect(more.costs.coefficients.array == [0.5, 0.5, 0.5, 2, 1, 1, 1, 1.5])
        #expect((0..<8).map { more.costs.exponent(ofCell: $0, topic: $0 / 4) } == [1.5, 1.5, 1.5, 1.7, 2, 2, 2, 2.5])
        #expect(more.coupling?.weights == [0.1, 0.1, 0.1, 0.3])
        #expect(more.totalEffort?.scale == [1, 1, 1, 3])
        #expect(more.capacity?.limits == [12, 12, 12, 5])
        #expect(more.market == contest.market)
    }

    @Test func whoLeavesTakesTheirCells() throws {
        let less = try changed("creators.without=0")
        #expect(less.creatorNames == ["ana (2)", "cy"])
        #expect(less.costs.coefficients.array == [1, 2, 1.5])
        #expect(less.layout.creator(ofCell: 2, topic: 1) == 1)
        #expect(try changed("creators.count=1").costs.coefficients.array == [0.5, 1])
        #expect(try changed("creators.without=-1").costs.layout.cells == 5)
        #expect(try changed("creators.copies=2").costs.coefficients.array == [0.5, 0.5, 1, 1, 2, 2, 1, 1, 1.5, 1.5])
        #expect(try changed("creators.count=2", "creators.copies=2", "creators.copies[0]=1").costs.coefficients.array == [0.5, 1, 1, 1])
    }

    /// Changes of a creator's numbers are made before anybody leaves: indices are those of the game.
    @Test func numbersOfSingleCreatorsCellsAndTopicsChangeAlone() throws {
        #expect(try changed("cost.coefficients[2]=7").costs.coefficients.array == [0.5, 1, 7, 1, 7])
        #expect(try changed("cost.coefficients=3", scale: ["cost.coefficients[2][1]=2"]).costs.coefficients.array == [3, 3, 3, 3, 6])
        #expect(try changed("cost.coefficients[2]=7", "creators.without=0").costs.coefficients.array == [1, 7, 7])
        let rho = try changed("cost.exponents[1]=3").costs
        #expect((0..<5).map { rho.exponent(ofCell: $0, topic: $0 / 3) } == [1.5, 1.6, 1.7, 3, 3])
        #expect(try changed("capacity.limits[1]=4").capacity?.limits == [12, 4, 5])
        #expect(try changed(scale: ["capacity.weights[1]=3"]).capacity?.weights == [1, 6])
        #expect(try changed("cost.coupling.weights[0]=9").coupling?.weights == [9, 0.2, 0.3])
        #expect(try changed("cost.totalEffort.scale[2]=0", "cost.totalEffort.weights[0]=5").totalEffort?.scale == [1, 2, 0])
        #expect(try changed("cost.totalEffort.weights[0]=5").totalEffort?.weights == [5, 1])
        #expect(try changed("cost.totalEffort.weights=5").totalEffort?.weights == 5)
    }

    @Test(arguments: [
        ("cost.coefficients[1][1]=1", "a cell with a coefficient"), ("cost.coefficients[3]=1", "a creator from 0 to 2"),
        ("cost.coefficients[0][2]=1", "a topic from 0 to 1"), ("cost.exponents[2]=2", "a topic from 0 to 1"), ("capacity.limits[3]=1", "a creator from 0 to 2"),
        ("capacity.weights[2]=1", "a topic from 0 to 1"), ("creators.without=3", "a whole number from -1 to 2"),
        ("creators.count=4", "a whole number from 1 to 3"), ("creators.copies[dora]=1", "a creator's index from 0 to 2, or its name"),
        ("creators.copies=0", "1 to 100000000 creators who take part"), ("creators.copies=1e8", "1 to 100000000 creators who take part"),
        ("creators.copies=0.5", "a whole number from 0 to 100000000"), ("capacity.weights[0]=0", "a finite number > 0"),
    ])
    func whatTheGameHasNotIsRefused(text: String, expected: String) throws {
        let grid = try ParameterGrid(set: [text])
        let error = #expect(throws: ParameterError.self) { try grid.validate(for: contest) }
        #expect(error?.option == "--set")
        #expect(error.map { text.hasPrefix($0.field) } == true)
        #expect(error?.expected == expected)
    }

    @Test(arguments: [
        "market.mu[1][2]=1", "cost.coefficients[1][2][3]=1", "creators.count[1]=1", "creators.copies[]=1", "creators.copies[1][2]=1",
        "cost.totalEffort.exponent[0]=2", "capacity.limits[a]=1", "creators=1", "capacity.weights[0]x=1",
    ])
    func aPathThatNamesNothingIsRefused(text: String) {
        #expect(throws: ParameterError.self) { try ParameterGrid(set: [text]) }
    }

    /// Where others take part than before nothing is started from: each point is the solve of its game, to the bit.
    @Test func pointsOfOtherCompaniesAreSolvedFromNothing() throws {
        let grid = try ParameterGrid(set: ["creators.copies[2]=0,1,4"])
        var points: [SweepPoint] = []
        try sweep(contest.separable, over: grid) { points.append($0) }
        #expect(points.map(\.equilibrium.utilities.count) == [2, 3, 6])
        for point in points {
            let alone = try solve(grid.contest(at: point.point, of: contest.separable))
            #expect(point.equilibrium.totals.map(\.bitPattern) == alone.totals.map(\.bitPattern))
            #expect(point.equilibrium.status == .converged)
        }
    }
}
