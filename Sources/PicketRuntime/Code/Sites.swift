import PicketSyntax

/// A call of a command, as bound by the compiler. It is trivial, so that the machine reads it in place.
struct CommandSite {
    /// The command's index in the table.
    var command: Int
    /// The range of the function's checks for arguments whose kind is known only at run time.
    var checks = 0..<0
    /// The range of the function's spread arguments: maps whose entries are added to the bound arguments.
    var spreads = 0..<0
    /// The response that the next statement expects.
    var expected = ExpectedAnswer.success
    /// Whether a map literal in the call gives a secret field an empty text on purpose.
    var givesEmptySecret = false
    /// The span of the call's name, without arguments.
    var nameSpan: SourceSpan
    var span: SourceSpan
}

/// The response that the statement after a command expects.
enum ExpectedAnswer {
    /// The statement reads neither status nor error.
    case success
    /// The statement reads the status, so any response is accepted.
    case status
    /// The statement reads the error, so a missing response is accepted too.
    case error
}

/// An argument whose kind is known only at run time: its slot in the call, and its span.
struct ArgumentCheck {
    var slot: Int
    var span: SourceSpan
}

/// `...$map`: its register, relative to the call's base, and its span.
struct SpreadArgument: Sendable {
    var offset: Int
    var span: SourceSpan
}

/// A call of a `def` with `...$map`.
struct SpreadSite: Sendable {
    var function: Int
    var parameters: [String]
    var required: [Bool]
    var spreads: [SpreadArgument]
    var span: SourceSpan
}

/// The condition of an `expect` or `check`.
struct ExpectationSite: Sendable {
    enum Form: Sendable {
        /// The left side must not be missing, null or false.
        case truth
        case comparison(BinaryOperator)
        /// The left value must be in the range from the right value to the register after it.
        case range(isClosed: Bool, isNegated: Bool)
        /// `status 2xx`: the hundreds digit.
        case statusClass(Int)
    }

    var form: Form
    var continues: Bool
    /// Whether the latest response belongs in the report.
    var readsResponse: Bool
    /// The distance of the jump over the code of `because` if the condition holds.
    var skip = 0
    var leftSpan: SourceSpan
    var rightSpan: SourceSpan
    var span: SourceSpan
}

/// `for … parallel N`: the code of an iteration, and its initial registers.
struct ParallelSite: Sendable {
    /// The body's index among the functions. Its parameters are the loop's names, then the captures.
    var function: Int
    var hasValueName: Bool
    /// Registers of the surrounding frame to copy, as byte offsets.
    var captures: [Int]
    var widthSpan: SourceSpan
    var span: SourceSpan
}

/// `secret NAME = …` or `secret(…)`.
struct SecretSite: Sendable {
    /// Nil for the function `secret`.
    var name: String?
    /// The environment variable of the value, if the script names one.
    var variable: String?
    /// Whether the script allows an empty value: `env(X, "")`, `… ?? ""`.
    var mayBeEmpty: Bool
    /// Whether null is an error. The function `secret` passes null on.
    var refusesNull: Bool { name != nil }
}

/// `param NAME = DEFAULT "note"`
package struct ScriptParameter: Sendable {
    /// The required kind of a value that is given from outside; it follows from the default.
    package enum Kind: String, Sendable {
        case text, integer, float, boolean, duration
        /// The default is not a literal. A text that looks like a number becomes a number.
        case any
    }

    package var name: String
    package var note: String?
    package var isRequired: Bool
    /// The default as written; nil if there is none.
    package var defaultText: String?
    package var kind = Kind.any
    var span: SourceSpan
}
