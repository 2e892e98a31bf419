import ArgumentParser
import NumericCore

/// Numbers that are claimed of a system, beside those that come out.
struct CheckedNumbersReport {
    private let rows: [CheckedNumber]

    init(_ rows: [CheckedNumber]) { self.rows = rows }

    /// Prints them and how many hold.
    /// - Throws: exit status 2 where one does not hold.
    func show(_ printing: PrintingOptions) throws {
        try Console.print(printing.json ? JSONText.of(rows.map(ClaimRow.init)) : table)
        if !printing.quiet { Console.note("\(Wording.count(held)) of \(Wording.count(rows.count)) hold") }
        if held < rows.count { throw ExitCode(2) }
    }

    /// How many hold.
    var held: Int { rows.count(where: \.holds) }

    /// A line each.
    var table: String {
        var table = TextTable(header: ["claim", "claimed", "found", "holds", "source"])
        for row in rows {
            table.add([
                "\(row.subject): \(row.statement)", NumberText.general(row.claimed, digits: 6), NumberText.general(row.found, digits: 6),
                row.holds ? "yes" : "NO", row.source.rawValue,
            ])
        }
        return table.text
    }
}
