/// Charts over size and over threads.
extension Chart {
    /// What stays the same along one line.
    private struct LineKey: Hashable {
        let family: String?
        let threads: Int
        let target: String
        var size: Int?
    }

    /// Time per cell over size, a chart a task; over topics where the size stays the same. In a perfect world all lines are
    /// level and lie on their floors. What measures the floors has none and is in the table.
    static func perCell(_ record: BenchmarkRecord) -> [Chart] {
        let timed = record.results.filter { $0.isTimed && !$0.isRival && $0.hasCells && $0.floor != nil }
        return tasks(of: timed).flatMap { task -> [Chart] in
            let lines = groups(timed.filter { $0.task == task }) { LineKey(family: $0.family, threads: $0.threads, target: $0.kernelTarget) }
            let overSize = lines.filter { Set($0.map(\.size)).count > 1 }
            let overTopics = lines.filter { Set($0.map(\.size)).count == 1 && Set($0.compactMap(\.topics)).count > 1 }
            let sized = split(overSize).map { lines in
                chart(task, lines, over: "cells", suffix: suffix(lines, of: overSize), record.command) { Double($0.size) }
            }
            let wide = split(overTopics).map { lines in
                chart(task, lines, over: "topics, at equal cells", suffix: suffix(lines, of: overTopics), record.command) { Double($0.topics ?? 0) }
            }
            return sized + wide
        }
    }

    /// Speed-up over threads, all tasks in one chart; its dashed lines are what more threads do to the floors.
    static func perThread(_ record: BenchmarkRecord) -> [Chart] {
        let timed = record.results.filter { $0.isTimed && !$0.isRival && $0.floor != nil }
        let lines = tasks(of: timed).flatMap { task in
            groups(timed.filter { $0.task == task }) { LineKey(family: $0.family, threads: 0, target: $0.kernelTarget, size: $0.size) }
        }.filter { line in line.contains { $0.threads == 1 } && Set(line.map(\.threads)).count > 1 }
        // The largest size of a task and family says most; smaller ones are in the table.
        let largest = lines.filter { line in
            !lines.contains { other in
                other[0].name == line[0].name && other[0].kernelTarget == line[0].kernelTarget && other[0].size > line[0].size
            }
        }
        guard !largest.isEmpty else { return [] }
        let name = DistinguishingName(largest.flatMap { $0 }, leavingOut: [.threads])
        let series = largest.prefix(seriesLimit).map { line in
            let sorted = lastOfEach(line) { Double($0.threads) }
            let alone = sorted[0]
            return Lines.Series(
                name: name(alone),
                points: sorted.compactMap { result in
                    guard let one = alone.seconds?.median, let many = result.seconds else { return nil }
                    return .init(x: Double(result.threads), y: one / many.median, low: one / many.high, high: one / many.low)
                },
                floor: sorted.compactMap { result in
                    guard let one = alone.floor?.seconds, let many = result.floor?.seconds, many > 0 else { return nil }
                    return (Double(result.threads), one / many)
                })
        }
        return [
            Chart(
                kind: .threads, title: "Speed-up with threads\(left(largest.count))",
                body: .lines(
                    Lines(
                        xLabel: "threads", yLabel: "times as fast as one thread", series: Array(series),
                        floorName: "the floor's own", xNames: nil)),
                commands: [record.command])
        ]
    }

    private static func chart(
        _ task: String, _ lines: [[BenchmarkResult]], over: String, suffix: String, _ command: String, x: (BenchmarkResult) -> Double
    ) -> Chart {
        let name = DistinguishingName(lines.flatMap { $0 }, leavingOut: [.size])
        let floors = Set(lines.flatMap { $0 }.compactMap { $0.floor?.task }).sorted()
        return Chart(
            kind: .size, title: "\(task)\(suffix): time per cell\(left(lines.count))",
            body: .lines(
                Lines(
                    xLabel: over, yLabel: "ns a cell",
                    series: lines.prefix(seriesLimit).map { line in
                        let label = name(line[0])
                        return perCellSeries(lines.count > 1 && label.hasPrefix(task + " ") ? String(label.dropFirst(task.count + 1)) : label, line, x: x)
                    },
                    floorName: "floor: \(floors.joined(separator: ", "))", xNames: nil)),
            commands: [command])
    }

    /// Medians and floors in ns a cell, in the order of the abscissa.
    static func perCellSeries(_ name: String, _ line: [BenchmarkResult], x: (BenchmarkResult) -> Double) -> Lines.Series {
        let sorted = lastOfEach(line, x)
        return Lines.Series(
            name: name,
            points: sorted.compactMap { result in
                guard let seconds = result.seconds else { return nil }
                let scale = 1e9 / Double(result.size)
                return .init(x: x(result), y: seconds.median * scale, low: seconds.low * scale, high: seconds.high * scale)
            },
            floor: sorted.compactMap { result in result.floor.map { (x(result), $0.seconds * 1e9 / Double(result.size)) } })
    }

    /// Results in the order of the abscissa, one a place: a suite may measure the same again in another group.
    private static func lastOfEach(_ line: [BenchmarkResult], _ x: (BenchmarkResult) -> Double) -> [BenchmarkResult] {
        Dictionary(line.map { (x($0), $0) }) { $1 }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// One chart where its lines can be told apart, else one for each kernel target and number of threads.
    private static func split(_ lines: [[BenchmarkResult]]) -> [[[BenchmarkResult]]] {
        guard lines.count > seriesLimit else { return lines.isEmpty ? [] : [lines] }
        return groups(lines) { "\($0[0].threads) \($0[0].kernelTarget)" }
    }

    /// What a chart of its own has in common, where its task needed several.
    private static func suffix(_ lines: [[BenchmarkResult]], of all: [[BenchmarkResult]]) -> String {
        lines.count == all.count ? "" : " (\(Quantity.threads(lines[0][0].threads)), \(lines[0][0].kernelTarget))"
    }

    private static func left(_ count: Int) -> String { count > seriesLimit ? " (\(count - seriesLimit) more not drawn)" : "" }

    /// Names of tasks in the order of their first results.
    static func tasks(of results: [BenchmarkResult]) -> [String] { results.map(\.task).firsts }

    /// Values of equal key together, in the order of each key's first value.
    static func groups<Value, Key: Hashable>(_ values: [Value], by key: (Value) -> Key) -> [[Value]] {
        var places: [Key: Int] = [:]
        var groups: [[Value]] = []
        for value in values {
            let key = key(value)
            if let place = places[key] { groups[place].append(value) } else {
                places[key] = groups.count
                groups.append([value])
            }
        }
        return groups
    }
}

extension Array where Element: Hashable {
    /// Each value once, at its first place.
    var firsts: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
