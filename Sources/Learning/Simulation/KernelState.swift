import CLearning

/// The state of one tile: a few groups of eight replicas.
final class KernelState {
    private let base: UnsafeMutablePointer<Double>
    private let groupDoubles: Int
    /// Rounds between two looks at the clock: a few milliseconds.
    private static let stretch: UInt64 = 1 << 14

    init(_ game: KernelGame, groups: Int) {
        var description = game.description
        groupDoubles = nl_group_doubles(&description)
        let bytes = groupDoubles * groups * MemoryLayout<Double>.stride
        base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(to: Double.self, capacity: groupDoubles * groups)
    }

    deinit { base.deallocate() }

    /// Plays all rounds of `groups` groups from a replica on; false where `passed`, told of every stretch of rounds, was.
    func play(_ game: KernelGame, _ kernels: LearningKernels, groups: Int, replica: Int, horizon: Int, passed: (Int) -> Bool) -> Bool {
        var description = game.description
        nl_begin(&description, groups, base)
        var round: UInt64 = 0
        let last = UInt64(horizon)
        while round < last {
            let stop = min(round + Self.stretch, last)
            kernels.table.pointee.play(&description, groups, UInt32(replica), round, stop, base)
            guard passed(Int(stop - round)) || stop == last else { return false }
            round = stop
        }
        return true
    }

    /// Counts by cell and lane, and totals by lane, of a group.
    func results(of group: Int, _ game: KernelGame, counts: inout [Double], human: inout [Double], ai: inout [Double]) {
        var description = game.description
        nl_results(&description, base + groupDoubles * group, &counts, &human, &ai)
    }
}

/// What came of all replicas, each written by one thread.
final class ReplicaTable: @unchecked Sendable {
    let cells: Int
    private let counts: UnsafeMutableBufferPointer<Int>
    private let totals: UnsafeMutableBufferPointer<Double>
    private let replicas: Int

    init(replicas: Int, cells: Int) {
        self.replicas = replicas
        self.cells = cells
        counts = .allocate(capacity: replicas * cells)
        totals = .allocate(capacity: 2 * replicas)
        counts.initialize(repeating: 0)
        totals.initialize(repeating: 0)
    }

    deinit {
        counts.deallocate()
        totals.deallocate()
    }

    /// Copies a group whose first replica is `first`; lanes beyond the last replica are left out.
    func take(_ group: Int, of state: KernelState, _ game: KernelGame, first: Int) {
        let lanes = Int(NL_LANES)
        var played = [Double](repeating: 0, count: lanes * cells)
        var human = [Double](repeating: 0, count: lanes)
        var ai = human
        state.results(of: group, game, counts: &played, human: &human, ai: &ai)
        for lane in 0..<min(lanes, replicas - first) {
            let replica = first + lane
            for cell in 0..<cells { counts[replica * cells + cell] = Int(played[lanes * cell + lane]) }
            totals[replica] = human[lane]
            totals[replicas + replica] = ai[lane]
        }
    }

    /// Counts of the first `finished` replicas, cells of a replica together.
    func counts(finished: Int) -> [Int] { Array(counts[..<(finished * cells)]) }
    func humanTotals(finished: Int) -> [Double] { Array(totals[..<finished]) }
    func aiTotals(finished: Int) -> [Double] { Array(totals[replicas..<(replicas + finished)]) }
}
