import NIOCore
import NIOHTTP1
import PicketRuntime
import PicketSyntax

extension PlatformSession {
    /// The line and body of a request, secrets hidden.
    func logSent(_ request: APIRequest, shownPath: String) {
        guard let onVerboseLine else { return }
        let redactor = Redactor(secrets)
        onVerboseLine(redactor.redact("> \(request.method.rawValue) \(base)\(shownPath)"))
        let body = VerboseText.body(request.body)
        if !body.isEmpty { onVerboseLine(redactor.redact("> \(body)")) }
    }

    /// Something that the executor does on its own account.
    func logNote(_ text: String) {
        onVerboseLine?(Redactor(secrets).redact("* \(text)"))
    }

    /// The status and body of an answer, or why there is none.
    func logReceived(_ exchange: HTTPExchange) {
        guard let onVerboseLine else { return }
        let redactor = Redactor(secrets)
        let duration = Value.duration(exchange.duration / 1_000 * 1_000)
        switch exchange.result {
        case .failure(let failure): onVerboseLine(redactor.redact("< \(failure.message) (\(duration))"))
        case .success(let answer):
            onVerboseLine("< \(answer.status) (\(duration))")
            let body = VerboseText.body(Array(answer.body.readableBytesView))
            if !body.isEmpty { onVerboseLine(redactor.redact("< \(body)")) }
        }
    }
}

/// Bodies as people may see them.
enum VerboseText {
    /// JSON with the fields that are always secret hidden, however short they are; any other text as it is.
    static func body(_ bytes: [UInt8]) -> String {
        guard let value = try? Value(json: bytes) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return masked(value).wireJSONText
    }

    /// The value with the API's secret fields hidden, at any depth.
    static func masked(_ value: Value) -> Value {
        switch value {
        case .secret: return .string(Mask.text)
        case .list(let elements): return .list(elements.map(masked))
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) {
                result[key] = Endpoint.secretFields.contains(key) ? .string(Mask.text) : masked(value)
            }
            return .map(result)
        default: return value
        }
    }
}
