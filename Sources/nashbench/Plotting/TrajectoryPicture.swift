import Bench
import NumericCore

/// How far learning dynamics are from the equilibrium, step by step, on logarithmic axes.
struct TrajectoryPicture {
    let trajectory: StoredTrajectory
    let file: String

    private static let width = 780.0
    private static let head = 66.0
    private static let heading = 16.0
    private static let foot = 28.0

    /// - Throws: ``FileError`` where no record has a place on logarithmic axes.
    func script(_ format: Gnuplot.Format, title: String?) throws(FileError) -> String {
        let lines = try lines()
        let height = LinesPanel.height(lines) + Self.heading
        let canvas = ChartPicture.Canvas(width: Self.width, height: height + Self.head + Self.foot)
        var script = GnuplotScript(
            format: format, width: Int(canvas.width), height: Int(canvas.height), title: GnuplotScript.short(title ?? self.title, limit: 64),
            subtitle: GnuplotScript.short(subtitle, limit: 104),
            source: GnuplotScript.short("nashbench \(Release.version) · \(trajectory.name.map { "\($0) · " } ?? "")\(file)", limit: 120))
        let frame = ChartPicture.Frame(
            canvas: canvas, left: 0, top: canvas.height - Self.head, width: Self.width, height: height, headingHeight: Self.heading)
        LinesPanel(lines: lines, heading: "", frame: frame).draw(into: &script)
        return script.text
    }

    private func lines() throws(FileError) -> Chart.Lines {
        let lines = Chart.Lines.ofTrajectory(trajectory)
        guard !lines.series.isEmpty else {
            throw FileError(file: file, expected: "a step with a distance or an exploitability above 0", found: "none")
        }
        return lines
    }

    /// The same lines, narrow enough for a telephone.
    func figures() throws(FileError) -> [PageFigure] {
        let lines = try lines()
        let height = LinesPanel.height(lines) + 8
        let canvas = ChartPicture.Canvas(width: PageFigure.width, height: height)
        var script = GnuplotScript.figure(height: Int(height))
        let frame = ChartPicture.Frame(canvas: canvas, left: 0, top: height, width: canvas.width, height: height, headingHeight: 8)
        LinesPanel(lines: lines, heading: "", frame: frame).draw(into: &script)
        return [PageFigure(caption: lines.series.map(\.name).joined(separator: "; ") + ", step by step", script: script.text)]
    }

    /// What became of the distance; of the gains where it is unknown.
    var title: String {
        let distances = trajectory.records.map(\.distance).filter { !$0.isNaN }
        if trajectory.end == "cycle" { return "Replies go round every \(Wording.count(trajectory.period ?? 0, "step", "steps"))" }
        guard let first = distances.first, let last = distances.last else {
            return "Best deviations gain at most \(Wording.error(trajectory.records.last?.relativeExploitability ?? .nan)) of revenue"
        }
        return "Distance from the equilibrium: \(Wording.error(first)) at first, \(Wording.error(last)) after \(Wording.count(trajectory.steps, "step", "steps"))"
    }

    private var subtitle: String {
        let seed = trajectory.seed.map { "seed \($0)" }
        let feedback = trajectory.feedback == "bandit" ? "bandit feedback" : nil
        let size = "\(Wording.count(trajectory.creators, "creator", "creators")) x \(Wording.count(trajectory.topics, "topic", "topics"))"
        return [trajectory.dynamics, feedback, trajectory.rule, "steps \(trajectory.schedule)", seed, size].compactMap { $0 }.joined(separator: " · ")
    }
}
