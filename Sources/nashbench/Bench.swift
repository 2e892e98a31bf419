import ArgumentParser
import Bench
import NumericCore

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Run a suite of benchmarks and record every sample, with the machine and its limits.",
        discussion: """
            Example:

              nashbench bench quick
              nashbench bench hard --output hard.json
              nashbench bench scaling-n --topics 100 --threads 2 --budget 5
              nashbench bench mine.json --precision 0.02

            A suite is a name under benchmarks/suites or the path of such a file. The record is written to \
            benchmarks/results/<machine>/<suite>-<date>.json in the source tree, to the current folder where there is \
            none, or where --output says; a table goes to standard output. Measurement of a task goes on until the 95% \
            interval of its median is within the precision, or its budget is spent. Control-C ends the run; what was \
            measured by then is written, the rest recorded as skipped. Exit status 2 where a task failed or gave a wrong \
            answer: it is in the record.
            """)

    @Argument(help: "The suite: quick, kernels, scaling-n, scaling-k, scaling-threads, hard, io, startup, rivals, or a file.")
    var suite: String

    @Option(parsing: .unconditional, help: ArgumentHelp("Creators, in place of the suite's.", valueName: "n"))
    var creators: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Topics, in place of the suite's.", valueName: "K"))
    var topics: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Threads, in place of the suite's.", valueName: "n"))
    var threads: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Seconds for each task at each size, in place of the suite's.", valueName: "seconds"))
    var budget: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Half-width of the median's interval to aim at, relative to the median, in place of the suite's.", valueName: "number"))
    var precision: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the games, in place of the suite's.", valueName: "integer"))
    var seed: UInt64?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the record to this file.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Also write a page with all charts and tables of the run, .html (needs gnuplot).", valueName: "file"))
    var report: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if let creators, !(1...Int(Int32.max)).contains(creators) { throw ValidationError("--creators is 1 to \(Int32.max), found \(creators)") }
        if let topics, !(1...Int(Int32.max)).contains(topics) { throw ValidationError("--topics is 1 to \(Int32.max), found \(topics)") }
        if let threads, !(1...4096).contains(threads) { throw ValidationError("--threads is 1 to 4096, found \(threads)") }
        if let budget, !(budget > 0 && budget.isFinite) { throw ValidationError("--budget is seconds > 0, found \(budget)") }
        if let precision, !(precision > 0 && precision < 1) { throw ValidationError("--precision is a number in (0, 1), found \(precision)") }
        if let report, !report.lowercased().hasSuffix(".html") { throw ValidationError("--report is a page ending in .html, found \(report)") }
        if let seed, seed > 1 << 53 { throw ValidationError("--seed is at most 2^53, found \(seed)") }
    }

    func run() throws {
        // Before any thread starts, so that the counts are of all of them.
        let counters = HardwareCounters()
        let tree = SuitePlaces.tree()
        let file = try SuitePlaces.file(of: suite, tree: tree)
        let asked = try BenchmarkSuite.read(file).applying(
            .init(creators: creators, topics: topics, threads: threads, budget: budget, precision: precision, seed: seed))
        let machine = Machine.here(hasCounters: counters.areAvailable)
        let software = try Software.here()
        let started = SuitePlaces.now()
        let output = output ?? SuitePlaces.output(of: asked, machine: machine, started: started, tree: tree)
        try OutputPlace.check([output] + [report].compactMap { $0 }, inputs: InputFiles([file]))
        // Now rather than after the run.
        if report != nil { _ = try Gnuplot() }

        let clock = ContinuousClock()
        let began = clock.now
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        let run = try SuiteRun(asked, tree: tree, counters: counters, isInterrupted: { Interrupt.isRequested }) { progress in
            bar.update(
                label: "\(asked.name), \(progress.label)\(Self.timeLeft(progress, since: began))", done: progress.done, total: progress.total,
                unit: "measured")
        }
        let results = run.run()
        let fits = asked.fit.map { ScalingFit.fits(of: results, over: $0, seed: asked.seed) } ?? []
        let record = BenchmarkRecord(
            suite: asked.name, purpose: asked.purpose, command: command, started: started, seconds: (clock.now - began) / .seconds(1),
            machine: machine, software: software, precision: asked.plan.precision, budget: asked.plan.budget, seeds: [asked.seed],
            results: results, fits: fits)
        bar.erase()
        try RecordFile.write(record, to: output)
        if let report { try BenchmarkPage.write([record], to: report) }
        try Console.print(printing.json ? RecordFile.text(of: record) : BenchmarkTable.text(record))
        let bad = results.count { $0.status == .wrong || $0.status == .failed }
        if !printing.quiet { Console.note(Self.summary(record, bad: bad, output: output)) }
        if Interrupt.isRequested { throw Interrupt.exitStatus }
        if bad > 0 { throw ExitCode(2) }
    }

    /// The command that repeats this run; without the output, which would replace it.
    private var command: String {
        var words = ["nashbench", "bench", suite]
        if let creators { words += ["--creators", "\(creators)"] }
        if let topics { words += ["--topics", "\(topics)"] }
        if let threads { words += ["--threads", "\(threads)"] }
        if let budget { words += ["--budget", "\(budget)"] }
        if let precision { words += ["--precision", "\(precision)"] }
        if let seed { words += ["--seed", "\(seed)"] }
        return words.joined(separator: " ")
    }

    /// `, 40 s left`, once enough is done to tell.
    private static func timeLeft(_ progress: SuiteRun.Progress, since began: ContinuousClock.Instant) -> String {
        guard progress.done > 0 else { return "" }
        let spent = (ContinuousClock.now - began) / .seconds(1)
        let left = spent / Double(progress.done) * Double(progress.total - progress.done)
        return ", \(Int(left.rounded(.up))) s left"
    }

    private static func summary(_ record: BenchmarkRecord, bad: Int, output: String) -> String {
        let measured = record.results.count { $0.status == .measured }
        let skipped = record.results.count { $0.status == .skipped }
        var parts = ["\(record.suite): \(Wording.count(measured)) measured in \(Wording.duration(record.seconds))"]
        if skipped > 0 { parts.append("\(Wording.count(skipped)) skipped") }
        if bad > 0 { parts.append("\(Wording.count(bad)) failed or wrong") }
        if Interrupt.isRequested { parts.append("interrupted") }
        return (parts + ["wrote \(output)"]).joined(separator: " · ")
    }
}
