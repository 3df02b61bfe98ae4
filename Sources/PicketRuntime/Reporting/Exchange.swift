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
    /// The latest response as an event tells of it; what is secret in it is known from now on.
    func exchange(_ response: Response, _ command: Command, isSuccess: Bool) -> Exchange {
        Exchange(
            command: command.name, location: currentLocation, response: response,
            requestBody: requestBody(response, command), responseBody: body().value.hidingSecrets, isSuccess: isSuccess)
    }

    private func requestBody(_ response: Response, _ command: Command) -> Value {
        guard !response.requestBody.isEmpty else { return .null }
        let cell = decoded(response.requestBody)
        taint(command.secretFields + command.parameters.filter(\.isSecret).map(\.name), in: cell)
        return cell.value.hidingSecrets
    }
}

extension Value {
    /// The value with `•••` in place of every secret.
    package var hidingSecrets: Value {
        switch self {
        case .secret: return .string(Mask.text)
        case .list(let elements): return .list(elements.map(\.hidingSecrets))
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) { result[key] = value.hidingSecrets }
            return .map(result)
        default: return self
        }
    }
}
