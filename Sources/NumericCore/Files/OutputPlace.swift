#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where an output goes: the file that a path names, links followed, or the one to be made there.
///
/// An output replaces what was there by a rename, which must neither turn a device or a pipe into a regular file nor a
/// link into a copy of the file it leads to.
package struct OutputPlace: Sendable {
    /// As given; what errors name.
    package let path: String
    /// The file itself, links followed.
    package let target: String
    fileprivate let identity: FileIdentity

    /// - Throws: ``FileError`` where there is something other than a regular file, a file or folder that may not be
    ///   written, or no folder.
    package init(_ path: String) throws(FileError) {
        func fault(_ code: Int32) -> FileError { FileError(file: path, expected: "a place where a file can be written", errno: code) }
        guard !path.isEmpty else { throw fault(ENOENT) }
        guard !Paths.name(of: path).isEmpty else { throw FileError(file: path, expected: "a regular file", found: "a folder") }
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists {
            if let kind = Self.irregular(status.st_mode) { throw FileError(file: path, expected: "a regular file", found: kind) }
            guard access(path, W_OK) == 0 else { throw fault(errno) }
        } else if errno != ENOENT {
            throw fault(errno)
        }
        guard let target = Paths.followingLinks(path) else { throw fault(ELOOP) }
        let folder = Paths.folder(of: target)
        var folderStatus = stat()
        guard stat(folder.isEmpty ? "." : folder, &folderStatus) == 0, folderStatus.st_mode & S_IFMT == S_IFDIR else {
            throw FileError(file: path, expected: "a file in a folder that exists", found: "no folder \(folder)")
        }
        guard access(folder.isEmpty ? "." : folder, W_OK | X_OK) == 0 else {
            throw FileError(file: path, expected: "a folder that can be written to", found: "no right to write in \(folder)")
        }
        if exists {
            var targetStatus = stat()
            // Links such as those of /proc may lead to a file that no longer has the name they show.
            guard lstat(target, &targetStatus) == 0, FileIdentity(targetStatus) == FileIdentity(status) else { throw fault(ENOENT) }
            identity = FileIdentity(status)
        } else {
            identity = FileIdentity(folderStatus, new: Paths.name(of: target))
        }
        self.path = path
        self.target = target
    }

    /// The path of a file that belongs to this one: `<stem>.efforts.npy` beside `<stem>.json`, where that really is.
    package func sideFile(_ ending: String) -> String { Paths.join(Paths.folder(of: target), Paths.sideName(of: target, ending)) }

    /// What a file is called that is not a regular one; nil for a regular one.
    static func irregular(_ mode: mode_t) -> String? {
        switch mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }

    /// Looks at all that a run will write before the work begins, so that neither the work nor a file it reads is lost.
    /// - Throws: ``FileError`` for a path where nothing can be written, one that is an input, or the same file twice.
    package static func check(_ paths: [String], inputs: InputFiles = InputFiles()) throws(FileError) {
        var seen: [FileIdentity: String] = [:]
        for path in paths {
            let place = try OutputPlace(path)
            if let input = inputs[place.identity] {
                throw FileError(file: path, expected: "a file other than the inputs", found: "\(input), the file that is read")
            }
            if let other = seen.updateValue(path, forKey: place.identity) {
                throw FileError(file: path, expected: "a file of its own for each output", found: "\(other), another output")
            }
        }
    }
}

/// The files a run reads, side files included, told apart by device and inode: what its outputs may not replace.
package struct InputFiles: Sendable {
    private var paths: [FileIdentity: String] = [:]

    /// Files that are missing are left out: they cannot be lost.
    package init(_ paths: [String] = []) {
        for path in paths { add(path) }
    }

    package mutating func add(_ path: String) {
        var status = stat()
        if stat(path, &status) == 0 { paths[FileIdentity(status)] = path }
    }

    /// The files that a game or an equilibrium names.
    package mutating func addSideFiles(of node: JSONNode) { addSideFiles(of: node.value, beside: node.file) }

    private mutating func addSideFiles(of value: JSONValue, beside file: String) {
        guard case .object(let members) = value else { return }
        for (key, member) in members {
            if case .string(let name) = member, key == "npy" || key == "csv" { add(Paths.sideFile(name, of: file)) }
            addSideFiles(of: member, beside: file)
        }
    }

    fileprivate subscript(identity: FileIdentity) -> String? { paths[identity] }
}

/// One file whatever it is called: its device and inode; for one still to be made those of its folder, and its name.
private struct FileIdentity: Hashable {
    private let device: UInt64
    private let inode: UInt64
    private let name: String

    init(_ status: stat, new name: String = "") {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        self.name = name
    }
}
