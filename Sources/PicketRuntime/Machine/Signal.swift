import PicketSyntax

/// The reason why the machine returned control to its host.
package enum Signal: UInt8, Sendable {
    /// The code ended or failed; see `outcome`.
    case finished
    /// Execute `pendingCommand`; then `resume(response:)`.
    case command
    /// Read `takeEvents()`; then `run()`.
    case events
    /// Wait for `pendingDelay` nanoseconds; then `run()`.
    case sleep
    /// `resume(value:)` with the time: of the monotonic clock in nanoseconds, or of the wall clock as text.
    case monotonicClock, wallClock
    /// `resume(value:)` with the variable `pendingText`; null if it is not set.
    case environment
    /// `resume(value:)` or `resume(failure:)` with the file `pendingText`, read as `pendingFileFormat`.
    case file
    /// The `secret` statement of the name `pendingText` has the value `pendingSecret`; then `run()`, or
    /// `resume(failure:)`. Sent only if the machine announces secrets.
    case secret
    /// Run the iterations of `pendingParallel`; then `resume(parallel:)`.
    case parallel
    /// `resume(value:)` with a boolean: whether to run the test `pendingTest`.
    case test
    /// No request. The machine ran for a while; check the clock and cancellation, then `run()`.
    case yielded
}

/// The format of a data file.
public enum FileKind: UInt8, Sendable {
    /// A table, with its columns in the first line.
    case csv
    /// One JSON value.
    case json
    /// One YAML document.
    case yaml
    /// A list of the file's lines.
    case lines
}

/// The format of a data file: its kind and, for a table, the separator and the types of its cells.
package struct FileFormat: Sendable, Equatable {
    package let kind: FileKind
    /// The separator of a table, an ASCII character.
    package var separator = UInt8(ascii: ",")
    /// Whether an unquoted cell has the value of a word; otherwise every cell is text.
    package var hasTypes = true

    package init(_ kind: FileKind) { self.kind = kind }

    package static let csv = FileFormat(.csv)
    package static let json = FileFormat(.json)
    package static let yaml = FileFormat(.yaml)
    package static let lines = FileFormat(.lines)
}

extension FileFormat: CustomStringConvertible {
    /// `csv`, with the options that differ from the default.
    package var description: String {
        var text = "\(kind)"
        if separator != UInt8(ascii: ",") { text += " separator=\(Unicode.Scalar(separator))" }
        if !hasTypes { text += " types=false" }
        return text
    }
}

/// An `exit` that an iteration of a parallel loop called.
struct CalledExit {
    let status: Int
    let location: SourceLocation?
}

/// How code ended.
package enum Outcome: Sendable {
    case success
    /// `exit`, with its status.
    case exit(Int)
    /// Boxed, because a failure is large, and outcomes are copied often.
    indirect case failure(Failure)

    /// Whether no other script of the run may start.
    package var endsEverything: Bool {
        if case .failure(let failure) = self { failure.endsEverything } else { false }
    }
}
