public import PicketSyntax

/// An executed command and its response.
public struct Exchange: Sendable {
    /// The command's name.
    public var command: String
    /// The place of the call in the script.
    public var location: SourceLocation
    /// The host's response including secrets; not for display.
    public var response: Response
    /// The body that was sent, with its secret fields hidden; null if there was none.
    public var requestBody: Value
    /// The body of the response, decoded if it is JSON, with its secret fields hidden; null if there was none.
    public var responseBody: Value
    /// Whether the response is a documented success.
    public var isSuccess: Bool

    package init(
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
    /// The exchange of the latest response, for an event.
    func exchange(_ response: Response, _ command: Command, isSuccess: Bool) -> Exchange {
        // From here on, the store knows the secrets in the body.
        let sent = response.sent?.value(secrets) ?? .null
        let redactor = Redactor(secrets)
        return Exchange(
            command: command.name, location: currentLocation, response: response,
            requestBody: redactor.show(sent).content,
            responseBody: redactor.show(response.received?.shownValue ?? .null).content, isSuccess: isSuccess)
    }
}
