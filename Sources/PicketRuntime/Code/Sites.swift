import PicketSyntax

/// A call of a command: what was bound when it was compiled. Trivial, so that the machine reads it in place.
struct CommandSite {
    /// The command's index in the table.
    var command: Int
    /// The arguments whose kind is only known when the call is made, among the function's checks.
    var checks = 0..<0
    /// The maps whose entries come on top of the bound arguments, among the function's spread arguments.
    var spreads = 0..<0
    /// What the next statement says of the response.
    var expected = ExpectedAnswer.success
    /// Whether a map in the call itself gives a secret field an empty text, which is meant.
    var givesEmptySecret = false
    /// The call's text without its arguments' values.
    var nameSpan: SourceSpan
    var span: SourceSpan
}

/// What the statement after a command expects of its response.
enum ExpectedAnswer {
    /// It says nothing of it.
    case success
    /// It reads the status, so any response may come.
    case status
    /// It reads the error, so there may even be no response.
    case error
}

/// An argument whose kind is only known when it runs: its slot in the call, and its place.
struct ArgumentCheck {
    var slot: Int
    var span: SourceSpan
}

/// `...$map`: its register, relative to the call's base, and its place.
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

/// What an `expect` or `check` tests.
struct ExpectationSite: Sendable {
    enum Form: Sendable {
        /// The left side must be neither missing, null nor false.
        case truth
        case comparison(BinaryOperator)
        /// Left in the range from right to the register after it.
        case range(isClosed: Bool, isNegated: Bool)
        /// `status 2xx`: the hundreds digit.
        case statusClass(Int)
    }

    var form: Form
    var continues: Bool
    /// Whether the latest response belongs into the report.
    var readsResponse: Bool
    /// How far to jump when it holds, over the code of `because`.
    var skip = 0
    var leftSpan: SourceSpan
    var rightSpan: SourceSpan
    var span: SourceSpan
}

/// `for … parallel N`: the code of an iteration, and which registers it starts with.
struct ParallelSite: Sendable {
    /// The body's index among the functions; its parameters are the names of the loop, then the captures.
    var function: Int
    var hasValueName: Bool
    /// Registers of the surrounding frame, as byte offsets.
    var captures: [Int]
    var widthSpan: SourceSpan
    var span: SourceSpan
}

/// `secret NAME = …` or `secret(…)`.
struct SecretSite: Sendable {
    /// Nil for the function.
    var name: String?
    /// The environment variable that the value is read from, if the script names one.
    var variable: String?
    /// Whether the script says that the value may be empty: `env(X, "")`, `… ?? ""`.
    var mayBeEmpty: Bool
    /// Whether null is a fault; the function passes it on.
    var refusesNull: Bool { name != nil }
}

/// `param NAME = DEFAULT "note"`
package struct ScriptParameter: Sendable {
    /// What a value given from outside must be: as the default is.
    package enum Kind: String, Sendable {
        case text, integer, float, boolean, duration
        /// There is no plain default: a number-like text is a number.
        case any
    }

    package var name: String
    package var note: String?
    package var isRequired: Bool
    /// The default as written; nil for none.
    package var defaultText: String?
    package var kind = Kind.any
    var span: SourceSpan
}
