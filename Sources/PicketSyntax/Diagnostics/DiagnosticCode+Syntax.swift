extension DiagnosticCode {
    /// The text is longer than 4 GiB, or with what it includes than the host allows.
    public static let sourceTooLarge: DiagnosticCode = "source-too-large"
    /// A byte is not part of a UTF-8 sequence.
    public static let invalidUTF8: DiagnosticCode = "invalid-utf8"
    /// The text holds a zero byte.
    public static let nulByte: DiagnosticCode = "nul-byte"
    /// A typographic quote, a hidden character or a sign without a meaning.
    public static let invalidCharacter: DiagnosticCode = "invalid-character"
    /// A `\` outside of strings that does not end its line.
    public static let strayBackslash: DiagnosticCode = "stray-backslash"
    /// A string has no closing quote.
    public static let unclosedString: DiagnosticCode = "unclosed-string"
    /// A `\` in a string before a character that makes no escape.
    public static let unknownEscape: DiagnosticCode = "unknown-escape"
    /// `\u` without the number of a character in braces.
    public static let invalidUnicodeEscape: DiagnosticCode = "invalid-unicode-escape"
    /// A token starts with a digit and is neither a number nor a duration.
    public static let malformedNumber: DiagnosticCode = "malformed-number"
    /// A number or duration needs more than 64 bits.
    public static let numberOutOfRange: DiagnosticCode = "number-out-of-range"
    /// A variable's name holds `-` or a letter outside ASCII.
    public static let invalidName: DiagnosticCode = "invalid-name"
    /// The text ends inside `( )`, `[ ]` or a map.
    public static let unclosedBracket: DiagnosticCode = "unclosed-bracket"
    /// The text ends inside a block.
    public static let unclosedBlock: DiagnosticCode = "unclosed-block"
    /// A closing bracket without an opening one.
    public static let unmatchedClosing: DiagnosticCode = "unmatched-closing"
    /// A quote or an opening bracket inside a command word.
    public static let misplacedQuote: DiagnosticCode = "misplaced-quote"
    /// A `{` where an argument should begin.
    public static let misplacedBrace: DiagnosticCode = "misplaced-brace"
    /// Text touches a closing quote or bracket.
    public static let textAfterValue: DiagnosticCode = "text-after-value"
    /// Nothing follows `name=`.
    public static let emptyArgument: DiagnosticCode = "empty-argument"
    /// A blank beside the `=` of an argument.
    public static let blankAroundEquals: DiagnosticCode = "blank-around-equals"
    /// A comma after an argument.
    public static let commaBetweenArguments: DiagnosticCode = "comma-between-arguments"
    /// `as` without a name, or not at the end of its command.
    public static let misplacedAs: DiagnosticCode = "misplaced-as"
    /// An index inside a word or string that is not an integer, a string or a `$path`.
    public static let invalidIndex: DiagnosticCode = "invalid-index"
    /// A line does not begin with a name.
    public static let expectedStatement: DiagnosticCode = "expected-statement"
    /// A value is missing.
    public static let expectedExpression: DiagnosticCode = "expected-expression"
    /// A name is missing.
    public static let expectedName: DiagnosticCode = "expected-name"
    /// A `{` is missing.
    public static let expectedBlock: DiagnosticCode = "expected-block"
    /// The `=` of `let`, `set` or `secret` is missing.
    public static let expectedEquals: DiagnosticCode = "expected-equals"
    /// A comma, a closing bracket or a word such as `in` is missing.
    public static let expectedSign: DiagnosticCode = "expected-sign"
    /// Something follows a complete statement.
    public static let unexpectedText: DiagnosticCode = "unexpected-text"
    /// A statement that is only a value.
    public static let expressionStatement: DiagnosticCode = "expression-statement"
    /// `x = 5` without `let` or `set`, or a comparison alone.
    public static let bareAssignment: DiagnosticCode = "bare-assignment"
    /// A `$` before a name that is declared or changed.
    public static let dollarInTarget: DiagnosticCode = "dollar-in-target"
    /// `=` in an expression.
    public static let assignmentAsComparison: DiagnosticCode = "assignment-as-comparison"
    /// `&&`, `||`, `!`, `...` or `|` of other languages.
    public static let foreignOperator: DiagnosticCode = "foreign-operator"
    /// `then`, `elif` and other words of other languages.
    public static let foreignKeyword: DiagnosticCode = "foreign-keyword"
    /// A second comparison or range in a row.
    public static let chainedComparison: DiagnosticCode = "chained-comparison"
    /// `not` right of a tighter operator.
    public static let unparenthesizedNot: DiagnosticCode = "unparenthesized-not"
    /// A class of statuses other than `1xx` … `5xx`.
    public static let invalidStatusClass: DiagnosticCode = "invalid-status-class"
    /// `else`, `catch` or `finally` at the start of a line.
    public static let misplacedElse: DiagnosticCode = "misplaced-else"
    /// A statement where it may not stand.
    public static let misplacedStatement: DiagnosticCode = "misplaced-statement"
    /// More nesting than allowed.
    public static let tooDeep: DiagnosticCode = "too-deep"
    /// The number of errors or warnings that are not shown, after the first hundred.
    public static let tooManyErrors: DiagnosticCode = "too-many-errors"

    /// All codes that the parser reports, in the order of grammar.md.
    package static let ofSyntax: [DiagnosticCode] = [
        .sourceTooLarge, .invalidUTF8, .nulByte, .invalidCharacter, .strayBackslash, .unclosedString, .unknownEscape,
        .invalidUnicodeEscape, .malformedNumber, .numberOutOfRange, .invalidName, .unclosedBracket, .unclosedBlock,
        .unmatchedClosing, .misplacedQuote, .misplacedBrace, .textAfterValue, .emptyArgument,
        .blankAroundEquals, .commaBetweenArguments, .misplacedAs, .invalidIndex, .expectedStatement,
        .expectedExpression, .expectedName, .expectedBlock, .expectedEquals,
        .expectedSign, .unexpectedText, .expressionStatement, .bareAssignment, .dollarInTarget, .assignmentAsComparison,
        .foreignOperator, .foreignKeyword, .chainedComparison, .unparenthesizedNot, .invalidStatusClass, .misplacedElse,
        .misplacedStatement, .tooDeep, .tooManyErrors,
    ]
}
