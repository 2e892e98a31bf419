import CBench
import NumericCore

extension Software {
    /// The program that runs. The revision is that of the source tree it was built in, where it still stands there.
    /// - Throws: ``FieldError`` where `NASHBENCH_KERNEL` names no target that runs here.
    package static func here() throws(FieldError) -> Software {
        let folder = ChildProcess.ownPath.flatMap { SuitePlaces.tree(above: Paths.folder(of: $0)) }
        let commit = folder.flatMap(revision)
        let changes = commit == nil ? nil : folder.flatMap { ChildProcess.output(of: ["git", "-C", $0, "status", "--porcelain", "--untracked-files=no"]) }
        let hasBLAS = (try? LinearAlgebra.load()) != nil
        return Software(
            version: Release.version, commit: commit, isModified: changes.map { !$0.isEmpty }, compiler: compiler, flags: flags,
            kernelTarget: try KernelTarget.active().name, blas: hasBLAS ? LinearAlgebra.configuration?.split(separator: " ").joined(separator: " ") : nil,
            blasCore: hasBLAS ? LinearAlgebra.core : nil)
    }

    /// The revision of a source tree; nil for one that lies in the repository of something else, or in none.
    static func revision(ofTree folder: String) -> String? {
        // The prefix is the folder's place in its repository: an empty line for the top.
        guard let text = ChildProcess.output(of: ["git", "-C", folder, "rev-parse", "--show-prefix", "HEAD"]), !text.contains("\n"), !text.isEmpty
        else { return nil }
        return text
    }

    /// The Swift compiler's version as far as conditions can tell it, and the C compiler's own name.
    private static var compiler: String {
        #if compiler(>=6.4)
        let swift = "Swift 6.4 or later"
        #elseif compiler(>=6.3)
        let swift = "Swift 6.3"
        #elseif compiler(>=6.2)
        let swift = "Swift 6.2"
        #else
        let swift = "Swift 6.1"
        #endif
        return "\(swift), \(String(cString: nb_bench_compiler()))"
    }

    private static var flags: String {
        #if DEBUG
        "debug"
        #else
        "release"
        #endif
    }
}
