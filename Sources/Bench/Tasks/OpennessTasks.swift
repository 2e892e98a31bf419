import NumericCore
import Openness

/// The openness game. Of `openness_solve` `creators` is the number of followers; of the others `creators` is the number of levels and
/// `topics` that of practices, 4.
enum OpennessTasks {
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        switch point.task {
        case .opennessSweep: try sweep(point)
        case .opennessSingle: try singles(point)
        default: solve(point, inputs)
        }
    }

    /// From the list of costs to the list of adopters; without an access fee, so that many adopt.
    private static func solve(_ point: TaskPoint, _ inputs: TaskInputs) -> PreparedTask {
        let random = CounterRandom(seed: inputs.seed, stream: 0x09E7)
        let costs = (0..<point.cells).map { random.uniform(in: 0.3...3, at: UInt64($0)) }
        let policy = OpennessPolicy(openness: 0.5, hasFreeTrial: true)
        var last: (game: OpennessGame, found: OpennessEquilibrium)?
        return PreparedTask(conclude: {
            guard let last else { return .wrong("nothing came of it") }
            let status = last.found.outcome.regime.rawValue
            return Openness.certify(last.found, of: last.game).isConfirmed
                ? .right(.init(status: status)) : .wrong("its certificate does not hold", .init(status: status))
        }) {
            let game = try OpennessGame(followerCosts: costs)
            last = (game, try Openness.solve(game, at: policy))
            return nil
        }
    }

    private static func levels(_ count: Int) -> [Double] { (0..<count).map { Double($0) / Double(max(count - 1, 1)) } }

    /// The study of the two-player game at so many levels under all practices, with its search for changes of regime.
    private static func sweep(_ point: TaskPoint) throws -> PreparedTask {
        guard point.topics == OpennessPractice.allCases.count else {
            throw TaskError(description: "a sweep has \(OpennessPractice.allCases.count) practices: topics", isAbsence: true)
        }
        let (game, levels) = (try OpennessGame(), levels(point.creators))
        var points = 0
        return PreparedTask(conclude: { points == point.cells ? .right(.init(status: Status.converged.rawValue)) : .wrong("\(points) points") }) {
            points = try OpennessStudy(of: game, levels: levels, threads: point.threads).points.count
            return nil
        }
    }

    /// Single solves of the two-player game, five for every two of the sweep's: 10^5 for 10^4 levels under 4 practices.
    private static func singles(_ point: TaskPoint) throws -> PreparedTask {
        let game = try OpennessGame()
        let policies = levels(max(point.cells * 5 / 2, 1)).map { OpennessPolicy(openness: $0) }
        var welfare = 0.0
        return PreparedTask(conclude: { welfare.isFinite && welfare != 0 ? .right() : .wrong("welfare is \(welfare)") }) {
            welfare = 0
            for policy in policies { welfare += try Openness.solve(game, at: policy).outcome.welfare }
            return nil
        }
    }
}
