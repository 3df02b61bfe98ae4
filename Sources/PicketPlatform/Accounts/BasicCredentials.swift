import PicketCrypto

/// The user name and password of an `Authorization: Basic` header (https://www.rfc-editor.org/rfc/rfc7617).
struct BasicCredentials: Sendable, Equatable {
    let name: String
    let password: String

    /// nil unless the header is Basic and contains `name:password` in Base64.
    init?(header: String) {
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic", let bytes = Base64.decode(trimmed(words[1])),
            let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        self.name = String(text[..<colon])
        self.password = String(text[text.index(after: colon)...])
    }
}

/// Returns a header's value without the blanks around it.
private func trimmed(_ value: Substring) -> String {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let bytes = Array(value.utf8.drop(while: isBlank))
    let end = bytes.lastIndex { !isBlank($0) } ?? -1
    return String(decoding: bytes[...end], as: UTF8.self)
}
