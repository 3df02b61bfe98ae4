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
        indirect case failure(Failure)
    }

    /// How the run ended.
    public let outcome: Outcome
    /// The exit status as on the command line: 0 for success, 1 for a failure, 2 if nothing ran, 3 if no answer came, 4 for
    /// a limit or the deadline, 130 for an interruption, or the status of `exit`.
    public let exitStatus: Int
    /// Failures that did not end the run: of `check`s, tests and deferred blocks.
    public var recorded: [Failure] { course.recorded }
    /// The lines that the script printed; empty if `RunOptions.onPrint` got them.
    public var output: [String] { course.output }
    /// What the run has used.
    public var usage: RunUsage { course.usage }
    /// The values of the script's top-level names. A name without a value is missing, and so is a value that would take
    /// more memory outside of the script than the script may use.
    public var globals: [String: Value] { course.globals }
    /// The names of commands whose bodies did not end in time. They may still be running.
    public var abandoned: [String] { course.abandoned }
    /// The warnings of the check, and the errors if nothing ran.
    public var diagnostics: [Diagnostic] { course.diagnostics }
    private let course: Course
    var hidden: HiddenTexts { course.hidden }

    /// Whether the status is 0: the script came to its end, and no failure was recorded.
    public var isSuccess: Bool { exitStatus == 0 }

    /// The failure that ended the run; nil if none did.
    public var failure: Failure? {
        if case .failure(let failure) = outcome { failure } else { nil }
    }

    /// All problems as a text for people or programs, with secrets hidden; empty for none.
    public func rendered(_ style: RenderStyle = .plain) -> String {
        Rendering(style, hidden).text(problemDiagnostics)
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
    final class Course: Sendable {
        let recorded: [Failure]
        let output: [String]
        let usage: RunUsage
        let globals: [String: Value]
        let abandoned: [String]
        let diagnostics: [Diagnostic]
        let hidden: HiddenTexts

        init(
            recorded: [Failure] = [], output: [String] = [],
            usage: RunUsage = RunUsage(steps: 0, peakBytes: 0, commands: 0, time: .zero),
            globals: [String: Value] = [:],
            abandoned: [String] = [], diagnostics: [Diagnostic] = [], hidden: HiddenTexts = HiddenTexts()
        ) {
            self.recorded = recorded
            self.output = output
            self.usage = usage
            self.globals = globals
            self.abandoned = abandoned
            self.diagnostics = diagnostics
            self.hidden = hidden
        }
    }

    init(_ outcome: Outcome, _ course: Course) {
        self.outcome = outcome
        self.course = course
        exitStatus =
            switch outcome {
            case .success: course.recorded.exitStatus
            case .refused: 2
            case .exit(let status): status == 0 ? course.recorded.exitStatus : status
            case .failure(let failure): failure.exitStatus
            }
    }

    /// The same result of a run that ended with a failure after all.
    func failed(_ failure: Failure) -> RunResult { RunResult(.failure(failure), course) }

    /// The result of a script that was not run.
    init(_ refusal: ScriptRefused, _ hidden: HiddenTexts = HiddenTexts()) {
        guard let interruption = refusal.interruption else {
            self.init(.refused(refusal.diagnostics), Course(diagnostics: refusal.diagnostics, hidden: hidden))
            return
        }
        self.init(.failure(interruption), Course(hidden: hidden))
    }
}
