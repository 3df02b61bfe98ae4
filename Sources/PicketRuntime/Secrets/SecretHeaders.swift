import PicketSyntax

/// The header fields whose values are hidden whatever they are, and those that hold a URL: the one list of them.
package enum SecretHeaders {
    /// Who has the value can act as somebody else.
    private static let credentials = SecretFields([
        "authorization", "proxy-authorization", "cookie", "set-cookie", "user-token",
    ])

    private static let addresses = SecretFields(["location", "content-location"])

    package static func isCredential(_ name: String) -> Bool { credentials.contains(name) }

    package static func isAddress(_ name: String) -> Bool { addresses.contains(name) }
}

extension Response.Header: Showable {
    package func shown(by redactor: Redaction) -> Response.Header {
        let shownName = redactor.redact(name)
        if SecretHeaders.isCredential(name) || redactor.fields.contains(name) { return .init(shownName, Mask.text) }
        return .init(shownName, redactor.redact(SecretHeaders.isAddress(name) ? ShownURL.text(value) : value))
    }
}
