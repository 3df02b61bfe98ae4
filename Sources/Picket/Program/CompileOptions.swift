/// How a script is checked.
public struct CompileOptions: Sendable {
    /// The maximum bytes of a script with its included texts. A longer one is refused before it is parsed.
    public var sourceBytes: Int
    /// The maximum time of the check; nil for no limit.
    public var deadline: Duration?
    /// The clock of the deadline.
    public var clock: any RunClock

    /// Creates the options. Without arguments only the size of the text is limited.
    public init(sourceBytes: Int = 16 << 20, deadline: Duration? = nil, clock: any RunClock = SystemClock.shared) {
        (self.sourceBytes, self.deadline, self.clock) = (sourceBytes, deadline, clock)
    }
}
