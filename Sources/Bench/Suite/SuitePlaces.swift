import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where suites, rivals and results lie: the source tree that the program is run in, or was built in.
package enum SuitePlaces {
    /// The nearest folder above the current one, or above this program, that has `benchmarks/suites`; nil for none.
    package static func tree() -> String? { tree(above: currentFolder()) ?? ChildProcess.ownPath.flatMap { tree(above: Paths.folder(of: $0)) } }

    static func tree(above folder: String) -> String? {
        var folder = folder
        while true {
            if access(Paths.join(folder, "benchmarks/suites"), R_OK | X_OK) == 0 { return folder }
            let parent = Paths.folder(of: folder)
            if parent == folder || parent.isEmpty { return nil }
            folder = parent
        }
    }

    /// The file of a suite: a path as it is (it has a slash or ends in `.json`), a name under `benchmarks/suites`.
    /// - Throws: ``FileError`` where a name is not there, with those that are.
    package static func file(of suite: String, tree: String?) throws(FileError) -> String {
        if suite.contains("/") || suite.hasSuffix(".json") { return suite }
        guard let tree else {
            throw FileError(file: suite, expected: "the path of a suite, or a name under benchmarks/suites of a source tree", found: "no such tree")
        }
        let folder = Paths.join(tree, "benchmarks/suites")
        let file = Paths.join(folder, "\(suite).json")
        guard access(file, F_OK) == 0 else {
            throw FileError(
                file: suite, expected: "the path of a suite or one of \(names(in: folder).joined(separator: ", "))", found: "no \(suite).json in \(folder)")
        }
        return file
    }

    /// Names of the suites in a folder, sorted.
    package static func names(in folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            if name.hasSuffix(".json") { names.append(String(name.dropLast(5))) }
        }
        return names.sorted()
    }

    /// Where a record goes unless told otherwise: `benchmarks/results/<machine>/<suite>-<date>.json` in the tree, the
    /// current folder where there is none. Folders are made.
    package static func output(of suite: BenchmarkSuite, machine: Machine, started: String, tree: String?) -> String {
        let date = started.prefix(19).filter { $0 != ":" }
        let name = "\(suite.name)-\(date).json"
        guard let tree else { return name }
        let results = Paths.join(tree, "benchmarks/results")
        let folder = Paths.join(results, machine.slug)
        mkdir(results, 0o777)
        mkdir(folder, 0o777)
        return Paths.join(folder, name)
    }

    /// Now, as `2026-01-31T23:59:59Z`.
    package static func now() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let day = "\(1900 + parts.tm_year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return "\(day)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }

    private static func currentFolder() -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            getcwd(buffer.baseAddress!, buffer.count) == nil ? "" : String(cString: buffer.baseAddress!)
        }
    }
}
