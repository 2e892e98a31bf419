import Learning
import NumericCore

/// The simulation of `learning_play` in plain NumPy, by `benchmarks/rivals/learning_numpy.py`: it times itself, and its counts are to be
/// equal to the kernels'.
enum LearningInNumPy {
    /// - Throws: ``TaskError`` where Python, NumPy or the source tree is not here.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        guard let tree = inputs.tree else { throw TaskError(description: "benchmarks/rivals was not found", isAbsence: true) }
        let folder = Paths.join(tree, "benchmarks/rivals")
        guard let python = ChildProcess.find(Paths.join(folder, "venv/bin/python")) ?? ChildProcess.find("python3"),
            try ChildProcess.run([python, "-c", "import numpy"], isInterrupted: inputs.isInterrupted).status == 0
        else { throw TaskError(description: "Python with NumPy is not here", isAbsence: true) }
        let simulation = try LearningTasks.simulation(point, inputs)
        let study = try inputs.scratchPath("learning-\(point.creators)-\(point.topics).json")
        let output = try inputs.scratchPath("learning-\(point.creators)-\(point.topics)-numpy.json")
        let files = OutputFiles()
        try files.add(study).write(text(simulation))
        try files.commit()
        let command = [python, Paths.join(folder, "learning_numpy.py"), study]
        var counts: [Int] = []
        return PreparedTask(conclude: { conclusion(simulation, counts) }) {
            let ending = try ChildProcess.run(command, output: .file(output), isInterrupted: inputs.isInterrupted)
            guard ending.status == 0 else { throw TaskError(description: "learning_numpy.py: exit status \(ending.status)") }
            let answer = try JSONParser.document(FileBytes(output)).object(["seconds", "counts", "realisedHuman", "realisedAI"])
            counts = try answer.required("counts", expected: "counts").elements().flatMap { replica in
                try replica.elements().flatMap { try $0.elements().map { try $0.integer() } }
            }
            return try answer.required("seconds", expected: "seconds").number()
        }
    }

    /// The study as a file: UCB on both sides.
    private static func text(_ simulation: PromptingSimulation) -> String {
        func rows(_ matrix: [[Double?]]) -> String { "[" + matrix.map { "\($0.map { $0 ?? 0 })" }.joined(separator: ", ") + "]" }
        return """
            { "schema": "\(LearningFile.schema)", "human": \(rows(simulation.game.human)), "ai": \(rows(simulation.game.ai)),
              "humanAlgorithm": { "name": "ucb" }, "aiAlgorithm": { "name": "ucb" },
              "horizon": \(simulation.horizon), "replicas": \(simulation.replicas), "seed": \(simulation.seed) }

            """
    }

    private static func conclusion(_ simulation: PromptingSimulation, _ counts: [Int]) -> Conclusion {
        do {
            return try simulation.run().counts == counts ? .right() : .wrong("its counts are not those of the kernels")
        } catch {
            return .wrong("\(error)")
        }
    }
}
