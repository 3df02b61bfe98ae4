package import PicketSyntax

/// The codes of what checking and running report; grammar.md lists them with their meaning.
package enum RuntimeCode: String, CaseIterable, Sendable {
    // Found before anything runs.
    case undefinedVariable = "undefined-variable"
    case laterParameter = "later-parameter"
    case redeclared
    case reservedName = "reserved-name"
    case redefinesBuiltin = "redefines-builtin"
    case unusedName = "unused-name"
    case tooManyNames = "too-many-names"
    case unknownCommand = "unknown-command"
    case unknownFunction = "unknown-function"
    case unknownArgument = "unknown-argument"
    case unexpectedWord = "unexpected-word"
    case tooManyArguments = "too-many-arguments"
    case repeatedArgument = "repeated-argument"
    case missingArgument = "missing-argument"
    case wrongArgument = "wrong-argument"
    case malformedTags = "malformed-tags"
    case misplacedSpread = "misplaced-spread"
    case literalSecret = "literal-secret"
    case revealsSecret = "reveals-secret"
    case unreachable
    case outsideLoop = "outside-loop"
    case breakInParallel = "break-in-parallel"
    case returnOutsideDef = "return-outside-def"
    case returnFromDeferred = "return-from-deferred"
    case outsideTest = "outside-test"
    case exitInTest = "exit-in-test"
    case parallelChange = "parallel-change"
    case noResponseYet = "no-response-yet"
    case wordAsSubject = "word-as-subject"
    case repeatedKey = "repeated-key"
    case includePath = "include-path"
    case cannotInclude = "cannot-include"
    case includeConflict = "include-conflict"
    case includeCycle = "include-cycle"

    // Found when it happens.
    case typeMismatch = "type-mismatch"
    case valueOutOfRange = "value-out-of-range"
    case divisionByZero = "division-by-zero"
    case integerOverflow = "integer-overflow"
    case missingKey = "missing-key"
    case indexOutOfRange = "index-out-of-range"
    case usedBeforeSet = "used-before-set"
    case unsetVariable = "unset-variable"
    case emptySecret = "empty-secret"
    case notANumber = "not-a-number"
    case badPattern = "bad-pattern"
    case badRegex = "bad-regex"
    case emptySeparator = "empty-separator"
    case noFiles = "no-files"
    case cannotRead = "cannot-read"
    case parameterNotGiven = "parameter-not-given"
    case failed
    case skipped
    case expectationFailed = "expectation-failed"
    case unexpectedStatus = "unexpected-status"
    case noResponse = "no-response"
    case loginFailed = "login-failed"
    case commandFailed = "command-failed"
    case noPlatform = "no-platform"
    case noCredentials = "no-credentials"
    case badAnswer = "bad-answer"
    case journalTrouble = "journal-trouble"
    case unsettledWrite = "unsettled-write"
    case nestingTooDeep = "nesting-too-deep"
    case stepLimit = "step-limit"
    case depthLimit = "depth-limit"
    case memoryLimit = "memory-limit"
    case regexLimit = "regex-limit"
    case testTimeout = "test-timeout"
    case deadline
    case interrupted
    case cancelled
}

extension Diagnostic {
    package init(
        _ code: RuntimeCode, severity: Severity = .error, message: String, at location: SourceLocation?,
        label: String = "", notes: [Note] = [], help: String? = nil
    ) {
        self.init(
            code: code.rawValue, severity: severity, message: message, at: location, label: label, notes: notes,
            help: help)
    }
}
