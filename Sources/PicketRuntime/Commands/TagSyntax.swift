/// The documented form of tags, `key=value,key=value`; an empty text has none.
package enum TagSyntax {
    /// What is wrong with a text of tags, nil if nothing.
    static func problem(in bytes: UnsafeRawBufferPointer) -> String? {
        if bytes.isEmpty { return nil }
        for item in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let text = String(decoding: item, as: UTF8.self)
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else {
                return item.isEmpty ? "an item is empty" : "`\(text)` has no `=`"
            }
            if equals == item.startIndex { return "`\(text)` has no key" }
            if equals == item.index(before: item.endIndex) { return "`\(text)` has no value" }
        }
        return nil
    }

    /// The pairs of a text of tags in their order; an item without `=` has an empty value.
    package static func pairs(_ text: String) -> [(key: String, value: String)] {
        text.split(separator: ",").map { item in
            guard let equals = item.firstIndex(of: "=") else { return (String(item), "") }
            return (String(item[..<equals]), String(item[item.index(after: equals)...]))
        }
    }
}
