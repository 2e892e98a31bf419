/// One run of a suite: what ran, where, and every sample. Written as `nashbench/benchmark/1`, one JSON file a run.
public struct BenchmarkRecord: Codable, Sendable, Equatable {
    /// The only schema this version writes and reads.
    public static let schema = "nashbench/benchmark/1"

    /// ``schema``; a reader refuses any other.
    public var schema = Self.schema
    /// The suite's name and what it is for.
    public var suite: String
    public var purpose: String
    /// The command that repeats this run.
    public var command: String
    /// When it began, ISO 8601, UTC.
    public var started: String
    /// How long the whole run took, in seconds.
    public var seconds: Double
    public var machine: Machine
    public var software: Software
    /// Measurement goes on until the 95% interval of a median is within this relative half-width, or the budget is spent.
    public var precision: Double
    /// Seconds a result may take.
    public var budget: Double
    /// Seeds of every generated input.
    public var seeds: [UInt64]
    public var results: [BenchmarkResult]
    public var fits: [ScalingFit]

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
    public struct Cache: Codable, Sendable, Equatable {
        /// 1, 2, 3.
        public var level: Int
        /// `Data`, `Instruction` or `Unified`.
        public var kind: String
        /// Bytes of one instance.
        public var bytes: Int

        public init(level: Int, kind: String, bytes: Int) {
            self.level = level
            self.kind = kind
            self.bytes = bytes
        }
    }

    /// The processor's own name for itself.
    public var cpu: String
    public var architecture: String
    /// Instruction sets that matter to the kernels, as the processor lists them.
    public var features: [String]
    /// Cores this process may use.
    public var cores: Int
    public var caches: [Cache]
    public var memoryBytes: Int?
    public var frequencyGovernor: String?
    /// Operating system and kernel release.
    public var system: String
    /// Whether instruction and cycle counts could be read.
    public var hasCounters: Bool

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
    public var version: String
    /// Revision of the source tree and whether it had changes; absent where the program does not stand in one.
    public var commit: String?
    public var isModified: Bool?
    public var compiler: String
    /// Build configuration and flags.
    public var flags: String
    /// Kernel target in use unless a result says otherwise.
    public var kernelTarget: String
    /// Configuration and core of OpenBLAS; absent where there is none.
    public var blas: String?
    public var blasCore: String?

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
