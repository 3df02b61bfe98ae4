import PicketSyntax

/// Texts that hold JSON themselves: a secret field in them hides its value, too.
extension SecretFields {
    /// A text of a body as a value. What stands beneath secret fields in the JSON that it holds is collected, and so hidden
    /// wherever it turns up; where that cannot hide it, all of the text is secret.
    ///
    /// - Parameter secrets: gets the texts beneath secret fields.
    func text(_ bytes: UnsafeRawBufferPointer, _ secrets: inout [String]) -> Value {
        let value = Value.string(String(decoding: bytes, as: UTF8.self))
        // Most texts hold none.
        guard !isEmpty, bytes.contains(UInt8(ascii: "{")) else { return value }
        var found: [String] = []
        let isHidden = collect(Array(bytes), &found)
        secrets += found
        return isHidden ? value : .secret(value)
    }

    /// Collects what is secret in a text.
    ///
    /// - Returns: whether that hides all of it.
    private func collect(_ bytes: [UInt8], _ secrets: inout [String]) -> Bool {
        if let sink = try? JSONReader.read(bytes, into: ValueSink(self)) {
            secrets += sink.secrets
            return isHidden(sink.result)
        }
        let places = values(in: bytes)
        for place in places { secrets.append(String(decoding: bytes[place], as: UTF8.self)) }
        return places.allSatisfy { Self.isFound(bytes[$0]) }
    }

    /// Whether every secret of a value that stands in a text is one that is found in the text.
    private func isHidden(_ value: Value) -> Bool {
        switch value {
        case .secret(.string(let text)): Self.isFound(Array(text.utf8)[...])
        case .secret: false
        case .list(let elements): elements.allSatisfy(isHidden)
        case .map(let map): map.values.allSatisfy(isHidden)
        default: true
        }
    }

    /// Whether a text is found where JSON holds it, however often that stands in another text: it needs no escape.
    private static func isFound(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= SecretForms.shortest
            && text.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
}
