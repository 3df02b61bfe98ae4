public import PicketSyntax

/// An event of a run, in order. Reports and progress use nothing else. Large parts are boxed, because events are copied often.
public enum Event: Sendable {
    /// A line of `print`.
    case printed(String)
    /// The value of a bare expression at the prompt, formatted as by `print`.
    case shown(String)
    /// A `step` began.
    case stepStarted(name: String, location: SourceLocation)
    /// A `step` ended, with or without success.
    case stepEnded(name: String, failed: Bool)
    /// A `test` began.
    indirect case testStarted(name: String, tags: [String], location: SourceLocation)
    /// A `test` ended, or was skipped.
    indirect case testEnded(name: String, result: TestResult)
    /// A command is about to be executed.
    case commandStarted(name: String, location: SourceLocation)
    /// A command ended, with or without success.
    indirect case commandEnded(Exchange)
    /// An expectation held.
    case held(location: SourceLocation)
    /// A `check`, a deferred statement or a test failed. The failure was recorded, and the run continues.
    indirect case recorded(Failure)
    /// An attempt of `within` or `retry` failed, and another follows.
    indirect case attemptFailed(Failure)
}

/// How a test ended.
public enum TestResult: Sendable {
    /// All its expectations held.
    case passed
    /// It failed with this failure.
    case failed(Failure)
    /// `skip` ended it, for this reason.
    case skipped(String)
}

/// An event and its time on the clock of the host.
public struct TimedEvent: Sendable {
    /// The event.
    public var event: Event
    /// In nanoseconds since the run began.
    public var time: Int64
    /// The value of a bare expression, for a session that shows more than its text; nil for any other event, or if the
    /// value is too large.
    package var value: Shown<Value>?

    package init(_ event: Event, at time: Int64, value: Shown<Value>? = nil) {
        self.event = event
        self.time = time
        self.value = value
    }
}
