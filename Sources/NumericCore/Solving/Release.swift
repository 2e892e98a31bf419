/// Version of the program, as in `--version` and in equilibrium files.
public enum Release {
    /// Semantic version, as in the changelog.
    public static let version = "0.1.0"
}
