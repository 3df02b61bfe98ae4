import PicketSyntax

/// The header fields whose values are always hidden, and those that hold a URL.
package enum SecretHeaders {
    /// Fields whose value lets its owner act as another user.
    private static let credentials = SecretFields([
        "authorization", "proxy-authorization", "cookie", "set-cookie", "user-token",
    ])

    private static let addresses = SecretFields(["location", "content-location"])

    private static let all = SecretFields(credentials, addresses)

    /// Whether a field is one of these. Most are not, and one question rules them out.
    package static func contain(_ name: String) -> Bool { all.contains(name) }

    package static func isCredential(_ name: String) -> Bool { credentials.contains(name) }

    /// The secrets in the value of such a field: the whole value, and the part after a scheme or a name (`Bearer …`,
    /// `Basic …`, `id=…; …`).
    package static func secrets(in value: String) -> [String] {
        let parts = value.split(separator: ";").flatMap { part -> [Substring] in
            let named = part.firstIndex(of: "=").map { part[part.index(after: $0)...] }
            return [named, part.split(separator: " ").last].compactMap { $0 }
        }
        // A short part, such as `dark` in a cookie, is a common word.
        var secrets = parts.filter { $0.utf8.count >= SecretForms.anywhere }.map(String.init)
        if value.utf8.count >= SecretForms.shortest { secrets.append(value) }
        if let basic = value.split(separator: " ").last, let text = Base64.decoded(basic.utf8),
            let colon = text.firstIndex(of: UInt8(ascii: ":")), value.lowercased().hasPrefix("basic ")
        {
            secrets.append(String(decoding: text[(colon + 1)...], as: UTF8.self))
        }
        return secrets
    }

    package static func isAddress(_ name: String) -> Bool { addresses.contains(name) }
}

extension Response.Header: Showable {
    package func shown(by redactor: Redaction) -> Response.Header {
        let shownName = redactor.redact(name)
        if SecretHeaders.isCredential(name) || redactor.fields.contains(name) { return .init(shownName, Mask.text) }
        return .init(shownName, redactor.redact(SecretHeaders.isAddress(name) ? ShownURL.text(value) : value))
    }
}
