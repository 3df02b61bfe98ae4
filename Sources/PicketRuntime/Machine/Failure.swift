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
    public var diagnostic: Diagnostic
    /// Whether the run ended before it had sent anything; the host says so where it knows.
    package var nothingWasSent = false

    public init(_ kind: Kind, _ diagnostic: Diagnostic) {
        self.kind = kind
        self.diagnostic = diagnostic
    }

    /// Whether `catch` may have it.
    var isCatchable: Bool {
        if isSkip || endsTestOnly { return false }
        switch kind {
        case .command, .noResponse, .expectation, .fail, .runtime: return true
        case .limit, .deadline, .login, .journal, .interrupted: return false
        }
    }

    /// Whether it ends the whole run, all scripts of it: no command that follows could be right.
    package var endsEverything: Bool { kind == .login || kind == .journal }

    /// Whether it is a `skip`, which ends a test and is none of its failures.
    var isSkip: Bool { kind == .fail && diagnostic.code == RuntimeCode.skipped.rawValue }

    /// Whether it fails the test around it whatever the test does, and lets the run go on.
    var endsTestOnly: Bool {
        diagnostic.code == RuntimeCode.testTimeout.rawValue || diagnostic.code == RuntimeCode.exitInTest.rawValue
    }

    /// Whether `within` and `retry` try again.
    var endsAttemptOnly: Bool {
        switch kind {
        case .command, .noResponse, .expectation: return true
        default: return false
        }
    }
}
