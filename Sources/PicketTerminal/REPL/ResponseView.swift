package import PicketRuntime
import PicketSyntax

/// A response as a person reads it: status and timing in a line, the body as a table or as JSON.
package struct ResponseView: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case table, json
    }

    package var format = Format.table
    package var showsTiming = true
    /// Hides the secrets that the session knows.
    package var redact: @Sendable (String) -> String = { $0 }
    private let paint: Paint

    package init(colors: Bool) {
        paint = Paint(colors: colors)
    }

    /// All of a response.
    package func text(_ exchange: Exchange) -> String {
        var lines = [headline(exchange)]
        let body = shown(exchange.responseBody)
        switch body {
        case .null: break
        case _ where format == .json: lines += JSONView(paint).lines(body)
        default: lines += ValueTable(paint).lines(body)
        }
        return lines.joined(separator: "\n")
    }

    /// A response among many: one line.
    package func line(_ exchange: Exchange) -> String { exchange.command + "  " + headline(exchange) }

    private func headline(_ exchange: Exchange) -> String {
        let response = exchange.response
        var parts: [String] = []
        if let status = response.status {
            let text = String(status) + (Self.reasons[status].map { " " + $0 } ?? "")
            parts.append(exchange.isSuccess ? paint.good(text) : paint.bad(text))
        } else if let error = response.error {
            parts.append(paint.bad(Paint.harmless(redact(error))))
        } else {
            parts.append(paint.good("done"))
        }
        if let change = response.change { parts.append(change) }
        if let fields = response.fields, !fields.isEmpty { parts.append(paint.faint(fields.joined(separator: ", "))) }
        if showsTiming, response.duration > 0 { parts.append(paint.faint(DurationText.short(response.duration))) }
        return parts.joined(separator: "  ")
    }

    /// RFC 9110, section 15: those that platforms and proxies answer with.
    private static let reasons = [
        200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
        403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
        422: "Unprocessable Content", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout",
    ]

    /// A value without known secrets.
    package func shown(_ value: Value) -> Value {
        switch value {
        case .string(let text): return .string(redact(text))
        case .secret: return .string(Mask.text)
        case .list(let elements): return .list(elements.map(shown))
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) { result[redact(key)] = shown(value) }
            return .map(result)
        default: return value
        }
    }
}
