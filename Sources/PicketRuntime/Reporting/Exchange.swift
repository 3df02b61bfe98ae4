public import PicketSyntax

/// A command that was carried out, and what came back.
public struct Exchange: Sendable {
    /// The command's name.
    public var command: String
    public var location: SourceLocation
    /// As the host answered, secrets and all: not for showing.
    public var response: Response
    /// The body that was sent, its secret fields hidden; null if there was none.
    public var requestBody: Value
    /// The body that came back, decoded if it is JSON, its secret fields hidden; null if there was none.
    public var responseBody: Value
    /// Whether the response is what the command documents.
    public var isSuccess: Bool

    public init(
        command: String, location: SourceLocation, response: Response, requestBody: Value = .null,
        responseBody: Value = .null, isSuccess: Bool
    ) {
        self.command = command
        self.location = location
        self.response = response
        self.requestBody = requestBody
        self.responseBody = responseBody
        self.isSuccess = isSuccess
    }
}

extension Machine {
    /// The latest response as an event tells of it.
    func exchange(_ response: Response, _ command: Command, isSuccess: Bool) -> Exchange {
        // What the body holds of secrets is known from here on.
        let sent = response.sent?.value(secrets) ?? .null
        let redactor = Redactor(secrets)
        return Exchange(
            command: command.name, location: currentLocation, response: response,
            requestBody: redactor.show(sent).content,
            responseBody: redactor.show(response.received?.shownValue ?? .null).content, isSuccess: isSuccess)
    }
}
