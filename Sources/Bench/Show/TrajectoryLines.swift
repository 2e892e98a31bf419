import NumericCore

extension Chart.Lines {
    /// Distance and exploitability of a trajectory over its steps, both relative; what a logarithm has no place for (step 0,
    /// zeros, what is unknown) is left out, and so is a line of which nothing is left.
    public static func ofTrajectory(_ trajectory: StoredTrajectory) -> Chart.Lines {
        func series(_ name: String, _ value: (Trajectory.Record) -> Double) -> Series? {
            let points = trajectory.records.filter { $0.step > 0 && value($0) > 0 && value($0).isFinite }.map {
                Point(x: Double($0.step), y: value($0), low: value($0), high: value($0))
            }
            return points.isEmpty ? nil : Series(name: name, points: points, floor: [])
        }
        return Chart.Lines(
            xLabel: "step", yLabel: "relative size",
            series: [
                series("distance from the equilibrium") { $0.distance },
                series("most that a deviator could gain, of its revenue") { $0.relativeExploitability },
            ].compactMap { $0 }, floorName: "", xNames: nil)
    }
}
