/// Header fields of a request, checked and encoded once for all requests that carry them.
///
/// A name is a token, and a value contains no control character except tab (RFC 9110, section 5.5). `Host`,
/// `Content-Length`, `Transfer-Encoding` and `Connection` are refused, since the client sets them.
package struct HTTPFields: Sendable {
    /// The encoded lines, each with its line end, or why they cannot be sent.
    package let encoded: Result<[UInt8], TransportFailure>

    /// The names of the client's constant fields to leave out, in lower case.
    let replaced: [String]

    /// - Parameter replacing: Whether the fields replace the client's constant fields of the same names.
    package init(_ fields: [(name: String, value: String)] = [], replacing: Bool = false) {
        replaced = replacing ? fields.map { $0.name.lowercased() } : []
        encoded = Result { () throws(TransportFailure) in
            var bytes: [UInt8] = []
            for (name, value) in fields { try Self.append(name: name, value: value, to: &bytes) }
            return bytes
        }
    }

    package static let none = HTTPFields()

    static func append(name: String, value: String, to bytes: inout [UInt8]) throws(TransportFailure) {
        guard MessageSyntax.isToken(name), !isOurs(name) else {
            throw TransportFailure(.invalidRequest, "a request cannot carry a field named `\(printable(name))`")
        }
        guard MessageSyntax.isValue(value) else {
            throw TransportFailure(.invalidRequest, "the value of `\(name)` holds a control character")
        }
        bytes += "\(name): \(value)\r\n".utf8
    }

    /// Whether a field frames or routes the message. Two such fields with different values would allow request
    /// smuggling.
    package static func isOurs(_ name: String) -> Bool {
        ["host", "connection", "content-length", "transfer-encoding"].contains(name.lowercased())
    }

    private static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
    }
}
