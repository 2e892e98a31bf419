import Testing

@testable import NumericCore

@Suite struct ParameterValuesTests {
    @Test func aRangeHoldsTheDoublesOfItsLiterals() throws {
        #expect(try ParameterValues.parse("0:2:0.1") == (0...20).map { Double($0) / 10 })
        #expect(try ParameterValues.parse("0:0.3:0.1") == [0, 0.1, 0.2, 0.3])
        #expect(try ParameterValues.parse("-1:1:0.5") == [-1, -0.5, 0, 0.5, 1])
        #expect(try ParameterValues.parse("2:1:-0.25") == [2, 1.75, 1.5, 1.25, 1])
        #expect(try ParameterValues.parse("1e-3:5e-3:.002") == [0.001, 0.003, 0.005])
        #expect(try ParameterValues.parse("1e3:3e3:1e3") == [1000, 2000, 3000])
    }

    @Test func theStopBelongsToARangeOnlyWhereTheStepReachesIt() throws {
        #expect(try ParameterValues.parse("0:1:0.4") == [0, 0.4, 0.8])
        #expect(try ParameterValues.parse("3:3:1") == [3])
    }

    @Test func numbersTooFineForIntegersStillReachTheStop() throws {
        let values = try ParameterValues.parse("0:3e-30:1e-30")
        #expect(values.count == 4)
        #expect(values.last == 3e-30)
        #expect(abs(values[1] - 1e-30) < 1e-45)
    }

    @Test func aListKeepsItsOrder() throws {
        #expect(try ParameterValues.parse("0.5,1,2") == [0.5, 1, 2])
        #expect(try ParameterValues.parse("3,-1e-5") == [3, -1e-5])
        #expect(try ParameterValues.parse("7") == [7])
    }

    @Test func logarithmicValuesHaveExactEndsAndEqualRatios() throws {
        #expect(try ParameterValues.parse("log:0.001:1000:7") == [0.001, 0.01, 0.1, 1, 10, 100, 1000])
        #expect(try ParameterValues.parse("log:8:1:4") == [8, 4, 2, 1])
        #expect(try ParameterValues.parse("log:0.3:0.7:2") == [0.3, 0.7])
    }

    @Test(arguments: [
        ("", "a finite number"), ("1,,2", "a finite number"), ("1, 2", "a finite number"), ("x", "a finite number"),
        ("nan", "a finite number"), ("1e400", "a finite number"), ("0:inf:1", "a finite number"), ("0:1", "start:stop:step"),
        ("0:1:2:3", "start:stop:step"), ("0:1:0", "a step that leads from 0.0 to 1.0"),
        ("0:1:-0.1", "a step that leads from 0.0 to 1.0"), ("0:1:1e-9", "at most 1000000 values"),
        ("log:1:2", "log:start:stop:count"), ("log:0:2:3", "a start and a stop > 0"), ("log:1:-2:3", "a start and a stop > 0"),
        ("log:1:2:1", "a count from 2 to 1000000"), ("log:1:2:2.5", "a count from 2 to 1000000"),
    ])
    func malformedValuesSayWhatWasExpected(text: String, expected: String) {
        do {
            let values = try ParameterValues.parse(text)
            Issue.record("\"\(text)\" was read as \(values)")
        } catch {
            #expect(error.expected == expected)
        }
    }
}
