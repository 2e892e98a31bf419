#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Something in a folder that is no regular file, as anyone may make it.
public enum IrregularFile: String, CaseIterable, Sendable {
    case pipe, socket, folder

    /// What errors call it.
    public var name: String { "a \(rawValue)" }

    /// Makes one at a path; false where the system did not.
    public func make(at path: String) -> Bool {
        switch self {
        case .pipe: return mkfifo(path, 0o600) == 0
        case .folder: return mkdir(path, 0o700) == 0
        case .socket:
            #if canImport(Glibc)
            let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            #else
            let descriptor = Darwin.socket(AF_UNIX, SOCK_STREAM, 0)
            #endif
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) } // its name stays
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let fits = withUnsafeMutableBytes(of: &address.sun_path) { name in
                guard path.utf8.count < name.count else { return false }
                name.copyBytes(from: path.utf8)
                return true
            }
            guard fits else { return false }
            return withUnsafePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
            } == 0
        }
    }

    /// Whether it is still there.
    public func stands(at path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        let kind = switch self {
        case .pipe: S_IFIFO
        case .socket: S_IFSOCK
        case .folder: S_IFDIR
        }
        return status.st_mode & S_IFMT == kind
    }
}
