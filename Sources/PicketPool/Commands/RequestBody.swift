import PicketRuntime
import PicketSyntax

/// A body as it is sent, and what it was made of: what is shown of it is made when somebody looks.
final class RequestBody: SentBody {
    private enum Source {
        case fields(ConnectionFields, [ConnectionFields.Field])
        case value(Value)
        case text(isSecret: Bool)
        case bytes(Bytes)
    }

    /// Made for each sending of fields: a command that a journal answers sends none.
    var bytes: [UInt8] {
        if case .fields(let fields, let names) = source { fields.body(of: names) } else { content }
    }
    /// The `Content-Type` that says what it is.
    let type: String
    private let source: Source
    /// What is sent of anything but fields.
    private let content: [UInt8]

    static let json = "application/json"
    private static let plainText = "text/plain; charset=utf-8"
    private static let anything = "application/octet-stream"

    /// Those of the fields that were written.
    init(_ fields: ConnectionFields, _ names: [ConnectionFields.Field]) {
        content = []
        type = Self.json
        source = .fields(fields, names)
    }

    /// A text or bytes as they are, anything else as JSON.
    init(_ value: Value) {
        if let text = value.text {
            content = Array(text.utf8)
            type = Self.isJSON(content) ? Self.json : Self.plainText
            source = .text(isSecret: value.holdsSecret)
        } else if let bytes = value.bytes {
            content = bytes.content
            type = bytes.type.isEmpty ? Self.anything : bytes.type
            source = .bytes(bytes)
        } else {
            content = value.wireJSON
            type = Self.json
            source = .value(value)
        }
    }

    /// Whether a text is a JSON object or array. A number or a word is JSON, too, but nobody means it by them.
    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        let first = bytes.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        return (try? Value(json: bytes)) != nil
    }

    /// What it says: JSON with its secrets marked, or a text.
    enum Content {
        case json(Value)
        /// Any other text, of which the values of secret fields are hidden.
        case text(Value)
    }

    func content(_ secrets: SecretStore) -> Content {
        switch source {
        case .fields(let fields, let names): return .json(.map(fields.object(names)))
        case .value(let value):
            var texts: [String] = []
            let marked = secrets.fields.marking(value, &texts)
            for text in texts { secrets.add(text) }
            return .json(marked)
        case .bytes(let content): return .text(.string(content.description))
        case .text(isSecret: true): return .text(.secret(.string(String(decoding: bytes, as: UTF8.self))))
        case .text:
            let read = ReceivedBody(bytes, secrets: secrets)
            if case .json(let value) = read.content { return .json(value) }
            return .text(read.shownValue)
        }
    }

    func value(_ secrets: SecretStore) -> Value {
        switch content(secrets) {
        case .json(let value), .text(let value): value
        }
    }

    /// Whether it is bytes, which nothing shows.
    var isBytes: Bool {
        if case .bytes = source { true } else { false }
    }

    /// The text that is shown of it, by taint and secret fields.
    func text(_ secrets: SecretStore) -> String {
        if case .fields(let fields, let names) = source {
            return String(decoding: fields.body(of: names, secrets: .hidden), as: UTF8.self)
        }
        return switch content(secrets) {
        case .json(let value): value.shownJSONText
        case .text(let value): value.description
        }
    }
}

extension Value {
    /// Compact JSON with `•••` for what is secret.
    var shownJSONText: String {
        var json = JSONWriter(.wire)
        json.value(self, secrets: .hidden)
        return json.text
    }
}
