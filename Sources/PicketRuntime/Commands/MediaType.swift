import PicketSyntax

/// A media type (RFC 9110, section 8.3.1) without its parameters, in lower case; empty for any other text.
struct MediaType {
    let text: String

    private static let json = "application/json"

    init(_ header: String) {
        // Nearly all answers have this type, so it is not parsed again.
        if header.hasBytes(of: Self.json) {
            text = Self.json
            return
        }
        let type = header.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 > 0x20 }
        let isType =
            type.count <= 100 && type.count { $0 == UInt8(ascii: "/") } == 1
            && type.allSatisfy { MediaType.isPart($0) || $0 == UInt8(ascii: "/") }
        text = isType ? String(decoding: type, as: UTF8.self).lowercased() : ""
    }

    /// Whether a body of this type may be JSON. A body without a type may be JSON too.
    var mayBeJSON: Bool { text.isEmpty || isJSON }

    /// Whether the type is JSON (RFC 8259, section 11, and RFC 6839, section 3.1).
    var isJSON: Bool {
        text.hasBytes(of: Self.json) || text.hasBytes(of: "text/json")
            || text.utf8.suffix(5).elementsEqual("+json".utf8)
    }

    /// Whether a type, or the name of an encoding, may contain a byte.
    static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
