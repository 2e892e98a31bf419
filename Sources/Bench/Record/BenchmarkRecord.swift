/// One run of a suite: what ran, where, and every sample. Written as `nashbench/benchmark/1`, one JSON file a run.
public struct BenchmarkRecord: Codable, Sendable, Equatable {
    /// The only schema this version writes and reads.
    public static let schema = "nashbench/benchmark/1"

    /// ``schema``; a reader refuses any other.
    public var schema = Self.schema
    /// The suite's name.
    public var suite: String
    /// What the suite is for, in a line.
    public var purpose: String
    /// The command that repeats this run.
    public var command: String
    /// When it began, ISO 8601, UTC.
    public var started: String
    /// How long the whole run took, in seconds.
    public var seconds: Double
    /// Where it ran.
    public var machine: Machine
    /// What ran.
    public var software: Software
    /// Measurement goes on until the 95% interval of a median is within this relative half-width, or the budget is spent.
    public var precision: Double
    /// Seconds a result may take.
    public var budget: Double
    /// Seeds of every generated input.
    public var seeds: [UInt64]
    /// One a task, size, thread count and kernel target, in the order of the suite.
    public var results: [BenchmarkResult]
    /// How times grow, where a suite varies one thing.
    public var fits: [ScalingFit]

    /// A record as it stands; nothing is checked.
    public init(
        suite: String, purpose: String, command: String, started: String, seconds: Double, machine: Machine, software: Software,
        precision: Double, budget: Double, seeds: [UInt64], results: [BenchmarkResult], fits: [ScalingFit]
    ) {
        self.suite = suite
        self.purpose = purpose
        self.command = command
        self.started = started
        self.seconds = seconds
        self.machine = machine
        self.software = software
        self.precision = precision
        self.budget = budget
        self.seeds = seeds
        self.results = results
        self.fits = fits
    }
}

/// The machine a run was made on. What cannot be read is absent, never 0 or a guess.
public struct Machine: Codable, Sendable, Equatable {
    /// One cache of the processor.
    public struct Cache: Codable, Sendable, Equatable {
        /// 1, 2, 3.
        public var level: Int
        /// `Data`, `Instruction` or `Unified`.
        public var kind: String
        /// Bytes of one instance.
        public var bytes: Int

        /// A cache as it stands.
        public init(level: Int, kind: String, bytes: Int) {
            self.level = level
            self.kind = kind
            self.bytes = bytes
        }
    }

    /// The processor's own name for itself.
    public var cpu: String
    /// Instruction set, e.g. `x86_64`.
    public var architecture: String
    /// Instruction sets that matter to the kernels, as the processor lists them.
    public var features: [String]
    /// Cores this process may use.
    public var cores: Int
    /// From the first level up.
    public var caches: [Cache]
    /// Bytes of memory in all.
    public var memoryBytes: Int?
    /// How the processor picks its frequency, e.g. `performance`.
    public var frequencyGovernor: String?
    /// Operating system and kernel release.
    public var system: String
    /// Whether instruction and cycle counts could be read.
    public var hasCounters: Bool

    /// A machine as it stands.
    public init(
        cpu: String, architecture: String, features: [String], cores: Int, caches: [Cache], memoryBytes: Int?,
        frequencyGovernor: String?, system: String, hasCounters: Bool
    ) {
        self.cpu = cpu
        self.architecture = architecture
        self.features = features
        self.cores = cores
        self.caches = caches
        self.memoryBytes = memoryBytes
        self.frequencyGovernor = frequencyGovernor
        self.system = system
        self.hasCounters = hasCounters
    }

    /// A short name that files of one machine share: processor and cores, in lower case with hyphens.
    public var slug: String {
        let words = "\(cpu) \(cores) cores".lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.joined(separator: "-")
    }
}

/// The program that ran.
public struct Software: Codable, Sendable, Equatable {
    /// Of this package.
    public var version: String
    /// Revision of the source tree; absent where the program does not stand in one.
    public var commit: String?
    /// Whether the source tree had changes; absent without a revision.
    public var isModified: Bool?
    /// The compiler and its version.
    public var compiler: String
    /// Build configuration and flags.
    public var flags: String
    /// Kernel target in use unless a result says otherwise.
    public var kernelTarget: String
    /// OpenBLAS's own words for its configuration; absent where there is none.
    public var blas: String?
    /// The core that it picked its kernels for.
    public var blasCore: String?

    /// The software as it stands.
    public init(
        version: String, commit: String?, isModified: Bool?, compiler: String, flags: String, kernelTarget: String, blas: String?,
        blasCore: String?
    ) {
        self.version = version
        self.commit = commit
        self.isModified = isModified
        self.compiler = compiler
        self.flags = flags
        self.kernelTarget = kernelTarget
        self.blas = blas
        self.blasCore = blasCore
    }
}
