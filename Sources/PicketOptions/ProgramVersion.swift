import PicketSyntax

/// The version of the programs.
package enum ProgramVersion {
    package static let text = PicketVersion.text

    /// Returns what `--version` prints: `0.1.0 (9036a2c2f1e0)`.
    ///
    /// - Parameter commit: The commit of the sources; nil if the build did not tell it.
    package static func line(commit: String?) -> String { text + (commit.map { " (\($0))" } ?? "") + "\n" }
}
