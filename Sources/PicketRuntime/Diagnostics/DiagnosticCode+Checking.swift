public import PicketSyntax

extension DiagnosticCode {
    /// A `$name` or a target that is declared nowhere around.
    public static let undefinedVariable: DiagnosticCode = "undefined-variable"
    /// A default reads its own parameter or one after it.
    public static let laterParameter: DiagnosticCode = "later-parameter"
    /// A name declared twice in one block, or a def twice.
    public static let redeclared: DiagnosticCode = "redeclared"
    /// A declaration of `last`.
    public static let reservedName: DiagnosticCode = "reserved-name"
    /// A def with the name of a command or function.
    public static let redefinesBuiltin: DiagnosticCode = "redefines-builtin"
    /// A warning: a name is never read; the names of loops, and those that begin with `_`, are exempt.
    public static let unusedName: DiagnosticCode = "unused-name"
    /// A def or expression needs more than 4,000 registers.
    public static let tooManyNames: DiagnosticCode = "too-many-names"
    /// A statement begins with an unknown name.
    public static let unknownCommand: DiagnosticCode = "unknown-command"
    /// A call of an unknown function.
    public static let unknownFunction: DiagnosticCode = "unknown-function"
    /// A named argument that is not a parameter.
    public static let unknownArgument: DiagnosticCode = "unknown-argument"
    /// A command gets more words than it takes.
    public static let unexpectedWord: DiagnosticCode = "unexpected-word"
    /// A def or function gets more values than it takes.
    public static let tooManyArguments: DiagnosticCode = "too-many-arguments"
    /// A parameter given twice.
    public static let repeatedArgument: DiagnosticCode = "repeated-argument"
    /// A required parameter left out.
    public static let missingArgument: DiagnosticCode = "missing-argument"
    /// A value that its parameter does not accept.
    public static let wrongArgument: DiagnosticCode = "wrong-argument"
    /// Tags that are not `key=value,…`.
    public static let malformedTags: DiagnosticCode = "malformed-tags"
    /// A request's path that cannot be sent, or a segment of it that leads elsewhere.
    public static let malformedPath: DiagnosticCode = "malformed-path"
    /// `...` in a call of a function, or in an `include` or `test`.
    public static let misplacedSpread: DiagnosticCode = "misplaced-spread"
    /// A warning: the script contains a password.
    public static let literalSecret: DiagnosticCode = "literal-secret"
    /// A warning: a secret in the script is too short to be found in other texts.
    public static let shortSecret: DiagnosticCode = "short-secret"
    /// A warning: `reveal` is called.
    public static let revealsSecret: DiagnosticCode = "reveals-secret"
    /// A warning: a statement after the end of its block.
    public static let unreachable: DiagnosticCode = "unreachable"
    /// `break` or `continue` that would leave a `finally`.
    public static let outsideLoop: DiagnosticCode = "outside-loop"
    /// `break` in a parallel loop.
    public static let breakInParallel: DiagnosticCode = "break-in-parallel"
    /// `return` that would leave a parallel loop.
    public static let returnOutsideDef: DiagnosticCode = "return-outside-def"
    /// `return` in a `finally`.
    public static let returnFromDeferred: DiagnosticCode = "return-from-deferred"
    /// `skip` outside of any test.
    public static let outsideTest: DiagnosticCode = "outside-test"
    /// `exit` in a test, also through a def.
    public static let exitInTest: DiagnosticCode = "exit-in-test"
    /// An outer name changed in a parallel loop, also through a def.
    public static let parallelChange: DiagnosticCode = "parallel-change"
    /// A response is read before any command; a warning where it is certain.
    public static let noResponseYet: DiagnosticCode = "no-response-yet"
    /// A warning: an expectation tests a bare word, which is a string.
    public static let wordAsSubject: DiagnosticCode = "word-as-subject"
    /// A warning: a condition, or an operand of one, is constant.
    public static let constantCondition: DiagnosticCode = "constant-condition"
    /// A warning: a bare word has the name of a variable, or of another language's constant.
    public static let wordAsName: DiagnosticCode = "word-as-name"
    /// A warning: `{{name}}` does not insert a value into a string.
    public static let foreignInterpolation: DiagnosticCode = "foreign-interpolation"
    /// The name of a test is computed.
    public static let computedTestName: DiagnosticCode = "computed-test-name"
    /// Two tests of a file have one name.
    public static let repeatedTest: DiagnosticCode = "repeated-test"
    /// A warning: a key occurs twice in a map.
    public static let repeatedKey: DiagnosticCode = "repeated-key"
    /// The file of an `include` is computed.
    public static let includePath: DiagnosticCode = "include-path"
    /// An included file cannot be read.
    public static let cannotInclude: DiagnosticCode = "cannot-include"
    /// A file is included again with another value for a `param`.
    public static let includeConflict: DiagnosticCode = "include-conflict"
    /// Files include each other.
    public static let includeCycle: DiagnosticCode = "include-cycle"

    /// A host gives a value for a `param` that the script does not have.
    public static let unknownParameter: DiagnosticCode = "unknown-parameter"

    /// All codes of problems that are found before a run, in the order of grammar.md.
    package static let ofChecking: [DiagnosticCode] = [
        .undefinedVariable, .laterParameter, .redeclared, .reservedName, .redefinesBuiltin, .unusedName, .tooManyNames,
        .unknownCommand, .unknownFunction, .unknownArgument, .unexpectedWord, .tooManyArguments, .repeatedArgument,
        .missingArgument, .wrongArgument, .malformedTags, .malformedPath, .misplacedSpread, .literalSecret,
        .shortSecret,
        .revealsSecret,
        .unreachable, .outsideLoop, .breakInParallel, .returnOutsideDef, .returnFromDeferred, .outsideTest, .exitInTest,
        .parallelChange, .noResponseYet, .wordAsSubject, .constantCondition, .wordAsName,
        .foreignInterpolation, .computedTestName, .repeatedTest, .repeatedKey, .includePath, .cannotInclude,
        .includeConflict,
        .includeCycle, .unknownParameter,
    ]
}
