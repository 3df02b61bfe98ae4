package import PicketSyntax

extension Value {
    /// Parses a JSON text (RFC 8259) into a value, with its keys in order.
    ///
    /// The last value of a repeated key wins, in the position of the first.
    package init(json bytes: [UInt8]) throws(JSONProblem) {
        self = try JSONReader.read(bytes, into: ValueSink()).result
    }
}

extension JSONWriter {
    /// How the secrets of a value are written.
    package enum Secrets { case written, hidden }

    /// Writes a value of the language. A duration becomes its printed text, and a float that is not finite becomes
    /// null.
    ///
    /// - Parameter secrets: `.written` for requests. Everything that is shown uses `.hidden`.
    package mutating func value(_ value: Value, secrets: Secrets = .hidden) {
        switch value {
        case .null: null()
        case .boolean(let value): boolean(value)
        case .integer(let value): integer(value)
        case .float(let value): value.isFinite ? number(value.description) : null()
        case .decimal(let text): number(text)
        case .duration(let nanoseconds): string(DurationText.language(nanoseconds))
        case .string(let value): string(value)
        case .bytes(let bytes): string(bytes.description)
        case .unreadable(let value): string(value.description)
        case .secret(let value):
            switch secrets {
            case .written: self.value(value, secrets: .written)
            case .hidden: string(Mask.text)
            }
        case .list(let elements): array(elements) { $0.value($1, secrets: secrets) }
        case .map(let map): self.map(map, secrets: secrets)
        }
    }

    package mutating func map(_ map: ValueMap, secrets: Secrets = .hidden) {
        object { json in
            for (position, (key, value)) in zip(map.keys, map.values).enumerated() {
                json.key(secrets == .hidden && map.isSecret(keyAt: position) ? Mask.text : key)
                json.value(value, secrets: secrets)
            }
        }
    }
}

extension Value {
    /// Compact JSON with secrets, for requests and the journal.
    package var wireJSON: [UInt8] {
        var json = JSONWriter(.wire)
        json.value(self, secrets: .written)
        return json.bytes
    }

    /// `wireJSON` as a text.
    package var wireJSONText: String { String(decoding: wireJSON, as: UTF8.self) }
}
