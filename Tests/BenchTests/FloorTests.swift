import Foundation
import NumericCore
import Testing

@testable import Bench

@Suite struct FloorTests {
    private func point(_ task: TaskName, family: GameFamily = .e17, threads: Int = 1, target: String = "avx2") -> TaskPoint {
        TaskPoint(task: task, family: family, creators: 100, topics: 1, threads: threads, target: target)
    }

    private func track(_ task: TaskName, _ samples: [Double], read: Double = 0, written: Double = 0, powers: Double = 0, family: GameFamily = .e17, threads: Int = 1, target: String = "avx2")
        -> Floors.Track
    {
        Floors.Track(
            task: task, threads: threads, target: target, family: family, work: TaskWork(bytesRead: read, bytesWritten: written, powers: powers),
            samples: samples)
    }

    @Test func theFloorThatTakesLongestBinds() throws {
        let floors = Floors([track(.copy, [1, 1, 1], read: 8, written: 8), track(.pow, [3, 3, 3], read: 16, written: 8, powers: 100)])
        let work = TaskWork(bytesRead: 8, bytesWritten: 8, powers: 100)
        let byPowers = try #require(floors.binding(point(.solve), work: work, samples: [6, 6, 6], seed: 1))
        #expect(byPowers.kind == .powers && byPowers.task == "pow" && byPowers.seconds == 3 && byPowers.ratio == 2)
        let byBytes = try #require(
            floors.binding(point(.solve), work: TaskWork(bytesRead: 80, bytesWritten: 80, powers: 100), samples: [20, 20, 20], seed: 1))
        #expect(byBytes.kind == .bytes && byBytes.task == "copy" && byBytes.seconds == 10 && byBytes.ratio == 2)
    }

    /// The machine slows down tenfold half way: every cycle's ratio is the same, the ratio of medians is not.
    @Test func ratiosAreTakenCycleByCycle() throws {
        let floors = Floors([track(.copy, [1, 10, 1, 10, 1], read: 8, written: 8)])
        let floor = try #require(floors.binding(point(.solve), work: TaskWork(bytesRead: 8, bytesWritten: 8), samples: [2, 20, 2, 20], seed: 1))
        #expect(floor.ratio == 2 && floor.low == 2 && floor.high == 2)
    }

    @Test func theFasterStreamOfTheSameMixIsTheFloor() throws {
        let floors = Floors([
            track(.copy, [3], read: 8, written: 8), track(.copyPastCache, [2], read: 8, written: 8), track(.triad, [4], read: 16, written: 8),
            track(.triadPastCache, [5], read: 16, written: 8), track(.read, [1], read: 8),
        ])
        func task(_ read: Double, _ written: Double) -> String? {
            floors.binding(point(.solve), work: TaskWork(bytesRead: read, bytesWritten: written), samples: [9], seed: 1)?.task
        }
        #expect(task(8, 8) == "copy-past-cache")
        #expect(task(24, 8) == "triad")
        #expect(task(8, 0) == "read")
    }

    @Test func onlyFloorsOfTheSameThreadsAndTargetBind() {
        let floors = Floors([track(.pow, [1], powers: 1, threads: 2), track(.pow, [1], powers: 1, target: "portable")])
        #expect(floors.binding(point(.solve), work: TaskWork(powers: 1), samples: [1], seed: 1) == nil)
        #expect(floors.binding(point(.solve, threads: 2), work: TaskWork(powers: 1), samples: [1], seed: 1) != nil)
        #expect(floors.binding(point(.solve, target: "portable"), work: TaskWork(powers: 1), samples: [1], seed: 1) != nil)
    }

    @Test func powersAreThoseOfTheSameFamily() throws {
        let tasks = [GameFamily.e17, .h1].map { (point: point(.solve, family: $0), work: TaskWork(powers: 1)) }
        #expect(Floors.needed(by: tasks) == [point(.pow, family: .e17), point(.pow, family: .h1)])
        let floors = Floors([track(.pow, [1], powers: 1, family: .e17), track(.pow, [4], powers: 1, family: .h1)])
        #expect(floors.binding(point(.solve, family: .h1), work: TaskWork(powers: 1), samples: [8], seed: 1)?.ratio == 2)
        #expect(floors.binding(point(.solve, family: .e17), work: TaskWork(powers: 1), samples: [8], seed: 1)?.ratio == 8)
        #expect(floors.binding(point(.solve, family: .h2), work: TaskWork(powers: 1), samples: [8], seed: 1) == nil)
    }

    @Test func limitsHaveNoFloorAndNoSamplesMakeNone() {
        let floors = Floors([track(.copy, [1], read: 8, written: 8), track(.pow, [], powers: 1)])
        #expect(floors.binding(point(.copy), work: TaskWork(bytesRead: 8, bytesWritten: 8), samples: [1], seed: 1) == nil)
        #expect(floors.binding(point(.solve), work: TaskWork(powers: 1), samples: [1], seed: 1) == nil)
        #expect(floors.binding(point(.solve), work: TaskWork(), samples: [1], seed: 1) == nil)
        #expect(floors.binding(point(.solve), work: TaskWork(bytesRead: 8, bytesWritten: 8), samples: [], seed: 1) == nil)
    }

    @Test func whatATaskNeedsIsMeasuredWithIt() {
        func names(_ tasks: [(TaskPoint, TaskWork)]) -> [TaskName] { Floors.needed(by: tasks.map { (point: $0.0, work: $0.1) }).map(\.task) }
        #expect(names([(point(.sum), TaskWork(bytesRead: 8))]) == [.read])
        #expect(names([(point(.solve), TaskWork(bytesRead: 8, bytesWritten: 8, powers: 1))]) == [.copy, .copyPastCache, .triad, .triadPastCache, .pow])
        #expect(names([(point(.dpotrf), TaskWork(flops: 1))]) == [.dgemm])
        let twoTargets = [(point(.payoff), TaskWork(powers: 1)), (point(.payoff, target: "portable"), TaskWork(powers: 1)), (point(.solve), TaskWork(powers: 1))]
        #expect(Floors.needed(by: twoTargets.map { (point: $0.0, work: $0.1) }).map(\.target) == ["avx2", "portable"])
    }
}

@Suite struct ScalingFitTests {
    private func result(_ size: Int, _ samples: [Double], threads: Int = 1, status: BenchmarkResult.Status = .measured) -> BenchmarkResult {
        BenchmarkResult(
            task: "solve", family: "E17", creators: size / 10, topics: 10, size: size, threads: threads, kernelTarget: "avx2", status: status,
            seconds: .init(samples: samples, executionsPerSample: 1, seed: 1))
    }

    @Test func aPlantedExponentIsFound() throws {
        let results = [1000, 10_000, 100_000].map { result($0, [3e-9 * pow(Double($0), 1.3)]) }
        let fit = try #require(ScalingFit.fits(of: results, over: .size, seed: 1).first)
        #expect(abs(fit.exponent - 1.3) < 1e-12 && abs(fit.low - 1.3) < 1e-12 && abs(fit.high - 1.3) < 1e-12)
        #expect(fit.points == 3 && fit.over == "size" && fit.task == "solve" && fit.family == "E17")
    }

    @Test func noiseWidensTheIntervalAroundThePlantedExponent() throws {
        let results = [1000, 3000, 10_000, 30_000, 100_000].map { size in
            result(size, BootstrapTests.exponential(seed: UInt64(size), count: 40).map { Double(size) * (1 + 0.05 * $0) })
        }
        let fit = try #require(ScalingFit.fits(of: results, over: .size, seed: 1).first)
        #expect(fit.low < 1 && 1 < fit.high && fit.low < fit.exponent && fit.exponent < fit.high)
        #expect(fit.high - fit.low < 0.05)
    }

    @Test func onlyMeasuredResultsCountAndThreeArePlentyTwoAreNot() {
        let results = [result(1000, [1]), result(10_000, [10]), result(100_000, [1], status: .wrong)]
        #expect(ScalingFit.fits(of: results, over: .size, seed: 1).isEmpty)
    }

    @Test func threadsAreComparedAtOneSize() throws {
        let results = [result(1000, [8], threads: 1), result(1000, [4], threads: 2), result(5000, [1], threads: 1)]
        let fits = ScalingFit.fits(of: results, over: .threads, seed: 1)
        #expect(fits.count == 1)
        #expect(fits.first.map { abs($0.exponent + 1) < 1e-12 && $0.threads == 2 } == true)
    }
}
