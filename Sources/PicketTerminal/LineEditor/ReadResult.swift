/// How reading a line ended.
package enum ReadResult: Hashable, Sendable {
    /// The text, with newlines between its lines; empty for an empty line.
    case line(String)
    /// ^C: the text was discarded.
    case interrupted
    /// ^D on an empty line, the end of a file, or a terminal that is gone.
    case endOfFile
    /// SIGTERM or SIGHUP arrived. The terminal is in its earlier state.
    case terminated(Int32)
}
