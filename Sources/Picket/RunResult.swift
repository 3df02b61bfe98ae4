public import PicketRuntime
public import PicketSyntax

/// How a run ended, and what it left.
public struct RunResult: Sendable {
    /// The exit status that the command line would give it: see `picket help`.
    public let exitStatus: Int
    /// What ended the run; nil if it came to its end.
    public let failure: Failure?
    /// What went wrong without ending the run: failed `check`s, tests and deferred blocks.
    public let recorded: [Failure]
    /// What checking found: with an error among them nothing was run.
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
