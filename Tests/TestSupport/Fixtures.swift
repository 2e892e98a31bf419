import Foundation

/// Where the tests' data lies: next to the sources, found from this file.
public enum Fixtures {
    public static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    public static let folder = packageRoot.appending(path: "Tests/Fixtures")
}
