/// Asks a watch now and then whether a loop of short steps is to go on.
struct WorkPace {
    private let watch: PlayWatch?
    private var steps = 0
    /// Some tens of microseconds.
    private static let stretch = 1 << 12

    /// - Parameter watch: nil for a loop that is never stopped.
    init(_ watch: PlayWatch?) { self.watch = watch }

    /// The work is to be left undone.
    struct Stopped: Error {}

    /// Counts steps.
    /// - Throws: where the watch says stop.
    mutating func step(_ count: Int = 1) throws(Stopped) {
        steps += count
        guard steps >= Self.stretch else { return }
        steps = 0
        if let watch, !watch.goesOn() { throw Stopped() }
    }
}
