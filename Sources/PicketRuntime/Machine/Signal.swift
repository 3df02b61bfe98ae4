/// Why the machine handed control back to its host.
package enum Signal: UInt8, Sendable {
    /// The chunk is done, or failed: `outcome` says which.
    case finished
    /// `pendingCommand` is to be executed; then `resume(response:)`.
    case command
    /// `takeEvents()` has something; then `run()`.
    case events
    /// Wait for `pendingDelay` nanoseconds; then `run()`.
    case sleep
    /// `resume(value:)` with the time: the monotonic one in nanoseconds, or the wall clock's as text.
    case monotonicClock, wallClock
    /// `resume(value:)` with the variable `pendingText`; null if there is none.
    case environment
    /// `resume(value:)` or `resume(failure:)` with the file `pendingText`, read as `pendingFileFormat`.
    case file
    /// The `secret` statement of the name `pendingText` has the value `pendingSecret`; then `run()`, or
    /// `resume(failure:)`. Only if the machine announces secrets.
    case secret
    /// Run the iterations of `pendingParallel`; then `resume(parallel:)`.
    case parallel
    /// `resume(value:)` with a boolean: whether the test `pendingTest` is to run.
    case test
    /// Nothing is due: the machine ran for a while; look at the clock and at cancellation, then `run()`.
    case yielded
}

/// How a data file is read.
public enum FileKind: UInt8, Sendable {
    case csv, json, yaml, lines
}

/// How a data file is read: its kind, and of a table how its cells are parted and what they mean.
package struct FileFormat: Sendable, Equatable {
    package let kind: FileKind
    /// Of a table, an ASCII character.
    package var separator = UInt8(ascii: ",")
    /// Whether a cell without quotes is the value that it means as a word; else every cell is text.
    package var hasTypes = true

    package init(_ kind: FileKind) { self.kind = kind }

    package static let csv = FileFormat(.csv)
    package static let json = FileFormat(.json)
    package static let yaml = FileFormat(.yaml)
    package static let lines = FileFormat(.lines)
}

extension FileFormat: CustomStringConvertible {
    /// `csv`, with what differs from the usual.
    package var description: String {
        var text = "\(kind)"
        if separator != UInt8(ascii: ",") { text += " separator=\(Unicode.Scalar(separator))" }
        if !hasTypes { text += " types=false" }
        return text
    }
}

/// How a chunk of code ended.
package enum Outcome: Sendable {
    case success
    /// `exit` with its status.
    case exit(Int)
    case failure(Failure)

    /// Whether no other script of the run may begin.
    package var endsEverything: Bool {
        if case .failure(let failure) = self { failure.endsEverything } else { false }
    }
}
