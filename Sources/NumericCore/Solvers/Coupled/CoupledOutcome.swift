/// What a method that solves all topics together says of its run, before the certificate has its word.
struct CoupledOutcome {
    var status: Status
    var reason: String?
    var iterations = 0
    /// Trial points, at least one an iteration.
    var trials = 0
    /// max |N|/P before each iteration and at the end.
    var residuals: [Double] = []
    /// Of a first-order method: what its steps were.
    var counters: StepCounters? = nil
    /// The efforts, prices and linearised conditions where it ended.
    var point: CoupledPoint
}
