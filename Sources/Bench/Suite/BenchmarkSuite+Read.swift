import NumericCore

extension BenchmarkSuite {
    /// A suite as its file states it.
    /// - Throws: ``FileError`` naming the file and the line or key path: JSON that is none, an unknown key, a wrong type,
    ///   a value outside its domain.
    package static func read(_ path: String) throws(FileError) -> BenchmarkSuite { try read(FileBytes(path)) }

    package static func read(_ contents: FileBytes) throws(FileError) -> BenchmarkSuite {
        let root = try JSONParser.document(contents)
        try root.document(schema: schema)
        let keys = try root.object(["schema", "name", "purpose", "precision", "budget", "seed", "fit", "groups"])
        let plan = MeasurementPlan(
            precision: try positive(keys.required("precision", expected: "a number in (0, 1)"), below: 1),
            budget: try positive(keys.required("budget", expected: "seconds > 0")))
        let groups = try keys.required("groups", expected: "a list of groups")
        let suite = BenchmarkSuite(
            name: try name(keys.required("name", expected: "a name")),
            purpose: try keys.required("purpose", expected: "a sentence").string(), plan: plan, seed: try seed(keys["seed"]),
            groups: try groups.elements(expected: "a list of groups").map { node throws(FileError) in try group(node) },
            fit: try keys["fit"].map { node throws(FileError) in try node.word(FitAxis.self) }, file: contents.file)
        guard !suite.groups.isEmpty else { throw groups.error(expected: "at least one group", found: "none") }
        return suite
    }

    private static func group(_ node: JSONNode) throws(FileError) -> Group {
        let keys = try node.object(["tasks", "families", "sizes", "orders", "threads", "targets", "processes", "rivals", "timeLimit"])
        var group = Group()
        group.tasks = try list(keys["tasks"]) { node throws(FileError) in try node.word(TaskName.self) } ?? []
        if let families = try list(keys["families"], { node throws(FileError) in try node.word(GameFamily.self) }) {
            group.families = families
        }
        group.sizes = try list(keys["sizes"], size) ?? []
        group.orders = try list(keys["orders"]) { node throws(FileError) in try count(node, atMost: 1 << 15) } ?? []
        if let threads = try list(keys["threads"], { node throws(FileError) in try count(node, atMost: 4096) }) { group.threads = threads }
        group.targets = try targets(keys["targets"])
        group.processes = try list(keys["processes"], process) ?? []
        group.rivals = try list(keys["rivals"], name) ?? []
        if let limit = keys["timeLimit"] { group.timeLimit = try positive(limit) }
        let hasDense = group.tasks.contains { $0.kind == .dense }
        let hasOthers = group.tasks.contains { $0.kind != .dense } || !group.rivals.isEmpty
        if group.tasks.isEmpty, group.processes.isEmpty, group.rivals.isEmpty {
            throw node.error(expected: "tasks, processes or rivals", found: "none of them")
        }
        if hasOthers, group.sizes.isEmpty { throw node.child("sizes", .null).error(expected: "sizes for the tasks", found: "nothing") }
        if hasDense, group.orders.isEmpty {
            throw node.child("orders", .null).error(expected: "orders for dense linear algebra", found: "nothing")
        }
        return group
    }

    private static func size(_ node: JSONNode) throws(FileError) -> Size {
        let keys = try node.object(["creators", "topics"])
        let size = Size(
            creators: try count(keys.required("creators", expected: "the number of creators"), atMost: Int(Int32.max)),
            topics: try count(keys.required("topics", expected: "the number of topics"), atMost: Int(Int32.max)))
        guard !size.creators.multipliedReportingOverflow(by: size.topics).overflow else {
            throw node.error(expected: "cells that can be counted", found: "\(size.creators) x \(size.topics)")
        }
        return size
    }

    /// Names of targets, or `"available"` for all that run here. A known name that cannot run here is skipped later.
    private static func targets(_ node: JSONNode?) throws(FileError) -> [String]? {
        guard let node else { return nil }
        if case .string("available") = node.value { return KernelTarget.available.map(\.name) }
        guard node.isList else { throw node.error(expected: "\"available\" or a list of kernel targets") }
        return try list(node) { node throws(FileError) in
            let name = try node.string()
            guard KernelTarget.knownNames.contains(name) else {
                throw node.error(expected: "one of \(KernelTarget.knownNames.joined(separator: ", "))")
            }
            return name
        }
    }

    private static func process(_ node: JSONNode) throws(FileError) -> ProcessSpecification {
        let keys = try node.object(["name", "commands", "optional"])
        let commands = try keys.required("commands", expected: "a list of commands")
        let process = ProcessSpecification(
            name: try name(keys.required("name", expected: "a name")),
            commands: try list(commands) { node throws(FileError) in
                let words = try node.strings()
                guard words.first?.isEmpty == false else { throw node.error(expected: "a program and its arguments") }
                return words
            } ?? [],
            isOptional: try keys["optional"].map { node throws(FileError) in try node.bool() } ?? false)
        return process
    }

    /// The elements of a list that holds at least one; nil where the key is absent.
    private static func list<Element>(
        _ node: JSONNode?, _ read: (JSONNode) throws(FileError) -> Element
    ) throws(FileError) -> [Element]? {
        guard let node else { return nil }
        var elements: [Element] = []
        for element in try node.elements() { elements.append(try read(element)) }
        guard !elements.isEmpty else { throw node.error(expected: "a list of at least one", found: "an empty list") }
        return elements
    }

    private static func count(_ node: JSONNode, atMost limit: Int) throws(FileError) -> Int {
        let count = try node.integer()
        guard (1...limit).contains(count) else { throw node.error(expected: "an integer in 1 to \(limit)", found: "\(count)") }
        return count
    }

    private static func positive(_ node: JSONNode, below limit: Double = .infinity) throws(FileError) -> Double {
        let number = try node.number()
        guard number > 0, number < limit else {
            throw node.error(expected: limit < .infinity ? "a number in (0, \(Int(limit)))" : "a number > 0")
        }
        return number
    }

    private static func seed(_ node: JSONNode?) throws(FileError) -> UInt64 {
        guard let node else { return 1 }
        let integer = try node.integer()
        guard (0...1 << 53).contains(integer) else { throw node.error(expected: "an integer in 0 to 2^53", found: "\(integer)") }
        return UInt64(integer)
    }

    /// Letters, digits and hyphens: names become parts of file names.
    private static func name(_ node: JSONNode) throws(FileError) -> String {
        let name = try node.string()
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x5F || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) })
        else { throw node.error(expected: "a name of letters, digits and hyphens") }
        return name
    }
}
