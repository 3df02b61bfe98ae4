/// Two texts for a message: whole if they are short, else the parts in which they differ, since a message cuts long
/// texts and would make them look alike.
enum TextDifference {
    /// The bytes of context before the first difference.
    private static let before = 16
    private static let length = 56

    static func parts(_ first: String, _ second: String) -> (first: String, second: String) {
        let (one, two) = (Array(first.utf8), Array(second.utf8))
        guard max(one.count, two.count) > length else { return (first, second) }
        // If the texts are equal, their beginning says most.
        let end = one == two ? 0 : min(one.count, two.count)
        let place = zip(one, two).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? end
        return (part(of: one, around: place), part(of: two, around: place))
    }

    private static func part(of bytes: [UInt8], around place: Int) -> String {
        var start = max(0, place - before)
        // A cut must not be inside of a character.
        while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        var end = min(bytes.count, start + length)
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        let text = String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
        return (start > 0 ? "…" : "") + text + (end < bytes.count ? "…" : "")
    }
}
