public import PicketSyntax

extension DiagnosticCode {
    /// Values of types that an operator, statement or function does not accept.
    public static let typeMismatch: DiagnosticCode = "type-mismatch"
    /// A number or duration that a statement does not accept.
    public static let valueOutOfRange: DiagnosticCode = "value-out-of-range"
    /// An integer divided by zero.
    public static let divisionByZero: DiagnosticCode = "division-by-zero"
    /// An integer or duration beyond 64 bits.
    public static let integerOverflow: DiagnosticCode = "integer-overflow"
    /// A map lacks a key.
    public static let missingKey: DiagnosticCode = "missing-key"
    /// A list lacks an index.
    public static let indexOutOfRange: DiagnosticCode = "index-out-of-range"
    /// A def reads a top-level name before it has a value.
    public static let usedBeforeSet: DiagnosticCode = "used-before-set"
    /// `env` reads a variable that is not set, and has no default.
    public static let unsetVariable: DiagnosticCode = "unset-variable"
    /// A `secret`, or an argument that is one, is null or empty.
    public static let emptySecret: DiagnosticCode = "empty-secret"
    /// A text or number that `int` or `float` cannot convert.
    public static let notANumber: DiagnosticCode = "not-a-number"
    /// A malformed pattern of `format`.
    public static let badPattern: DiagnosticCode = "bad-pattern"
    /// A malformed regular expression.
    public static let badRegex: DiagnosticCode = "bad-regex"
    /// `split` or `replace` searches for an empty text.
    public static let emptySeparator: DiagnosticCode = "empty-separator"
    /// The host does not let scripts read files.
    public static let noFiles: DiagnosticCode = "no-files"
    /// A data file cannot be read.
    public static let cannotRead: DiagnosticCode = "cannot-read"
    /// A value of a data file has a tag that is not supported.
    public static let unreadableValue: DiagnosticCode = "unreadable-value"
    /// A `param` without default was not given.
    public static let parameterNotGiven: DiagnosticCode = "parameter-not-given"
    /// `fail`.
    public static let failed: DiagnosticCode = "failed"
    /// `skip`; ends its test, and is never shown.
    public static let skipped: DiagnosticCode = "skipped"
    /// An `expect` or `check` does not hold.
    public static let expectationFailed: DiagnosticCode = "expectation-failed"
    /// A command's status is not a success.
    public static let unexpectedStatus: DiagnosticCode = "unexpected-status"
    /// A command got no response.
    public static let noResponse: DiagnosticCode = "no-response"
    /// A login on the way to a command was refused.
    public static let loginFailed: DiagnosticCode = "login-failed"
    /// A command could not be carried out.
    public static let commandFailed: DiagnosticCode = "command-failed"
    /// A function of the host threw an error that has no code of its own.
    public static let functionFailed: DiagnosticCode = "function-failed"
    /// A command needs a platform, and none is configured.
    public static let noPlatform: DiagnosticCode = "no-platform"
    /// A command needs a user, a password, a token or a proxy that is not available; nothing is sent.
    public static let noCredentials: DiagnosticCode = "no-credentials"
    /// The answer cannot be understood.
    public static let badAnswer: DiagnosticCode = "bad-answer"
    /// The journal does not match the run, or cannot be written; nothing more is sent.
    public static let journalTrouble: DiagnosticCode = "journal-trouble"
    /// The answer to a write was lost, and the effect of the write is unknown.
    public static let unknownEffect: DiagnosticCode = "unknown-effect"
    /// The platform asks for a longer wait than the run allows.
    public static let gaveUp: DiagnosticCode = "gave-up"
    /// A resumed run reaches a write with an unknown effect that cannot be read back.
    public static let unsettledWrite: DiagnosticCode = "unsettled-write"
    /// Lists and maps are nested more than 500 deep.
    public static let nestingTooDeep: DiagnosticCode = "nesting-too-deep"
    /// Too many rounds and calls.
    public static let stepLimit: DiagnosticCode = "step-limit"
    /// Calls are nested too deeply.
    public static let depthLimit: DiagnosticCode = "depth-limit"
    /// Values take too much memory, or would if they were written out.
    public static let memoryLimit: DiagnosticCode = "memory-limit"
    /// A regular expression took too long.
    public static let regexLimit: DiagnosticCode = "regex-limit"
    /// The script printed too much.
    public static let outputLimit: DiagnosticCode = "output-limit"
    /// Too many failures were recorded.
    public static let recordedLimit: DiagnosticCode = "recorded-limit"
    /// The run had too many events.
    public static let eventLimit: DiagnosticCode = "event-limit"
    /// A test took longer than its `timeout`.
    public static let testTimeout: DiagnosticCode = "test-timeout"
    /// The run took too long.
    public static let deadline: DiagnosticCode = "deadline"
    /// The user or the host ended the run.
    public static let interrupted: DiagnosticCode = "interrupted"
    /// The parallel loop around an iteration ended; never shown.
    public static let cancelled: DiagnosticCode = "cancelled"

    /// All codes of problems that are found during a run, in the order of grammar.md.
    package static let ofRunning: [DiagnosticCode] = [
        .typeMismatch, .valueOutOfRange, .divisionByZero, .integerOverflow, .missingKey, .indexOutOfRange,
        .usedBeforeSet, .unsetVariable, .emptySecret, .notANumber, .badPattern, .badRegex, .emptySeparator, .noFiles,
        .cannotRead, .unreadableValue, .parameterNotGiven, .failed, .skipped, .expectationFailed, .unexpectedStatus,
        .noResponse,
        .loginFailed, .commandFailed, .functionFailed, .noPlatform, .noCredentials,
        .badAnswer, .journalTrouble, .unknownEffect, .gaveUp, .unsettledWrite, .nestingTooDeep,
        .stepLimit, .depthLimit, .memoryLimit, .regexLimit, .outputLimit, .recordedLimit, .eventLimit, .testTimeout,
        .deadline, .interrupted, .cancelled,
    ]
}
