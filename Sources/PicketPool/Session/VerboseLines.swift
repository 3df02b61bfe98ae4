import PicketHTTP
import PicketRuntime

/// Lines of what is sent and received.
extension PlatformSession {
    /// The line and body of a request.
    func logSent(_ request: PlatformCommand) {
        guard let onVerboseLine else { return }
        // What the body holds of secrets is known from here on.
        let body = request.body?.text(secrets)
        let redactor = Redactor(secrets)
        onVerboseLine("> \(redactor.show(request.line(on: self)))")
        for header in request.options?.headers ?? [] {
            let shown = redactor.show(header.shown)
            onVerboseLine("> \(shown.map(\.name)): \(shown.map(\.value))")
        }
        if let body { onVerboseLine("> \(redactor.show(body))") }
    }

    /// Something that the executor does on its own account.
    func logNote(_ text: String) {
        onVerboseLine?("* \(Redactor(secrets).show(text))")
    }

    /// Why there is no answer.
    func logFailure(_ failure: TransportFailure, after duration: Int64) {
        onVerboseLine?("< \(Redactor(secrets).show(failure.message)) (\(nanoseconds: duration / 1_000 * 1_000))")
    }

    /// The status and body of an answer.
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
