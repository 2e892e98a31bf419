import Testing
@testable import nashbench

@Suite struct WordingTests {
    @Test(arguments: [(0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (8096, "8,096"), (-1_234_567, "-1,234,567")])
    func counts(value: Int, text: String) { #expect(Wording.count(value) == text) }

    @Test func countedNouns() {
        #expect(Wording.count(1, "pass", "passes") == "1 pass")
        #expect(Wording.count(0, "pass", "passes") == "0 passes")
        #expect(Wording.count(2249, "creator", "creators") == "2,249 creators")
    }

    @Test(arguments: [
        (0, "0"), (63276.0056, "63,276.0"), (679_164.6422, "679,165"), (1.5, "1.50000"), (0.5, "0.500000"), (0.0123456, "0.0123456"),
        (-12.5, "-12.5000"), (8.648811773970256e42, "8.64881e+42"), (3e-15, "3.00000e-15"), (.infinity, "infinite"), (.nan, "unknown"),
    ] as [(Double, String)])
    func amounts(value: Double, text: String) { #expect(Wording.amount(value) == text) }

    @Test(arguments: [(3e-15, "3e-15"), (2.54e-13, "2.5e-13"), (0, "0"), (.nan, "unknown"), (.infinity, "infinite")] as [(Double, String)])
    func errors(value: Double, text: String) { #expect(Wording.error(value) == text) }

    @Test(arguments: [(12e-6, "12 µs"), (0.0009, "0.9 ms"), (0.34, "340 ms"), (2.414, "2.41 s")])
    func durations(seconds: Double, text: String) { #expect(Wording.duration(seconds) == text) }

    @Test func tablesAlign() {
        var table = TextTable(header: ["topic", "total"])
        table.add(["é", "1"])
        table.add(["longer name", "1,000"])
        #expect(table.text == "topic        total\né                1\nlonger name  1,000")
    }

    @Test func cutsShowTheLargest() {
        let values = [3.0, 9, 1, 9]
        #expect(TableCut(count: 4, limit: 4) { values[$0] }.shown == [0, 1, 2, 3])
        let cut = TableCut(count: 4, limit: 2) { values[$0] }
        #expect(cut.shown == [1, 3])
        #expect(cut.hidden == 2)
    }

    @Test func progressLines() {
        #expect(ProgressBar.line(label: "solving", done: 4000, total: 10000, unit: "cells") == "solving [########............]  40%  4,000 of 10,000 cells")
        #expect(ProgressBar.line(label: "solving", done: 5, total: 5, unit: "points").contains("[####################] 100%"))
        #expect(ProgressBar.line(label: "solving", done: 0, total: 0, unit: "cells").contains("  0%"))
    }
}
