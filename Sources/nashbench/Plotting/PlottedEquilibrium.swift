import NumericCore

/// An equilibrium as a picture shows it.
struct PlottedEquilibrium {
    let summary: EquilibriumSummary
    /// The name of its file.
    let file: String

    /// - Parameter path: where the summary was read.
    /// - Throws: `FileError` where there is no profile.
    init(_ summary: EquilibriumSummary, path: String) throws(FileError) {
        // Of an inclusive game without an equilibrium the profile closest to one is there.
        let isMissing = summary.totals.contains(where: \.isNaN) || [.noEquilibrium, .unsupported].contains(summary.status)
        guard !isMissing, summary.status != .noneFound || summary.adoption != nil else {
            throw FileError(file: path, field: "status", expected: "a profile to draw", found: summary.status.rawValue)
        }
        self.summary = summary
        file = Paths.name(of: path)
    }

    var creators: Int { summary.creators }
    var topics: Int { summary.topics }
    var totals: [Double] { summary.totals }
    var genAI: [Double] { summary.genAI }
    var utilities: [Double] { summary.utilities }
    var names: [String] { summary.topicNames ?? (0..<topics).map { "topic \($0)" } }
    var grandTotal: Double { totals.reduce(0, +) }

    /// `base.json, converged, residual 3e-15`
    var provenance: String {
        var parts = [file, summary.status.rawValue]
        if let residual = summary.certificate?.relativeResidual { parts.append("residual \(Wording.error(residual))") }
        return parts.joined(separator: ", ")
    }

    /// Both must be of the same creators and topics.
    func requireSameSides(as other: PlottedEquilibrium) throws(FileError) {
        guard creators == other.creators, topics == other.topics else {
            throw FileError(
                file: other.file, expected: "\(creators) creators and \(topics) topics, as in \(file)",
                found: "\(other.creators) and \(other.topics)")
        }
        guard names == other.names else { throw FileError(file: other.file, field: "topicNames", expected: "those of \(file)", found: "others") }
    }
}
