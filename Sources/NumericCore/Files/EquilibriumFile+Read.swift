extension EquilibriumFile {
    /// Reads efforts back onto the contest's layout, with what the file claims.
    ///
    /// Every field that is written always must be there (`reason` unless converged); `methodReason` and `capacityPrices`
    /// may be, whatever the contest: a start or a comparison need not have its capacity. `searched` and `otherEquilibria` are not read. Creators, topics, names (where both
    /// have them) and all shapes must be the contest's. Efforts are finite and
    /// >= 0; where a creator is not eligible null, 0 or nothing. Float64 in Fortran order is used where it lies.
    /// - Throws: ``FileError`` naming the key path, or the line of a side file.
    /// - Complexity: O(cells).
    public static func read(_ path: String, of contest: Contest) throws(FileError) -> StoredEquilibrium {
        try read(FileBytes(path), of: contest)
    }

    /// The same; adds the file and those it names to the inputs of a run.
    package static func read(_ path: String, of contest: Contest, inputs: inout InputFiles) throws(FileError) -> StoredEquilibrium {
        try read(FileBytes(path), of: contest, inputs: &inputs)
    }

    static let keys = [
        "schema", "status", "reason", "method", "methodReason", "creators", "topics", "creatorNames", "topicNames", "totals",
        "efforts", "genAI", "prices", "utilities", "capacityPrices", "certificate", "searched", "otherEquilibria", "iterations", "seconds", "kernelTarget", "threads", "version",
    ]

    static let certificateKeys = [
        "relativeResidual", "roundingFloor", "exploitability", "relativeExploitability", "exploitabilityKind", "worstCreator",
        "uniqueness", "condition",
    ]

    static func read(_ contents: FileBytes, of contest: Contest) throws(FileError) -> StoredEquilibrium {
        var inputs = InputFiles()
        return try read(contents, of: contest, inputs: &inputs)
    }

    private static func read(_ contents: FileBytes, of contest: Contest, inputs: inout InputFiles) throws(FileError) -> StoredEquilibrium {
        let document = try JSONParser.document(contents)
        inputs.add(contents.file)
        inputs.addSideFiles(of: document)
        try document.document(schema: schema)
        let root = try document.object(keys)
        let run = try StoredRun(root, of: contest)
        let status = run.status
        func list(_ key: String, _ count: Int) throws(FileError) -> [Double] {
            try root.required(key, expected: "\(count) numbers").numbersOrNulls(count: count)
        }
        return StoredEquilibrium(
            status: status, reason: run.reason, method: run.method,
            methodReason: try root["methodReason"].map { node throws(FileError) in try node.string() },
            efforts: try efforts(root.required("efforts", expected: "\(contest.creators) rows of \(contest.topics)"), contest),
            totals: try list("totals", contest.topics), genAI: try list("genAI", contest.topics), prices: try list("prices", contest.topics),
            utilities: try list("utilities", contest.creators),
            capacityPrices: try root["capacityPrices"].map { node throws(FileError) in try capacityPrices(node, contest.creators) },
            certificate: try certificate(root.required("certificate", expected: "an object"), status, creators: contest.creators),
            iterations: try root.integer("iterations", atLeast: 0), kernelTarget: run.kernelTarget, threads: run.threads,
            version: run.version)
    }

    /// Finite numbers >= 0, one a creator.
    private static func capacityPrices(_ node: JSONNode, _ count: Int) throws(FileError) -> [Double] {
        let domain = "a finite number >= 0"
        if node.isObject {
            let array = try NpyArray(node.sideFile(["npy"]).contents)
            let prices = try array.vector(count: count)
            if let bad = prices.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
                throw array.error("[\(bad)]", expected: domain, found: "\(prices[bad])")
            }
            return prices
        }
        let prices = try node.numbers(count: count)
        if let bad = prices.firstIndex(where: { $0 < 0 }) {
            throw FileError(file: node.file, field: "\(node.path)[\(bad)]", expected: domain, found: "\(prices[bad])")
        }
        return prices
    }

    static func certificate(_ node: JSONNode, _ status: Status, creators: Int) throws(FileError) -> Certificate {
        let object = try node.object(certificateKeys)
        func number(_ key: String) throws(FileError) -> Double {
            try object.required(key, expected: "a number or null").numberOrNull() ?? .nan
        }
        let kind = try object.required("exploitabilityKind", expected: "\"search\" or \"bound\"")
        guard let exploitabilityKind = Settings.Exploitability(rawValue: try kind.string()) else {
            throw kind.error(expected: "\"search\" or \"bound\"")
        }
        let claim = try object.required("uniqueness", expected: "\"proved\" or \"not-claimed\"")
        guard let uniqueness = Certificate.Uniqueness(rawValue: try claim.string()) else {
            throw claim.error(expected: "\"proved\" or \"not-claimed\"")
        }
        let worst = try object.required("worstCreator", expected: "a creator's index")
        guard try (0..<creators).contains(worst.integer()) else { throw worst.error(expected: "an index from 0 to \(creators - 1)") }
        return Certificate(
            relativeResidual: try number("relativeResidual"), roundingFloor: try number("roundingFloor"),
            exploitability: try number("exploitability"), relativeExploitability: try number("relativeExploitability"),
            exploitabilityKind: exploitabilityKind, worstCreator: try worst.integer(), uniqueness: uniqueness,
            condition: try object.required("condition", expected: "a string").string(), isConverged: status == .converged)
    }

    static func efforts(_ node: JSONNode, _ contest: Contest) throws(FileError) -> EffortProfile {
        let layout = contest.layout
        guard node.isObject else {
            let matrix = try InlineMatrix(node)
            guard (matrix.rows, matrix.columns) == (layout.creators, layout.topics) else {
                throw node.error(
                    expected: "\(layout.creators) rows of \(layout.topics)", found: "\(matrix.rows) rows of \(matrix.columns)")
            }
            return try profile(matrix, layout) { creator, topic, expected, found in
                FileError(file: node.file, field: "\(node.path)[\(creator)][\(topic)]", expected: expected, found: found.isNaN ? "null" : "\(found)")
            }
        }
        let (kind, contents) = try node.sideFile(["npy", "csv"])
        guard kind == "npy" else { return try profile(table: contents, contest) }
        let array = try NpyArray(contents).matrix(rows: layout.creators, columns: layout.topics)
        // Read once where all is well; only an array with a fault is gone through again for its place.
        if layout.isDense {
            let values = array.columnMajor()
            if areEfforts(values) { return EffortProfile(layout: layout, values: values) }
        }
        return try profile(array, layout) { creator, topic, expected, found in
            array.error("[\(creator)][\(topic)]", expected: expected, found: "\(found)")
        }
    }

    /// Whether all are finite and at least 0.
    private static func areEfforts(_ values: CellBuffer) -> Bool {
        let kernels = KernelTarget.anyTable
        let pages = PageRelease([values.pages])
        defer { pages.letGo() }
        let tile = 1 << 16
        for first in stride(from: 0, to: values.count, by: tile) {
            let count = min(tile, values.count - first)
            guard kernels.pointee.count_within(count, values.base + first, 0, .greatestFiniteMagnitude) == count else { return false }
            pages.add(count)
        }
        return true
    }

    private static func profile(
        _ matrix: some NumberMatrix, _ layout: CellLayout, _ error: (Int, Int, String, Double) -> FileError
    ) throws(FileError) -> EffortProfile {
        for topic in 0..<layout.topics {
            for creator in 0..<layout.creators {
                let effort = matrix.value(row: creator, column: topic)
                if effort >= 0 && effort.isFinite {
                    if effort == 0 || layout.isDense || layout.cell(creator: creator, topic: topic) != nil { continue }
                    throw error(creator, topic, "null or 0 (this creator is not eligible in this topic)", effort)
                }
                if effort.isNaN, !layout.isDense, layout.cell(creator: creator, topic: topic) == nil { continue }
                throw error(creator, topic, "a finite effort >= 0", effort)
            }
        }
        return EffortProfile(layout: layout, values: matrix.cells(of: layout))
    }

    /// One number a cell from a table of three columns, the last with this name; 0 may stand where a creator is not eligible.
    static func profile(table contents: FileBytes, column: String = "effort", _ contest: Contest) throws(FileError) -> EffortProfile {
        let layout = contest.layout
        let names = CellNames(contest)
        var creators = CellTable.Names(names.creators)
        var topics = CellTable.Names(names.topics)
        let column = CellTable.Column(name: column, domain: "a number >= 0", contains: { $0 >= 0 })
        let table = try CellTable.read(contents, [column], creators: &creators, topics: &topics)
        let efforts = table.columns[0]!
        if table.layout.isSame(as: layout) { return EffortProfile(layout: layout, values: efforts) }
        let values = CellBuffer(count: layout.cells)
        for topic in 0..<layout.topics {
            var given = 0
            for cell in table.layout.range(ofTopic: topic) {
                let creator = table.layout.creator(ofCell: cell, topic: topic)
                if let place = layout.cell(creator: creator, topic: topic) {
                    values.withUnsafeMutableValues { $0[place] = efforts[cell] }
                    given += 1
                } else if efforts[cell] != 0 {
                    let lines = try CellTable.lines(ofCell: names.creators[creator], names.topics[topic], in: contents, [column])
                    throw FileError(
                        file: contents.file, field: "line \(lines[0])", expected: "0 (this creator is not eligible in this topic)",
                        found: "\(efforts[cell])")
                }
            }
            let eligible = layout.range(ofTopic: topic).count
            guard given == eligible else {
                throw FileError(
                    file: contents.file, expected: "the efforts of all \(eligible) eligible creators of the topic \(FileError.quote(names.topics[topic]))",
                    found: "\(given)")
            }
        }
        return EffortProfile(layout: layout, values: values)
    }
}
