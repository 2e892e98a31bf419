/// The rewards of a game as whole multiples of one power of ten, so that sums and differences of a few of them are exact: a reward
/// stands for the decimal that it is printed as, and 0.7 - 0.6 is 0.2 - 0.1.
struct RewardUnits {
    /// vH of the responses there are, by prompt.
    let human: [[Int128]]
    /// vA of the same.
    let ai: [[Int128]]
    /// The unit's power of ten: the finest that any reward needs.
    private let exponent: Int

    /// nil where a reward would have more than 37 digits.
    /// - Throws: where `pace` says stop.
    init?(of game: PromptingGame, _ pace: inout WorkPace) throws(WorkPace.Stopped) {
        let (human, ai) = (try Self.decimals(game.human, &pace), try Self.decimals(game.ai, &pace))
        let unit = min(Self.finest(human), Self.finest(ai))
        exponent = unit == .max ? 0 : unit
        guard let human = try Self.multiples(human, of: exponent, &pace), let ai = try Self.multiples(ai, of: exponent, &pace) else { return nil }
        (self.human, self.ai) = (human, ai)
    }

    /// The double nearest to a multiple of the unit.
    func double(_ whole: Int128) -> Double { Double("\(whole)e\(exponent)") ?? .nan }

    private static func decimals(_ rows: [[Double?]], _ pace: inout WorkPace) throws(WorkPace.Stopped) -> [[ShortestDecimal]] {
        var decimals: [[ShortestDecimal]] = []
        for row in rows {
            try pace.step(row.count)
            decimals.append(row.compactMap { $0.map(ShortestDecimal.init) })
        }
        return decimals
    }

    /// Zeros fit every unit.
    private static func finest(_ rows: [[ShortestDecimal]]) -> Int {
        rows.joined().reduce(Int.max) { $1.digits == 0 ? $0 : min($0, $1.exponent) }
    }

    private static func multiples(
        _ rows: [[ShortestDecimal]], of exponent: Int, _ pace: inout WorkPace
    ) throws(WorkPace.Stopped) -> [[Int128]]? {
        var multiples: [[Int128]] = []
        for row in rows {
            try pace.step(row.count)
            var wholes: [Int128] = []
            wholes.reserveCapacity(row.count)
            for decimal in row {
                guard let whole = multiple(decimal, of: exponent) else { return nil }
                wholes.append(whole)
            }
            multiples.append(wholes)
        }
        return multiples
    }

    private static func multiple(_ decimal: ShortestDecimal, of exponent: Int) -> Int128? {
        guard decimal.digits != 0 else { return 0 }
        guard decimal.exponent - exponent < tens.count else { return nil }
        let (whole, overflows) = Int128(decimal.digits).multipliedReportingOverflow(by: tens[decimal.exponent - exponent])
        return overflows || whole.magnitude >= most ? nil : whole
    }

    /// 10^0 to 10^37.
    private static let tens: [Int128] = (0..<37).reduce(into: [1]) { tens, _ in tens.append(10 * (tens.last ?? 1)) }
    /// Sums of four multiples stay within 128 bits.
    private static let most = tens[37].magnitude
}
