import HTTPTypes

/// An error answer: its status, a sentence for people, and the headers that the status needs.
struct Refusal: Error, Sendable {
    let status: HTTPResponse.Status
    let sentence: String
    var headers: HTTPFields = [:]

    static func badRequest(_ sentence: String) -> Refusal {
        Refusal(status: .badRequest, sentence: sentence)
    }

    static func unauthorized(_ sentence: String) -> Refusal {
        Refusal(status: .unauthorized, sentence: sentence)
    }

    /// A 401 that asks for a user name and a password (section 13, choice 31).
    static func credentialsRequired(_ sentence: String) -> Refusal {
        Refusal(
            status: .unauthorized, sentence: sentence,
            headers: [.wwwAuthenticate: "Basic realm=\"datasentinel\""])
    }

    static func unknownPath(_ path: String) -> Refusal {
        Refusal(status: .notFound, sentence: "There is nothing at \(path).")
    }

    static func wrongMethod(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> Refusal {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return Refusal(
            status: .methodNotAllowed, sentence: "\(method.rawValue) is not allowed here, only \(names).",
            headers: [.allow: names])
    }

    static func unknownConnection(_ name: ConnectionName) -> Refusal {
        Refusal(status: .notFound, sentence: "There is no connection named \(name.text).")
    }

    static func connectionExists(_ name: ConnectionName) -> Refusal {
        Refusal(status: .conflict, sentence: "A connection named \(name.text) exists already.")
    }

    static func bodyTooLarge(limit: Int) -> Refusal {
        Refusal(status: .contentTooLarge, sentence: "The body is larger than \(limit) bytes.")
    }

    static func internalError(_ sentence: String) -> Refusal {
        Refusal(status: .internalServerError, sentence: sentence)
    }
}
