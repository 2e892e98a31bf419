/// Sensitivities as files: `nashbench/sensitivity/1`, the derivatives of one outcome with respect to every parameter of a game.
///
/// `gradient` has the shape of a game file: `market` {mu, alpha, beta, gamma, royalty, conversationShare, and where the
/// game has one licence {price, decay, outsideData}} with K numbers each, `cost` {coefficients,
/// exponents (n rows of K, null where not eligible), coupling {matrix, weights}, totalEffort {scale, exponent, weights}}, `capacity`
/// {limits, weights}, one number for each topic, creator or cell even where the game shares one. Entry (k, l) of `matrix`, and so (l, k),
/// is the derivative with respect to Q_kl and Q_lk moved together. Cells of sparse contests and of those above 100,000 cells are in
/// `<stem>.cells.csv` instead (columns creator, topic, coefficient, exponent), a matrix of more than 64 topics in
/// `<stem>.coupling.npy`. `largest` lists the parameters of costs and limits that move the outcome most, by elasticity: key paths
/// (`fields`), `values`, `derivatives`, `elasticities`. A derivative that does not exist is null; `kinks` lists where derivatives are
/// one-sided.
public enum SensitivityFile {
    static let schema = "nashbench/sensitivity/1"

    /// Writes the derivatives of an outcome; nothing is replaced unless every file could be written.
    /// - Throws: ``FileError`` with the system's reason where the path cannot be written.
    /// - Complexity: O(cells)
    public static func write(
        _ gradient: Sensitivity.Gradient, of outcome: Sensitivity.Outcome, at sensitivity: Sensitivity, largest: Int = 20, to path: String
    ) throws(FileError) {
        let contest = sensitivity.contest
        let place = try OutputPlace(path)
        let output = OutputFiles()
        var side = SideFiles()
        if hasSideFile(contest.layout) {
            let file = try output.add(place.sideFile("cells.csv"))
            let columns = [gradient.parameters.cost, gradient.parameters.exponent].map { CellNumbers(CellBuffer($0)) }
            try CellNames(contest).write(["coefficient", "exponent"], columns, of: contest.layout, to: file)
            side.cells = Paths.name(of: file.place.target)
        }
        if hasMatrixFile(contest) {
            let file = try output.add(place.sideFile(matrixEnding))
            // Symmetric: rows and columns are the same numbers.
            let matrix = CellNumbers(CellBuffer(gradient.parameters.couplingMatrix))
            try NpyArray.write(matrix, rows: contest.topics, columns: contest.topics, to: file)
            side.matrix = Paths.name(of: file.place.target)
        }
        let file = try output.add(path)
        var failure: FileError?
        var json = JSONWriter { piece in
            if failure == nil { do throws(FileError) { try file.write(piece) } catch { failure = error } }
        }
        describe(gradient, of: outcome, at: sensitivity, largest: largest, side, &json)
        if let failure { throw failure }
        try output.commit()
    }

    /// The files that ``write(_:of:at:largest:to:)`` makes.
    /// - Throws: ``FileError`` where nothing can be written at the path.
    package static func outputs(of contest: Contest, to path: String) throws(FileError) -> [String] {
        let place = try OutputPlace(path)
        let endings = (hasSideFile(contest.layout) ? ["cells.csv"] : []) + (hasMatrixFile(contest) ? [matrixEnding] : [])
        return [path] + endings.map { place.sideFile($0) }
    }

    /// The same JSON in pieces, cells inline whatever the size.
    public static func json(
        _ gradient: Sensitivity.Gradient, of outcome: Sensitivity.Outcome, at sensitivity: Sensitivity, largest: Int = 20, pieces: (String) -> Void
    ) {
        withoutActuallyEscaping(pieces) { pieces in
            var json = JSONWriter(pieces: pieces)
            describe(gradient, of: outcome, at: sensitivity, largest: largest, SideFiles(), &json)
        }
    }

    /// The names of the files beside the document; nil: inline.
    private struct SideFiles {
        var cells: String?
        var matrix: String?
    }

    private static let matrixEnding = "coupling.npy"

    private static func hasMatrixFile(_ contest: Contest) -> Bool { contest.coupling != nil && contest.topics > CoupledText.inlineTopics }

    private static func hasSideFile(_ layout: CellLayout) -> Bool { !layout.isDense || layout.cells > GameFile.inlineCells }

    private static func describe(
        _ gradient: Sensitivity.Gradient, of outcome: Sensitivity.Outcome, at sensitivity: Sensitivity, largest: Int, _ side: SideFiles,
        _ json: inout JSONWriter
    ) {
        let contest = sensitivity.contest
        let parameters = gradient.parameters
        json.string("schema", schema)
        json.string("outcome", outcome.name)
        json.number("value", gradient.value)
        json.integer("creators", contest.creators)
        json.integer("topics", contest.topics)
        if let names = contest.creatorNames { json.strings("creatorNames", names) }
        if let names = contest.topicNames { json.strings("topicNames", names) }
        json.strings("kinks", sensitivity.kinks.map(\.description))
        json.object("gradient") { json in
            json.object("market") { json in
                json.numbers("mu", parameters.mu)
                json.numbers("alpha", parameters.alpha)
                json.numbers("beta", parameters.beta)
                json.numbers("gamma", parameters.gamma)
                json.numbers("royalty", parameters.royalty)
                json.numbers("conversationShare", parameters.conversationShare)
                if contest.market.hasLicence {
                    json.object("licence") { json in
                        json.numbers("price", parameters.licencePrice)
                        json.numbers("decay", parameters.licenceDecay)
                        json.numbers("outsideData", parameters.outsideData)
                    }
                }
            }
            json.object("cost") { json in
                if let cells = side.cells {
                    json.sideFile("coefficients", "csv", cells)
                    json.sideFile("exponents", "csv", cells)
                } else {
                    json.matrix("coefficients", CellNumbers(CellBuffer(parameters.cost)), of: contest.layout)
                    json.matrix("exponents", CellNumbers(CellBuffer(parameters.exponent)), of: contest.layout)
                }
                if contest.coupling != nil {
                    json.object("coupling") { json in
                        if let matrix = side.matrix {
                            json.sideFile("matrix", "npy", matrix)
                        } else {
                            json.matrix("matrix", rows: contest.topics, columns: contest.topics) { parameters.couplingMatrix[$0 * contest.topics + $1] }
                        }
                        json.numbers("weights", parameters.couplingWeight)
                    }
                }
                if contest.totalEffort != nil {
                    json.object("totalEffort") { json in
                        json.numbers("scale", parameters.totalEffortScale)
                        json.number("exponent", parameters.totalEffortExponent)
                        json.numbers("weights", parameters.totalEffortWeight)
                    }
                }
            }
            if contest.capacity != nil {
                json.object("capacity") { json in
                    json.numbers("limits", parameters.capacityLimit)
                    json.numbers("weights", parameters.capacityWeight)
                }
            }
        }
        let entries = gradient.largestCostEntries(largest, in: contest)
        json.object("largest") { json in
            json.strings("fields", entries.map(\.field))
            json.numbers("values", entries.map(\.value))
            json.numbers("derivatives", entries.map(\.derivative))
            json.numbers("elasticities", entries.map(\.elasticity))
        }
        json.string("version", Release.version)
        json.close()
    }
}
