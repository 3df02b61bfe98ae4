public import PicketSyntax

/// What happens in a run, in order; reports and progress are made of nothing else.
public enum Event: Sendable {
    /// A line of `print`.
    case printed(String)
    /// A bare expression at the prompt, as `print` would show it.
    case shown(String)
    case stepStarted(name: String, location: SourceLocation)
    case stepEnded(name: String, failed: Bool)
    case testStarted(name: String, tags: [String], location: SourceLocation)
    case testEnded(name: String, result: TestResult)
    /// A command is about to be executed.
    case commandStarted(name: String, location: SourceLocation)
    case commandEnded(Exchange)
    /// An expectation held.
    case held(location: SourceLocation)
    /// A `check` failed, a deferred statement did, or a test: recorded, and the run goes on.
    case recorded(Failure)
    /// An attempt of `within` or `retry` failed and another follows.
    case attemptFailed(Failure)
}

/// How a test ended.
public enum TestResult: Sendable {
    case passed
    case failed(Failure)
    case skipped(String)
}

/// An event and its moment on the clock of whoever runs the script.
public struct TimedEvent: Sendable {
    public var event: Event
    /// In nanoseconds since the run began.
    public var time: Int64

    public init(_ event: Event, at time: Int64) {
        self.event = event
        self.time = time
    }
}
