/// Text of a page without the signs of links and emphasis. Code keeps its backticks.
///
/// It knows what the pages of `docs/` use: `<https://…>`, `[label](target)`, `**strong**`, `*emphasis*` and `` `code` ``.
struct MarkdownSpans {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var plain: [UInt8] = []

    static func plain(_ text: String) -> String {
        String(decoding: plain(Array(text.utf8)[...]), as: UTF8.self)
    }

    private static func plain(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var spans = MarkdownSpans(bytes)
        while let byte = spans.byte(at: spans.position) { spans.take(byte) }
        return spans.plain
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    private mutating func take(_ byte: UInt8) {
        let isTaken =
            switch byte {
            case UInt8(ascii: "`"): takeCode()
            case UInt8(ascii: "<"): takeAddress()
            case UInt8(ascii: "["): takeLink()
            case UInt8(ascii: "*"): takeEmphasis()
            default: false
            }
        guard !isTaken else { return }
        plain.append(byte)
        position += 1
    }

    private mutating func takeCode() -> Bool {
        guard let end = end(of: "`", from: position + 1) else { return false }
        plain += bytes[position...end]
        position = end + 1
        return true
    }

    private mutating func takeAddress() -> Bool {
        guard let end = end(of: ">", from: position + 1) else { return false }
        let address = bytes[position + 1..<end]
        guard Self.isAddress(address) else { return false }
        plain += address
        position = end + 1
        return true
    }

    private mutating func takeLink() -> Bool {
        guard let labelEnd, byte(at: labelEnd + 1) == UInt8(ascii: "("), let end = end(of: ")", from: labelEnd + 2)
        else { return false }
        let (label, target) = (bytes[position + 1..<labelEnd], bytes[labelEnd + 2..<end])
        plain += Self.plain(label)
        if Self.isAddress(target) { plain += Array(" (".utf8) + target + [UInt8(ascii: ")")] }
        position = end + 1
        return true
    }

    /// The bracket that ends the label at the position; brackets in code are a part of it.
    private var labelEnd: Int? {
        var index = position + 1
        while let byte = byte(at: index), byte != UInt8(ascii: "]") {
            index = byte == UInt8(ascii: "`") ? (end(of: "`", from: index + 1) ?? index) + 1 : index + 1
        }
        return index < bytes.endIndex ? index : nil
    }

    private mutating func takeEmphasis() -> Bool {
        let isStrong = byte(at: position + 1) == UInt8(ascii: "*")
        let (start, sign) = (position + (isStrong ? 2 : 1), isStrong ? "**" : "*")
        guard let first = byte(at: start), first != UInt8(ascii: " "), isStrong || !followsWord,
            let end = end(of: sign, from: start), end > start, bytes[end - 1] != UInt8(ascii: " "),
            isStrong || !bytes[start..<end].contains(UInt8(ascii: "`"))
        else { return false }
        plain += Self.plain(bytes[start..<end])
        position = end + sign.utf8.count
        return true
    }

    /// Whether the sign at the position stands behind a letter or a digit, as in `2*3`.
    private var followsWord: Bool {
        guard let before = byte(at: position - 1) else { return false }
        return switch before {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.starts(with: "https:".utf8) || bytes.starts(with: "http:".utf8)
    }

    private func byte(at index: Int) -> UInt8? {
        bytes.indices.contains(index) ? bytes[index] : nil
    }

    /// The index at which the sign begins next; nil if it does not come.
    private func end(of sign: String, from start: Int) -> Int? {
        guard start < bytes.endIndex else { return nil }
        return (start..<bytes.endIndex).first { bytes[$0...].starts(with: sign.utf8) }
    }
}
