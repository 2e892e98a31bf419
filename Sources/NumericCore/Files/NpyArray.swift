/// n rows of K numbers in a file, in whatever order it keeps them; NaN where there is none.
protocol NumberMatrix {
    var rows: Int { get }
    var columns: Int { get }
    func value(row: Int, column: Int) -> Double
    /// All of them column after column, in the file's own memory where it can serve.
    func columnMajor() -> CellBuffer
}

extension NumberMatrix {
    /// Which creators have a number in each topic.
    /// - Complexity: O(rows columns); for a matrix with gaps 4 bytes a cell.
    func layout() -> CellLayout {
        var counts = [Int](repeating: 0, count: columns)
        for column in 0..<columns {
            for row in 0..<rows where !value(row: row, column: column).isNaN { counts[column] += 1 }
        }
        if counts.allSatisfy({ $0 == rows }) { return CellLayout(creators: rows, topics: columns) }
        var offsets = [0]
        for count in counts { offsets.append(offsets.last! + count) }
        var creators: [Int32] = []
        creators.reserveCapacity(offsets.last!)
        for column in 0..<columns {
            for row in 0..<rows where !value(row: row, column: column).isNaN { creators.append(Int32(row)) }
        }
        return CellLayout(creators: rows, offsets: offsets, creatorIndex: creators)
    }

    /// The numbers of the cells of a layout of the same shape, in its order; those of other cells are not kept.
    func cells(of layout: CellLayout) -> CellBuffer {
        if layout.isDense { return columnMajor() }
        let buffer = CellBuffer(count: layout.cells)
        buffer.withUnsafeMutableValues { values in
            for topic in 0..<columns {
                for cell in layout.range(ofTopic: topic) {
                    values[cell] = value(row: layout.creator(ofCell: cell, topic: topic), column: topic)
                }
            }
        }
        return buffer
    }

    /// A copy in tiles, so that both sides stay in cache whichever order the file has.
    func copiedInTiles() -> CellBuffer {
        let buffer = CellBuffer(count: rows * columns)
        let tile = 64
        buffer.withUnsafeMutableValues { values in
            for rowStart in stride(from: 0, to: rows, by: tile) {
                for columnStart in stride(from: 0, to: columns, by: tile) {
                    for column in columnStart..<min(columnStart + tile, columns) {
                        for row in rowStart..<min(rowStart + tile, rows) {
                            values[column * rows + row] = value(row: row, column: column)
                        }
                    }
                }
            }
        }
        return buffer
    }
}

/// Rows of a JSON document.
struct InlineMatrix: NumberMatrix {
    let rows: Int
    let columns: Int
    private let numbers: [Double]

    func value(row: Int, column: Int) -> Double { numbers[row * columns + column] }
    func columnMajor() -> CellBuffer { copiedInTiles() }

    /// - Throws: ``FileError`` naming the first row that is not a list of as many numbers (or nulls) as the first.
    init(_ node: JSONNode) throws(FileError) {
        let lists = try node.elements(expected: "a list of rows, each a list of numbers")
        rows = lists.count
        guard let first = lists.first, case .list(let values) = first.value, !values.isEmpty else {
            throw (lists.first ?? node).error(expected: "a row of at least one number")
        }
        columns = values.count
        var numbers: [Double] = []
        numbers.reserveCapacity(rows * columns)
        for list in lists { numbers += try list.numbersOrNulls(count: columns) }
        self.numbers = numbers
    }
}

/// A NumPy array: one or two dimensions of float64 or float32, in either order.
///
/// Fortran order is used where it lies in the mapped file, float32 as a cost only; anything else is copied once.
package struct NpyArray: NumberMatrix {
    package let header: NpyHeader
    let contents: FileBytes

    /// - Throws: ``FileError`` naming the part of the header at fault.
    package init(_ contents: FileBytes) throws(FileError) {
        header = try NpyHeader(contents)
        self.contents = contents
    }

    var rows: Int { header.shape[0] }
    var columns: Int { header.shape.count > 1 ? header.shape[1] : 1 }

    func value(row: Int, column: Int) -> Double {
        let index = header.isFortranOrder || columns == 1 ? column * rows + row : row * columns + column
        switch header.number {
        case .float64: return contents.bytes.loadUnaligned(fromByteOffset: header.offset + 8 * index, as: Double.self)
        case .float32: return Double(contents.bytes.loadUnaligned(fromByteOffset: header.offset + 4 * index, as: Float.self))
        }
    }

    func columnMajor() -> CellBuffer {
        let start = contents.bytes.baseAddress! + header.offset
        guard header.number == .float64, isColumnMajor, UInt(bitPattern: start) % UInt(MemoryLayout<Double>.alignment) == 0 else {
            return copiedInTiles()
        }
        let contents = contents
        let values = UnsafeMutablePointer(mutating: start.bindMemory(to: Double.self, capacity: rows * columns))
        return CellBuffer(adopting: values, count: rows * columns, pages: contents.pages) { withExtendedLifetime(contents) {} }
    }

    /// All numbers column after column in the type the file has, where it lies if it can serve; else doubles.
    func storedNumbers() -> CellNumbers {
        let start = contents.bytes.baseAddress! + header.offset
        guard header.number == .float32, isColumnMajor, UInt(bitPattern: start) % UInt(MemoryLayout<Float>.alignment) == 0 else {
            return CellNumbers(columnMajor())
        }
        let contents = contents
        let floats = start.bindMemory(to: Float.self, capacity: rows * columns)
        return CellNumbers(FloatBuffer(adopting: floats, count: rows * columns, pages: contents.pages) { withExtendedLifetime(contents) {} })
    }

    private var isColumnMajor: Bool { header.isFortranOrder || rows == 1 || columns == 1 }

    func error(_ field: String, expected: String, found: String) -> FileError {
        FileError(file: contents.file, field: field, expected: expected, found: found)
    }

    /// The numbers of a one-dimensional array.
    package func vector(count: Int) throws(FileError) -> [Double] {
        guard header.shape == [count] else {
            throw error("shape", expected: "(\(count),)", found: NpyHeader.shown(header.shape))
        }
        return (0..<count).map { value(row: $0, column: 0) }
    }

    /// The array as n rows of K.
    func matrix(rows: Int? = nil, columns: Int? = nil) throws(FileError) -> NpyArray {
        guard header.shape.count == 2, rows ?? self.rows == self.rows, columns ?? self.columns == self.columns else {
            let expected = rows.flatMap { n in columns.map { "(\(n), \($0))" } } ?? "two dimensions"
            throw error("shape", expected: expected, found: NpyHeader.shown(header.shape))
        }
        return self
    }

    /// Writes numbers that are column after column already, in the type they have, straight from their memory.
    static func write(_ values: CellNumbers, rows: Int, columns: Int, to file: OutputFile) throws(FileError) {
        switch values.storage {
        case .float64(let doubles):
            try file.write(array: NpyHeader(rows: rows, columns: columns).bytes)
            try file.write(array: UnsafeBufferPointer(start: doubles.base, count: doubles.count))
        case .float32(let floats):
            try file.write(array: NpyHeader(rows: rows, columns: columns, number: .float32).bytes)
            try file.write(array: UnsafeBufferPointer(start: floats.base, count: floats.count))
        }
    }
}

extension OutputFile {
    /// The bytes of an array's elements.
    package func write<Element>(array: some Collection<Element>) throws(FileError) {
        var failure: FileError?
        _ = array.withContiguousStorageIfAvailable { elements in
            do throws(FileError) { try write(UnsafeRawBufferPointer(elements)) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

extension JSONNode {
    /// The side file that an object such as `{"npy": "costs.npy"}` names, relative to the folder of this file.
    package func sideFile(_ kinds: [String]) throws(FileError) -> (kind: String, contents: FileBytes) {
        let object = try object(kinds)
        let given = kinds.compactMap { kind in object[kind].map { (kind, $0) } }
        guard given.count == 1, let (kind, node) = given.first else {
            throw error(expected: "one of the keys \(kinds.joined(separator: ", "))", found: "\(given.count)")
        }
        let name = try node.string()
        guard !name.isEmpty, !name.utf8.contains(0) else { throw node.error(expected: "a file's name") }
        let path = Paths.sideFile(name, of: file)
        do { return (kind, try FileBytes(path, mayBePipe: false)) } catch {
            // The key path says which file the game wants; its own name alone would not.
            throw node.error(expected: "\(error.expected) at \(path)", found: error.found)
        }
    }

    package var isObject: Bool {
        if case .object = value { true } else { false }
    }
}
