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
    }
}
