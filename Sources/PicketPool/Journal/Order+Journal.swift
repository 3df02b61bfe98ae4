import PicketRuntime

extension Order {
    /// Whether a run answers it from the journal: a login makes the token that the rest needs.
    var isJournaled: Bool {
        switch self {
        case .use, .login: false
        default: true
        }
    }

    /// Whether the platform can be asked if it took effect.
    var canBeReadBack: Bool {
        if case .request = self { false } else { true }
    }

    var isEnsure: Bool {
        if case .ensure = self { true } else { false }
    }

    /// The connection that it concerns; nil for none.
    var name: ConnectionName? {
        switch self {
        case .use, .login, .request: nil
        case .connection(let operation), .remove(let operation): operation.name
        case .ensure(let name, _): name
        }
    }

    /// The answer to a write that took effect, as somebody says who has looked.
    func settledAnswer(_ write: SentWrite?, _ endpoint: Endpoint) -> Response {
        var response: Response
        switch self {
        case .connection(let operation): response = operation.documentedAnswer
        case .remove(let operation):
            response = operation.documentedAnswer
            response.change = "deleted"
        case .ensure:
            response = Response(status: 200)
            response.isAssumed = true
            response.change = write?.change ?? "updated"
            response.fields = write?.fields
        case .use, .login, .request:
            response = Response()
            response.isAssumed = true
        }
        response.note = "settled by hand: it took effect"
        return response
    }
}
