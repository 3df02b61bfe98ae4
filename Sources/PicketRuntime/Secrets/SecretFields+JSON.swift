import PicketSyntax

/// Finds secret fields in texts that hold JSON.
extension SecretFields {
    /// The value of a text in a body. The values of secret fields in the JSON that it holds are collected, so that they
    /// are hidden everywhere. If that does not hide them reliably, the whole text is secret.
    ///
    /// - Parameter secrets: receives the texts in secret fields.
    func text(_ bytes: UnsafeRawBufferPointer, _ secrets: inout [String]) -> Value {
        let value = Value.string(String(decoding: bytes, as: UTF8.self))
        // Most texts hold no JSON.
        guard !isEmpty, bytes.contains(UInt8(ascii: "{")) else { return value }
        var found: [String] = []
        let isHidden = collect(Array(bytes), &found)
        secrets += found
        return isHidden ? value : .secret(value)
    }

    /// Collects the secrets in a text.
    ///
    /// - Returns: whether all of them will be found in the text.
    private func collect(_ bytes: [UInt8], _ secrets: inout [String]) -> Bool {
        if let sink = try? JSONReader.read(bytes, into: ValueSink(self)) {
            secrets += sink.secrets
            return isHidden(sink.result)
        }
        let places = values(in: bytes)
        for place in places { secrets.append(String(decoding: bytes[place], as: UTF8.self)) }
        return places.allSatisfy { Self.isFound(bytes[$0]) }
    }

    /// Whether every secret of a value will be found in the text that contains it.
    private func isHidden(_ value: Value) -> Bool {
        switch value {
        case .secret(.string(let text)): Self.isFound(Array(text.utf8)[...])
        case .secret: false
        case .list(let elements): elements.allSatisfy(isHidden)
        case .map(let map): map.values.allSatisfy(isHidden)
        default: true
        }
    }

    /// Whether a text needs no escape in JSON, so that it is found however deeply it is embedded.
    private static func isFound(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= SecretForms.shortest
            && text.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
}
