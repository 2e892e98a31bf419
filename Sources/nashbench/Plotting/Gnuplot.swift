import Foundation
import NumericCore

/// Runs gnuplot: the script, data included, goes to its standard input, the picture comes from its standard output.
///
/// No path and no name from a user ever reaches a shell, and nothing but the picture is written: beside the output
/// first, in its place once gnuplot has succeeded.
struct Gnuplot {
    /// What a picture is written as, by the ending of its file.
    enum Format: String, CaseIterable {
        case svg, png

        init(path: String) throws(FileError) {
            guard let format = Format(rawValue: URL(filePath: path).pathExtension.lowercased()) else {
                throw FileError(file: path, expected: "a picture ending in .svg or .png", found: "\"\(URL(filePath: path).lastPathComponent)\"")
            }
            self = format
        }

        /// Both show the same sizes: gnuplot's PNG points are 4/3 of its SVG units.
        func terminal(width: Int, height: Int) -> String {
            switch self {
            case .svg: "set terminal svg noenhanced size \(width),\(height) font 'sans-serif,14' background '#ffffff'"
            case .png: "set terminal pngcairo noenhanced size \(2 * width),\(2 * height) font 'Sans,21' linewidth 2 pointscale 2 background '#ffffff'"
            }
        }
    }

    /// gnuplot is missing, or did not like its script.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let executable: URL

    /// - Throws: ``Failure`` with how to install it, where no gnuplot is on the PATH.
    init(path: String? = ProcessInfo.processInfo.environment["PATH"]) throws(Failure) {
        let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let candidates = folders.map { URL(filePath: String($0)).appending(path: "gnuplot") }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw Failure(description: "gnuplot was not found on the PATH; on Debian: apt-get install gnuplot-nox")
        }
        executable = found
    }

    /// Draws a script into a file.
    func draw(_ script: String, to output: String) throws {
        let files = OutputFiles()
        let picture = try files.add(output)
        try run(script, into: FileHandle(fileDescriptor: picture.descriptor, closeOnDealloc: false))
        try files.commit()
    }

    /// Draws a script for a page that holds the picture itself.
    func drawing(_ script: String) throws -> String {
        let place = FileManager.default.temporaryDirectory.appending(path: "nashbench.\(UUID().uuidString).svg")
        defer { try? FileManager.default.removeItem(at: place) }
        do { try Data().write(to: place, options: .withoutOverwriting) } catch {
            throw FileError(file: place.path, expected: "a file that can be written", found: "an error while writing")
        }
        try run(script, into: FileHandle(forWritingTo: place))
        return try String(contentsOf: place, encoding: .utf8)
    }

    private func run(_ script: String, into sink: FileHandle) throws {
        let input = FileManager.default.temporaryDirectory.appending(path: "nashbench.\(UUID().uuidString).gnuplot")
        defer { try? FileManager.default.removeItem(at: input) }
        // A file, not a pipe: gnuplot may stop reading at an error without harm to this process.
        do { try Data(script.utf8).write(to: input) } catch {
            throw FileError(file: input.path, expected: "a file that can be written", found: "an error while writing")
        }
        let process = Process()
        let messages = Pipe()
        process.executableURL = executable
        process.arguments = ["-d"] // no user's start-up file
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = sink
        process.standardError = messages
        do { try process.run() } catch { throw Failure(description: "\(executable.path) could not be started") }
        let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // An error ends gnuplot with a status; what else it says are warnings.
        guard process.terminationReason == .exit, process.terminationStatus == 0, (try? sink.offset()) != 0 else {
            throw Failure(description: "gnuplot failed: \(Console.oneLine(said.isEmpty ? "no picture" : said))")
        }
    }
}
