import PicketRuntime
import PicketSyntax

/// A body as it is sent, and what it was made of: what is shown of it is made when somebody looks.
final class RequestBody: SentBody {
    private enum Source {
        case fields(ConnectionFields, [ConnectionFields.Field])
        case value(Value)
        case text(isSecret: Bool)
    }

    let bytes: [UInt8]
    private let source: Source

    /// Those of the fields that were written.
    init(_ fields: ConnectionFields, _ names: [ConnectionFields.Field]) {
        bytes = fields.body(of: names)
        source = .fields(fields, names)
    }

    /// A text as it is, anything else as JSON.
    init(_ value: Value) {
        if let text = value.text {
            bytes = Array(text.utf8)
            source = .text(isSecret: value.holdsSecret)
        } else {
            bytes = value.wireJSON
            source = .value(value)
        }
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

    /// The text that is shown of it, by taint and secret fields.
    func text(_ secrets: SecretStore) -> String {
        switch content(secrets) {
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
