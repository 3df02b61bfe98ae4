/// The paths of URLs in one spelling (RFC 3986, section 6.2.2).
package enum URLPath {
    /// Returns the segments of a path without its query. Escapes of plain characters are decoded, other escapes get
    /// capital letters, and the segments `.` and `..` are resolved.
    ///
    /// - Parameter keepsEmpty: Whether empty segments count. To a strict server `//` is another path than `/`.
    package static func segments(of path: String, keepsEmpty: Bool = false) -> [[UInt8]] {
        var segments: [[UInt8]] = []
        let bytes = path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: !keepsEmpty)
        // The text before the first slash is no segment.
        for part in keepsEmpty ? parts.dropFirst() : parts[...] {
            let segment = unescaped(Array(part))
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else if !segment.elementsEqual(".".utf8) {
                segments.append(segment)
            }
        }
        return segments
    }

    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = digit(text[index + 1]),
                let low = digit(text[index + 2])
            {
                let byte = high << 4 | low
                if isUnreserved(byte) {
                    result.append(byte)
                } else {
                    result += text[index...(index + 2)].map { $0 >= UInt8(ascii: "a") ? $0 - 0x20 : $0 }
                }
                index += 3
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Whether a byte means the same with and without its escape (RFC 3986, section 2.3).
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
