import BigInt
import NumericCore
import Testing

@testable import Persuasion

/// Doubles as whole numbers of units, and programs solved in them where doubles fail.
@Suite struct ExactProgramTests {
    /// Every double is a whole number of units, the largest and the least included.
    @Test(arguments: [1, -3.75, 0.1, 1e100, 1e-100, 0x1p-1074, 3 * 0x1p-1074, 0x1.fffffffffffffp1023, 0x1p-1022, 123456789])
    func doublesAreWholeInTheirUnit(value: Double) {
        let unit = BigInt.lowestBit(of: value)
        #expect(ratio(BigInt(value, unit: unit), to: 1, exponent: unit) == value)
        #expect(BigInt(value, unit: unit) * BigInt(0x1p70, unit: 0) == BigInt(value, unit: unit - 70))
        #expect(BigInt(value, unit: unit - 129) + BigInt(-value, unit: unit - 129) == 0 && BigInt(0, unit: 5) == 0)
    }

    /// Where doubles solve a program, fractions find the same value, and prices that a certificate confirms.
    @Test func fractionsAgreeWithDoubles() throws {
        for seed in 0..<40 as Range<UInt64> {
            let problem = try FinitePersuasionTests.draw(71_000 + seed, states: 2 + Int(seed % 4), actions: 2 + Int(seed % 3))
            let scaled = ScaledObedience(of: problem, isExact: true)
            let exact = try #require(ExactDictionary.solution(of: scaled.program, watch: .none)).solution
            let multipliers = scaled.multipliers(exact)
            let certificate = PersuasionCertificate(
                of: problem, policy: scaled.policy(exact, above: 0), excessPrices: problem.leastPrices(multipliers), multipliers: multipliers)
            #expect(certificate.isCertified(tolerance: 1e-13), "seed \(seed): \(certificate)")
            #expect(abs(certificate.value - problem.solve().certificate.value) <= 1e-12)
        }
    }

    /// Payoffs over 14 decades in a row, beside probabilities over as many: certified, all of them. Of a thousand such problems 95 were not in doubles alone.
    @Test(arguments: 0..<60 as Range<UInt64>) func wideRowsAreCertified(seed: UInt64) throws {
        var random = PlainRandom(seed: 72_000 + seed)
        let (states, actions) = (3 + random.below(3), 3 + random.below(3))
        func spread(_ decades: Int) -> Double { (0..<random.below(decades)).reduce(1) { power, _ in power / 10 } }
        func matrix() -> [[Double]] { (0..<states).map { _ in (0..<actions).map { _ in (random.unit() - 0.5) * 1e7 * spread(15) } } }
        let weights = (0..<states).map { _ in spread(seed % 2 == 0 ? 1 : 14) }
        let sum = weights.reduce(0, +)
        let problem = try FinitePersuasion(prior: weights.map { $0 / sum }, sender: matrix(), receiver: matrix())
        let found = problem.solve()
        #expect(found.isCertified, "\(found.reason ?? "") \(found.certificate)")
    }

    /// The same under one public message, vectors that nobody could be told included.
    @Test(arguments: 0..<30 as Range<UInt64>) func widePublicRowsAreCertified(seed: UInt64) throws {
        var random = PlainRandom(seed: 73_000 + seed)
        let (states, actions) = (2 + random.below(2), 2 + random.below(2))
        func matrix() -> [[Double]] {
            (0..<states).map { _ in (0..<actions).map { _ in (0..<random.below(16)).reduce((random.unit() - 0.5) * 1e8) { value, _ in value / 10 } } }
        }
        func prior() -> [Double] {
            let weights = (0..<states).map { _ in 0.1 + random.unit() }
            let sum = weights.reduce(0, +)
            return weights.map { $0 / sum }
        }
        let problem = try PublicPersuasion(types: (0..<3).map { _ in .init(weight: 1.0 / 3, prior: prior()) }, sender: matrix(), receiver: matrix())
        let found = problem.solve()
        #expect(found.isCertified, "\(found.reason ?? "")")
    }

    /// A good that costs 1 in one state and gives 10^-k in the other is recommended in the first with probability 10^-k.
    @Test(arguments: [1, 5, 8, 9, 10, 12, 15]) func faintRecommendations(decades: Int) throws {
        let faint = (0..<decades).reduce(1.0) { power, _ in power / 10 }
        let problem = try FinitePersuasion(
            prior: [0.5, 0.5], sender: [[0, 1 / faint, 0], [0, 1, 0]], receiver: [[0, -1, -faint], [0, faint, -1]])
        let found = problem.solve()
        #expect(found.isCertified && abs(found.certificate.value - 1) <= 1e-12, "\(found.certificate)")
        #expect(abs(found.policy[0][1] / faint - 1) <= 1e-12)
    }

    @Test func aWatchEndsIt() throws {
        var settings = PersuasionSettings()
        settings.isCancelled = { true }
        let program = ScaledObedience(of: try FinitePersuasionTests.draw(3, states: 6, actions: 6), isExact: true).program
        let stopped = ExactDictionary.solution(of: program, watch: PersuasionWatch(settings))
        #expect(stopped == nil)
    }
}
