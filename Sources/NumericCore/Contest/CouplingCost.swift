/// What similar topics cost together: creator i pays (w_i/2) x_i' Q x_i on top of its other costs.
///
/// Q is a K x K symmetric positive semidefinite matrix of topic similarity, shared by all creators; w_i >= 0. A positive
/// entry makes two topics compete for the same skill or audience of a creator, a negative one lets each help the other.
/// Units: payoff per effort squared.
///
/// ```swift
/// let similar = try CouplingCost(matrix: [[1, 0.2], [0.2, 1]], weights: 0.1)
/// similar.matrix[1]   // 0.2
/// ```
public struct CouplingCost: Sendable {
    /// K
    public let topics: Int
    /// Q, row after row: K x K values, exactly symmetric.
    public let matrix: CellBuffer
    /// w_i >= 0
    public let weights: PerCreator
    /// The eigenvalues of Q, rising, as LAPACK finds them.
    public let eigenvalues: [Double]

    /// - Throws: ``FieldError`` for rows of other lengths, numbers that are not finite, a matrix that is not symmetric
    ///   (to 1e-12 of its largest entry) or has a negative eigenvalue (below -1e-12 of the largest one), which is named;
    ///   a weight that is negative; also where no OpenBLAS can be loaded to find the eigenvalues.
    /// - Complexity: O(K^3) by LAPACK.
    public init(matrix: [[Double]], weights: PerCreator = 1) throws(FieldError) {
        for (k, row) in matrix.enumerated() where row.count != matrix.count {
            throw FieldError(field: "cost.coupling.matrix[\(k)]", expected: "\(matrix.count) numbers", found: "\(row.count)")
        }
        try self.init(topics: matrix.count, matrix: CellBuffer(matrix.flatMap { $0 }), weights: weights)
    }

    /// The same from K x K numbers, row after row. They are copied, each pair of entries that are alike to rounding made equal.
    /// - Throws: as the initialiser from rows.
    public init(topics: Int, matrix: CellBuffer, weights: PerCreator = 1) throws(FieldError) {
        let field = "cost.coupling.matrix"
        guard topics >= 1, matrix.count == topics * topics else {
            throw FieldError(field: field, expected: "\(topics) rows of \(topics)", found: "\(matrix.count) numbers")
        }
        var largest = 0.0
        for index in 0..<matrix.count {
            let value = matrix.base[index]
            guard value.isFinite else {
                throw FieldError(field: "\(field)[\(index / topics)][\(index % topics)]", expected: "a finite number", found: "\(value)")
            }
            largest = max(largest, abs(value))
        }
        let copy = CellBuffer(count: matrix.count)
        for k in 0..<topics {
            for l in 0...k {
                let (a, b) = (matrix.base[k * topics + l], matrix.base[l * topics + k])
                guard abs(a - b) <= 1e-12 * largest else {
                    throw FieldError(
                        field: "\(field)[\(k)][\(l)]", expected: "\(b), as in \(field)[\(l)][\(k)] (the matrix is symmetric)", found: "\(a)")
                }
                copy.base[k * topics + l] = a == b ? a : 0.5 * a + 0.5 * b
                copy.base[l * topics + k] = copy.base[k * topics + l]
            }
        }
        self.topics = topics
        self.matrix = copy
        self.weights = weights
        do { eigenvalues = try SymmetricEigen(order: topics, matrix: copy, vectors: false).values } catch {
            throw FieldError(field: field, expected: "a matrix whose eigenvalues can be found", found: "\(error)")
        }
        let bound = 1e-12 * max(abs(eigenvalues.first ?? 0), abs(eigenvalues.last ?? 0))
        guard let least = eigenvalues.first, least >= -bound else {
            throw FieldError(
                field: field, expected: "a positive semidefinite matrix",
                found: "one whose most negative eigenvalue is \(eigenvalues.first ?? .nan)")
        }
    }

    /// The same matrix with other weights, without another look at its eigenvalues.
    public func with(weights: PerCreator) -> CouplingCost { CouplingCost(self, weights: weights) }

    private init(_ other: CouplingCost, weights: PerCreator) {
        topics = other.topics
        matrix = other.matrix
        eigenvalues = other.eigenvalues
        self.weights = weights
    }

    /// Whether any creator pays it.
    public var isNeutral: Bool { weights.values.allSatisfy { $0 == 0 } }

    func validate(creators: Int, topics: Int) throws(FieldError) {
        guard self.topics == topics else {
            throw FieldError(field: "cost.coupling.matrix", expected: "\(topics) rows of \(topics)", found: "\(self.topics) rows of \(self.topics)")
        }
        try weights.validate("cost.coupling.weights", count: creators, of: "creators", domain: "a finite number >= 0") { $0 >= 0 && $0.isFinite }
    }
}
