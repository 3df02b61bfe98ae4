public import PicketSyntax

/// An error that a body of the host throws, in the words of its own domain. A script can tell it from other errors and
/// read its fields.
///
///     throw ScriptError("no-stock", "only 3 are left", fields: ["left": 3])
///
/// In the script, `catch` gets the code and the fields:
///
///     try { order 5 } catch problem {
///         if $problem.code == no-stock { print "only $problem.fields.left left" }
///     }
///
/// An error of any other type also fails the command or the function. The script then sees a sentence of the host's
/// choosing, and the host finds the error itself in `Failure.underlying`.
public struct ScriptError: Error, Sendable, Equatable {
    /// The name of the problem in kebab-case, such as `no-stock`. Scripts compare it, so it should never change.
    public var code: DiagnosticCode
    /// One sentence in lower case without a full stop.
    public var message: String
    /// The facts about the problem. A script reads them as `$problem.fields`. Secret values stay secret.
    public var fields: ValueMap
    /// Tells the script's author what to do; nil if the message is enough.
    public var help: String?

    /// Creates an error.
    public init(_ code: DiagnosticCode, _ message: String, fields: ValueMap = [:], help: String? = nil) {
        self.code = code
        self.message = message
        self.fields = fields
        self.help = help
    }
}

extension ScriptError {
    /// Compares texts by their bytes.
    public static func == (left: ScriptError, right: ScriptError) -> Bool {
        left.code == right.code && left.message.hasBytes(of: right.message) && left.fields == right.fields
            && Value(help: left.help) == Value(help: right.help)
    }
}

extension Value {
    fileprivate init(help: String?) { self = help.map { .string($0) } ?? .null }
}

extension ScriptError: CustomStringConvertible {
    public var description: String { message }
}

/// An error that a body threw, and the sentence that stands for it in the failure.
///
/// The error is boxed in a class of its own, because failures and responses are copied often and seldom have one.
package final class ThrownError: Sendable {
    package let error: any Error
    package let message: String

    package init(_ error: any Error, message: String) {
        self.error = error
        self.message = message
    }

    /// - Parameter describe: makes the sentence for an error that is not a `ScriptError`.
    package convenience init(_ error: any Error, _ describe: (any Error) -> String) {
        self.init(error, message: (error as? ScriptError)?.message ?? describe(error))
    }

    /// The error if it is one of the script's domain.
    package var scriptError: ScriptError? { error as? ScriptError }
}
