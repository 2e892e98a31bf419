/// What a picture of benchmarks shows, apart from how it is drawn.
public struct Chart: Sendable, Equatable {
    /// The question that a chart answers.
    public enum Kind: String, Sendable, CaseIterable {
        /// How time per cell grows with size.
        case size
        /// How much faster more threads are.
        case threads
        /// How far from the machine's limit each task is.
        case floor
        /// What other software takes for the same game, and with what error.
        case rivals
        /// How medians moved from run to run.
        case trend
    }

    /// What stands in a chart: lines or bars.
    public enum Body: Sendable, Equatable {
        case lines(Lines)
        case bars(Bars)
    }

    /// Values over an abscissa, both on logarithmic axes.
    public struct Lines: Sendable, Equatable {
        /// A measured value at a place on the abscissa.
        public struct Point: Sendable, Equatable {
            /// The abscissa, in the units of ``Lines/xLabel``.
            public let x: Double
            /// The median, in the units of ``Lines/yLabel``.
            public let y: Double
            /// Ends of the 95% interval of `y`.
            public let low: Double
            /// See `low`.
            public let high: Double

            package init(x: Double, y: Double, low: Double, high: Double) { (self.x, self.y, self.low, self.high) = (x, y, low, high) }
        }

        /// One line, with the floor below it.
        public struct Series: Sendable, Equatable {
            /// What the legend calls it.
            public let name: String
            /// In the order of the abscissa.
            public let points: [Point]
            /// The floor below each point that has one: x and y.
            public let floor: [(x: Double, y: Double)]

            package init(name: String, points: [Point], floor: [(x: Double, y: Double)]) {
                (self.name, self.points, self.floor) = (name, points, floor)
            }

            /// Equal names, points and floors.
            public static func == (a: Series, b: Series) -> Bool {
                a.name == b.name && a.points == b.points && a.floor.elementsEqual(b.floor, by: ==)
            }
        }

        /// What the abscissa is, with its unit.
        public let xLabel: String
        /// What the ordinate is, with its unit.
        public let yLabel: String
        /// At most ``Chart/seriesLimit`` of them.
        public let series: [Series]
        /// What the dashed lines are.
        public let floorName: String
        /// Names for places on the abscissa, where powers of ten will not do.
        public let xNames: [String]?

        package init(xLabel: String, yLabel: String, series: [Series], floorName: String, xNames: [String]?) {
            (self.xLabel, self.yLabel, self.series, self.floorName, self.xNames) = (xLabel, yLabel, series, floorName, xNames)
        }
    }

    /// A bar a row, top to bottom.
    public struct Bars: Sendable, Equatable {
        /// One row.
        public struct Bar: Sendable, Equatable {
            /// What stands before it.
            public let name: String
            /// Its length, in the units of ``Bars/label``.
            public let value: Double
            /// Ends of the 95% interval of `value`.
            public let low: Double
            /// See `low`.
            public let high: Double
            /// What stands at its end.
            public let note: String
            /// Whose it is, and how good the answer was.
            public let tone: Tone
        }

        /// What bars are painted for.
        public enum Tone: Sendable, Equatable {
            /// This package; others with a small error; others with a larger one; others, wrong.
            case own, other, rough, wrong
        }

        /// What lengths are, with their unit.
        public let label: String
        /// Whether the axis of lengths is logarithmic.
        public let isLogarithmic: Bool
        /// Top to bottom.
        public let bars: [Bar]
        /// The limit that a line across the bars shows, and its name.
        public let limit: (value: Double, name: String)?

        /// Equal labels, axes, bars and limits.
        public static func == (a: Bars, b: Bars) -> Bool {
            a.label == b.label && a.isLogarithmic == b.isLogarithmic && a.bars == b.bars && a.limit?.value == b.limit?.value
                && a.limit?.name == b.limit?.name
        }
    }

    /// The question.
    public let kind: Kind
    /// The line above the picture.
    public let title: String
    /// What is drawn.
    public let body: Body
    /// What repeats its measurements.
    public let commands: [String]

    /// All charts that the record has data for, in the order of ``Kind``.
    public static func all(of record: BenchmarkRecord) -> [Chart] {
        perCell(record) + perThread(record) + distances(record) + rivals(record)
    }

    /// The kind that a record is about: rivals where there are some, else what varies in it, else distances from the floor.
    /// Nil where nothing was measured that a chart could show.
    public static func mainKind(of charts: [Chart]) -> Kind? {
        [Kind.rivals, .size, .threads, .floor].first { kind in charts.contains { $0.kind == kind } }
    }

    /// Lines in one chart; more cannot be told apart.
    static let seriesLimit = 8
}

extension BenchmarkResult {
    /// Right, and timed.
    var isTimed: Bool { status == .measured && (seconds?.median ?? 0) > 0 }

    var isRival: Bool { task.hasPrefix("rival:") }
}

/// Names that tell the results of one chart apart: task and family, and of the rest what differs among results of these.
struct DistinguishingName {
    enum Part { case family, size, threads, target }

    private let hidden: Set<Part>
    private let namesakes: [String: [BenchmarkResult]]

    init(_ results: [BenchmarkResult], leavingOut hidden: Set<Part> = []) {
        self.hidden = hidden
        namesakes = Dictionary(grouping: results) { Self.base($0, hidden) }
    }

    private static func base(_ result: BenchmarkResult, _ hidden: Set<Part>) -> String {
        hidden.contains(.family) ? result.task : result.name
    }

    func callAsFunction(_ result: BenchmarkResult) -> String {
        let base = Self.base(result, hidden)
        let same = namesakes[base] ?? []
        let parts: [(Part, (BenchmarkResult) -> String)] = [
            (.size, { $0.shape ?? Quantity.size($0.size) }), (.threads, { Quantity.threads($0.threads) }), (.target, \.kernelTarget),
        ]
        let differing = parts.filter { part, value in !hidden.contains(part) && Set(same.map(value)).count > 1 }
        return ([base] + differing.map { $1(result) }).joined(separator: " ")
    }
}
