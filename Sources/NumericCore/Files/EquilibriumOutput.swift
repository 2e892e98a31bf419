/// The files of an equilibrium that is still to be found: where its efforts go to a NumPy file, a solve can write them
/// straight into it, so that they need no memory of their own.
///
/// ```swift
/// let output = try EquilibriumOutput(of: contest, to: "equilibrium.json")
/// try output.write(solve(contest, into: output.efforts))
/// ```
/// Nothing stands at the path, or beside it, until ``write(_:)`` has written all; what is not written leaves nothing.
public final class EquilibriumOutput {
    /// Zeros, one a cell, in the file that will hold the efforts; nil where they are inline or in a CSV file, and where
    /// the file system has no files without a name.
    public let efforts: CellBuffer?
    private let contest: Contest
    private let place: OutputPlace
    private let kind: String?
    private let output = OutputFiles()
    private let effortsFile: OutputFile?

    /// - Throws: ``FileError`` with the system's reason where nothing can be written there, or the efforts of a large
    ///   contest have no room.
    /// - Complexity: O(1); the file's pages are taken as they are written.
    public convenience init(of contest: Contest, to path: String, npy: Bool = false) throws(FileError) {
        try self.init(of: contest, to: path, npy: npy, mapsEfforts: true)
    }

    init(of contest: Contest, to path: String, npy: Bool, mapsEfforts: Bool) throws(FileError) {
        let layout = contest.layout
        let place = try OutputPlace(path)
        let kind = EquilibriumFile.sideKind(layout, npy: npy)
        self.contest = contest
        self.place = place
        self.kind = kind
        guard let kind else {
            (effortsFile, efforts) = (nil, nil)
            return
        }
        let side = try OutputPlace(place.sideFile("efforts.\(kind)"))
        guard mapsEfforts, kind == "npy", let file = output.addUnnamed(side) else {
            (effortsFile, efforts) = (try output.add(side), nil)
            return
        }
        try file.write(array: NpyHeader(rows: layout.creators, columns: layout.topics).bytes)
        let (pages, offset) = try file.map(adding: layout.cells * MemoryLayout<Double>.stride)
        let start = (pages.start + offset).bindMemory(to: Double.self, capacity: layout.cells)
        effortsFile = file
        efforts = CellBuffer(adopting: start, count: layout.cells, pages: pages) {}
    }

    /// Writes the equilibrium and puts all files in their places. Once.
    /// - Throws: ``FileError`` with the system's reason; nothing that was there is replaced then.
    /// - Complexity: O(cells) time; efforts in a side file are not copied in memory.
    public func write(_ equilibrium: Equilibrium) throws(FileError) {
        var equilibrium = equilibrium
        var place = EquilibriumFile.Efforts.inline
        let start = monotonicSeconds()
        if let effortsFile, let kind {
            try write(equilibrium.efforts, to: effortsFile)
            place = .sideFile(kind: kind, name: Paths.name(of: effortsFile.place.target))
        }
        var pricesFile: String?
        if let prices = equilibrium.capacityPrices, EquilibriumFile.hasPricesBeside(contest) {
            let file = try output.add(self.place.sideFile(EquilibriumFile.capacityPrices))
            try file.write(array: NpyHeader(count: prices.count).bytes)
            try file.write(array: prices)
            try file.finish()
            pricesFile = Paths.name(of: file.place.target)
        }
        if effortsFile != nil || pricesFile != nil { equilibrium.seconds.write = monotonicSeconds() - start }
        let file = try output.add(self.place)
        var failure: FileError?
        var json = JSONWriter { piece in
            if failure == nil { do throws(FileError) { try file.write(piece) } catch { failure = error } }
        }
        EquilibriumFile.describe(equilibrium, of: contest, place, pricesFile: pricesFile, &json)
        if let failure { throw failure }
        try output.commit()
    }

    private func write(_ profile: EffortProfile, to file: OutputFile) throws(FileError) {
        let layout = profile.layout
        if let efforts, profile.values === efforts { return try file.flushToDisk() }
        if let efforts {
            // Solved elsewhere after all.
            efforts.base.update(from: profile.values.base, count: efforts.count)
            try file.flushToDisk()
        } else if layout.isDense {
            try NpyArray.write(CellNumbers(profile.values), rows: layout.creators, columns: layout.topics, to: file)
        } else {
            try CellNames(contest).write(["effort"], [CellNumbers(profile.values)], of: layout, to: file)
        }
        try file.finish()
    }
}
