public import PicketSyntax

/// Why a run, a test or an attempt ended without success.
public struct Failure: Error, Sendable {
    public enum Kind: String, Sendable {
        /// A command's response was no success.
        case command
        /// No response came, or the login was refused.
        case noResponse = "no-response"
        case expectation
        /// `fail`
        case fail
        /// A fault of the script: a type, a missing key, an overflow.
        case runtime
        /// Steps, depth or memory.
        case limit
        case deadline
        /// The platform refused the login on the way to a command, or there are no credentials to log in with: every
        /// other command would be refused, too.
        case login
        /// The journal does not fit the run, cannot be written, or has a write that nobody can settle.
        case journal
        /// The user or the host ended the run.
        case interrupted
    }

    public var kind: Kind
    /// The message, its place and the calls that led there, without what the evidence adds.
    package var fault: Diagnostic
    /// Large, and copied wherever a failure goes.
    private var found: Found?
    /// Whether the run ended before it had sent anything; the host says so where it knows.
    package var nothingWasSent = false
    /// Whether it came after another one, which is what ends the run: it is told after that.
    package var isFollowUp = false
    /// The names of the steps that it has left on its way, the outermost first.
    package var steps: [String] = []
    /// Whether it is that of a `check`, which ends an attempt around it and nothing else.
    var isCheck = false

    private final class Found: Sendable {
        let evidence: Evidence

        init(_ evidence: Evidence) { self.evidence = evidence }
    }

    public init(_ kind: Kind, _ diagnostic: Diagnostic) {
        self.kind = kind
        fault = diagnostic
    }

    /// - Parameter evidence: what it found, as values; the diagnostic's notes need not repeat it.
    public init(_ kind: Kind, _ diagnostic: Diagnostic, evidence: Evidence) {
        self.init(kind, diagnostic)
        self.evidence = evidence
    }

    /// What it found, as values.
    public var evidence: Evidence {
        get { found?.evidence ?? Evidence() }
        set { found = newValue == Evidence() ? nil : Found(newValue) }
    }

    /// All of it for people: what it found stands in the notes.
    public var diagnostic: Diagnostic {
        guard let found else { return fault }
        var diagnostic = fault
        diagnostic.notes = found.evidence.notes + fault.notes
        return diagnostic
    }
}

extension Failure {
    /// Whether `catch` may have it.
    var isCatchable: Bool {
        if isSkip || endsTestOnly { return false }
        switch kind {
        case .command, .noResponse, .expectation, .fail, .runtime: return true
        case .limit, .deadline, .login, .journal, .interrupted: return false
        }
    }

    /// Whether the innermost `catch` around it has it: what a `check` finds is only recorded.
    var isCaught: Bool { isCatchable && !isCheck }

    /// Whether it ends the whole run, all scripts of it: no command that follows could be right.
    package var endsEverything: Bool { kind == .login || kind == .journal }

    /// Whether it is a `skip`, which ends a test and is none of its failures.
    var isSkip: Bool { kind == .fail && fault.code == .skipped }

    /// Whether it fails the test around it whatever the test does, and lets the run go on.
    var endsTestOnly: Bool { fault.code == .testTimeout || fault.code == .exitInTest }

    /// Whether `within` and `retry` try again.
    var endsAttemptOnly: Bool {
        switch kind {
        case .command, .noResponse, .expectation: return true
        default: return false
        }
    }
}
