import Bench
import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Runs gnuplot: the script, data included, goes to its standard input, the picture comes from its standard output.
///
/// No path and no name from a user ever reaches a shell, and nothing but the picture is written: beside the output
/// first, in its place once gnuplot has succeeded.
struct Gnuplot {
    /// What a picture is written as, by the ending of its file.
    enum Format: String, CaseIterable {
        case svg, png

        init(path: String) throws(FileError) {
            let name = Paths.name(of: path)
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count > 1, let format = Format(rawValue: parts[parts.count - 1].lowercased()) else {
                throw FileError(file: path, expected: "a picture ending in .svg or .png", found: "\"\(name)\"")
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

    private let executable: String

    /// - Throws: ``Failure`` with how to install it, where no gnuplot is on the PATH.
    init() throws(Failure) {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        let candidates = path.split(separator: ":").map { Paths.join(String($0), "gnuplot") }
        guard let found = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw Failure(description: "gnuplot was not found on the PATH; on Debian: apt-get install gnuplot-nox")
        }
        executable = found
    }

    /// Draws a script into a file.
    func draw(_ script: String, to output: String) throws {
        let files = OutputFiles()
        let picture = try files.add(output)
        try run(script, into: picture.descriptor)
        try files.commit()
    }

    /// Draws a script for a page that holds the picture itself.
    func drawing(_ script: String) throws -> String {
        guard let picture = UnnamedFile() else { throw Failure(description: Self.noTemporaryFile) }
        try run(script, into: picture.descriptor)
        picture.rewind()
        return try FileBytes(readingFrom: picture.descriptor, named: "the picture").shownText
    }

    private static let noTemporaryFile = "no temporary file can be written (TMPDIR, or /tmp)"

    private func run(_ script: String, into picture: Int32) throws {
        // Files, not pipes: gnuplot may stop reading at an error, or say much, without harm to this process.
        guard let input = UnnamedFile(), let messages = UnnamedFile(), Descriptor.write(script, to: input.descriptor) == 0 else {
            throw Failure(description: Self.noTemporaryFile)
        }
        input.rewind()
        // -d: no user's start-up file.
        let ending = try? ChildProcess.run(
            [executable, "-d"], input: .descriptor(input.descriptor), output: .descriptor(picture), errors: .descriptor(messages.descriptor),
            group: .ofThisProgram)
        guard let ending else { throw Failure(description: "\(executable) could not be started") }
        // An error ends gnuplot with a status; what else it says are warnings.
        guard ending.status == 0, lseek(picture, 0, SEEK_END) > 0 else {
            messages.rewind()
            let said = try FileBytes(readingFrom: messages.descriptor, named: "gnuplot's messages").shownText
            throw Failure(description: "gnuplot failed: \(Console.oneLine(said.isEmpty ? "no picture" : said))")
        }
    }
}
