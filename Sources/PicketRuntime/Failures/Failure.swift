public import PicketSyntax

/// The reason why a run, a test or an attempt ended without success.
public struct Failure: Error, Sendable {
    /// The kinds of failures. Reports and exit statuses depend on them.
    public enum Kind: String, Sendable {
        /// A command's response was not a success.
        case command
        /// No response came, or the login was refused.
        case noResponse = "no-response"
        /// An `expect` or a `check` does not hold.
        case expectation
        /// `fail`
        case fail
        /// An error of the script: a type, a missing key, an overflow.
        case runtime
        /// A limit of steps, depth or memory.
        case limit
        /// The deadline of the run passed.
        case deadline
        /// The platform refused the login before a command, or there are no credentials. Every other command would be
        /// refused too.
        case login
        /// The journal does not match the run, cannot be written, or has a write that cannot be settled.
        case journal
        /// The user or the host ended the run.
        case interrupted
    }

    /// The kind of the failure.
    public var kind: Kind
    /// The message, its location and the calls that led there, without the notes of the evidence.
    package var fault: Diagnostic
    /// Boxed, because it is large and failures are copied often.
    private(set) var found: Found?
    /// Whether the run ended before it sent anything. The host sets it.
    package var nothingWasSent = false
    /// Whether the effect of a write of the run is not known. The host sets it.
    package var leavesDoubt = false
    /// Whether the look at the run's end found it, after the script had ended. The host sets it.
    package var isOfRunsEnd = false
    /// Whether this failure followed another one, which ends the run. It is reported after that one.
    package var isFollowUp = false
    /// The calls in progress where it occurred, the innermost first, at most 64; empty for a failure that was caught.
    public package(set) var frames: [CallFrame] = []
    /// The names of the steps that the failure has left, the outermost first.
    package var steps: [String] = []
    /// Whether deferred bodies reached a limit again and again while it ended the run.
    private var hasRepeatedLimits = false
    /// Whether a `check` failed. It ends only the attempt around it.
    var isCheck = false
    /// The error that a body of the host threw; nil for every other failure.
    var thrown: ThrownError?

    final class Found: Sendable {
        let evidence: Evidence

        init(_ evidence: Evidence) { self.evidence = evidence }
    }

    package init(_ kind: Kind, _ diagnostic: Diagnostic) {
        self.kind = kind
        fault = diagnostic
    }

    /// - Parameter evidence: the evidence as values. The diagnostic's notes need not repeat it.
    package init(_ kind: Kind, _ diagnostic: Diagnostic, evidence: Evidence) {
        self.init(kind, diagnostic)
        self.evidence = evidence
    }

    /// The same failure, which says that deferred bodies reached a limit more than once.
    var reachedAgain: Failure {
        guard !hasRepeatedLimits else { return self }
        var failure = self
        failure.hasRepeatedLimits = true
        failure.fault.notes.append(.init("deferred blocks reached a limit at the same place more than once"))
        return failure
    }

    /// The evidence as values.
    public var evidence: Evidence {
        get { found?.evidence ?? Evidence() }
        set { found = newValue == Evidence() ? nil : Found(newValue) }
    }

    /// The error that a body of the host threw, as it was thrown; nil if the failure has another cause.
    public var underlying: (any Error)? { thrown?.error }

    /// The fields of the `ScriptError` that a body threw; empty for every other failure.
    public var fields: ValueMap { thrown?.scriptError?.fields ?? [:] }

    /// The full diagnostic for people, with the evidence as notes.
    public var diagnostic: Diagnostic {
        guard let found else { return fault }
        var diagnostic = fault
        diagnostic.notes = found.evidence.notes + fault.notes
        return diagnostic
    }
}

extension Failure {
    /// Whether `catch` may handle it.
    var isCatchable: Bool {
        if isSkip || endsTestOnly { return false }
        switch kind {
        case .command, .noResponse, .expectation, .fail, .runtime: return true
        case .limit, .deadline, .login, .journal, .interrupted: return false
        }
    }

    /// Whether the innermost `catch` handles it. A failed `check` is only recorded.
    var isCaught: Bool { isCatchable && !isCheck }

    /// Whether it ends the whole run, with all its scripts, because no later command could succeed.
    package var endsEverything: Bool { kind == .login || kind == .journal }

    /// Whether it is a `skip`, which ends a test without failing it.
    var isSkip: Bool { kind == .fail && fault.code == .skipped }

    /// Whether it fails the current test in any case, while the run continues.
    var endsTestOnly: Bool { thrown == nil && (fault.code == .testTimeout || fault.code == .exitInTest) }

    /// Whether `within` and `retry` try again.
    var endsAttemptOnly: Bool {
        switch kind {
        case .command, .noResponse, .expectation: return true
        default: return false
        }
    }
}
