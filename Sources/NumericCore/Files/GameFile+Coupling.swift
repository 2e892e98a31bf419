/// The parts of a game that couple its topics: similarity, total effort, capacity.
///
/// | key | what it holds | where absent |
/// |---|---|---|
/// | `cost.coupling.matrix` | Q: K rows of K, or `{"npy": name}` | required, unless all weights are 0 |
/// | `cost.coupling.weights` | w: a number, n numbers, or `{"npy": name}` | 1 |
/// | `cost.totalEffort.scale` | h: a number, n numbers, or `{"npy": name}` | required |
/// | `cost.totalEffort.exponent` | theta: a number | 2 |
/// | `cost.totalEffort.weights`, `capacity.weights` | a: a number, K numbers, or `{"npy": name}` | 1 |
/// | `capacity.limits` | B: a number, n numbers, or `{"npy": name}`; no limit: null, in a NumPy file infinity | null |
///
/// What nobody pays and what limits nobody is read, checked for its shape, and left out.
struct CoupledKeys {
    let root: JSONObject
    let cost: JSONObject
    let creators: Int
    let topics: Int

    /// - Throws: ``FileError``; numbers outside their domain are found when the contest is built.
    func coupling() throws(FileError) -> CouplingCost? {
        guard let object = try cost["coupling"].map({ node throws(FileError) in try node.object(["matrix", "weights"]) }) else { return nil }
        let weights = try object["weights"].map { node throws(FileError) in try node.perCreator(count: creators) } ?? 1
        let isFree = weights.values.allSatisfy { $0 == 0 }
        if isFree, object["matrix"] == nil { return nil }
        let matrix = try matrix(object.required("matrix", expected: "\(topics) rows of \(topics) numbers or {\"npy\": name}"))
        // A matrix that nobody pays needs no LAPACK to say that it is one of similarity.
        if isFree { return nil }
        do { return try CouplingCost(topics: topics, matrix: matrix, weights: weights) } catch { throw FileError(file: root.node.file, error) }
    }

    /// - Throws: as ``coupling()``.
    func totalEffort() throws(FileError) -> TotalEffortCost? {
        let keys = ["scale", "exponent", "weights"]
        guard let object = try cost["totalEffort"].map({ node throws(FileError) in try node.object(keys) }) else { return nil }
        let scale = try object.required("scale", expected: "a number or \(creators) numbers").perCreator(count: creators)
        let exponent = try object["exponent"].map { node throws(FileError) in try node.number() } ?? 2
        let weights = try object["weights"].map { node throws(FileError) in try node.perTopic(count: topics) } ?? 1
        do { return try TotalEffortCost(scale: scale, exponent: exponent, weights: weights) } catch {
            throw FileError(file: root.node.file, error)
        }
    }

    /// - Throws: as ``coupling()``.
    func capacity() throws(FileError) -> Capacity? {
        guard let object = try root["capacity"].map({ node throws(FileError) in try node.object(["limits", "weights"]) }) else { return nil }
        let limits = try object["limits"].map { node throws(FileError) in try node.limits(count: creators) } ?? PerCreator(.infinity)
        let weights = try object["weights"].map { node throws(FileError) in try node.perTopic(count: topics) } ?? 1
        return Capacity(limits: limits, weights: weights)
    }

    /// K x K finite numbers, row after row.
    private func matrix(_ node: JSONNode) throws(FileError) -> CellBuffer {
        var numbers: [Double] = []
        numbers.reserveCapacity(topics * topics)
        if node.isObject {
            let array = try NpyArray(node.sideFile(["npy"]).contents).matrix(rows: topics, columns: topics)
            for row in 0..<topics {
                for column in 0..<topics {
                    let number = array.value(row: row, column: column)
                    guard number.isFinite else { throw array.error("[\(row)][\(column)]", expected: "a finite number", found: "\(number)") }
                    numbers.append(number)
                }
            }
        } else {
            let rows = try node.elements(expected: "\(topics) rows of \(topics) numbers or {\"npy\": name}")
            guard rows.count == topics else { throw node.error(expected: "\(topics) rows of \(topics)") }
            for row in rows { numbers += try row.numbers(count: topics) }
        }
        return CellBuffer(numbers)
    }
}

extension JSONNode {
    /// A number for all creators, n numbers, or a NumPy array of n.
    func perCreator(count: Int) throws(FileError) -> PerCreator {
        if isObject { return PerCreator(try NpyArray(sideFile(["npy"]).contents).finiteVector(count: count, expected: "a finite number")) }
        if isList { return PerCreator(try numbers(count: count)) }
        guard case .number(let number) = value, number.isFinite else { throw error(expected: "a number or \(count) numbers") }
        return PerCreator(number)
    }

    /// The same where null stands for no limit; in a NumPy array infinity does.
    func limits(count: Int) throws(FileError) -> PerCreator {
        if isNull { return PerCreator(.infinity) }
        if isObject {
            let array = try NpyArray(sideFile(["npy"]).contents)
            return PerCreator(try array.finiteVector(count: count, expected: "a number >= 0, or infinity for no limit", orInfinity: true))
        }
        if isList { return PerCreator(try numbersOrNulls(count: count).map { $0.isNaN ? .infinity : $0 }) }
        guard case .number(let number) = value, number.isFinite else { throw error(expected: "a number, null, or \(count) of them") }
        return PerCreator(number)
    }
}

extension NpyArray {
    /// The numbers of a one-dimensional array, none of them NaN, nor infinite unless that has a meaning.
    func finiteVector(count: Int, expected: String, orInfinity: Bool = false) throws(FileError) -> [Double] {
        let numbers = try vector(count: count)
        for (index, number) in numbers.enumerated() where !(number.isFinite || orInfinity && number == .infinity) {
            throw error("[\(index)]", expected: expected, found: "\(number)")
        }
        return numbers
    }
}
