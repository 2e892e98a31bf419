import CKernels

/// The course of a first-order solve: its residuals, its steps, and whether to go on.
struct FirstOrderRecord {
    private(set) var status = Status.converged
    private(set) var reason: String?
    private(set) var iterations = 0
    /// Gradients, one a trial point.
    var trials = 0
    private(set) var residuals: [Double] = []
    var counters = StepCounters()
    private let settings: Settings
    private let interruption: Interruption
    private let meter: ProgressMeter
    private var least = Double.infinity
    private var sinceLeast = 0

    init(_ settings: Settings, _ interruption: Interruption, _ meter: ProgressMeter) {
        (self.settings, self.interruption, self.meter) = (settings, interruption, meter)
    }

    /// Notes the residual of the present point; true where another step is due, which is then counted.
    mutating func goesOn(_ sums: nb_mismatch_sums) -> Bool {
        residuals.append(sums.residual)
        if sums.residual <= min(ProjectedGradient.sufficient, 0.1 * settings.tolerance) || sums.rounding <= ProjectedGradient.roundingFloor { return false }
        sinceLeast = sums.residual < 0.9 * least ? 0 : sinceLeast + 1
        least = min(least, sums.residual)
        if sinceLeast >= (least <= settings.tolerance ? ProjectedGradient.patienceWithin : ProjectedGradient.patience) {
            if sums.residual > settings.tolerance {
                (status, reason) = (.stalled, "no step of \(sinceLeast) in a row brought the residual below \(least)")
            }
            return false
        }
        if iterations >= settings.iterationLimit {
            (status, reason) = (.iterationLimit, "no convergence in \(iterations) iterations")
            return false
        }
        if let interrupted = interruption.status {
            status = interrupted
            return false
        }
        iterations += 1
        meter.add(1)
        return true
    }
}
