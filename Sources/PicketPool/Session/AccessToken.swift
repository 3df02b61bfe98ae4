import PicketHTTP

/// A token and the fields that carry it, made once a login.
struct AccessToken {
    let text: String
    /// Counted over the tokens of a platform: a request knows which one it carried.
    let generation: Int
    /// Whether the platform has taken it: a 401 then means that it has expired.
    var wasAccepted = false
    let fields: HTTPFields
    let fieldsWithBody: HTTPFields

    private static let jsonBody = (name: "Content-Type", value: "application/json")
    /// Of a request with a body that carries no token.
    static let bodyAlone = HTTPFields([jsonBody])

    init(_ text: String, generation: Int) {
        self.text = text
        self.generation = generation
        let field = (name: "user-token", value: text)
        fields = HTTPFields([field])
        fieldsWithBody = HTTPFields([field, Self.jsonBody])
    }
}
