import PicketRuntime

extension CommandReport {
    /// The longest body that is kept, in bytes.
    static let bodyLimit = 64 << 10

    /// Headers whose value lets a reader act as somebody else.
    private static let credentialHeaders: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "user-token",
    ]

    init(_ exchange: Exchange, at time: Int64, sources: inout SourceLibrary) {
        let response = exchange.response
        self.init(
            name: exchange.command, place: sources.linePlace(exchange.location),
            start: max(0, time - response.duration), duration: response.duration, status: response.status)
        request = response.request
        requestBody = CommandReport.text(exchange.requestBody)
        headers = response.headers.map { header in
            let isCredential = CommandReport.credentialHeaders.contains(header.name.lowercased())
            return Header(name: header.name, value: isCredential ? "•••" : header.value)
        }
        responseBody = CommandReport.text(exchange.responseBody)
        error = response.error ?? ""
        change = response.change ?? ""
        isSuccess = exchange.isSuccess
    }

    /// A body as a person reads it: JSON in lines, a text as it is.
    private static func text(_ body: Value) -> String {
        let text: String
        switch body {
        case .null: return ""
        case .string(let string): text = string
        default: text = JSONText.indented(body)
        }
        guard text.utf8.count > bodyLimit else { return text }
        let kept = String(decoding: text.utf8.prefix(bodyLimit), as: UTF8.self)
        return kept + "\n… \(text.utf8.count - bodyLimit) bytes more"
    }
}
