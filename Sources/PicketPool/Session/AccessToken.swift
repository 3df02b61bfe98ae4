import PicketHTTP

/// A token and the header fields that carry it, built once for each login.
struct AccessToken {
    let text: String
    /// The number of the token among those of a platform, so that a request knows which token it carried.
    let generation: Int
    /// Whether the platform has accepted the token. A later 401 then means that it has expired.
    var wasAccepted = false
    let fields: HTTPFields
    let fieldsWithBody: HTTPFields

    private static let jsonBody = (name: "Content-Type", value: "application/json")
    /// The fields of a request with a body and without a token.
    static let bodyAlone = HTTPFields([jsonBody])

    init(_ text: String, generation: Int) {
        self.text = text
        self.generation = generation
        let field = (name: "user-token", value: text)
        fields = HTTPFields([field])
        fieldsWithBody = HTTPFields([field, Self.jsonBody])
    }
}
