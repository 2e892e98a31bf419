import Testing
@testable import NumericCore

@Suite struct ContestTests {
    @Test func ineligibleCellsMakeTheLayoutSparse() throws {
        let costs = try PowerCost.power(coefficients: [[0.5, 1], [nil, 2]], exponent: 1.5)
        #expect(costs.layout.cells == 3)
        #expect(costs.layout.cell(creator: 1, topic: 0) == nil)
    }
}
