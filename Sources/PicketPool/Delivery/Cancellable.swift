import PicketHTTP

/// What is under way for a command.
protocol Cancellable: AnyObject {
    /// Ends it without a completion; once it has ended this does nothing.
    func cancel()
}

extension LoopTimer: Cancellable {}
