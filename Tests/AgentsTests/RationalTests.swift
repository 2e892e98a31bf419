import Testing
@testable import Agents

@Suite struct RationalTests {
    @Test func fieldOperations() {
        #expect(Rational(7, 20) + Rational(3, 20) == Rational(1, 2))
        #expect(Rational(1, 3) - Rational(1, 2) == Rational(-1, 6))
        #expect(Rational(-2, 3) * Rational(9, 4) == Rational(-3, 2))
        #expect(Rational(1, 3) / Rational(-2, 9) == Rational(-3, 2))
        #expect(Rational(4, -8).description == "-1/2" && Rational(0, 5) == .zero && Rational(6, 3).description == "2")
        #expect(Rational(1, 3) < Rational(34, 100) && !(Rational(1, 3) < Rational(2, 6)))
        #expect(abs(Rational(1, 3).double - 1.0 / 3) <= 1e-17)
    }

    @Test func whatDoesNotFitIsUndefinedAndStaysSo() {
        let large = Rational(Int128.max, 1)
        for lost in [large + Rational(1), large * Rational(2), Rational(1) / .zero, Rational(1, Int128.max) * Rational(1, 2), Rational(1, 0)] {
            #expect(!lost.isDefined && !(lost + Rational(1)).isDefined && !(lost * .zero).isDefined && lost.double.isNaN)
            #expect(!(lost < Rational(1)) && !(Rational(1) < lost))
        }
        // Products of 256 bits are compared, not lost.
        #expect(Rational(Int128.max - 1, Int128.max) < Rational(1) && Rational(Int128.max - 1, Int128.max) > Rational(Int128.max - 3, Int128.max - 2))
        // Dividing crosswise first keeps what fits.
        #expect(Rational(Int128.max, 3) * Rational(3, Int128.max) == Rational(1))
    }

    @Test(arguments: [
        ("0.1", "1/10"), ("-0.35", "-7/20"), ("9/20", "9/20"), ("-6/4", "-3/2"), ("1e-3", "1/1000"), ("2.5E2", "250"), ("7", "7"), ("1e+2", "100"),
    ]) func reads(text: String, expected: String) { #expect(Rational(text)?.description == expected) }

    @Test(arguments: ["", "a", "1/0", "1/2/3", "1.2.3", "1e", "--1", "1/ 2", ".5", "1e99", "inf", "nan", "1e2e3", "0x10"])
    func refuses(text: String) { #expect(Rational(text) == nil) }

    @Test func doublesStandForTheirDecimals() {
        #expect(ExactNumber(0.1).exact == Rational(1, 10))
        #expect(ExactNumber(1e300).exact == nil && ExactNumber(1e300).value == 1e300)
        #expect(ExactNumber(.nan).exact == nil)
        for value in [1e-40, 3.0000000000000003e-91, Double.leastNonzeroMagnitude, -1.7976931348623157e308, 0.1, 12345678.9, 1e17] {
            #expect(ExactNumber(value).value == value && ExactNumber("\(value)") == ExactNumber(value))
        }
    }

    /// Exponents are bounded before anything is computed with them.
    @Test(arguments: ["1e-9223372036854775808", "1.5e-9223372036854775808", "1e9223372036854775807", "1e1001", "0e-1001", "1e-400", "1e400"])
    func refusesExponents(text: String) { #expect(Rational(text) == nil && ExactNumber(text) == nil) }

    /// The least integer of 128 bits has no opposite: it is kept out of fractions, as a sum too.
    @Test func theLeastIntegerIsUndefined() {
        let half = Rational(Int128.min / 2, 1)
        #expect(half.isDefined && !(half + half).isDefined && !(half - Rational(Int128.max / 2 + 1, 1)).isDefined)
        let text = "\(Int128.min)"
        #expect(Rational(text) == nil && ExactNumber(text)?.exact == nil && ExactNumber(text)?.value == Double(Int128.min))
    }

    /// Text that fits no fraction is its nearest double, and stands for nothing else; decimals are known by their power of ten.
    @Test func textThatDoesNotFit() throws {
        let thirds = try #require(ExactNumber("0." + String(repeating: "3", count: 60)))
        #expect(thirds.value == 1.0 / 3 && thirds.mantissa == nil)
        let ratio = try #require(ExactNumber("1/" + String(repeating: "9", count: 60)))
        #expect(abs(ratio.value * 1e60 - 1) <= 1e-14 && ratio.mantissa == nil)
        let large = try #require(ExactNumber("1e31"))
        #expect(large == ExactNumber(1e31) && large.exact == Rational("1e30").map { $0 * Rational(10) })
        let tiny = try #require(ExactNumber("0.00012e-50"))
        #expect(tiny.value == 1.2e-54 && tiny.exact == nil && tiny.mantissa == Rational(12) && tiny.tens == -55)
        #expect(ExactNumber("0e40") == 0 && ExactNumber("0.1000000000000000000001")?.exact == Rational(1_000_000_000_000_000_000_001, 10_000_000_000_000_000_000_000))
        for text in ["1/0", "nan", "infinity", "0x1", ".5", "+5", " 5", "1e", "--1"] { #expect(ExactNumber(text) == nil, "\(text)") }
    }

    /// Equal numbers have one form, whatever unit they came in.
    @Test func unitsOfTen() {
        #expect(ExactNumber(Rational(1, 2), tens: -40) == ExactNumber(Rational(5), tens: -41))
        #expect(ExactNumber(Rational(3000), tens: -3) == 3 && ExactNumber(Rational(7, 30), tens: 50) == ExactNumber(Rational(7, 3), tens: 49))
        #expect(ExactNumber(Rational(1, 3), tens: -40).value == 1e-40 / 3)
        #expect((ExactNumber(1e-40) - ExactNumber(1e-40)) == 0 && (ExactNumber(1e-40) + ExactNumber(2e-40)) == ExactNumber(3e-40))
        #expect(ExactNumber(1e-40).isLess(than: ExactNumber(1.0000000000000002e-40)) && !ExactNumber(1e-40).isLess(than: ExactNumber(1e-40)))
        #expect(Rational.unit(of: [0, 1500, ExactNumber(0.25), ExactNumber(1e-40)]) == -40 && Rational.unit(of: [1500, 200]) == 2)
        #expect(Rational(ExactNumber(1e-28), unit: -40) == Rational(1_000_000_000_000) && Rational(ExactNumber(1e40), unit: -40) == nil)
        #expect(Double.unit(of: [0.75, -3]) == 2 && Double(ExactNumber(1e300), unit: 1000)?.number(unit: 1000).value == 1e300)
    }
}
