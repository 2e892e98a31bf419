extension GameFile {
    /// Writes a random game as ``write(_:to:)`` writes its contest, each cell drawn when its turn comes.
    ///
    /// With `float32` the coefficients are rounded to floats and always in `<stem>.coefficients.npy`, four bytes a cell.
    /// - Throws: ``FileError`` with the system's reason where the path cannot be written.
    /// - Complexity: O(cells) time; memory O(topics) where the cells are in files of their own.
    public static func write(_ game: RandomGame, to path: String, float32: Bool = false) throws(FileError) {
        do { try write(game, to: path, float32: float32, beforeNaming: {}) } catch let error as FileError { throw error } catch {
            throw FileError(file: path, expected: "a game that can be drawn", found: "\(error)")
        }
    }

    /// The same; calls `beforeNaming`, perhaps more than once, before any file gets a name, the temporary ones
    /// included: until then the program may end anywhere and leave nothing.
    package static func write(_ game: RandomGame, to path: String, float32: Bool, beforeNaming: () throws -> Void) throws {
        guard float32 || game.cells > inlineCells else {
            let contest = try game.contest()
            try beforeNaming()
            return try write(contest, to: path)
        }
        let output = OutputFiles()
        let place = try OutputPlace(path)
        func add(_ ending: String, float32: Bool = false, _ draw: Draw) throws -> String {
            let side = try OutputPlace(place.sideFile(ending))
            if let file = output.addUnnamed(side) {
                try stream(game, float32: float32, to: file, draw)
            } else {
                try beforeNaming()
                try stream(game, float32: float32, to: output.add(side), draw)
            }
            return Paths.name(of: side.path)
        }
        let coefficients = try add("coefficients.npy", float32: float32, game.coefficients)
        let exponents = game.family.sharedExponent == nil ? try add("exponents.npy", game.exponents) : nil
        let document = GameText(
            name: game.name, competition: .exclusive, creators: game.creators, topics: game.topics, market: game.market)
        let text = document.text { cost in
            cost.sideFile("coefficients", "npy", coefficients)
            if let exponents { cost.sideFile("exponents", "npy", exponents) }
            if let rho = game.family.sharedExponent { cost.number("exponents", rho) }
        }
        try beforeNaming()
        try output.add(place).write(text)
        try output.commit()
    }

    /// The files that ``write(_:to:float32:)`` makes.
    /// - Throws: ``FileError`` where nothing can be written at the path.
    package static func outputs(of game: RandomGame, to path: String, float32: Bool) throws(FileError) -> [String] {
        guard float32 || game.cells > inlineCells else { return [path] }
        let place = try OutputPlace(path)
        let endings = ["coefficients.npy"] + (game.family.sharedExponent == nil ? ["exponents.npy"] : [])
        return [path] + endings.map { place.sideFile($0) }
    }

    /// Numbers of some creators in a topic.
    private typealias Draw = (_ topic: Int, _ creators: Range<Int>, _ values: UnsafeMutableBufferPointer<Double>) -> Void

    /// Column after column, a tile at a time.
    private static func stream(_ game: RandomGame, float32: Bool, to file: OutputFile, _ draw: Draw) throws(FileError) {
        try file.write(array: NpyHeader(rows: game.creators, columns: game.topics, number: float32 ? .float32 : .float64).bytes)
        let tile = 1 << 16
        let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: min(tile, game.creators))
        let floats = UnsafeMutableBufferPointer<Float>.allocate(capacity: float32 ? values.count : 1)
        defer {
            values.deallocate()
            floats.deallocate()
        }
        for topic in 0..<game.topics {
            for first in stride(from: 0, to: game.creators, by: tile) {
                let drawn = UnsafeMutableBufferPointer(rebasing: values[..<min(tile, game.creators - first)])
                draw(topic, first..<first + drawn.count, drawn)
                guard float32 else {
                    try file.write(array: drawn)
                    continue
                }
                for i in drawn.indices { floats[i] = Float(drawn[i]) }
                try file.write(array: UnsafeMutableBufferPointer(rebasing: floats[..<drawn.count]))
            }
        }
    }
}
