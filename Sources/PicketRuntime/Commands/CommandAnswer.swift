/// What the body of a command may return: a value, anything that becomes a value, or a whole response.
///
///     try library.add(Command("stock")) { _ in ["nuts": 3, "bolts": 4] as [String: Int] }
///     try library.add(Command("fetch")) { _ in Response(status: 404) }
///
/// `Response` and every `ValueConvertible` type conform.
public protocol CommandAnswer: SendableMetatype {
    /// The answer in the form that the script gets.
    var bodyAnswer: BodyAnswer { get throws }
}

/// What the body of a command answers.
public enum BodyAnswer: Sendable {
    /// A value. The command succeeds, and the value is the body of its response.
    case value(Value)
    /// A whole response, with a status, headers and a body. Its status decides whether the command succeeds.
    case response(Response)

    /// The response that the script gets.
    package var response: Response {
        switch self {
        case .value(let value): .value(value)
        case .response(let response): response
        }
    }
}

extension Response: CommandAnswer {
    /// The response itself.
    public var bodyAnswer: BodyAnswer { .response(self) }
}

extension Optional: CommandAnswer where Wrapped: ValueConvertible {}
extension Array: CommandAnswer where Element: ValueConvertible {}
extension Dictionary: CommandAnswer where Key == String, Value: ValueConvertible {}

extension ValueConvertible {
    /// The value as the body of a response.
    public var bodyAnswer: BodyAnswer { get throws { .value(try scriptValue) } }
}
