/// Games as files: `nashbench/game/1`, a JSON document with numbers inside or in NumPy and CSV files beside it.
///
/// ```json
/// { "schema": "nashbench/game/1", "competition": "exclusive",
///   "market": { "mu": [100, 40], "alpha": 0.7, "beta": 0.3, "gamma": [0.8, 1.0] },
///   "cost": { "coefficients": [[0.5, 1], [1, null], [2, 1.5]], "exponents": 1.5 } }
/// ```
/// ```swift
/// let contest = try GameFile.read("game.json")
/// contest.layout.cells   // 5
/// ```
/// Required: `schema`, `competition`, `market.mu`, `cost.coefficients`. Defaults: alpha 0, beta 0, gamma 1, exponents 1.
/// A market entry is a number or K numbers; `scalingExponent` and `demandExponent` together may stand in place of `beta`
/// and `gamma`. Market variants are `royalty`, `licence` {price, decay, outsideData}, `conversationShare` (numbers or K numbers)
/// and `demand` (`human` or `total`). Coefficients are n rows of K, null where not eligible; exponents a number, K numbers or n rows of K
/// (those of cells that are not eligible are ignored). `creators`, `topics` and the names are checked where given.
/// What couples topics may follow: `cost.coupling` {matrix, weights}, `cost.totalEffort` {scale, exponent, weights} and
/// `capacity` {limits, weights}; the parameters are those of ``CouplingCost``, ``TotalEffortCost`` and ``Capacity``.
/// Inclusive games may have `genAIPayoff`, `adoption`, `usageFee` {flat, share} and `hybrid` {allowed, fee} (``InclusiveTerms``).
///
/// An array or matrix may be `{"npy": "name"}`, a NumPy file (format 1.0 to 3.0, float64 or float32, either order; NaN:
/// not eligible) beside the game. Fortran order is mapped and used where it lies: float64, and float32 coefficients of a
/// dense game, which stay floats. Coefficients may be
/// `{"csv": "name"}` with the columns creator, topic, cost and, for exponents a cell, `exponent`, in which case
/// `cost.exponents` is left out. Names in the game fix the order of a CSV's creators and topics; where there are none
/// they come in the order in which they first appear.
public enum GameFile {
    static let schema = "nashbench/game/1"
    /// Dense games with more cells have their matrices in files beside the JSON.
    static let inlineCells = 100_000

    /// The contest in a file.
    /// - Throws: ``FileError`` naming the file, the key path or line, what was expected and what was found: for an
    ///   unknown schema or key, a wrong type or shape, a number outside its domain, a feature that is not supported yet.
    /// - Complexity: O(cells) time. Memory: nothing beyond file pages for matrices that are mapped, one double a cell
    ///   for each that is not.
    public static func read(_ path: String) throws(FileError) -> Contest {
        try read(FileBytes(path))
    }

    /// The same; adds the file and those it names to the inputs of a run.
    package static func read(_ path: String, inputs: inout InputFiles) throws(FileError) -> Contest {
        try read(FileBytes(path), inputs: &inputs)
    }

    static func read(_ contents: FileBytes) throws(FileError) -> Contest {
        var inputs = InputFiles()
        return try read(contents, inputs: &inputs)
    }

    private static func read(_ contents: FileBytes, inputs: inout InputFiles) throws(FileError) -> Contest {
        let document = try JSONParser.document(contents)
        inputs.add(contents.file)
        inputs.addSideFiles(of: document)
        try document.document(schema: schema)
        return try GameReader(document).contest()
    }
}

/// A game document on its way to a contest.
struct GameReader {
    private let root: JSONObject
    private let market: JSONObject
    private let cost: JSONObject
    private var file: String { root.node.file }

    init(_ document: JSONNode) throws(FileError) {
        root = try document.object([
            "schema", "name", "competition", "creators", "topics", "creatorNames", "topicNames", "market", "cost", "capacity",
            "genAIPayoff", "adoption", "usageFee", "hybrid",
        ])
        market = try root.required("market", expected: "an object").object([
            "mu", "alpha", "beta", "gamma", "scalingExponent", "demandExponent", "royalty", "licence", "conversationShare", "demand",
        ])
        cost = try root.required("cost", expected: "an object").object(["coefficients", "exponents", "coupling", "totalEffort"])
    }

    func contest() throws(FileError) -> Contest {
        let competition = try competition()
        var creators = CellTable.Names(try root["creatorNames"].map { node throws(FileError) in try names(node) })
        var topics = CellTable.Names(try root["topicNames"].map { node throws(FileError) in try names(node) })
        let costs = try costs(&creators, &topics)
        let (n, k) = (costs.layout.creators, costs.layout.topics)
        for (key, count) in [("creators", n), ("topics", k)] {
            if let node = root[key], try node.integer() != count { throw node.error(expected: "\(count), as many as in cost.coefficients") }
        }
        for (key, names, count) in [("creatorNames", creators, n), ("topicNames", topics, k)] where names.isFixed && names.all.count != count {
            throw root[key]!.error(expected: "\(count) names, as many as in cost.coefficients", found: "\(names.all.count)")
        }
        let contestMarket = try contestMarket(topics: k)
        let coupled = CoupledKeys(root: root, cost: cost, creators: n, topics: k)
        let (coupling, totalEffort, capacity) = (try coupled.coupling(), try coupled.totalEffort(), try coupled.capacity())
        let terms = try InclusiveKeys(root: root).terms()
        let name = try root["name"].map { node throws(FileError) in try node.string() }
        do {
            return try Contest(
                market: contestMarket, costs: costs, coupling: coupling, totalEffort: totalEffort, capacity: capacity,
                competition: competition, inclusiveTerms: terms, name: name,
                creatorNames: creators.all.isEmpty ? nil : creators.all, topicNames: topics.all.isEmpty ? nil : topics.all)
        } catch { throw FileError(file: file, error) }
    }

    private func competition() throws(FileError) -> Competition {
        try root.required("competition", expected: "human-only, exclusive or inclusive").word(Competition.self)
    }

    private func names(_ node: JSONNode) throws(FileError) -> [String] {
        let names = try node.strings()
        func fault(_ place: Int, _ expected: String, _ found: String? = nil) -> FileError {
            JSONNode(file: file, path: "\(node.path)[\(place)]", value: .string(names[place])).error(expected: expected, found: found)
        }
        let repeated = NameIndex(names).repeated
        if let empty = names.firstIndex(where: \.isEmpty), empty < repeated?.place ?? names.count {
            throw fault(empty, "a name that is not empty")
        }
        if let (place, first) = repeated {
            throw fault(place, "a name not used before", "\(FileError.quote(names[place])), as in \(node.path)[\(first)]")
        }
        return names
    }

    private func contestMarket(topics: Int) throws(FileError) -> Market {
        func perTopic(_ key: String) throws(FileError) -> PerTopic? {
            try market[key].map { node throws(FileError) in try node.perTopic(count: topics) }
        }
        _ = try market.required("mu", expected: "a number or \(topics) numbers")
        let (mu, alpha) = (try perTopic("mu") ?? 0, try perTopic("alpha") ?? 0)
        let (beta, gamma) = (try perTopic("beta") ?? 0, try perTopic("gamma") ?? 1)
        let (scaling, demand) = (try perTopic("scalingExponent"), try perTopic("demandExponent"))
        if let given = market["scalingExponent"] ?? market["demandExponent"] {
            let keys = ["beta", "gamma", "scalingExponent", "demandExponent"].filter { market[$0] != nil }
            guard keys == ["scalingExponent", "demandExponent"] else {
                throw given.error(
                    expected: "beta and gamma, or scalingExponent and demandExponent, not mixed", found: keys.joined(separator: " and "))
            }
        }
        let (royalty, conversation) = (try perTopic("royalty") ?? 0, try perTopic("conversationShare") ?? 1)
        let (licence, attention) = (try licence(topics: topics), try market["demand"]?.word(Demand.self) ?? .human)
        do throws(FieldError) {
            var market = try Market(
                mu: mu, alpha: alpha, royalty: royalty, licence: licence, conversationShare: conversation, demand: attention)
            if let scaling, let demand { return try market.with(scalingExponent: scaling, demandExponent: demand) }
            (market.beta, market.gamma) = (beta, gamma)
            try market.validate(topics: topics)
            return market
        } catch { throw FileError(file: file, error) }
    }

    private func licence(topics: Int) throws(FileError) -> Market.Licence {
        guard let licence = try market["licence"].map({ node throws(FileError) in try node.object(["price", "decay", "outsideData"]) })
        else { return .none }
        func perTopic(_ key: String) throws(FileError) -> PerTopic {
            try licence[key].map { node throws(FileError) in try node.perTopic(count: topics) } ?? 0
        }
        return Market.Licence(price: try perTopic("price"), decay: try perTopic("decay"), outsideData: try perTopic("outsideData"))
    }

    private func costs(_ creators: inout CellTable.Names, _ topics: inout CellTable.Names) throws(FileError) -> PowerCost {
        let node = try cost.required("coefficients", expected: "n rows of K numbers, {\"npy\": name} or {\"csv\": name}")
        guard node.isObject else { return try costs(matrix: InlineMatrix(node)) }
        let (kind, contents) = try node.sideFile(["npy", "csv"])
        if kind == "npy" { return try costs(array: NpyArray(contents).matrix()) }
        let table = try CellTable.read(
            contents,
            [
                .init(name: "cost", domain: "a number > 0", contains: { $0 > 0 }),
                .init(name: "exponent", isOptional: true, domain: "a number >= 1", contains: { $0 >= 1 }),
            ], creators: &creators, topics: &topics)
        var exponents: CostExponents
        if let perCell = table.columns[1] {
            if let given = cost["exponents"] { throw given.error(expected: "nothing, as \(Paths.name(of: contents.file)) has exponents") }
            exponents = .perCell(perCell)
        } else {
            exponents = try self.exponents(of: table.layout)
        }
        return try costs(table.layout, CellNumbers(table.columns[0]!), exponents)
    }

    /// The array is read once where every cell has a valid cost, by the check of the costs themselves; only one that
    /// fails it is looked at for cells that are not eligible.
    private func costs(array: NpyArray) throws(FileError) -> PowerCost {
        let layout = CellLayout(creators: array.rows, topics: array.columns)
        if let dense = try? costs(layout, array.storedNumbers(), exponents(of: layout)) { return dense }
        return try costs(matrix: array)
    }

    private func costs(matrix: some NumberMatrix) throws(FileError) -> PowerCost {
        guard matrix.rows <= Int(Int32.max) else {
            throw cost.node.error(expected: "at most \(Int32.max) creators", found: "\(matrix.rows)")
        }
        let layout = matrix.layout()
        return try costs(layout, CellNumbers(matrix.cells(of: layout)), exponents(of: layout))
    }

    private func costs(_ layout: CellLayout, _ coefficients: CellNumbers, _ exponents: CostExponents) throws(FileError) -> PowerCost {
        do {
            return try PowerCost(layout: layout, coefficients: coefficients, exponents: exponents)
        } catch { throw FileError(file: file, error) }
    }

    private func exponents(of layout: CellLayout) throws(FileError) -> CostExponents {
        guard let node = cost["exponents"] else { return .shared(1) }
        let (n, k) = (layout.creators, layout.topics)
        if node.isObject {
            let array = try NpyArray(node.sideFile(["npy"]).contents)
            if array.header.shape.count == 1 { return .perTopic(try array.vector(count: k)) }
            return .perCell(try array.matrix(rows: n, columns: k).cells(of: layout))
        }
        guard case .list(let elements) = node.value else { return .shared(try node.number()) }
        guard case .list = elements.first else { return .perTopic(try node.numbers(count: k)) }
        let matrix = try InlineMatrix(node)
        guard (matrix.rows, matrix.columns) == (n, k) else {
            throw node.error(expected: "\(n) rows of \(k)", found: "\(matrix.rows) rows of \(matrix.columns)")
        }
        for topic in 0..<k {
            for cell in layout.range(ofTopic: topic) {
                let creator = layout.creator(ofCell: cell, topic: topic)
                if matrix.value(row: creator, column: topic).isNaN {
                    throw FileError(
                        file: file, field: "\(node.path)[\(creator)][\(topic)]", expected: "a finite number >= 1", found: "null")
                }
            }
        }
        return .perCell(matrix.cells(of: layout))
    }
}

extension JSONNode {
    /// A number for all topics, K numbers, or a NumPy array of K.
    func perTopic(count: Int) throws(FileError) -> PerTopic {
        if isObject { return PerTopic(try NpyArray(sideFile(["npy"]).contents).vector(count: count)) }
        if isList { return PerTopic(try numbers(count: count)) }
        guard case .number(let number) = value, number.isFinite else { throw error(expected: "a number or \(count) numbers") }
        return PerTopic(number)
    }
}
