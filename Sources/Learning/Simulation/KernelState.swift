import CLearning

/// The state of one tile: a few groups of eight replicas.
final class KernelState {
    private let base: UnsafeMutablePointer<Double>
    private let groupDoubles: Int
    /// Rounds between two looks at the clock: a few milliseconds, in large games too, whose rounds take longer.
    private let stretch: UInt64
    private static let stretchOfSmallGames: UInt64 = 1 << 14

    init(_ game: KernelGame, groups: Int) {
        var description = game.description
        groupDoubles = nl_group_doubles(&description)
        stretch = max(1, Self.stretchOfSmallGames * 8 / UInt64(max(8, description.prompts + description.responses)))
        let bytes = groupDoubles * groups * MemoryLayout<Double>.stride
        base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(to: Double.self, capacity: groupDoubles * groups)
    }

    deinit { base.deallocate() }

    /// Plays all rounds of `groups` groups from a replica on; false where `watch`, asked before every stretch of rounds, says stop.
    ///
    /// `players` of the lanes are replicas that are asked for: their rounds count as progress.
    func play(
        _ game: KernelGame, _ kernels: LearningKernels, groups: Int, players: Int, replica: Int, horizon: Int, watch: PlayWatch
    ) -> Bool {
        guard watch.goesOn() else { return false }
        var description = game.description
        nl_begin(&description, groups, base)
        var round: UInt64 = 0
        let last = UInt64(horizon)
        while round < last {
            if round > 0, !watch.goesOn() { return false }
            let stop = min(round + stretch, last)
            kernels.table.pointee.play(&description, groups, UInt32(replica), round, stop, base)
            watch.passed(Int(stop - round) * players)
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
