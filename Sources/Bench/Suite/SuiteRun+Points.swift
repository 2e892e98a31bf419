import NumericCore

extension SuiteRun {
    /// How many results the suite's own tasks, processes and rivals will have, floors not counted.
    package var total: Int {
        var total = 0
        for group in suite.groups {
            for block in blocks(of: group) { total += block.count }
            total += group.processes.count
            total += group.rivals.count * group.sizes.count * group.families.count * group.threads.count
        }
        return total
    }

    /// All points at one size, for each size.
    func blocks(of group: BenchmarkSuite.Group) -> [[TaskPoint]] {
        let dense = group.tasks.filter { $0.kind == .dense }
        let others = group.tasks.filter { $0.kind != .dense }
        let sizes = others.isEmpty ? [] : group.sizes
        let orders = dense.isEmpty ? [] : group.orders
        return sizes.map { size in points(others, group, creators: size.creators, topics: size.topics) }
            + orders.map { order in points(dense, group, creators: order, topics: 1) }
    }

    private func points(_ tasks: [TaskName], _ group: BenchmarkSuite.Group, creators: Int, topics: Int) -> [TaskPoint] {
        var points: [TaskPoint] = []
        for threads in group.threads {
            for task in tasks {
                // The machine's limits are the same whatever the game, and only kernels can be had for every target.
                let families: [GameFamily?] = switch task.kind {
                case .dense, .economy: [nil]
                case .stream, .blocks, .learning: [group.families.first]
                case .kernel, .solve, .coupled, .adoption, .file, .memory: group.families
                }
                let targets = switch task.kind {
                case .kernel: group.targets ?? [activeTarget]
                case .solve, .coupled, .adoption, .learning, .economy, .file, .memory: [activeTarget]
                case .stream, .dense, .blocks: [Floors.streamTarget]
                }
                for family in families {
                    for target in targets {
                        points.append(TaskPoint(task: task, family: family, creators: creators, topics: topics, threads: threads, target: target))
                    }
                }
            }
        }
        return points
    }
}
