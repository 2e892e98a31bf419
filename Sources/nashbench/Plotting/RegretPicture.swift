import Bench
import Learning
import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How mean regret grows with the horizon, on logarithmic axes, with the fitted powers dashed.
struct RegretPicture {
    let result: LearningResult
    let file: String

    private static let width = 780.0
    private static let head = 66.0
    private static let heading = 16.0
    private static let foot = 28.0

    /// - Throws: ``FileError`` where no regret is above 0.
    func script(_ format: Gnuplot.Format) throws(FileError) -> String {
        let lines = try lines()
        let height = LinesPanel.height(lines) + Self.heading
        let canvas = ChartPicture.Canvas(width: Self.width, height: height + Self.head + Self.foot)
        var script = GnuplotScript(
            format: format, width: Int(canvas.width), height: Int(canvas.height), title: GnuplotScript.short(title, limit: 64),
            subtitle: GnuplotScript.short(subtitle, limit: 104),
            source: GnuplotScript.short("nashbench \(Release.version) · \(file)", limit: 120))
        let frame = ChartPicture.Frame(
            canvas: canvas, left: 0, top: canvas.height - Self.head, width: Self.width, height: height, headingHeight: Self.heading)
        LinesPanel(lines: lines, heading: "", frame: frame).draw(into: &script)
        return script.text
    }

    private func lines() throws(FileError) -> Chart.Lines {
        var series: [Chart.Lines.Series] = []
        for player in Player.allCases {
            guard let alpha = result.benchmark(of: player) else { continue }
            let points = result.outcomes.compactMap { outcome -> Chart.Lines.Point? in
                let regret = outcome.regret(of: player, against: alpha)
                guard regret.mean > 0 else { return nil }
                let reach = regret.standardError.isNaN ? 0 : 1.96 * regret.standardError
                return Chart.Lines.Point(
                    x: Double(outcome.horizon), y: regret.mean, low: max(regret.mean - reach, regret.mean / 1000), high: regret.mean + reach)
            }.sorted { $0.x < $1.x }
            guard let last = points.last else { continue }
            // The fitted power through the last point: its slope is what is to be seen.
            let floor = result.growth(of: player).map { fit in points.map { (x: $0.x, y: last.y * pow($0.x / last.x, fit.slope)) } } ?? []
            series.append(Chart.Lines.Series(name: player == .human ? "human" : "assistant", points: points, floor: floor))
        }
        guard !series.isEmpty else { throw FileError(file: file, expected: "a regret above 0 to draw", found: "none") }
        return Chart.Lines(xLabel: "rounds", yLabel: "regret of mean rewards", series: series, floorName: "the fitted power of T", xNames: nil)
    }

    /// What became of the human's regret.
    private var title: String {
        guard let fit = result.growth(of: .human) else { return "Regret of \(result.study.game.name ?? "learning to prompt")" }
        return "The human's regret grows as T^\(NumberText.fixed(fit.slope, places: 2)) (\(NumberText.fixed(fit.low, places: 2)) to \(NumberText.fixed(fit.high, places: 2)))"
    }

    private var subtitle: String {
        guard let first = result.study.simulations.first else { return "" }
        let name = result.study.game.name
        let parts = [name, "human \(first.human.name.rawValue)", "assistant \(first.ai.name.rawValue)", Wording.count(first.replicas, "replica", "replicas"), "seed \(first.seed)"]
        return parts.compactMap { $0 }.joined(separator: " · ")
    }
}
