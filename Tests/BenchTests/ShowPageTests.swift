import Foundation
import TestSupport
import Testing

@testable import Bench

/// The page: well-formed, whole in itself, every text escaped, every figure with its command.
@Suite struct ShowPageTests {
    /// A picture as gnuplot writes it, reduced to what the page has to change.
    private static let picture = """
        <?xml version="1.0" encoding="utf-8"  standalone="no"?>
        <svg width="440" height="330" viewBox="0 0 440 330" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
        <title>Gnuplot</title>
        <desc>Produced by GNUPLOT 5.4</desc>
        <defs><circle id='gpDot' r='0.5'/><pattern id="gpFill"/></defs>
        <g id="gnuplot_plot_1"><use xlink:href='#gpDot' fill='url(#gpFill)'/></g>
        </svg>
        """

    private func page(_ records: [BenchmarkRecord], title: String? = nil) -> String {
        BenchmarkPage.html(records: records, title: title) { _ in Self.picture }
    }

    private func read(_ page: String) throws -> PageReader { try PageReader(page) }

    @Test func thePageIsWellFormedAndWhole() throws {
        let records = [SampleRecords.scaling(threads: [1, 2]), SampleRecords.rivals]
        let html = page(records)
        let reader = try read(html)
        let charts = records.map { Chart.all(of: $0).count }.reduce(0, +)
        #expect(reader.elements["figure"] == charts)
        #expect(reader.elements["svg"] == charts)
        #expect(reader.elements["script"] == nil && reader.elements["link"] == nil && reader.elements["img"] == nil)
        // Links lead to places on the page, and every place is there once.
        #expect(!reader.links.isEmpty)
        #expect(reader.strays.isEmpty)
        #expect(!html.contains("@import") && !html.contains("url(http"))
        #expect(html.contains("url(#f1-gpFill)") && html.contains("url(#f2-gpFill)"))
        #expect(!html.contains("Produced by GNUPLOT"))
    }

    @Test func everyFigureAndTableHasItsCommand() throws {
        let record = SampleRecords.record(command: "nashbench bench 'a & b' --seed 1", results: SampleRecords.scaling().results)
        let html = page([record])
        let shown = "<code>nashbench bench &#39;a &amp; b&#39; --seed 1</code>"
        // The record's own, its figures', its tables'.
        let count = html.components(separatedBy: shown).count - 1
        #expect(count == 1 + Chart.all(of: record).count + 1)
        #expect(try read(html).text.contains("nashbench bench 'a & b' --seed 1"))
    }

    @Test func everyTextIsEscaped() throws {
        let hostile = "<script>alert('x')</script> & \"q\" \u{1}\u{FFFF}\u{2028}"
        var machine = SampleRecords.machine
        machine.cpu = hostile
        machine.features = [hostile]
        machine.system = hostile
        machine.frequencyGovernor = hostile
        machine.caches[0].kind = hostile
        var software = SampleRecords.software
        software.version = hostile
        software.commit = hostile
        software.compiler = hostile
        software.flags = hostile
        software.kernelTarget = hostile
        software.blas = hostile
        software.blasCore = hostile
        var results = SampleRecords.scaling().results.map { result in
            var result = result
            result.task = hostile
            result.family = hostile
            result.kernelTarget = hostile
            result.floor?.task = hostile
            return result
        }
        results.append(BenchmarkResult(task: hostile, size: 1, threads: 1, kernelTarget: hostile, status: .failed, reason: hostile))
        var record = SampleRecords.record(
            suite: hostile, started: hostile, command: hostile, machine: machine, software: software, results: results,
            fits: [.init(task: hostile, family: hostile, threads: 1, kernelTarget: hostile, over: hostile, exponent: 1, low: 1, high: 1, points: 2)])
        record.purpose = hostile
        let html = page([record, record], title: hostile)
        #expect(!html.contains("<script"))
        #expect(!html.contains("\u{1}"))
        let reader = try read(html)
        #expect(reader.elements["script"] == nil)
        #expect(reader.text.contains("<script>alert('x')</script> & \"q\""))
    }

    @Test func theMachineTheSoftwareAndTheReasonsAreShown() throws {
        let text = try read(page([SampleRecords.rivals])).text
        for word in [
            "Test CPU <1> & Co, 2 cores", "8 GiB", "L1 data 32 KiB", "Linux 6.1", "Swift 6.3", "OpenBLAS 0.3.21", "avx512", "0123456789ab",
            "The floor of a task", "jax is not installed", "residual 0.17, says converged", "seeds 1",
        ] { #expect(text.contains(word), "\(word)") }
        #expect(!text.contains("frequency governor")) // absent in the record
    }

    @Test func severalRunsOfASuiteShowTheirTrend() throws {
        var later = SampleRecords.scaling()
        later.started = "2026-03-01T00:00:00Z"
        let single = try read(page([later]))
        #expect(!single.text.contains("Run by run"))
        let both = try read(page([later, SampleRecords.scaling()]))
        #expect(both.text.contains("Run by run"))
        #expect(both.elements["figure"] == 2 * (single.elements["figure"] ?? 0) + 1)
    }

    @Test func aRecordWithoutResultsIsAPageToo() throws {
        let reader = try read(page([SampleRecords.record(results: [])]))
        #expect(reader.elements["figure"] == nil && reader.elements["table"] == nil)
    }
}
