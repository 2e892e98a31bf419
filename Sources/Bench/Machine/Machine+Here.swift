import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Machine {
    /// This machine, as far as it can be read.
    package static func here(hasCounters: Bool) -> Machine {
        let processor = processorLines()
        let wanted = ["sse4_2", "avx", "avx2", "fma", "f16c", "avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512_fp16", "amx_tile", "asimd", "sve"]
        let flags = Set((processor["flags"] ?? processor["Features"] ?? "").split(separator: " ").map(String.init))
        return Machine(
            cpu: processor["model name"] ?? architecture, architecture: architecture, features: wanted.filter(flags.contains),
            cores: activeProcessors(), caches: caches(), memoryBytes: memory("MemTotal"),
            frequencyGovernor: line(of: "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"), system: system(), hasCounters: hasCounters)
    }

    /// Bytes of memory that could be had now without swapping; nil where the system does not say.
    package static var availableBytes: Int? { memory("MemAvailable") }

    private static func memory(_ name: String) -> Int? {
        for entry in lines(of: "/proc/meminfo") where entry.hasPrefix(name + ":") {
            return entry.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        return nil
    }

    /// The first processor's entries in the list that Linux keeps.
    private static func processorLines() -> [String: String] {
        var entries: [String: String] = [:]
        for line in lines(of: "/proc/cpuinfo") {
            let parts = line.split(separator: ":", maxSplits: 1).map(trimmed)
            if parts.count == 2, entries[parts[0]] == nil { entries[parts[0]] = parts[1] }
        }
        return entries
    }

    private static func caches() -> [Cache] {
        (0..<8).compactMap { index in
            let folder = "/sys/devices/system/cpu/cpu0/cache/index\(index)/"
            guard let level = line(of: folder + "level").flatMap(Int.init), let kind = line(of: folder + "type"),
                let size = line(of: folder + "size"), let bytes = bytes(size)
            else { return nil }
            return Cache(level: level, kind: kind, bytes: bytes)
        }
    }

    /// `48K` or `2M` as a number.
    static func bytes(_ text: String) -> Int? {
        let unit = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30][text.suffix(1)]
        return Int(unit == nil ? text : String(text.dropLast())).map { $0 * (unit ?? 1) }
    }

    private static var architecture: String {
        #if arch(x86_64)
        "x86_64"
        #elseif arch(arm64)
        "arm64"
        #else
        "unknown"
        #endif
    }

    /// `Linux 6.1.0-18-amd64`.
    private static func system() -> String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        func text<T>(_ field: T) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release))"
    }

    private static func line(of path: String) -> String? { lines(of: path).first.map(trimmed).flatMap { $0.isEmpty ? nil : $0 } }

    /// Lines of one of the system's own files, whose size is not known before they are read; none where it cannot be.
    private static func lines(of path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            if count == 0 { break }
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        return String(String(text.drop(while: isSpace)).reversed().drop(while: isSpace).reversed())
    }
}
