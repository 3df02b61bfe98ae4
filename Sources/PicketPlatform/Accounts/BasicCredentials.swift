import Foundation

/// The user name and password of an `Authorization: Basic` header (https://www.rfc-editor.org/rfc/rfc7617).
struct BasicCredentials: Sendable, Equatable {
    let name: String
    let password: String

    /// nil unless the header is Basic and contains `name:password` in Base64.
    init?(header: String) {
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(words[1]).trimmingCharacters(in: .whitespaces)),
            let text = String(validating: data, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        self.name = String(text[..<colon])
        self.password = String(text[text.index(after: colon)...])
    }
}
