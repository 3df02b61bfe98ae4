/// Removes the parts of URLs that may hold passwords or tokens: user information, query and fragment.
///
/// Every message, excerpt and report that quotes a URL uses it. Where a text does not parse as a URL, it hides too much
/// rather than too little.
package enum ShownURL {
    /// Hides the secrets of a text that should be a URL. The text may also be a host, a profile's name, or a mistyped
    /// URL.
    package static func text(_ url: String) -> String {
        let bytes = Array(url.utf8)
        // A password may hold any character, so the user information ends at the last `@`.
        let scheme = schemeEnd(of: bytes)
        let host = bytes.lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? scheme
        let start = host < scheme ? scheme : host
        let end = bytes[start...].firstIndex { isQueryStart($0) } ?? bytes.count
        var shown = Array(start > scheme ? bytes[..<scheme] : bytes[..<start]) + bytes[start..<end]
        let authority = start > scheme ? scheme : start
        if let password = passwordWithoutHost(in: shown, from: authority, to: shown.count) {
            shown.removeSubrange(password)
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// Hides the secrets of the URLs (`scheme://…`) that a text quotes.
    package static func scrub(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ":")) else { return text }
        var bytes = Array(text.utf8)
        let hidden = bytes.withUnsafeBufferPointer { spans(in: $0, from: 0, to: $0.count) }
        guard !hidden.isEmpty else { return text }
        for range in hidden.reversed() {
            // The `@` after user information is removed with it.
            let isUserInfo = range.upperBound < bytes.count && bytes[range.upperBound] == UInt8(ascii: "@")
            bytes.removeSubrange(range.lowerBound..<(isUserInfo ? range.upperBound + 1 : range.upperBound))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The ranges of the URLs' secret parts in a text, in order.
    static func spans(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> [Range<Int>] {
        let urls = urlSpans(in: bytes, from: start, to: end)
        let slips = userInfoSpans(in: bytes, from: start, to: end)
        // Text with a scheme is read as a URL. Other text may be a URL without a scheme, or mistyped.
        let others = slips.filter { slip in
            !urls.contains { slip.lowerBound <= $0.upperBound && $0.lowerBound <= slip.upperBound }
        }
        return (urls + others).sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The ranges of user information in a text, without the `@` after it.
    package static func userInformation(in bytes: [UInt8]) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { bytes in
            spans(in: bytes, from: 0, to: bytes.count).filter {
                $0.upperBound < bytes.count && bytes[$0.upperBound] == UInt8(ascii: "@")
            }
        }
    }

    /// The possible passwords in a text that should be a URL, and the user information around them.
    package static func secrets(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        let hidden = bytes.withUnsafeBufferPointer { spans(in: $0, from: 0, to: $0.count) }
        return hidden.flatMap { span in
            let whole = String(decoding: bytes[span], as: UTF8.self)
            guard let colon = bytes[span].firstIndex(of: UInt8(ascii: ":")) else { return [whole] }
            return [whole, String(decoding: bytes[(colon + 1)..<span.upperBound], as: UTF8.self)]
        }
    }

    /// Finds `user:password` before an `@` in one word: `bob:pw@host` instead of `https://bob:pw@host`.
    private static func userInfoSpans(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
    ) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var word = start
        for position in start..<max(start, end) {
            let byte = bytes[position]
            if byte <= 0x20 || isQuote(byte) || byte == UInt8(ascii: "=") {
                word = position + 1
            } else if byte == UInt8(ascii: "@"), bytes[word..<position].contains(UInt8(ascii: ":")) {
                if result.last?.lowerBound == word { result.removeLast() }
                result.append(word..<position)
            }
        }
        return result
    }

    private static func urlSpans(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var position = start
        while position + 3 <= end {
            guard bytes[position] == UInt8(ascii: ":"), bytes[position + 1] == UInt8(ascii: "/"),
                bytes[position + 2] == UInt8(ascii: "/"), position > start, isSchemeByte(bytes[position - 1])
            else {
                position += 1
                continue
            }
            let authority = position + 3
            let line = (authority..<end).first { isQuote(bytes[$0]) || bytes[$0] < 0x20 } ?? end
            var word = (authority..<line).first { bytes[$0] == UInt8(ascii: " ") } ?? line
            var host = authority
            if let at = (authority..<word).last(where: { bytes[$0] == UInt8(ascii: "@") }) {
                result.append(authority..<at)
                host = at + 1
            } else if let password = passwordWithoutHost(in: bytes, from: authority, to: word) {
                // A password with blanks extends to its `@`.
                let at = (word..<line).first { bytes[$0] == UInt8(ascii: "@") }
                result.append((at == nil ? password.lowerBound : authority)..<(at ?? password.upperBound))
                host = at.map { $0 + 1 } ?? password.upperBound
                word = max(word, (host..<line).first { bytes[$0] == UInt8(ascii: " ") } ?? line)
            }
            if let query = (host..<max(host, word)).first(where: { isQueryStart(bytes[$0]) }) {
                result.append(query..<word)
            }
            position = max(word, authority)
        }
        return result
    }

    /// The end of `scheme://`; 0 if the text does not begin with it.
    private static func schemeEnd(of bytes: [UInt8]) -> Int {
        let scheme = bytes.prefix { isSchemeByte($0) }.count
        return scheme > 0 && bytes[scheme...].starts(with: "://".utf8) ? scheme + 3 : 0
    }

    /// The range of an invalid port, as in `https://user:password`, with the `:` before it. A placeholder such as
    /// `HOST:PORT` is not hidden.
    private static func passwordWithoutHost<Bytes: RandomAccessCollection<UInt8>>(
        in bytes: Bytes, from start: Int, to end: Int
    ) -> Range<Int>? where Bytes.Index == Int {
        let authority = bytes[start..<end]
        // An IPv6 address contains colons.
        let hostEnd =
            authority.first == UInt8(ascii: "[") ? authority.firstIndex(of: UInt8(ascii: "]")) ?? start : start
        guard
            let colon = bytes[hostEnd..<end].firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }),
            bytes[colon] == UInt8(ascii: ":")
        else { return nil }
        let port = bytes[(colon + 1)..<end].prefix { isPortByte($0) }
        let next = port.endIndex < end ? bytes[port.endIndex] : UInt8(ascii: "/")
        let isPort = port.count <= 5 && (next == UInt8(ascii: "/") || isQueryStart(next) || isClosing(next))
        if isPort || bytes[(colon + 1)..<end].starts(with: "PORT".utf8) { return nil }
        let stop = bytes[colon..<end].firstIndex(of: UInt8(ascii: "/")) ?? end
        return colon..<stop
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return true
        default: return false
        }
    }

    private static func isPortByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "+")
    }

    private static func isQueryStart(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
    }

    /// Whether a byte may follow a URL in a sentence or a script.
    private static func isClosing(_ byte: UInt8) -> Bool {
        ")]},;:.$".utf8.contains(byte)
    }
}
