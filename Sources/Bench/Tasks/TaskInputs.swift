import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension PowerCost {
    /// The coefficients' memory: games drawn for tasks hold doubles.
    var doubles: CellBuffer {
        guard let doubles = coefficients.doubles else { preconditionFailure("a game drawn for a task holds doubles") }
        return doubles
    }
}

/// What the tasks at one size work on: games drawn once, equilibria, and memory to write to. Let go of before the next
/// size.
package final class TaskInputs {
    package let seed: UInt64
    /// The source tree, nil where there is none.
    let tree: String?
    /// Asked while a task waits for another program; true ends that.
    let isInterrupted: () -> Bool
    private var contests: [GameKey: Contest] = [:]
    private var equilibria: [GameKey: Equilibrium] = [:]
    private var scratches: [Int: CellBuffer] = [:]
    private var constantBuffer: CellBuffer?
    private var folder: String?

    private struct GameKey: Hashable {
        let family: GameFamily
        let creators: Int
        let topics: Int
    }

    package init(seed: UInt64, tree: String? = nil, isInterrupted: @escaping () -> Bool = { false }) {
        self.seed = seed
        self.tree = tree
        self.isInterrupted = isInterrupted
    }

    deinit {
        if let folder { ChildProcess.removeFolder(folder) }
    }

    /// The game of a point, the same object for all tasks at one size.
    package func contest(_ point: TaskPoint) throws -> Contest {
        let key = GameKey(family: point.family ?? .e17, creators: point.creators, topics: point.topics)
        if let known = contests[key] { return known }
        let contest = try key.family.contest(creators: key.creators, topics: key.topics, seed: seed)
        contests[key] = contest
        return contest
    }

    /// The certified equilibrium of a point's game.
    /// - Throws: ``TaskError`` where the solve does not converge: what builds on it cannot be measured.
    package func equilibrium(_ point: TaskPoint) throws -> Equilibrium {
        let key = GameKey(family: point.family ?? .e17, creators: point.creators, topics: point.topics)
        if let known = equilibria[key] { return known }
        let equilibrium = try NumericCore.solve(contest(point))
        guard equilibrium.status == .converged else {
            throw TaskError(description: "the equilibrium it needs: \(equilibrium.status.rawValue), \(equilibrium.reason ?? "no reason given")")
        }
        equilibria[key] = equilibrium
        return equilibrium
    }

    /// Memory that tasks overwrite in turn, its pages in place.
    package func scratch(_ index: Int, count: Int) -> CellBuffer {
        if let known = scratches[index], known.count == count { return known }
        let buffer = CellBuffer(count: count)
        buffer.base.update(repeating: 0, count: count)
        scratches[index] = buffer
        return buffer
    }

    /// The exponent of the pow pass, for every cell.
    package static let floorExponent = 1.7

    /// `count` times ``floorExponent``.
    package func constants(count: Int) -> CellBuffer {
        if let constantBuffer, constantBuffer.count == count { return constantBuffer }
        let buffer = CellBuffer(count: count)
        buffer.base.update(repeating: Self.floorExponent, count: count)
        constantBuffer = buffer
        return buffer
    }

    /// A path in a folder of this run's own, which goes when the inputs go.
    package func scratchPath(_ name: String) throws -> String { Paths.join(try scratchFolder(), name) }

    package func scratchFolder() throws -> String {
        if let folder { return folder }
        let made = try ChildProcess.makeFolder()
        folder = made
        return made
    }
}

/// Why a task could not be measured.
package struct TaskError: Error, CustomStringConvertible, Sendable {
    package let description: String
    /// Nothing went wrong: what it needs is not here.
    package let isAbsence: Bool

    package init(description: String, isAbsence: Bool = false) {
        self.description = description
        self.isAbsence = isAbsence
    }

    /// The run was interrupted: what is not measured by then is skipped.
    package static let interrupted = TaskError(description: "interrupted", isAbsence: true)
}

/// The cells of a contest in the runs that a kernel is called with: whole topics on one thread, tiles on several.
struct CellRuns {
    let runs: [(topic: Int, cells: Range<Int>)]
    let workers: Workers
    /// 512 KiB of doubles.
    private static let tile = 1 << 16

    init(_ layout: CellLayout, threads: Int) {
        workers = Workers(threads: threads)
        var runs: [(Int, Range<Int>)] = []
        for topic in 0..<layout.topics {
            let cells = layout.range(ofTopic: topic)
            let length = threads == 1 ? max(1, cells.count) : Self.tile
            for first in stride(from: cells.lowerBound, to: cells.upperBound, by: length) {
                runs.append((topic, first..<min(first + length, cells.upperBound)))
            }
        }
        self.runs = runs
    }

    /// Calls `body` with the index of each run.
    func run(_ body: @Sendable (Int) -> Void) { workers.run(runs.count, body) }
}
