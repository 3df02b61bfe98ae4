/// Names and queries inside a request's path (RFC 3986, section 2.1).
enum ConnectionPath {
    /// The text with everything but unreserved characters percent-encoded.
    static func encoded(_ text: String) -> String {
        if text.utf8.allSatisfy(isUnreserved) { return text }
        return percentEncoded(text) { isUnreserved($0) }
    }

    /// A path as a script wrote it: what is encoded stays, what no request can carry is encoded.
    static func cleaned(_ path: String) -> String {
        if path.utf8.allSatisfy(isVisible) { return path }
        return percentEncoded(path) { isVisible($0) }
    }

    private static func percentEncoded(_ text: String, unless isPlain: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hex = Array("0123456789ABCDEF".utf8)

    private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension Endpoint {
    /// The path for a connection.
    ///
    /// - Throws: `CommandProblem` for a name that no path can carry: it would lead to another resource.
    func path(for name: String) throws(CommandProblem) -> String {
        guard !name.isEmpty else { throw CommandProblem("a connection's name is not empty") }
        guard name != ".", name != ".." else {
            throw CommandProblem("`\(name)` can not be a connection's name: in a path it means another place")
        }
        return pathPrefix + ConnectionPath.encoded(name) + pathSuffix
    }
}
