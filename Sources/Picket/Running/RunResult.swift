public import PicketRuntime
public import PicketSyntax

/// The result of a run.
public struct RunResult: Sendable {
    /// How a run ended.
    public enum Outcome: Sendable {
        /// The script came to its end. Failures may have been recorded on the way; see `recorded`.
        case success
        /// Nothing ran: the script has errors, or a parameter does not exist.
        case refused([Diagnostic])
        /// `exit`, with its status.
        case exit(Int)
        /// A failure, a limit, the deadline or an interruption ended the run.
        case failure(Failure)
    }

    /// How the run ended.
    public let outcome: Outcome
    /// The exit status as on the command line; see `picket help`.
    public let exitStatus: Int
    /// Failures that did not end the run: of `check`s, tests and deferred blocks.
    public let recorded: [Failure]
    /// The lines that the script printed; empty if `RunOptions.onPrint` got them.
    public let output: [String]
    /// What the run has used.
    public let usage: RunUsage
    /// The values of the script's top-level names. A name without a value is missing, and so is a value that would take
    /// more memory outside of the script than the script may use.
    public let globals: [String: Value]
    /// The names of commands whose bodies did not end in time. They may still be running.
    public let abandoned: [String]
    /// The warnings of the check, and the errors if nothing ran.
    public let diagnostics: [Diagnostic]
    let secrets: SecretStore
    let commands: CommandTable

    /// Whether the status is 0: the script came to its end, and no failure was recorded.
    public var isSuccess: Bool { exitStatus == 0 }

    /// The failure that ended the run; nil if none did.
    public var failure: Failure? {
        if case .failure(let failure) = outcome { failure } else { nil }
    }

    /// All problems as a text for people or programs, with secrets hidden; empty for none.
    public func rendered(_ style: RenderStyle = .plain) -> String {
        Rendering(style, secrets, commands.secretNames).text(problemDiagnostics)
    }

    /// The recorded failures in order, then what ended the run.
    var problemDiagnostics: [Diagnostic] {
        switch outcome {
        case .refused(let diagnostics): diagnostics
        case .failure(let failure): recorded.map(\.diagnostic) + [failure.diagnostic]
        case .success, .exit: recorded.map(\.diagnostic)
        }
    }
}

extension RunResult {
    /// Everything of a result but its outcome.
    struct Course {
        var recorded: [Failure] = []
        var output: [String] = []
        var usage = RunUsage(steps: 0, peakBytes: 0, commands: 0, time: .zero)
        var globals: [String: Value] = [:]
        var abandoned: [String] = []
        var diagnostics: [Diagnostic] = []
        var secrets = SecretStore()
        var commands = CommandTable()
    }

    init(_ outcome: Outcome, _ course: Course) {
        self.outcome = outcome
        recorded = course.recorded
        output = course.output
        usage = course.usage
        globals = course.globals
        abandoned = course.abandoned
        diagnostics = course.diagnostics
        secrets = course.secrets
        commands = course.commands
        exitStatus =
            switch outcome {
            case .success: recorded.exitStatus
            case .refused: 2
            case .exit(let status): status == 0 ? recorded.exitStatus : status
            case .failure(let failure): failure.exitStatus
            }
    }

    /// The result of a script that was not run.
    init(_ refusal: ScriptRefused) {
        guard let interruption = refusal.interruption else {
            var course = Course()
            course.diagnostics = refusal.diagnostics
            self.init(.refused(refusal.diagnostics), course)
            return
        }
        self.init(.failure(interruption), Course())
    }
}
