import CKernels

/// A contest as the coupled solvers see it: costs creator after creator (``CreatorOrder``), in memory that the kernels read.
///
/// - Complexity: O(cells) to build; 8 bytes a cell, and 8 more where exponents vary.
package final class CoupledGame: @unchecked Sendable {
    let contest: Contest
    let order: CreatorOrder
    let kernels: UnsafePointer<nb_kernels>
    /// What the kernels are given; its pointers live as long as this object.
    package private(set) var view: nb_creators
    /// Q and |Q|, where topics are coupled, with ``matrixStride`` numbers from row to row.
    private(set) var paddedMatrix: UnsafePointer<Double>?
    private(set) var paddedMagnitudes: UnsafePointer<Double>?
    /// K rounded up to whole vectors.
    var matrixStride: Int { (topics + 7) / 8 * 8 }
    private let memory: DoublesArena
    private let topicMarkets: [TopicMarket]

    var creators: Int { contest.creators }
    var topics: Int { contest.topics }
    /// Cells of topics with attention.
    package var count: Int { order.count }
    var hasCapacity: Bool { view.limit != nil }
    var hasCoupling: Bool { view.matrix != nil }
    var hasTotalEffort: Bool { view.scale != nil }

    package init(_ contest: Contest, kernels: UnsafePointer<nb_kernels>) {
        self.contest = contest
        self.kernels = kernels
        order = CreatorOrder(contest)
        topicMarkets = (0..<contest.topics).map(contest.topic)
        memory = DoublesArena()
        view = nb_creators()
        view.topics = contest.topics
        order.offsets.withUnsafeBufferPointer { view.offset = UnsafePointer(memory.copy(of: $0)) }
        order.topics.withUnsafeBufferPointer { view.topic = UnsafePointer(memory.copy(of: $0)) }
        view.cost = UnsafePointer(gather(contest.costs.coefficients))
        switch contest.costs.exponents {
        case .shared(let rho):
            view.exponent = UnsafePointer(memory.copy(of: [rho]))
            view.exponent_stride = 0
        case .perTopic(let rhos):
            let exponents = memory.doubles(order.count)
            for p in 0..<order.count { exponents[p] = rhos[Int(order.topics[p])] }
            view.exponent = UnsafePointer(exponents)
            view.exponent_stride = 1
        case .perCell(let rhos):
            view.exponent = UnsafePointer(gather(CellNumbers(rhos)))
            view.exponent_stride = 1
        }
        let n = contest.creators
        let k = contest.topics
        view.theta = 1
        if let coupling = contest.coupling {
            view.weight = UnsafePointer(memory.copy(of: (0..<n).map { coupling.weights[$0] }))
            view.matrix = UnsafePointer(memory.copy(of: coupling.matrix.array))
            paddedMatrix = UnsafePointer(padded(coupling.matrix.array))
            paddedMagnitudes = UnsafePointer(padded(coupling.matrix.array.map(abs)))
            view.matrix_diagonal = UnsafePointer(memory.copy(of: (0..<k).map { coupling.matrix.base[$0 * (k + 1)] }))
            if let factor = Self.lowRankFactor(coupling) {
                view.rank = factor.count / k
                view.low_rank = UnsafePointer(memory.copy(of: factor))
            }
        }
        if let capacity = contest.capacity {
            view.limit = UnsafePointer(memory.copy(of: (0..<n).map { capacity.limits[$0] }))
            view.limit_weight = UnsafePointer(memory.copy(of: (0..<k).map { capacity.weights[$0] }))
        }
        if let total = contest.totalEffort {
            view.scale = UnsafePointer(memory.copy(of: (0..<n).map { total.scale[$0] }))
            view.scale_weight = UnsafePointer(memory.copy(of: (0..<k).map { total.weights[$0] }))
            view.theta = total.exponent
        }
    }

    /// The number of columns of V with Q = V V' where it is worth using: a quarter of the topics or fewer; else nil.
    static func lowRank(of coupling: CouplingCost) -> Int? {
        let floor = Double(coupling.topics) * 0x1p-52 * (coupling.eigenvalues.last ?? 0)
        let rank = coupling.eigenvalues.reduce(0) { $1 > floor ? $0 + 1 : $0 }
        return rank > 0 && rank <= Int(NB_RANK) && 4 * (rank + 2) <= coupling.topics ? rank : nil
    }

    /// A K x K matrix with its rows ``matrixStride`` apart.
    private func padded(_ matrix: [Double]) -> UnsafeMutablePointer<Double> {
        let result = memory.doubles(topics * matrixStride)
        for (index, value) in matrix.enumerated() { result[index / topics * matrixStride + index % topics] = value }
        return result
    }

    /// V with Q = V V', column after column, where a quarter of the topics or fewer span Q; else nil.
    private static func lowRankFactor(_ coupling: CouplingCost) -> [Double]? {
        let k = coupling.topics
        guard let rank = lowRank(of: coupling), let eigen = try? SymmetricEigen(order: k, matrix: coupling.matrix, vectors: true)
        else { return nil }
        return (k - rank..<k).flatMap { j in (0..<k).map { eigen.vectors[j * k + $0] * eigen.values[j].squareRoot() } }
    }

    /// Numbers of the contest's cells by position.
    func gather(_ cells: CellNumbers) -> UnsafeMutablePointer<Double> {
        let result = memory.doubles(order.count)
        for p in 0..<order.count { result[p] = cells[Int(order.cells[p])] }
        return result
    }

    /// Efforts by position into the contest's layout; 0 elsewhere.
    func scatter(_ values: UnsafePointer<Double>, to efforts: CellBuffer) {
        efforts.clear(0..<efforts.count)
        for p in 0..<order.count { efforts.base[Int(order.cells[p])] = values[p] }
    }

    /// Efforts in the contest's layout by position.
    package func gather(_ efforts: CellBuffer, to values: UnsafeMutablePointer<Double>) {
        for p in 0..<order.count { values[p] = efforts.base[Int(order.cells[p])] }
    }

    /// The market of a topic, without another look at the contest.
    func market(_ topic: Int) -> TopicMarket { topicMarkets[topic] }

    /// The positions of a run of creators.
    package func positions(_ creators: Range<Int>) -> Range<Int> { order.offsets[creators.lowerBound]..<order.offsets[creators.upperBound] }
}

/// Memory for numbers that lives as long as its owner: pointers into it stay valid.
package final class DoublesArena: @unchecked Sendable {
    private var blocks: [UnsafeMutableRawPointer] = []

    package init() {}

    deinit { blocks.forEach { $0.deallocate() } }

    /// `count` zeros, aligned to a cache line.
    package func doubles(_ count: Int) -> UnsafeMutablePointer<Double> {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: 64)
        blocks.append(block)
        let result = block.bindMemory(to: Double.self, capacity: max(count, 1))
        result.initialize(repeating: 0, count: max(count, 1))
        return result
    }

    func copy(of values: [Double]) -> UnsafeMutablePointer<Double> {
        let result = doubles(values.count)
        values.withUnsafeBufferPointer { if let base = $0.baseAddress { result.update(from: base, count: values.count) } }
        return result
    }

    /// A copy of numbers of any trivial type.
    func copy<T: BitwiseCopyable>(of values: UnsafeBufferPointer<T>) -> UnsafeMutablePointer<T> {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(values.count, 1) * MemoryLayout<T>.stride, alignment: 64)
        blocks.append(block)
        let result = block.bindMemory(to: T.self, capacity: max(values.count, 1))
        if let base = values.baseAddress { result.update(from: base, count: values.count) }
        return result
    }
}
