import NumericCore

/// What to run: tasks, sizes, threads and kernel targets, as a file under `benchmarks/suites` states them.
///
/// A suite is a list of groups; a group runs all its tasks at one size before the next size.
package struct BenchmarkSuite: Sendable, Equatable {
    package static let schema = "nashbench/suite/1"

    /// What results of it are called.
    package var name: String
    /// One sentence: what question it answers.
    package var purpose: String
    package var plan: MeasurementPlan
    /// Of generated games and of bootstrap draws.
    package var seed: UInt64
    package var groups: [Group]
    /// What growth exponents are fitted over; nil for none.
    package var fit: FitAxis?
    /// The file it was read from.
    package var file: String

    /// What varies along a scaling series.
    package enum FitAxis: String, Sendable, CaseIterable { case size, creators, topics, threads }

    package struct Group: Sendable, Equatable {
        package var tasks: [TaskName] = []
        /// Games that tasks work on.
        package var families: [GameFamily] = [.e17]
        package var sizes: [Size] = []
        /// Orders of the matrices of dense linear algebra.
        package var orders: [Int] = []
        package var threads: [Int] = [1]
        /// Kernel targets of tasks that are kernels; nil for the one in use.
        package var targets: [String]?
        package var processes: [ProcessSpecification] = []
        /// Names that `benchmarks/rivals/run.py` knows.
        package var rivals: [String] = []
        /// Seconds a rival may take.
        package var timeLimit = 120.0
    }

    package struct Size: Sendable, Hashable {
        package var creators: Int
        package var topics: Int

        package init(creators: Int, topics: Int) {
            self.creators = creators
            self.topics = topics
        }

        package var cells: Int { creators * topics }
    }

    /// Changes asked for on the command line; nil leaves what the suite says.
    package struct Overrides: Sendable {
        package var creators: Int?
        package var topics: Int?
        package var threads: Int?
        package var budget: Double?
        package var precision: Double?
        package var seed: UInt64?

        package init(
            creators: Int? = nil, topics: Int? = nil, threads: Int? = nil, budget: Double? = nil, precision: Double? = nil, seed: UInt64? = nil
        ) {
            self.creators = creators
            self.topics = topics
            self.threads = threads
            self.budget = budget
            self.precision = precision
            self.seed = seed
        }
    }

    /// The suite with some things replaced. Sizes that become equal are run once.
    package func applying(_ overrides: Overrides) -> BenchmarkSuite {
        var suite = self
        if let budget = overrides.budget { suite.plan.budget = budget }
        if let precision = overrides.precision { suite.plan.precision = precision }
        if let seed = overrides.seed { suite.seed = seed }
        for index in suite.groups.indices {
            var seen: Set<Size> = []
            suite.groups[index].sizes = suite.groups[index].sizes
                .map { Size(creators: overrides.creators ?? $0.creators, topics: overrides.topics ?? $0.topics) }
                .filter { seen.insert($0).inserted }
            if let threads = overrides.threads { suite.groups[index].threads = [threads] }
        }
        return suite
    }
}

/// A program to run as a whole, or several one after another: what is timed is all of them.
package struct ProcessSpecification: Sendable, Equatable {
    package var name: String
    /// Words of each command. `nashbench` is this program; `{tree}` stands for the source tree, `{scratch}` for a folder
    /// that is removed afterwards.
    package var commands: [[String]]
    /// A program that is not there, or does not work, is skipped with the reason; otherwise it has failed.
    package var isOptional: Bool
}
