/// Exponents rho >= 1 of power costs: one for the game, one a topic, or one a cell.
public enum CostExponents: Sendable {
    case shared(Double)
    case perTopic([Double])
    case perCell(CellBuffer)
}

/// Separable power costs: creator i in topic k pays c_ik x_ik^rho_ik, c > 0, rho >= 1.
///
/// Cells are stored topic after topic; a creator without a coefficient in a topic is not eligible there (x = 0 always).
///
/// ```swift
/// let costs = try PowerCost.power(coefficients: [[0.5, 1.0], [1.0, nil], [2.0, 1.5]], exponent: 1.5)
/// costs.layout.cells   // 5
/// ```
public struct PowerCost: Sendable {
    /// Which cells are eligible, and in which order they are stored.
    public let layout: CellLayout
    /// c of every eligible cell, in the order of the layout.
    public let coefficients: CellNumbers
    /// rho >= 1, for the game, each topic, or each cell in the order of the layout.
    public let exponents: CostExponents

    /// Costs whose cells are already topic after topic, without a copy.
    /// - Throws: ``FieldError`` naming the first cell (`cost.coefficients[creator][topic]`) with a coefficient that is
    ///   not finite and positive, an exponent that is not finite and at least 1, or a product c rho that overflows.
    /// - Complexity: O(cells), one read.
    public init(layout: CellLayout, coefficients: CellNumbers, exponents: CostExponents) throws(FieldError) {
        self.layout = layout
        self.coefficients = coefficients
        self.exponents = exponents
        try validate()
    }

    /// The same from doubles.
    /// - Throws: as the initialiser from numbers of either kind.
    public init(layout: CellLayout, coefficients: CellBuffer, exponents: CostExponents) throws(FieldError) {
        try self.init(layout: layout, coefficients: CellNumbers(coefficients), exponents: exponents)
    }

    /// Costs from n rows of K coefficients (nil: not eligible), one exponent for all cells.
    /// - Throws: ``FieldError`` for rows of different lengths, and as the initialiser.
    /// - Complexity: O(n K).
    public static func power(coefficients: [[Double?]], exponent: Double) throws(FieldError) -> PowerCost {
        try power(coefficients: coefficients, exponents: .shared(exponent))
    }

    /// Costs from n rows of K coefficients and n rows of K exponents (those of cells not eligible are not read).
    /// - Throws: ``FieldError`` for shapes that differ, and as the initialiser.
    /// - Complexity: O(n K).
    public static func power(coefficients: [[Double?]], exponents: [[Double]]) throws(FieldError) -> PowerCost {
        let topics = coefficients.first?.count ?? 0
        guard exponents.count == coefficients.count, exponents.allSatisfy({ $0.count == topics }) else {
            throw FieldError(
                field: "cost.exponents", expected: "\(coefficients.count) rows of \(topics)",
                found: "\(exponents.count) rows of \(exponents.first?.count ?? 0)")
        }
        var cells: [Double] = []
        for k in 0..<topics {
            for (i, row) in coefficients.enumerated() where k < row.count && row[k] != nil { cells.append(exponents[i][k]) }
        }
        return try power(coefficients: coefficients, exponents: .perCell(CellBuffer(cells)))
    }

    /// Costs from n rows of K coefficients (nil: not eligible); exponents per cell are in the order of the layout.
    /// - Throws: ``FieldError`` for rows of different lengths, and as the initialiser.
    /// - Complexity: O(n K).
    public static func power(coefficients: [[Double?]], exponents: CostExponents) throws(FieldError) -> PowerCost {
        let creators = coefficients.count
        let topics = coefficients.first?.count ?? 0
        for (i, row) in coefficients.enumerated() where row.count != topics {
            throw FieldError(field: "cost.coefficients[\(i)]", expected: "\(topics) numbers", found: "\(row.count)")
        }
        var values: [Double] = []
        values.reserveCapacity(creators * topics)
        var offsets = [0]
        var creatorIndex: [Int32] = []
        for k in 0..<topics {
            for i in 0..<creators {
                guard let c = coefficients[i][k] else { continue }
                values.append(c)
                creatorIndex.append(Int32(i))
            }
            offsets.append(values.count)
        }
        let layout = values.count == creators * topics
            ? CellLayout(creators: creators, topics: topics)
            : CellLayout(creators: creators, offsets: offsets, creatorIndex: creatorIndex)
        return try PowerCost(layout: layout, coefficients: CellBuffer(values), exponents: exponents)
    }

    /// rho of a cell of a topic.
    public func exponent(ofCell cell: Int, topic: Int) -> Double {
        switch exponents {
        case .shared(let rho): rho
        case .perTopic(let rhos): rhos[topic]
        case .perCell(let rhos): rhos[cell]
        }
    }

    /// Where a kernel finds the exponents of the cells from `cell` on: a pointer and its stride, 1 or 0.
    package func withExponents<R>(
        from cell: Int, topic: Int, _ body: (UnsafePointer<Double>, Int) throws -> R
    ) rethrows -> R {
        switch exponents {
        case .shared(var rho): try body(&rho, 0)
        case .perTopic(let rhos): try rhos.withUnsafeBufferPointer { try body($0.baseAddress! + topic, 0) }
        case .perCell(let rhos): try body(rhos.base + cell, 1)
        }
    }

    private func validate() throws(FieldError) {
        guard layout.creators >= 1, layout.topics >= 1 else {
            throw FieldError(
                field: "cost.coefficients", expected: "at least one creator and one topic",
                found: "\(layout.creators) creators, \(layout.topics) topics")
        }
        guard layout.creators <= Int(Int32.max) else {
            throw FieldError(field: "creators", expected: "at most \(Int32.max)", found: "\(layout.creators)")
        }
        guard coefficients.count == layout.cells else {
            throw FieldError(field: "cost.coefficients", expected: "\(layout.cells) cells", found: "\(coefficients.count)")
        }
        switch exponents {
        case .shared(let rho):
            if !(rho >= 1 && rho.isFinite) { throw Self.badExponent("cost.exponents", rho) }
        case .perTopic(let rhos):
            guard rhos.count == layout.topics else {
                throw FieldError(field: "cost.exponents", expected: "one for each of \(layout.topics) topics", found: "\(rhos.count)")
            }
            for (k, rho) in rhos.enumerated() where !(rho >= 1 && rho.isFinite) { throw Self.badExponent("cost.exponents[\(k)]", rho) }
        case .perCell(let rhos):
            guard rhos.count == layout.cells else {
                throw FieldError(field: "cost.exponents", expected: "\(layout.cells) cells", found: "\(rhos.count)")
            }
        }
        let pages = PageRelease([coefficients.pages, perCellExponents?.pages])
        for topic in 0..<layout.topics {
            let cells = layout.range(ofTopic: topic)
            for first in stride(from: cells.lowerBound, to: cells.upperBound, by: Self.tile) {
                let tile = first..<min(first + Self.tile, cells.upperBound)
                if !isPlainlyValid(tile, topic: topic) { try validate(tile, topic: topic) }
                pages.add(tile.count)
            }
        }
        pages.letGo()
    }

    /// Cells looked at together.
    private static let tile = 4096

    /// Where each cell has its own.
    var perCellExponents: CellBuffer? {
        if case .perCell(let rhos) = exponents { rhos } else { nil }
    }

    /// Whether all cells of a run lie so far inside the domain that no product can overflow; false decides nothing.
    private func isPlainlyValid(_ cells: Range<Int>, topic: Int) -> Bool {
        let kernels = KernelTarget.anyTable
        var limit = 0x1p500
        if let rho = exponent(ofTopic: topic) {
            limit = (.greatestFiniteMagnitude / rho).nextDown
        } else if let rhos = perCellExponents, kernels.pointee.count_within(cells.count, rhos.base + cells.lowerBound, 1, limit) < cells.count {
            return false
        }
        return coefficients.withDoubles(cells) {
            kernels.pointee.count_within(cells.count, $0, .leastNonzeroMagnitude, limit) == cells.count
        }
    }

    private func validate(_ cells: Range<Int>, topic: Int) throws(FieldError) {
        for cell in cells {
            let c = coefficients[cell]
            let rho = exponent(ofCell: cell, topic: topic)
            if c > 0 && rho >= 1 && (c * rho).isFinite { continue }
            let at = "[\(layout.creator(ofCell: cell, topic: topic))][\(topic)]"
            if !(c > 0 && c.isFinite) {
                throw FieldError(field: "cost.coefficients" + at, expected: "a finite number > 0, or null", found: "\(c)")
            }
            if !(rho >= 1 && rho.isFinite) { throw Self.badExponent("cost.exponents" + at, rho) }
            throw FieldError(field: "cost.coefficients" + at, expected: "a coefficient whose product with its exponent is finite", found: "\(c) times \(rho)")
        }
    }

    /// The exponent that all cells of a topic share, nil where each has its own.
    func exponent(ofTopic topic: Int) -> Double? {
        switch exponents {
        case .shared(let rho): rho
        case .perTopic(let rhos): rhos[topic]
        case .perCell: nil
        }
    }

    private static func badExponent(_ field: String, _ rho: Double) -> FieldError {
        FieldError(field: field, expected: "a finite number >= 1", found: "\(rho)")
    }
}
