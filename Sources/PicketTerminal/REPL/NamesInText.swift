/// The words of a text that may be names: `$name` for a variable, and `name` for a def.
///
/// It looks only at words, so a word in a text counts, too.
enum NamesInText {
    /// Whether a text reads a variable or calls a function with one of the names.
    static func uses(_ text: String, of names: Set<[UInt8]>) -> Bool { first(in: text, of: names) != nil }

    /// Returns the first of the names that a text uses; nil if it uses none.
    static func first(in text: String, of names: Set<[UInt8]>) -> [UInt8]? {
        guard !names.isEmpty else { return nil }
        let bytes = Array(text.utf8)
        var end = 0
        while let start = bytes[end...].firstIndex(where: isNameByte) {
            end = bytes[start...].firstIndex { !isNameByte($0) } ?? bytes.count
            let sign = start > 0 && bytes[start - 1] == UInt8(ascii: "{") ? start - 2 : start - 1
            let isVariable = sign >= 0 && bytes[sign] == UInt8(ascii: "$")
            let name = (isVariable ? [UInt8(ascii: "$")] : []) + bytes[start..<end]
            if names.contains(name) { return name }
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "_")
        }
    }
}
