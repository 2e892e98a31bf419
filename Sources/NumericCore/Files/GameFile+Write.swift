extension GameFile {
    /// Writes a game so that reading it gives the same contest, bit for bit.
    ///
    /// Dense games of at most 100,000 cells hold everything inline. Larger ones have `<stem>.coefficients.npy` (and
    /// `<stem>.exponents.npy` where each cell has its own) in Fortran order beside the JSON; sparse ones
    /// `<stem>.cells.csv` with the columns creator, topic, cost (and exponent). A CSV needs names: a sparse contest
    /// without creator or topic names is written with the names "1", "2", ... and has them when read back.
    /// A coupling matrix of more than 64 topics is in `<stem>.coupling.npy`; of more than 100,000 creators the coupling
    /// weights are in `<stem>.coupling-weights.npy`, the scales of total effort in `<stem>.total-effort.npy` and the limits
    /// (infinity: none) in `<stem>.capacity.npy`.
    /// Nothing is replaced unless every file could be written; the side files take their places first.
    /// - Throws: ``FileError`` with the system's reason where the path cannot be written.
    /// - Complexity: O(cells) time; memory O(1) beside the text of a game that is inline.
    public static func write(_ contest: Contest, to path: String) throws(FileError) {
        let output = OutputFiles()
        let layout = contest.layout
        let costs = contest.costs
        let place = try OutputPlace(path)
        let isInline = sideEndings(costs).isEmpty
        var coupled = CoupledText(contest)
        let names = CellNames(contest)
        var coefficientsFile: (kind: String, name: String)?
        var exponentsName: String?
        if !layout.isDense {
            let sidePath = place.sideFile("cells.csv")
            try write(costs, names, to: output.add(sidePath))
            coefficientsFile = ("csv", Paths.name(of: sidePath))
        } else if !isInline {
            func write(_ values: CellNumbers, _ ending: String) throws(FileError) -> String {
                let sidePath = place.sideFile(ending)
                let file = try output.add(sidePath)
                try NpyArray.write(values, rows: layout.creators, columns: layout.topics, to: file)
                return Paths.name(of: sidePath)
            }
            coefficientsFile = ("npy", try write(costs.coefficients, "coefficients.npy"))
            if case .perCell(let exponents) = costs.exponents { exponentsName = try write(CellNumbers(exponents), "exponents.npy") }
        }
        try coupled.writeSideFiles(beside: place, to: output)
        let document = GameText(
            name: contest.name, competition: contest.competition, creators: layout.creators, topics: layout.topics,
            creatorNames: layout.isDense ? contest.creatorNames : names.creators,
            topicNames: layout.isDense ? contest.topicNames : names.topics, market: contest.market,
            inclusiveTerms: contest.inclusiveTerms)
        let text = document.text(capacity: coupled.writeCapacity) { cost in
            if let (kind, name) = coefficientsFile {
                cost.sideFile("coefficients", kind, name)
            } else {
                cost.matrix("coefficients", costs.coefficients, of: layout)
            }
            switch costs.exponents {
            case .shared(let rho): cost.number("exponents", rho)
            case .perTopic(let rhos): cost.numbers("exponents", rhos)
            case .perCell(let rhos):
                if let exponentsName {
                    cost.sideFile("exponents", "npy", exponentsName)
                } else if isInline {
                    cost.matrix("exponents", CellNumbers(rhos), of: layout)
                }
            }
            coupled.writeCosts(&cost)
        }
        try output.add(place).write(text)
        try output.commit()
    }

    /// The files that ``write(_:to:)`` makes for a contest.
    /// - Throws: ``FileError`` where nothing can be written at the path.
    package static func outputs(of contest: Contest, to path: String) throws(FileError) -> [String] {
        let place = try OutputPlace(path)
        return [path] + (sideEndings(contest.costs) + CoupledText.sideEndings(contest)).map { place.sideFile($0) }
    }

    /// How the names of the files with cells end; none where all is inline.
    private static func sideEndings(_ costs: PowerCost) -> [String] {
        guard costs.layout.isDense else { return ["cells.csv"] }
        guard costs.layout.cells > inlineCells else { return [] }
        if case .perCell = costs.exponents { return ["coefficients.npy", "exponents.npy"] }
        return ["coefficients.npy"]
    }

    private static func write(_ costs: PowerCost, _ names: CellNames, to file: OutputFile) throws(FileError) {
        let exponents = costs.perCellExponents.map(CellNumbers.init)
        try names.write(
            ["cost"] + (exponents == nil ? [] : ["exponent"]), [costs.coefficients] + (exponents.map { [$0] } ?? []),
            of: costs.layout, to: file)
    }
}

/// The JSON document of a game: all but its cells.
struct GameText {
    var name: String?
    var competition: Competition
    var creators: Int
    var topics: Int
    var creatorNames: [String]?
    var topicNames: [String]?
    var market: Market
    var inclusiveTerms = InclusiveTerms()

    /// `cost` writes the members of the object `cost`, `capacity` the object of that name where there is one.
    func text(capacity: (inout JSONWriter) -> Void = { _ in }, cost: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        json.string("schema", GameFile.schema)
        if let name { json.string("name", name) }
        json.string("competition", competition.rawValue)
        json.integer("creators", creators)
        json.integer("topics", topics)
        if let creatorNames { json.strings("creatorNames", creatorNames) }
        if let topicNames { json.strings("topicNames", topicNames) }
        json.object("market") { json in
            json.perTopic("mu", market.mu)
            json.perTopic("alpha", market.alpha)
            json.perTopic("beta", market.beta)
            json.perTopic("gamma", market.gamma)
            if market.hasRoyalty { json.perTopic("royalty", market.royalty) }
            if market.hasLicence {
                json.object("licence") { json in
                    json.perTopic("price", market.licence.price)
                    json.perTopic("decay", market.licence.decay)
                    json.perTopic("outsideData", market.licence.outsideData)
                }
            }
            if market.hasTwoEngines { json.perTopic("conversationShare", market.conversationShare) }
            if market.demand != .human { json.string("demand", market.demand.rawValue) }
        }
        json.object("cost", cost)
        capacity(&json)
        json.inclusiveTerms(inclusiveTerms)
        json.close()
        return json.text
    }
}

/// What the creators and topics of a contest are called in a CSV file: their names, or "1", "2", ... where it has none.
struct CellNames {
    let creators: [String]
    let topics: [String]

    init(_ contest: Contest) {
        creators = contest.creatorNames ?? (1...contest.creators).map(String.init)
        topics = contest.topicNames ?? (1...contest.topics).map(String.init)
    }

    /// A row a cell, topic after topic: creator, topic and its number in each column.
    func write(_ columns: [String], _ values: [CellNumbers], of layout: CellLayout, to file: OutputFile) throws(FileError) {
        let creatorFields = creators.map(CSVReader.field)
        try file.write("creator,topic,\(columns.joined(separator: ","))\n")
        for topic in 0..<layout.topics {
            let topicField = CSVReader.field(topics[topic])
            for cell in layout.range(ofTopic: topic) {
                var row = "\(creatorFields[layout.creator(ofCell: cell, topic: topic)]),\(topicField)"
                for column in values { row += ",\(column[cell])" }
                try file.write(row + "\n")
            }
        }
    }
}

extension JSONWriter {
    /// n rows of K, null where not eligible.
    mutating func matrix(_ key: String, _ values: CellNumbers, of layout: CellLayout) {
        matrix(key, rows: layout.creators, columns: layout.topics) { creator, topic in
            layout.cell(creator: creator, topic: topic).map { values[$0] }
        }
    }
}
