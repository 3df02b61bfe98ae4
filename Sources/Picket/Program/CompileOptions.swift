internal import PicketRuntime

/// How a script is checked.
public struct CompileOptions: Sendable {
    /// The maximum bytes of a script with its included texts. A longer one is refused before it is parsed.
    public var sourceBytes: Int
    /// The maximum time of the check; nil for no limit.
    public var deadline: Duration?
    /// The clock of the deadline.
    public var clock: any RunClock
    /// Ends the check from any thread; nil if only its task can.
    public var interruption: Interruption?

    /// Creates the options. Without arguments only the size of the text is limited.
    public init(sourceBytes: Int = 16 << 20, deadline: Duration? = nil, clock: any RunClock = SystemClock.shared) {
        (self.sourceBytes, self.deadline, self.clock) = (sourceBytes, deadline, clock)
    }
}

extension CompileOptions {
    /// How a text is checked that runs with these options.
    init(_ options: RunOptions) {
        self.init(sourceBytes: options.limits.source, deadline: options.deadline, clock: options.clock)
        interruption = options.interruption
    }

    /// Returns the function that returns why a check that began at a time must stop; nil to go on.
    func stop(since start: Int64) -> () -> Failure? {
        let (clock, deadline, interruption) = (clock, deadline, interruption)
        let end = deadline.map { RunDriver.sum(start, $0.nanoseconds) }
        return {
            if Task.isCancelled { return .interruptedByHost }
            switch interruption?.request {
            case .interrupt(let failure), .cut(let failure): return failure
            case .none?, nil: break
            }
            guard let end, let deadline, clock.nanoseconds >= end else { return nil }
            return .deadline(deadline)
        }
    }
}
