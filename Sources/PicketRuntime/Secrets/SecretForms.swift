import PicketSyntax

/// The forms in which a secret travels.
enum SecretForms {
    /// As it is, percent-encoded, inside a string of JSON or of the language, and in base64 with and without padding; each once.
    static func all(of text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        let encoded = Base64.encoded(bytes)
        return [
            bytes, PercentEncoding.encoded(bytes), jsonEscaped(bytes), quoted(bytes), encoded,
            Array(encoded.prefix { $0 != Base64.padding }),
        ]
    }

    private static func jsonEscaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        JSONWriter.appendEscaped(bytes, to: &result)
        return result
    }

    /// As a list or map of the language shows it, without the quotes around it.
    static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        bytes.withUnsafeBytes { TextQuoting.appendQuoted($0, to: &result) }
        return Array(result.dropFirst().dropLast())
    }
}
