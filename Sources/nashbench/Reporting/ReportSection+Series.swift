import Bench
import NumericCore

/// What files of JSON Lines say: sweeps and trajectories.
extension ReportSection {
    /// A sweep: pictures where it varies one or two parameters, its points as a table.
    /// - Throws: ``FileError`` for a sweep without a finished point.
    init(_ sweep: StoredSweep, file: String) throws {
        let header = sweep.header
        let converged = sweep.records.filter { $0.status == .converged }
        let unfinished = sweep.records.count < header.points ? " of \(Wording.count(header.points))" : ""
        let failed = sweep.records.count - converged.count
        var facts = [(name: "sweep", value: file)]
        if let name = header.name { facts.append(("game", name)) }
        facts += [("competition", header.competition), ("size", Self.size(creators: header.creators, topics: header.topics))]
        facts += header.axes.map { axis in
            let ends = "\(NumberText.general(axis.values.min() ?? .nan)) to \(NumberText.general(axis.values.max() ?? .nan))"
            return ("varied", "\(axis.label), \(axis.values.count == 1 ? "\(axis.values[0])" : "\(Wording.count(axis.values.count)) values from \(ends)")")
        }
        if let first = sweep.records.first(where: { $0.status != .converged }) {
            facts.append(("not converged", "point \(first.point): \(first.status.rawValue)\(first.reason.map { ", \($0)" } ?? "")"))
        }
        let proved = converged.count { $0.certificate.uniqueness == Certificate.Uniqueness.proved.rawValue }
        facts += [
            ("points", "\(Wording.count(sweep.records.count))\(unfinished), " + (failed == 0 ? "all converged" : "\(Wording.count(failed)) not converged")),
            ("largest residual", Wording.error(converged.compactMap(\.certificate.relativeResidual).max() ?? .nan)),
            ("uniqueness", "proved at \(Wording.count(proved)) of \(Wording.count(converged.count, "point", "points"))"),
        ]
        let (title, figures) = try Self.pictures(of: sweep, converged: !converged.isEmpty, file: file)
        self.init(heading: "\(file): \(title)", facts: facts, figures: figures, tables: [Self.points(sweep)])
    }

    private static func pictures(of sweep: StoredSweep, converged: Bool, file: String) throws -> (title: String, figures: [PageFigure]) {
        let several = "\(Wording.count(sweep.records.count, "point", "points")) over \(sweep.header.axes.map(\.label).joined(separator: ", "))"
        do {
            switch try SweepPicture(sweep: sweep, file: file).drawing() {
            case _ where !converged: return (several, [])
            case .lines(let lines): return (try lines.title(), sweep.records.count > 1 ? try lines.figures() : [])
            case .heatMap(let map): return (try map.title(), try map.figures())
            }
        } catch is SweepPicture.TooManyAxes {
            return (several, [])
        }
    }

    private static func points(_ sweep: StoredSweep) -> (title: String, table: AlignedTable) {
        let records = sweep.records
        let moves = Set(records.map(\.creators)).count > 1
        let isInclusive = records.contains { $0.adoption != nil }
        var table = AlignedTable(
            sweep.header.axes.map { ($0.label, true) } + [
                ("creators", true), ("human output", true), ("GenAI output", true), ("GenAI's share", true),
            ] + (isInclusive ? [("equilibria", true), ("on GenAI", true)] : []) + [
                ("income", true), ("welfare", true), ("median utility", true), ("Gini", true), ("residual", true), ("status", false),
            ])
        // Where there are too many, evenly spread ones, the ends among them.
        let count = min(records.count, rowLimit)
        for row in 0..<count {
            let record = records[count == 1 ? 0 : row * (records.count - 1) / (count - 1)]
            let known = record.status == .converged
            func amount(_ column: SweepColumn) -> String? { known ? Wording.amount(column.value(record)) : nil }
            func share(_ column: SweepColumn) -> String? { known ? Self.share(column.value(record)) : nil }
            table.add(
                sweep.header.axes.map { NumberText.general(record.parameters[$0.field] ?? .nan) } + [
                    moves ? Wording.count(record.creators) : nil, amount(.humanOutput), amount(.genAIOutput), share(.genAIShare),
                ] + (isInclusive ? [known ? NumberText.general(record.adoption?.equilibria ?? .nan) : nil, share(.genAIFraction)] : []) + [
                    amount(.income), amount(.welfare), amount(.utilityMedian), share(.utilityGini), record.certificate.relativeResidual.map(Wording.error), record.status.rawValue,
                ])
        }
        return (count < records.count ? "Points: \(count) of \(Wording.count(records.count)), evenly spread" : "Points", table)
    }

    /// A trajectory: how it ended, and its convergence.
    /// - Throws: ``FileError`` for a trajectory without a step to draw.
    init(_ trajectory: StoredTrajectory, file: String) throws {
        let picture = TrajectoryPicture(trajectory: trajectory, file: file)
        let last = trajectory.records.last
        var facts = [(name: "trajectory", value: file)]
        if let name = trajectory.name { facts.append(("game", name)) }
        facts += [
            ("size", Self.size(creators: trajectory.creators, topics: trajectory.topics)),
            ("dynamics", [trajectory.dynamics, trajectory.rule].compactMap { $0 }.joined(separator: ", ")), ("feedback", trajectory.feedback),
            ("step sizes", trajectory.schedule), ("steps", Wording.count(trajectory.steps)),
            ("end", [trajectory.end, trajectory.reason].compactMap { $0 }.joined(separator: ": ")),
        ]
        if let seed = trajectory.seed { facts.append(("seed", "\(seed)")) }
        if let last {
            if !last.distance.isNaN { facts.append(("last distance", "\(Wording.error(last.distance)) from the equilibrium, relative")) }
            facts.append(("last best deviation", "gains \(Wording.error(last.relativeExploitability)) of its revenue"))
        }
        self.init(heading: "\(file): \(picture.title)", facts: facts, figures: try picture.figures())
    }
}
