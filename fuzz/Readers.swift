#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// What libFuzzer calls, compiled into one module with the readers. Which reader gets the bytes is in the environment:
// NASHBENCH_FUZZ=game, npy or csv. Any bytes must give a value or a FileError; a trap, a read outside the bytes or an
// error of more than one line is a finding.

private let reader = getenv("NASHBENCH_FUZZ").map { String(cString: $0) } ?? "game"

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    do throws(FileError) {
        switch reader {
        case "game": try game(input)
        case "npy": try npy(input)
        case "csv": try csv(input)
        default: fatalError("NASHBENCH_FUZZ is game, npy or csv, not \(reader)")
        }
    } catch {
        precondition(!error.description.contains { $0.isNewline }, "an error is one line")
        precondition(!error.expected.isEmpty && !error.found.isEmpty, "an error says what was expected and found")
    }
    return 0
}

/// A game, and the same bytes as an equilibrium of a small game. Side files named in it are looked for where it runs.
private func game(_ input: UnsafeBufferPointer<UInt8>) throws(FileError) {
    if let contest = try? GameFile.read(FileBytes(input, named: "game.json")) {
        precondition(contest.costs.coefficients.count == contest.layout.cells)
        precondition((0..<contest.topics).allSatisfy { contest.market.mu[$0] >= 0 })
    }
    guard let costs = try? PowerCost.power(coefficients: [[1, 2], [3, nil]], exponent: 2), let market = try? Market(mu: [1, 2]),
        let small = try? Contest(market: market, costs: costs)
    else { fatalError("the small game is valid") }
    _ = try EquilibriumFile.read(FileBytes(input, named: "equilibrium.json"), of: small)
    _ = try GameFile.read(FileBytes(input, named: "game.json"))
}

/// A NumPy array as a matrix and as a vector.
private func npy(_ input: UnsafeBufferPointer<UInt8>) throws(FileError) {
    let array = try NpyArray(FileBytes(input, named: "array.npy"))
    let layout = array.layout()
    precondition(array.cells(of: layout).count == layout.cells)
    precondition(array.columnMajor().count == array.rows * array.columns)
    _ = try array.vector(count: array.rows)
    _ = try array.matrix()
}

/// A CSV file as cells, as observed output and as attention.
private func csv(_ input: UnsafeBufferPointer<UInt8>) throws(FileError) {
    let contents = FileBytes(input, named: "table.csv")
    var (creators, topics) = (CellTable.Names(), CellTable.Names())
    let columns: [CellTable.Column] = [
        .init(name: "cost", domain: "a number > 0", contains: { $0 > 0 }),
        .init(name: "exponent", isOptional: true, domain: "a number >= 1", contains: { $0 >= 1 }),
    ]
    if let table = try? CellTable.read(contents, columns, creators: &creators, topics: &topics) {
        precondition(table.layout.creators == creators.all.count && table.columns[0]!.count == table.layout.cells)
    }
    let attention = FileBytes(Array("topic,attention\nmusic,10\nnews,20\n".utf8), named: "attention.csv")
    let output = FileBytes(Array("creator,topic,output\nana,music,1\nbo,news,2\n".utf8), named: "output.csv")
    if let observed = try? ObservedTable.read(output: contents, attention: attention) {
        precondition(observed.output.count == observed.layout.cells && observed.layout.topics == 2)
    }
    _ = try ObservedTable.read(output: output, attention: contents)
}
