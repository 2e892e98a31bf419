/// Charts of one number a task: distance from the floor, and the time rivals take.
extension Chart {
    /// Bars in one chart.
    static let barLimit = 32

    /// Median over floor of every task at its largest size; the line at 1 is the machine's limit.
    static func distances(_ record: BenchmarkRecord) -> [Chart] {
        let limited = record.results.filter { $0.isTimed && $0.floor != nil }
        let largest = groups(limited) { ResultKey($0, size: 0) }.compactMap { same in same.max { $0.size < $1.size } }
        guard !largest.isEmpty else { return [] }
        let name = DistinguishingName(largest)
        let bars = largest.prefix(barLimit).compactMap { result -> Bars.Bar? in
            guard let floor = result.floor, floor.ratio > 0 else { return nil }
            return .init(
                name: name(result), value: floor.ratio, low: floor.low, high: floor.high,
                note: "\(Quantity.significant(floor.ratio)) x \(floor.task)", tone: .own)
        }
        let values = bars.map(\.value)
        let isWide = (values.max() ?? 1) > 40
        let hidden = largest.count > barLimit ? " (\(largest.count - barLimit) more not drawn)" : ""
        return [
            Chart(
                kind: .floor, title: "Distance from the floor\(hidden)",
                body: .bars(
                    Bars(
                        label: isWide ? "times the floor, log scale" : "times the floor", isLogarithmic: isWide,
                        bars: bars, limit: (1, "floor"))),
                commands: [record.command])
        ]
    }

    /// Time of each rival and of this package's solve for the same games, a chart a family and size.
    static func rivals(_ record: BenchmarkRecord) -> [Chart] {
        let answered = record.results.filter { ($0.isTimed || $0.status == .wrong && ($0.seconds?.median ?? 0) > 0) && $0.size > 0 }
        let games = groups(answered.filter { $0.isRival || [TaskName.solve, .coupledSolve].map(\.rawValue).contains($0.task) }) { "\($0.family ?? "") \($0.creators ?? 0) \($0.topics ?? 0) \($0.size)" }
        return games.filter { game in game.contains { $0.isRival } }.map { game in
            let own = game.filter { !$0.isRival && $0.isTimed }.min { ($0.seconds?.median ?? 0) < ($1.seconds?.median ?? 0) }
            let sorted = game.sorted { ($0.seconds?.median ?? 0) < ($1.seconds?.median ?? 0) }
            let name = DistinguishingName(game, leavingOut: [.family, .size, .target])
            let bars = sorted.prefix(barLimit).compactMap { bar($0, name: name($0), own: own) }
            let pale = bars.contains { $0.tone == .rough } ? " (pale: error above \(Quantity.error(Self.smallError)))" : ""
            let cells = game[0].shape ?? "\(Quantity.size(game[0].size)) cells"
            return Chart(
                kind: .rivals, title: "Rivals\(game[0].family.map { " on \($0)" } ?? ""), \(cells)\(pale)",
                body: .bars(
                    Bars(
                        label: "seconds, log scale", isLogarithmic: true, bars: bars,
                        limit: own?.floor.map { ($0.seconds, "floor") })),
                commands: [record.command])
        }
    }

    private static func bar(_ result: BenchmarkResult, name: String, own: BenchmarkResult?) -> Bars.Bar? {
        guard let seconds = result.seconds else { return nil }
        var words = [Quantity.seconds(seconds.median)]
        if let best = own?.seconds?.median, result.isRival { words.append("\(Quantity.significant(seconds.median / best))x") }
        if let error = result.outcome?.totalError { words.append("error \(Quantity.error(error))") }
        if result.status == .wrong { words.append("wrong") }
        let shown = name.hasPrefix("rival:") ? String(name.dropFirst(6)) : name
        return .init(
            name: result.isRival ? shown : "nashbench" + shown.dropFirst(result.task.count), value: seconds.median, low: seconds.low,
            high: seconds.high, note: words.joined(separator: ", "), tone: tone(result))
    }

    /// Largest relative error of a total up to which answers count as equally right: times mean little without it.
    private static let smallError = 1e-8

    private static func tone(_ result: BenchmarkResult) -> Bars.Tone {
        if result.status == .wrong { return .wrong }
        guard result.isRival else { return .own }
        return (result.outcome?.totalError).map { $0 <= smallError } ?? true ? .other : .rough
    }
}

extension ResultKey {
    /// The key of a result as if it had another size.
    fileprivate init(_ result: BenchmarkResult, size: Int) {
        var same = result
        same.size = size
        same.creators = nil
        same.topics = nil
        self.init(same, occurrence: 0)
    }
}
