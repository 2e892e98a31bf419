import NumericCore

/// A sweep: over one parameter, all human output and the topics' changes as lines; over two, a heat map. Other columns where
/// they are asked for.
struct SweepPicture {
    let sweep: StoredSweep
    let file: String
    var columns: [SweepColumn] = []

    /// A sweep over more than two parameters has no picture.
    struct TooManyAxes: Error, CustomStringConvertible {
        let file: String
        let axes: [String]
        var description: String {
            "\(file): expected one or two parameters with several values, found \(axes.count): \(axes.joined(separator: ", ")); --csv of sweep gives the table"
        }
    }

    func script(_ format: Gnuplot.Format, title: String?) throws -> String {
        switch try drawing() {
        case .lines(let lines):
            guard columns.count <= SweepLines.mostColumns else { throw tooMany(SweepLines.mostColumns, "where one parameter varies") }
            return try lines.script(format, columns: columns, title: title)
        case .heatMap(let map):
            guard columns.count <= 1 else { throw tooMany(1, "where two parameters vary") }
            return try map.script(format, column: columns.first ?? .humanOutput, title: title)
        }
    }

    private func tooMany(_ most: Int, _ why: String) -> FileError {
        FileError(file: file, expected: "--column at most \(Wording.count(most, "time", "times")) \(why)", found: "\(columns.count)")
    }

    /// How the sweep is drawn.
    enum Drawing {
        case lines(SweepLines)
        case heatMap(SweepHeatMap)
    }

    /// - Throws: ``TooManyAxes``; ``FileError`` where there is nothing to draw.
    func drawing() throws -> Drawing {
        guard !sweep.records.isEmpty else { throw FileError(file: file, expected: "at least one finished point", found: "none") }
        let varied = sweep.header.axes.filter { $0.values.count > 1 }
        switch varied.count {
        case ...1: return .lines(try SweepLines(sweep: sweep, file: file, axis: varied.first ?? sweep.header.axes.first))
        case 2: return .heatMap(SweepHeatMap(sweep: sweep, file: file, rows: varied[0], columns: varied[1]))
        default: throw TooManyAxes(file: file, axes: varied.map(\.label))
        }
    }

    static func source(_ sweep: StoredSweep, file: String) -> String {
        let header = sweep.header
        let unfinished = sweep.records.count < header.points ? " of \(Wording.count(header.points))" : ""
        let failed = sweep.records.count { $0.status != .converged }
        let name = header.name.map { "\($0) · " } ?? ""
        return "nashbench \(Release.version) · \(name)\(file), \(Wording.count(sweep.records.count))\(unfinished) points, "
            + (failed == 0 ? "all converged" : "\(Wording.count(failed)) not converged, left out")
    }

    /// Values that a log scale suits: positive, over at least a factor of 50.
    static func suitsLogScale(_ values: [Double]) -> Bool {
        guard let low = values.min(), let high = values.max(), low > 0 else { return false }
        return high / low >= 50
    }

    /// An axis over all finite values, with a little room: equal or nearly equal ones lie in the middle, since gnuplot
    /// finds no tics between neighbouring doubles.
    static func range(_ values: [Double], margin: Double = 0.04) -> String {
        let finite = values.filter(\.isFinite)
        let low = finite.min() ?? 0
        let high = finite.max() ?? 0
        let size = max(abs(low), abs(high))
        let room = high - low > 1e-5 * size ? margin * (high - low) : size > 0 ? 0.01 * size : 1
        return "[\(low - room):\(high + room)]"
    }
}
