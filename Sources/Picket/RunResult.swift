public import PicketRuntime
public import PicketSyntax

/// The result of a run.
public struct RunResult: Sendable {
    /// The exit status as on the command line; see `picket help`.
    public let exitStatus: Int
    /// The failure that ended the run; nil if there was none.
    public let failure: Failure?
    /// Failures that did not end the run: of `check`s, tests and deferred blocks.
    public let recorded: [Failure]
    /// The problems that checking found. After an error nothing was run.
    public let diagnostics: [Diagnostic]
    /// The lines that the script printed.
    public let output: [String]

    public var isSuccess: Bool { exitStatus == 0 }
}

extension RunResult {
    init(_ outcome: Outcome?, recorded: [Failure], diagnostics: [Diagnostic], output: [String]) {
        self.recorded = recorded
        self.diagnostics = diagnostics
        self.output = output
        switch outcome {
        case .failure(let failure):
            self.failure = failure
            exitStatus = failure.exitStatus
        case .exit(let status):
            failure = nil
            exitStatus = status == 0 ? recorded.exitStatus : status
        case .success, nil:
            failure = nil
            exitStatus = outcome == nil ? 2 : recorded.exitStatus
        }
    }
}
