package import PicketRuntime
import PicketSyntax

/// Formats a response for a person: status and time in a line, the body as a table or as JSON.
package struct ResponseView: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case table, json
    }

    package var format = Format.table
    package var showsTiming = true
    /// Whether lists of maps are shown as records.
    package var isWide = false
    /// Returns the present width of the terminal; nil without one. Then nothing is cut.
    package var columns: @Sendable () -> Int? = { nil }
    private let secrets: SecretStore
    private let paint: Paint

    /// - Parameter secrets: The known secrets, which are looked up each time that something is shown.
    package init(colors: Bool, secrets: SecretStore = SecretStore()) {
        paint = Paint(colors: colors)
        self.secrets = secrets
    }

    /// Returns the view for a file: without colours, with nothing cut.
    package var forFile: ResponseView {
        var view = ResponseView(colors: false, secrets: secrets)
        (view.format, view.showsTiming, view.isWide) = (format, showsTiming, isWide)
        return view
    }

    /// Whether the text meets a terminal, where control characters have an effect.
    package var isOnTerminal: Bool { columns() != nil }

    private var layout: TableLayout? { columns().map { TableLayout(columns: $0, isWide: isWide) } }

    /// Returns the whole response.
    ///
    /// - Parameter earlier: The marks of the same response before, if changed rows are marked.
    package func text(_ exchange: Exchange, since earlier: Set<Int>? = nil) -> Shown<String> {
        let redactor = Redactor(secrets)
        let head = headline(exchange, redactor)
        guard let body = rows(redactor.show(exchange.responseBody)) else { return head }
        return "\(head)\n\(earlier.map { body.text(since: $0) } ?? body.text)"
    }

    /// Returns the marks of the rows of a response.
    package func marks(_ exchange: Exchange) -> Set<Int> {
        rows(Redactor(secrets).show(exchange.responseBody))?.all ?? []
    }

    /// Returns the rows of a body; nil if there is none.
    private func rows(_ body: Shown<Value>) -> TableRows? {
        switch body.content {
        case .null: nil
        case _ where format == .json: TableRows(JSONView(paint).text(body).map(Self.lines))
        default: ValueTable(paint, layout).rows(body)
        }
    }

    private static func lines(_ text: String) -> [TableRow] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { TableRow(String($0), [String($0)]) }
    }

    /// Returns the value of a bare expression. On a terminal, a map or a list of maps is shown as a response is.
    ///
    /// - Parameters:
    ///   - text: The text that `print` writes.
    ///   - value: The value; nil if it is not known.
    package func text(_ text: String, of value: Shown<Value>?, since earlier: Set<Int>? = nil) -> Shown<String> {
        let redactor = Redactor(secrets)
        guard isOnTerminal else { return redactor.show(text) }
        guard let value else { return redactor.show(text).map(TerminalText.foreign) }
        let shown = redactor.show(value.content)
        if ValueTable.takes(shown.content), let rows = rows(shown) {
            return earlier.map { rows.text(since: $0) } ?? rows.text
        }
        // A text may have several lines.
        if case .string(let text) = shown.content { return redactor.show(text).map(TerminalText.foreign) }
        return ValueTable(paint).line(shown)
    }

    /// Returns a value of the program as a table.
    package func table(_ value: Shown<Value>) -> Shown<String> { ValueTable(paint, layout).text(value) }

    /// Returns the marks of the rows of an expression's value; empty if it is shown as a text.
    package func marks(of value: Shown<Value>?) -> Set<Int> {
        guard isOnTerminal, let value else { return [] }
        let shown = Redactor(secrets).show(value.content)
        return ValueTable.takes(shown.content) ? rows(shown)?.all ?? [] : []
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
