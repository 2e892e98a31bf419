import NumericCore
import Testing

@Suite struct WholeRatioTests {
    @Test func shortNumbersAreDividedAsDoubles() {
        #expect(ratio(1, to: 3) == 1.0 / 3 && ratio(-7, to: 2) == -3.5 && ratio(7, to: -2, exponent: 2) == -14 && ratio(0, to: -5) == 0)
        #expect(ratio(Int.min, to: 1) == -0x1p63 && ratio(Int.min, to: Int.min) == 1 && ratio(UInt64.max, to: 1) == 0x1p64)
    }

    /// Of more than two words the leading ones decide.
    @Test func longNumbersKeepTheirSizes() {
        let wide = Int128(1) << 126
        #expect(ratio(wide, to: 1) == 0x1p126 && ratio(1, to: -wide) == -0x1p-126 && ratio(wide + wide / 2, to: wide) == 1.5)
        #expect(abs(ratio(Int128.max / 3, to: Int128.max / 7) - 7.0 / 3) <= 1e-15)
    }

    @Test func exponentsMayLeaveTheRange() {
        #expect(ratio(1, to: 1, exponent: -1074) == 0x1p-1074 && ratio(1, to: 1, exponent: 1024) == .infinity && ratio(3, to: 1, exponent: -5000) == 0)
    }
}
