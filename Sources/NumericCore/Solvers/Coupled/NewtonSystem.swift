/// How the Newton direction of a coupled contest is found: by K x K blocks, or by products with Q alone (``KrylovDirection``).
enum NewtonSystem {
    case blocks
    case products

    /// From here on blocks are not even a way out: a thread's block, and 32 matrices that the K x K system is added up in, have
    /// 8 MB each.
    static let mostTopicsOfBlocks = 1024

    /// Blocks are inverted in about 2 m^3 operations for the m cells of a creator, products take 2 K^2 each whatever m; a
    /// direction of the seeded families takes 10 to 35 products. Measured: solves take equally long where m^3 is 64 to 96 K^2 (all
    /// cells of 64 to 96 topics), and those by blocks 1.5 to 4 times as long where it is 128 K^2.
    private static let crossover = 128.0

    /// By the contest's size: products where blocks take clearly longer, and from ``mostTopicsOfBlocks`` topics on.
    init(_ contest: Contest) {
        let k = contest.topics
        if k >= Self.mostTopicsOfBlocks {
            self = .products
        } else if k < Int(Self.crossover) || contest.coupling.map({ CoupledGame.lowRank(of: $0) != nil }) ?? true {
            self = .blocks // small, or diagonal plus a few columns
        } else {
            let cubes = contest.cellsOfCreators.reduce(0.0) { $0 + Double($1) * Double($1) * Double($1) }
            self = cubes >= Self.crossover * Double(k) * Double(k) * Double(contest.creators) ? .products : .blocks
        }
    }
}

extension Contest {
    /// How many eligible cells each creator has.
    fileprivate var cellsOfCreators: [Int] {
        guard layout.offsets != nil else { return [Int](repeating: topics, count: creators) }
        var counts = [Int](repeating: 0, count: creators)
        for topic in 0..<topics {
            for cell in layout.range(ofTopic: topic) { counts[layout.creator(ofCell: cell, topic: topic)] += 1 }
        }
        return counts
    }
}
