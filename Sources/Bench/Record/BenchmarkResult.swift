/// One task at one size, thread count and kernel target.
public struct BenchmarkResult: Codable, Sendable, Equatable {
    /// How a measurement ended.
    public enum Status: String, Codable, Sendable, CaseIterable {
        /// The task ran and its outcome is right.
        case measured
        /// It ran and gave a wrong or uncertified answer; its times are kept and count for nothing.
        case wrong
        /// It could not run to its end.
        case failed
        /// Not tried, for the reason given (a tool that is not installed, a size beyond memory).
        case skipped
    }

    /// What the task is, e.g. `solve`, `pow`, `rival:scipy`.
    public var task: String
    /// Benchmark family where it has one: E, E17, H2, H1.
    public var family: String?
    /// Creators of the game; absent where the task has no game.
    public var creators: Int?
    /// Topics of the game; absent where the task has no game.
    public var topics: Int?
    /// Cells worked on (elements for kernels, order for dense linear algebra); the abscissa of scaling plots.
    public var size: Int
    /// Threads that were allowed.
    public var threads: Int
    /// The kernels that ran, e.g. `avx2`.
    public var kernelTarget: String
    /// How it ended.
    public var status: Status
    /// Why, unless measured.
    public var reason: String?
    /// Seconds of one execution; absent where none ended.
    public var seconds: Statistics?
    /// Median instructions of one execution; like cycles absent where counts cannot be read.
    public var instructions: Double?
    /// Median processor cycles of one execution.
    public var cycles: Double?
    /// What one execution has to do at least.
    public var work: Work
    /// The floor that binds, and the distance from it.
    public var floor: Floor?
    /// What a solve reported.
    public var outcome: Outcome?
    /// Highest resident memory of the process that did the work, where it was a process of its own.
    public var peakBytes: Int?
    /// Its private memory, where that was measured.
    public var memory: Memory?

    /// A result as it stands; nothing is checked.
    public init(
        task: String, family: String? = nil, creators: Int? = nil, topics: Int? = nil, size: Int, threads: Int, kernelTarget: String,
        status: Status, reason: String? = nil, seconds: Statistics? = nil, instructions: Double? = nil, cycles: Double? = nil,
        work: Work = Work(), floor: Floor? = nil, outcome: Outcome? = nil, peakBytes: Int? = nil, memory: Memory? = nil
    ) {
        self.task = task
        self.family = family
        self.creators = creators
        self.topics = topics
        self.size = size
        self.threads = threads
        self.kernelTarget = kernelTarget
        self.status = status
        self.reason = reason
        self.seconds = seconds
        self.instructions = instructions
        self.cycles = cycles
        self.work = work
        self.floor = floor
        self.outcome = outcome
        self.peakBytes = peakBytes
        self.memory = memory
    }

    /// Samples of seconds and what they say; see ``Statistics/init(samples:executionsPerSample:seed:)`` for the interval.
    public struct Statistics: Codable, Sendable, Equatable {
        /// Every sample, in the order taken.
        public var samples: [Double]
        /// Executions one sample is the mean of (more than 1 for tasks shorter than the clock can tell).
        public var executionsPerSample: Int
        /// Half of the samples took no longer, in seconds.
        public var median: Double
        /// Median absolute deviation from the median.
        public var mad: Double
        /// Lower end of the 95% bootstrap interval of the median.
        public var low: Double
        /// Upper end of that interval.
        public var high: Double

        /// Statistics as they stand; ``init(samples:executionsPerSample:seed:)`` computes them.
        public init(samples: [Double], executionsPerSample: Int, median: Double, mad: Double, low: Double, high: Double) {
            self.samples = samples
            self.executionsPerSample = executionsPerSample
            self.median = median
            self.mad = mad
            self.low = low
            self.high = high
        }
    }

    /// Bytes moved to and from memory, powers and flops that one execution needs at least; 0 where it needs none.
    public struct Work: Codable, Sendable, Equatable {
        /// Bytes read and written.
        public var bytes: Double
        /// Powers x^r.
        public var powers: Double
        /// Additions and multiplications.
        public var flops: Double

        /// Work as it stands.
        public init(bytes: Double = 0, powers: Double = 0, flops: Double = 0) {
            self.bytes = bytes
            self.powers = powers
            self.flops = flops
        }
    }

    /// The physical limit measured in the same cycles of the same run.
    public struct Floor: Codable, Sendable, Equatable {
        /// What binds: memory traffic, powers or flops; or another task as a whole.
        public enum Kind: String, Codable, Sendable, CaseIterable { case bytes, powers, flops, task }
        /// What binds here.
        public var kind: Kind
        /// The task that measured it, e.g. `pow`, `copy`, `dgemm`.
        public var task: String
        /// Seconds that this work takes at the floor's rate.
        public var seconds: Double
        /// Median over that, and its 95% interval from cycle-by-cycle ratios: 1 is the limit.
        public var ratio: Double
        /// Lower end of that interval.
        public var low: Double
        /// Upper end of that interval.
        public var high: Double

        /// A floor as it stands.
        public init(kind: Kind, task: String, seconds: Double, ratio: Double, low: Double, high: Double) {
            self.kind = kind
            self.task = task
            self.seconds = seconds
            self.ratio = ratio
            self.low = low
            self.high = high
        }
    }

    /// Memory of a process that solved a contest, in bytes.
    public struct Memory: Codable, Sendable, Equatable {
        /// The most private memory seen; pages of mapped files are not counted.
        public var anonymousBytes: Int
        /// What the contest takes where nothing of it lies in mapped files: a double for each cell's cost, effort and, where
        /// it varies, exponent (4 bytes for a cost stored as a float), and 4 bytes for its creator where the game is sparse.
        public var keptBytes: Int

        /// Memory as it stands.
        public init(anonymousBytes: Int, keptBytes: Int) {
            self.anonymousBytes = anonymousBytes
            self.keptBytes = keptBytes
        }
    }

    /// The certificate of a solve, or a rival's error against the certified solution.
    public struct Outcome: Codable, Sendable, Equatable {
        /// As the solver, or the rival, calls it.
        public var status: String
        /// Passes or iterations.
        public var passes: Int?
        /// max |g|/P, as in a certificate.
        public var relativeResidual: Double?
        /// The most a deviation gains, over revenue, as in a certificate.
        public var relativeExploitability: Double?
        /// Largest relative error of a total against the certified solution, where that was compared.
        public var totalError: Double?
        /// What was reached over a proved upper bound, in [0, 1]; the mean where there are several.
        public var ratio: Double?

        /// An outcome as it stands.
        public init(
            status: String, passes: Int? = nil, relativeResidual: Double? = nil, relativeExploitability: Double? = nil,
            totalError: Double? = nil, ratio: Double? = nil
        ) {
            self.status = status
            self.passes = passes
            self.relativeResidual = relativeResidual
            self.relativeExploitability = relativeExploitability
            self.totalError = totalError
            self.ratio = ratio
        }
    }
}

/// seconds = a size^exponent, fitted over the sizes of one task by least squares on logarithms of medians.
public struct ScalingFit: Codable, Sendable, Equatable {
    /// What the task is.
    public var task: String
    /// The benchmark family, where it has one.
    public var family: String?
    /// Threads of all its results, or the most of them where those vary.
    public var threads: Int
    /// The kernels that ran.
    public var kernelTarget: String
    /// What varies: `size`, `creators`, `topics` or `threads`.
    public var over: String
    /// b in seconds = a size^b.
    public var exponent: Double
    /// 95% interval, from the bootstrap of the samples at each size.
    public var low: Double
    /// Upper end of the interval.
    public var high: Double
    /// How many sizes it goes through.
    public var points: Int

    /// A fit as it stands.
    public init(
        task: String, family: String?, threads: Int, kernelTarget: String, over: String, exponent: Double, low: Double, high: Double,
        points: Int
    ) {
        self.task = task
        self.family = family
        self.threads = threads
        self.kernelTarget = kernelTarget
        self.over = over
        self.exponent = exponent
        self.low = low
        self.high = high
        self.points = points
    }
}
