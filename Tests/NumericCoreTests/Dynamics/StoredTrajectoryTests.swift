import Foundation
import NumericCore
import Testing

/// Trajectories as files.
@Suite struct StoredTrajectoryTests {
    private func trajectory(_ dynamics: LearningDynamics = .mirrorDescent(.entropic, .bandit(BanditFeedback()))) throws -> StoredTrajectory {
        let contest = try DynamicsGames.interiorInTwo()
        var settings = SimulationSettings()
        settings.steps = 30
        settings.recordsPerDecade = 3
        let equilibrium = try solve(contest)
        return StoredTrajectory(try simulate(contest, dynamics: dynamics, settings: settings, equilibrium: equilibrium.efforts), of: contest, seed: 7)
    }

    @Test(arguments: SimulationTests.everything) func comesBackAsItWas(dynamics: LearningDynamics) throws {
        let scratch = try Scratch()
        let stored = try trajectory(dynamics)
        try stored.write(to: scratch.path("trajectory.jsonl"))
        #expect(try StoredTrajectory.read(scratch.path("trajectory.jsonl")) == stored)
        #expect(try scratch.text("trajectory.jsonl") == stored.text)
        #expect(try scratch.contents == ["trajectory.jsonl"])
        guard case .trajectory(let read) = try ResultFile.read(scratch.path("trajectory.jsonl")) else {
            Issue.record("another kind of file")
            return
        }
        #expect(read == stored)
    }

    @Test func schedulesAreWords() {
        for schedule in [StepSchedule.constant(0.1), .power(1, exponent: 2.0 / 3), .adaptive(4)] { #expect(StepSchedule(word: schedule.word) == schedule) }
        for word in ["", "constant", "constant:", "constant:a", "power:1", "power:1:2:3", "adaptive:1:2", "other:1"] { #expect(StepSchedule(word: word) == nil) }
    }

    @Test(arguments: [
        ("trajectory/1", "trajectory/2", "schema"), ("\"creators\":3", "\"creators\":0", "line 1: creators"), ("\"steps\":30", "\"steps\":-1", "line 1: steps"),
        ("\"topics\":2", "\"topics\":3", "line 2: totals"), ("\"end\":", "\"ende\":", "line 1: ende"), ("\"step\":1,", "\"step\":0,", "line 3: step"),
        ("\"seed\":7", "\"seed\":-7", "line 1: seed"), ("\"distance\":", "\"distance\":-", "line 2: distance"), ("\"records\":", "\"records\":9", "records"),
        ("{\"step\":2", "\"step\":2", "line 4"),
    ])
    func whatIsWrongIsNamed(old: String, new: String, place: String) throws {
        let scratch = try Scratch()
        let text = try trajectory().text
        #expect(text.contains(old))
        let range = try #require(text.firstRange(of: old))
        let path = try scratch.write("trajectory.jsonl", text.replacingCharacters(in: range, with: new))
        let error = #expect(throws: FileError.self) { try StoredTrajectory.read(path) }
        #expect(try #require(error).description.contains(place), "\(error.map { "\($0)" } ?? "")")
        #expect(error?.file == path)
    }

    @Test func anEmptyFileIsRefused() throws {
        let scratch = try Scratch()
        let path = try scratch.write("trajectory.jsonl", "")
        #expect(throws: FileError.self) { try StoredTrajectory.read(path) }
    }
}
