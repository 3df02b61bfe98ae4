/// The codes of what this module reports; grammar.md lists them with their meaning.
package enum SyntaxCode: String, CaseIterable, Sendable {
    case sourceTooLarge = "source-too-large"
    case invalidUTF8 = "invalid-utf8"
    case nulByte = "nul-byte"
    case invalidCharacter = "invalid-character"
    case strayBackslash = "stray-backslash"
    case unclosedString = "unclosed-string"
    case unknownEscape = "unknown-escape"
    case invalidUnicodeEscape = "invalid-unicode-escape"
    case malformedNumber = "malformed-number"
    case numberOutOfRange = "number-out-of-range"
    case invalidName = "invalid-name"
    case unclosedBracket = "unclosed-bracket"
    case unclosedBlock = "unclosed-block"
    case unmatchedClosing = "unmatched-closing"
    case misplacedQuote = "misplaced-quote"
    case misplacedBrace = "misplaced-brace"
    case textAfterValue = "text-after-value"
    case emptyArgument = "empty-argument"
    case misplacedAs = "misplaced-as"
    case invalidIndex = "invalid-index"
    case expectedStatement = "expected-statement"
    case expectedExpression = "expected-expression"
    case expectedName = "expected-name"
    case expectedBlock = "expected-block"
    case expectedEquals = "expected-equals"
    case expectedSign = "expected-sign"
    case unexpectedText = "unexpected-text"
    case expressionStatement = "expression-statement"
    case bareAssignment = "bare-assignment"
    case dollarInTarget = "dollar-in-target"
    case assignmentAsComparison = "assignment-as-comparison"
    case foreignOperator = "foreign-operator"
    case foreignKeyword = "foreign-keyword"
    case chainedComparison = "chained-comparison"
    case unparenthesizedNot = "unparenthesized-not"
    case invalidStatusClass = "invalid-status-class"
    case misplacedElse = "misplaced-else"
    case misplacedStatement = "misplaced-statement"
    case tooDeep = "too-deep"
    case tooManyErrors = "too-many-errors"
}

extension Diagnostic {
    init(
        _ code: SyntaxCode, _ message: String, at location: SourceLocation?, label: String = "", notes: [Note] = [],
        help: String? = nil
    ) {
        self.init(code: code.rawValue, message: message, at: location, label: label, notes: notes, help: help)
    }
}
