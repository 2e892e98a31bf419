import Foundation
import Testing

@testable import NumericCore

@Suite struct NumberTextTests {
    /// Ties, carries, the ends of the range, both zeros and what is no number.
    static let values: [Double] = [
        0, -0.0, 1, -1, 0.5, 1.5, 2.5, 0.125, 0.999_999_5, 9.995, 99_999.5, 1e5, 1e-5, 63276.0056, 1e15, 1e17, -8.648811773970256e42,
        .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p-1022, .pi, .infinity, -.infinity, .nan,
    ]

    /// Foundation writes numbers by code of its own.
    @Test(arguments: [0, 1, 2, 5, 6, 12, 17, 40]) func agreesWithFoundation(digits: Int) {
        for value in Self.values {
            #expect(NumberText.fixed(value, places: digits) == String(format: "%.\(digits)f", value))
            #expect(NumberText.scientific(value, places: digits) == String(format: "%.\(digits)e", value))
            #expect(NumberText.general(value, digits: digits) == String(format: "%.\(digits)g", value))
        }
    }

    @Test func theLongestTextFits() {
        let text = NumberText.fixed(-.greatestFiniteMagnitude, places: 100)
        #expect(text.count == 1 + 309 + 1 + 100)
        #expect(Double(text) == -.greatestFiniteMagnitude)
    }

    @Test func fieldsAreFilledAndNeverCut() {
        #expect(NumberText.right("é1", width: 4) == "  é1")
        #expect(NumberText.left("é1", width: 4) == "é1  ")
        #expect(NumberText.right("12345", width: 4) == "12345")
        #expect(NumberText.left("12345", width: 4) == "12345")
    }
}
