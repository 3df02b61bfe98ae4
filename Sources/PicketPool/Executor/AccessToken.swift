/// A token and the headers that carry it, made once a login.
struct AccessToken {
    typealias Headers = [(name: String, value: String)]

    let text: String
    /// Counted over the tokens of a platform: a request knows which one it carried.
    let generation: Int
    /// Whether the platform has taken it: a 401 then means that it has expired.
    var wasAccepted = false
    let headers: Headers
    let headersWithBody: Headers

    static let jsonBody: Headers = [("Content-Type", "application/json")]

    init(_ text: String, generation: Int) {
        self.text = text
        self.generation = generation
        headers = [("user-token", text)]
        headersWithBody = headers + Self.jsonBody
    }
}
