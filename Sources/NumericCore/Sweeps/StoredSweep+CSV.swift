extension StoredSweep {
    /// The sweep as a table (RFC 4180): point, the parameters, status, creators, grandTotal, genAITotal, genAIShare, welfare, the
    /// quantiles `utility 0` to `utility 1` and the Gini coefficient of utilities, in an inclusive game the equilibria found and the
    /// fraction on GenAI (of the profile shown, least and most of all listed), relativeResidual, exploitability, uniqueness, then
    /// `total NAME`, `genAI NAME` and `price NAME` of every topic. A cell is empty where a number is infinite or missing.
    public var csv: String {
        let names = header.topicNames ?? (0..<header.topics).map(String.init)
        var columns = ["point"] + header.axes.map(\.label)
        columns += ["status", "creators", "grandTotal", "genAITotal", "genAIShare", "welfare"]
        columns += UtilityDistribution.levels.map { "utility \(NumberText.general($0))" }
        columns += ["utilityGini"] + (isInclusive ? ["equilibria", "genAIFraction", "leastFraction", "mostFraction"] : [])
        columns += ["relativeResidual", "exploitability", "uniqueness"]
        for kind in ["total", "genAI", "price"] { columns += names.map { "\(kind) \($0)" } }
        var text = columns.map(Self.quoted).joined(separator: ",") + "\n"
        func number(_ value: Double?) -> String { value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "" }
        for record in records {
            var row = ["\(record.point)"] + header.axes.map { number(record.parameters[$0.field]) }
            row += [record.status.rawValue, "\(record.creators)"]
            row += [record.grandTotal, record.genAI.reduce(0, +), record.genAIShare, record.welfare].map(number)
            row += record.utilities.quantiles.map(number) + [number(record.utilities.gini)]
            if isInclusive {
                row += [record.adoption?.equilibria, record.adoption?.genAIFraction, record.adoption?.leastFraction, record.adoption?.mostFraction].map(number)
            }
            row += [number(record.certificate.relativeResidual), number(record.certificate.exploitability), record.certificate.uniqueness]
            row += record.totals.map(number) + record.genAI.map(number) + record.prices.map(number)
            text += row.joined(separator: ",") + "\n"
        }
        return text
    }

    private var isInclusive: Bool { header.competition == Competition.inclusive.rawValue }

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
