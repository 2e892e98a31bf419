import Testing

@testable import Bench

/// Tables of a record, and the numbers in them.
@Suite struct ShowTableTests {
    @Test(arguments: [
        (1.2e-9, "1.20 ns"), (12.34e-6, "12.3 µs"), (0.34, "340 ms"), (0.9996, "1.00 s"), (0.9994, "999 ms"), (2.414, "2.41 s"), (123.4, "123 s"),
        (0, "0 ns"), (.nan, "unknown"),
    ] as [(Double, String)])
    func durations(value: Double, text: String) { #expect(Quantity.seconds(value) == text) }

    @Test(arguments: [
        (1.234, "1.23"), (9.996, "10.0"), (99.96, "100"), (1234, "1234"), (0.01234, "0.0123"), (1e-7, "1.00e-7"), (1e9, "1.00e9"),
        (-2.5, "-2.50"), (0, "0"), (.infinity, "infinite"),
    ] as [(Double, String)])
    func significantDigits(value: Double, text: String) { #expect(Quantity.significant(value) == text) }

    @Test(arguments: [(0, "0"), (999, "999"), (8096, "8,096"), (10_000, "10,000"), (100_000, "1e5"), (3_000_000, "3e6"), (1_100_000, "1,100,000")])
    func sizes(value: Int, text: String) { #expect(Quantity.size(value) == text) }

    @Test(arguments: [(0, "0 B"), (32768, "32 KiB"), (1_572_864, "1.5 MiB"), (8_160_000_000, "7.6 GiB")])
    func bytes(value: Int, text: String) { #expect(Quantity.bytes(value) == text) }

    @Test func columnsAlignAndEmptyOnesAreLeftOut() {
        var table = AlignedTable([("name", false), ("unused", true), ("time", true), ("note", false)])
        table.add(["é", nil, "1 s", "x"])
        table.add(["longer", "", "10.5 ms", nil])
        #expect(table.text == "name       time  note\né           1 s  x\nlonger  10.5 ms")
    }

    @Test func aRecordShowsResultsFitsAndReasons() {
        var record = SampleRecords.scaling()
        record.results[1].peakBytes = 400 << 20
        record.results[1].memory = .init(anonymousBytes: 20 * record.results[1].size, keptBytes: 16 * record.results[1].size)
        record.results.append(SampleRecords.solve("H1", creators: 7, status: .wrong))
        record.results.append(
            BenchmarkResult(task: "rival:jax", size: 5, threads: 1, kernelTarget: "none", status: .skipped, reason: "jax is\nnot installed"))
        let text = BenchmarkTable.text(record)
        #expect(text.hasPrefix("suite scaling-n: how the time grows\nTest CPU <1> & Co, 2 cores, Linux 6.1"))
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("task family n x K size threads target median ± per cell passes residual memory private/cell x kept x floor floor status"))
        #expect(lines.contains("solve E17 1e5 x 1,000 1e8 1 avx512 640 ms 0.5% 6.40 ns 3 3.2e-15 3.37 powers (pow) measured"))
        #expect(lines.contains { $0.hasPrefix("solve H1 7 x 1,000") && $0.hasSuffix("wrong") })
        #expect(lines.contains("solve E17 1 avx512 size 1.003 0.991 to 1.012 4"))
        #expect(lines.contains("solve H1 7 x 1,000 7,000 1 avx512 wrong relative residual 1e-3"))
        #expect(lines.contains("rival:jax 5 1 none skipped jax is not installed"))
        let measured = text.components(before: "growth of")
        #expect(!measured.contains("rival:jax"))
    }

    @Test func aRecordWithoutResultsIsItsHeading() {
        let text = BenchmarkTable.text(SampleRecords.record(results: []))
        #expect(text.split(separator: "\n").count == 3)
    }
}

extension String {
    /// Up to the first place where `mark` stands.
    fileprivate func components(before mark: String) -> Substring {
        guard let range = firstRange(of: mark) else { return self[...] }
        return self[..<range.lowerBound]
    }
}
