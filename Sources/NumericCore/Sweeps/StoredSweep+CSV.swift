extension StoredSweep {
    /// The sweep as a table (RFC 4180): point, the parameters, status, grandTotal, utilitySum, relativeResidual,
    /// exploitability, then `total NAME`, `genAI NAME` and `price NAME` of every topic. A cell is empty where a number is
    /// infinite or missing.
    public var csv: String {
        let names = header.topicNames ?? (0..<header.topics).map(String.init)
        var columns = ["point"] + header.axes.map(\.label)
        columns += ["status", "grandTotal", "utilitySum", "relativeResidual", "exploitability"]
        for kind in ["total", "genAI", "price"] { columns += names.map { "\(kind) \($0)" } }
        var text = columns.map(Self.quoted).joined(separator: ",") + "\n"
        func number(_ value: Double?) -> String { value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "" }
        for record in records {
            var row = ["\(record.point)"] + header.axes.map { number(record.parameters[$0.field]) }
            row += [record.status.rawValue, number(record.grandTotal), number(record.utilitySum)]
            row += [number(record.certificate.relativeResidual), number(record.certificate.exploitability)]
            row += record.totals.map(number) + record.genAI.map(number) + record.prices.map(number)
            text += row.joined(separator: ",") + "\n"
        }
        return text
    }

    /// Writes ``csv`` to a file, which takes the place of another only once it is complete.
    /// - Throws: `FileError` where it cannot be written.
    public func writeCSV(to path: String) throws(FileError) {
        let output = OutputFiles()
        try output.add(path).write(csv)
        try output.commit()
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
