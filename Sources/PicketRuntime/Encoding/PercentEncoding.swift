import PicketSyntax

/// Percent-encoding (RFC 3986, section 2.1).
package enum PercentEncoding {
    /// Encodes every byte that is not unreserved as `%XX`, so that the text fits in one path segment or one query
    /// value.
    package static func encoded(_ text: String) -> String {
        let bytes = text.utf8.span
        for place in bytes.indices where !isUnreserved(bytes[place]) { return encoded(text, keeping: isUnreserved) }
        return text
    }

    /// - Parameter isKept: whether a byte is copied unchanged.
    package static func encoded(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        String(decoding: encoded(Array(text.utf8), keeping: isKept), as: UTF8.self)
    }

    package static func encoded(_ bytes: [UInt8], keeping isKept: (UInt8) -> Bool = isUnreserved) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 3)
        for byte in bytes {
            if isKept(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(Hexadecimal.digit(byte >> 4, isUppercase: true))
                result.append(Hexadecimal.digit(byte & 15, isUppercase: true))
            }
        }
        return result
    }

    /// - Returns: nil if two hexadecimal digits do not follow a `%`.
    package static func decoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var bytes = text.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard let high = bytes.next().flatMap(Hexadecimal.value), let low = bytes.next().flatMap(Hexadecimal.value)
            else { return nil }
            result.append(high << 4 | low)
        }
        return result
    }

    /// RFC 3986, section 2.3: letters, digits, `-`, `.`, `_`, `~`.
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
