import Foundation
import TestSupport
import Testing

/// The arrows CKernels <- NumericCore <- Bench and the systems <- PublishedClaims <- nashbench, and the one between NumericCore's folders,
/// read off the sources.
@Suite struct LayeringTests {
    /// Each folder may use what stands before it; those of one line may use each other.
    static let layers: [[String]] = [
        ["Checking"], ["Kernels"], ["Contest"], ["Solving"], ["Solvers"], ["Sensitivity", "Calibration", "Generation", "Sweeps", "Files", "Dynamics", "Inclusive"],
    ]

    /// Beside the contest, each on NumericCore alone.
    static let systems = ["Agents", "Compensation", "Learning", "Openness", "Persuasion", "Planning"]

    /// Without Foundation as a whole: loading it, with its locales, is most of the run of a short command.
    static let platform: Set = ["FoundationEssentials", "Glibc", "Darwin", "Dispatch", "Synchronization"]
    /// The one way to write JSON of a Swift value, where the platform has no smaller part of Foundation.
    static let essentials = """
        #if canImport(FoundationEssentials)
        import FoundationEssentials
        #else
        import Foundation
        #endif
        """

    /// What each target may import.
    static let imports: [String: [String]] = {
        var imports = ["NumericCore": ["CKernels"], "Bench": ["NumericCore", "CKernels", "CBench"] + systems]
        for system in systems { imports[system] = ["NumericCore"] }
        imports["Agents"] = ["NumericCore", "BigInt"]
        imports["Learning"] = ["NumericCore", "CLearning"]
        imports["Persuasion"] = ["NumericCore", "BigInt"]
        imports["PublishedClaims"] = ["NumericCore"] + systems
        imports["nashbench"] = ["NumericCore", "Bench", "PublishedClaims", "ArgumentParser"] + systems
        return imports
    }()

    @Test(arguments: imports.keys.sorted())
    func aTargetImportsOnlyWhatItMay(target: String) throws {
        let allowed = Self.platform.union(try #require(Self.imports[target]))
        for file in try Self.swiftFiles(under: target) {
            let source = try String(contentsOf: file, encoding: .utf8)
            for module in Self.imports(in: source.replacing(Self.essentials, with: "")) {
                #expect(allowed.contains(module), "\(target)/\(file.lastPathComponent) imports \(module)")
            }
        }
    }

    @Test(arguments: ["CKernels", "CLearning", "CBench"]) func cTargetsIncludeOnlyTheirOwnHeadersAndTheLanguages(target: String) throws {
        let root = Self.sources.appending(path: target)
        let files = try Self.files(under: root) { $0.hasSuffix(".c") || $0.hasSuffix(".h") }
        #expect(!files.isEmpty)
        for file in files {
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: /(?m)^\s*#\s*include\s+"([^"]+)"/) {
                let header = file.deletingLastPathComponent().appending(path: String(match.1)).standardizedFileURL
                #expect(header.path.hasPrefix(root.standardizedFileURL.path + "/"), "\(file.lastPathComponent) includes \(match.1)")
            }
        }
    }

    @Test func foldersUseOnlyWhatStandsBeforeThem() throws {
        var declared: [String: (layer: Int, folder: String)] = [:]
        var uses: [(file: String, layer: Int, words: Set<String>)] = []
        for file in try Self.swiftFiles(under: "NumericCore") {
            let folder = Self.folder(of: file, in: "NumericCore")
            let name = "\(folder)/\(file.lastPathComponent)"
            guard let layer = Self.layers.firstIndex(where: { $0.contains(folder) }) else {
                Issue.record("\(name): its folder has no place in the order of layers")
                continue
            }
            let code = Self.withoutCommentsAndStrings(try String(contentsOf: file, encoding: .utf8))
            for type in Self.declaredTypes(in: code) { declared[type] = (layer, folder) }
            uses.append((name, layer, Self.words(in: code)))
        }
        #expect(declared.count > 20)
        for use in uses {
            for word in use.words {
                guard let type = declared[word] else { continue }
                #expect(type.layer <= use.layer, "\(use.file) uses \(word) of \(type.folder), which stands after it")
            }
        }
    }

    /// The folder of a target that a file is under, at whatever depth.
    private static func folder(of file: URL, in target: String) -> String {
        let parts = file.standardizedFileURL.pathComponents
        guard let at = parts.lastIndex(of: target), at + 1 < parts.count - 1 else { return "" }
        return parts[at + 1]
    }

    @Test func theReaderSeesDeclarationsAndUses() {
        let code = Self.withoutCommentsAndStrings(
            """
            /// A ``Phantom``
            public final class Outer: Base { let text = "Ghost"; struct Inner {} }
            enum Kind { case one } // Spirit
            private struct Hidden {}
            """)
        #expect(Self.declaredTypes(in: code) == ["Outer", "Kind"])
        #expect(Self.words(in: code).isSuperset(of: ["Base", "Inner"]))
        #expect(Self.words(in: code).isDisjoint(with: ["Phantom", "Ghost", "Spirit"]))
        #expect(Self.imports(in: "import A\n@testable import B\nimport struct C.D\n// import E") == ["A", "B", "C"])
    }

    private static let sources = Fixtures.packageRoot.appending(path: "Sources")

    private static func swiftFiles(under target: String) throws -> [URL] {
        let found = try files(under: sources.appending(path: target)) { $0.hasSuffix(".swift") }
        try #require(!found.isEmpty)
        return found
    }

    private static func files(under folder: URL, where isWanted: (String) -> Bool) throws -> [URL] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter(isWanted).map { folder.appending(path: $0) }
    }

    private static func imports(in source: String) -> [String] {
        source.matches(of: /(?m)^(?:@\w+ +|public +|internal +|private +)*import +(?:(?:struct|class|enum|func|protocol|let|var|typealias) +)?(\w+)/)
            .map { String($0.1) }
    }

    private static func withoutCommentsAndStrings(_ source: String) -> String {
        source.replacing(/(?s)\/\*.*?\*\//, with: "").replacing(/"""(?s).*?"""/, with: "").replacing(/"(?:\\.|[^"\\\n])*"/, with: "")
            .replacing(/(?m)\/\/.*$/, with: "")
    }

    /// Types declared at the top of a file that other files can see.
    private static func declaredTypes(in code: String) -> [String] {
        code.matches(of: /(?m)^(?:@\w+(?:\([^)]*\))? +)*(?:public +|internal +|final +|indirect +)*(?:struct|class|enum|protocol|actor|typealias) +(\w+)/)
            .map { String($0.1) }
    }

    private static func words(in code: String) -> Set<String> { Set(code.matches(of: /\b[A-Z]\w*\b/).map { String($0.0) }) }
}
