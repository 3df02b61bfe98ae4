import PicketRuntime
import PicketSyntax

/// A request body as it is sent, with its source. Its shown form is made only when somebody asks for it.
final class RequestBody: SentBody {
    private enum Source {
        case fields(ConnectionFields, [ConnectionFields.Field])
        case value(Value)
        case text(isSecret: Bool)
        case bytes(Bytes)
    }

    /// The bytes are made when the body is sent. A command that a journal answers sends no body.
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

    /// Creates a JSON object of the written ones of the given fields.
    init(_ fields: ConnectionFields, _ names: [ConnectionFields.Field]) {
        content = []
        type = Self.json
        source = .fields(fields, names)
    }

    /// Sends a text or bytes as they are, and any other value as JSON.
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

    /// Whether a text is a JSON object or array. A number or a word is also JSON, but scripts do not mean it as such.
    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        let first = bytes.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        return (try? Value(json: bytes)) != nil
    }

    /// The content of the body: JSON with its secrets marked, or a text.
    enum Content {
        case json(Value)
        /// Any other text, with the values of secret fields hidden.
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

    /// The object that is sent; nil for fields of a connection, and for anything that is not a JSON object.
    var object: ValueMap? {
        switch source {
        case .fields: return nil
        case .value(let value): if case .map(let map) = value.revealed { return map }
        case .text, .bytes: if case .map(let map)? = try? Value(json: content) { return map }
        }
        return nil
    }

    /// Whether the whole body was made from a secret.
    var isWhollySecret: Bool {
        switch source {
        case .fields: false
        case .value(let value): if case .secret = value { true } else { false }
        case .text(let isSecret): isSecret
        case .bytes: false
        }
    }

    /// Whether the body is bytes, which are never shown.
    var isBytes: Bool {
        if case .bytes = source { true } else { false }
    }

    /// The shown text of the body, with secrets hidden by taint and by field name.
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
    /// Compact JSON with `•••` in place of secrets.
    var shownJSONText: String {
        var json = JSONWriter(.wire)
        json.value(self, secrets: .hidden)
        return json.text
    }
}
