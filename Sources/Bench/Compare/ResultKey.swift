/// What makes two results the same measurement: everything that was asked for, nothing that was found.
public struct ResultKey: Hashable, Sendable {
    /// What the task is, e.g. `solve`.
    public let task: String
    /// The benchmark family, where it has one.
    public let family: String?
    /// Creators of the game; nil where the task has no game.
    public let creators: Int?
    /// Topics of the game; nil where the task has no game.
    public let topics: Int?
    /// Cells worked on, as in ``BenchmarkResult/size``.
    public let size: Int
    /// Threads that were allowed.
    public let threads: Int
    /// The kernels that ran, e.g. `avx2`.
    public let kernelTarget: String
    /// 0, or how many results of the same kind stand before this one in its record.
    public let occurrence: Int

    /// Keys of a record's results, in their order. No two are equal.
    static func keys(of results: [BenchmarkResult]) -> [ResultKey] {
        var seen: [ResultKey: Int] = [:]
        return results.map { result in
            let first = ResultKey(result, occurrence: 0)
            let count = seen[first, default: 0]
            seen[first] = count + 1
            return ResultKey(result, occurrence: count)
        }
    }

    init(_ result: BenchmarkResult, occurrence: Int) {
        task = result.task
        family = result.family
        creators = result.creators
        topics = result.topics
        size = result.size
        threads = result.threads
        kernelTarget = result.kernelTarget
        self.occurrence = occurrence
    }

    /// For a line of text: `solve E17, 10,000 x 1,000, 2 threads, avx512`.
    public var text: String {
        var words = [[task, family].compactMap { $0 }.joined(separator: " ")]
        if let creators, let topics {
            words.append("\(Quantity.count(creators)) x \(Quantity.count(topics))")
        } else {
            words.append(Quantity.count(size))
        }
        words.append(threads == 1 ? "1 thread" : "\(threads) threads")
        words.append(kernelTarget)
        return words.joined(separator: ", ")
    }
}
