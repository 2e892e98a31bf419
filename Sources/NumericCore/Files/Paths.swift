#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Names of files that belong to one another.
package enum Paths {
    /// Up to and without the last slash; empty for the current folder, "/" for the root.
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    package static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    package static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") || folder.isEmpty { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The name of a side file: `<stem>.efforts.npy` for `<stem>.json`.
    static func sideName(of path: String, _ ending: String) -> String {
        let name = name(of: path)
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return "\(name).\(ending)" }
        return "\(name[..<dot]).\(ending)"
    }

    /// Where a side file lies that a document names: beside the document as it was given or, where that is a link and
    /// nothing is there, beside the document itself.
    static func sideFile(_ name: String, of file: String) -> String {
        let path = join(folder(of: file), name)
        guard access(path, F_OK) != 0, let target = followingLinks(file), target != file else { return path }
        let beside = join(folder(of: target), name)
        return access(beside, F_OK) == 0 ? beside : path
    }

    /// The path that a path leads to when its last component is a link, and so on; it need not exist. nil in a circle.
    static func followingLinks(_ path: String) -> String? {
        var path = path
        for _ in 0...40 { // as many as the system follows
            guard let destination = link(path) else { return path }
            path = join(folder(of: path), destination)
        }
        return nil
    }

    /// What a link holds; nil for what is no link.
    private static func link(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            let count = readlink(path, buffer.baseAddress!, buffer.count)
            return count > 0 ? String(decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), as: UTF8.self) : nil
        }
    }
}
