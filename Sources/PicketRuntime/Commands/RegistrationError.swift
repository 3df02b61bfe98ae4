/// The reason why a host's command or function is not accepted: scripts could not call it, or its name is taken.
public struct RegistrationError: Error, Sendable, CustomStringConvertible {
    /// The kind of the problem.
    public enum Reason: Sendable {
        /// A script could not write the name.
        case invalidName
        /// Another command, alias or function has the name already, or the language has.
        case taken
        /// Two parameters have one name.
        case repeatedParameter
        /// A required positional parameter follows an optional one.
        case misplacedParameter
        /// A function has more or fewer names than parameters, or too many parameters.
        case parameterCount
    }

    /// The name that was not accepted.
    public let name: String
    /// The kind of the problem, for programs.
    public let reason: Reason
    /// One sentence in lower case for the host's developer.
    public let message: String

    public var description: String { message }

    package init(_ name: String, _ reason: Reason, _ message: String) {
        (self.name, self.reason, self.message) = (name, reason, message)
    }
}
