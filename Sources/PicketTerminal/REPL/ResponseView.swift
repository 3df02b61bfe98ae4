package import PicketRuntime
import PicketSyntax

/// Formats a response for a person: status and time in a line, the body as a table or as JSON.
package struct ResponseView: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case table, json
    }

    package var format = Format.table
    package var showsTiming = true
    private let secrets: SecretStore
    private let paint: Paint

    /// - Parameter secrets: The known secrets, which are looked up each time that something is shown.
    package init(colors: Bool, secrets: SecretStore = SecretStore()) {
        paint = Paint(colors: colors)
        self.secrets = secrets
    }

    /// Returns the whole response.
    package func text(_ exchange: Exchange) -> Shown<String> {
        let redactor = Redactor(secrets)
        let head = headline(exchange, redactor)
        let body = redactor.show(exchange.responseBody)
        switch body.content {
        case .null: return head
        case _ where format == .json: return "\(head)\n\(JSONView(paint).text(body))"
        default: return "\(head)\n\(ValueTable(paint).text(body))"
        }
    }

    /// Returns a response among many as one line.
    package func line(_ exchange: Exchange) -> Shown<String> {
        let redactor = Redactor(secrets)
        return "\(redactor.show(exchange.command))  \(headline(exchange, redactor))"
    }

    private func headline(_ exchange: Exchange, _ redactor: Redactor) -> Shown<String> {
        let response = exchange.response
        var text: Shown<String>
        if let status = response.status {
            let reason: Shown<String> = "\(status)" + (Self.reasons[status].map { " \($0)" } ?? "")
            text = exchange.isSuccess ? paint.good(reason) : paint.bad(reason)
        } else if let error = response.error {
            text = paint.bad(redactor.show(error).map(Paint.harmless))
        } else {
            text = paint.good("done")
        }
        if let change = response.change { text += "  \(redactor.show(change))" }
        if let fields = response.fields, !fields.isEmpty {
            text += "  \(paint.faint(redactor.show(fields.joined(separator: ", "))))"
        }
        if showsTiming, response.duration > 0 {
            text += "  \(paint.faint(redactor.show(DurationText.short(response.duration))))"
        }
        return text
    }

    /// The reason phrases of the statuses that platforms and proxies use (RFC 9110, section 15).
    private static let reasons: [Int: Shown<String>] = [
        200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
        403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
        422: "Unprocessable Content", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}
