import PicketHTTP
import PicketRuntime

/// Emits lines about what is sent and received.
extension PlatformSession {
    /// Emits the line, the own headers and the body of a request.
    func logSent(_ request: PlatformCommand) {
        guard let onVerboseLine else { return }
        // This also adds the secrets in the body to the store, before the line is shown.
        let body = request.body?.text(secrets)
        let redactor = Redactor(secrets)
        onVerboseLine("> \(redactor.show(request.line(on: self)))")
        for header in request.options?.headers ?? [] {
            let shown = redactor.show(header.shown)
            onVerboseLine("> \(shown.map(\.name)): \(shown.map(\.value))")
        }
        if let body { onVerboseLine("> \(redactor.show(body))") }
    }

    /// Emits a note about something that the executor does by itself.
    func logNote(_ text: String) {
        onVerboseLine?("* \(Redactor(secrets).show(text))")
    }

    /// Emits why there is no answer.
    func logFailure(_ failure: TransportFailure, after duration: Int64) {
        onVerboseLine?("< \(Redactor(secrets).show(failure.message)) (\(nanoseconds: duration / 1_000 * 1_000))")
    }

    /// Emits the status and the body of an answer.
    func logReceived(_ response: Response, after duration: Int64) {
        guard let onVerboseLine else { return }
        onVerboseLine("< \(response.status ?? 0) (\(nanoseconds: duration / 1_000 * 1_000))")
        switch response.received?.content {
        case .json(let value): onVerboseLine("< \(Redactor(secrets).show(value).map(\.wireJSONText))")
        case .unreadable:
            onVerboseLine("< \(Redactor(secrets).show(response.received?.shownValue ?? .null).map(\.description))")
        case .empty, nil: break
        }
    }
}
