/// How reading a line ended.
package enum ReadResult: Hashable, Sendable {
    /// The text, its lines separated by newlines; empty for an empty line.
    case line(String)
    /// ^C: the text was given up.
    case interrupted
    /// ^D on an empty line, the end of a file, or a terminal that is gone.
    case endOfFile
    /// SIGTERM or SIGHUP arrived; the terminal is as it was before.
    case terminated(Int32)
}
