/// The documented form of tags, `key=value,key=value`. An empty text has no tags.
package enum TagSyntax {
    /// Whether a text has the form of tags: each item has a key and a value.
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), !bytes.isEmpty else { return true }
        let end = base + bytes.count
        var next = base
        while true {
            let key = next
            while next < end, next.pointee != UInt8(ascii: "="), next.pointee != UInt8(ascii: ",") { next += 1 }
            guard next > key, next < end, next.pointee == UInt8(ascii: "=") else { return false }
            next += 1
            let value = next
            while next < end, next.pointee != UInt8(ascii: ",") { next += 1 }
            guard next > value else { return false }
            if next == end { return true }
            next += 1
        }
    }

    /// Describes what is wrong with a text of tags; nil if it is valid.
    static func problem(in bytes: UnsafeRawBufferPointer) -> String? {
        if isValid(bytes) { return nil }
        for item in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            if let problem = problem(in: item) { return problem }
        }
        return nil
    }

    private static func problem(in item: Slice<UnsafeRawBufferPointer>) -> String? {
        let text = String(decoding: item, as: UTF8.self)
        guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else {
            return item.isEmpty ? "an item is empty" : "`\(text)` has no `=`"
        }
        if equals == item.startIndex { return "`\(text)` has no key" }
        return equals == item.index(before: item.endIndex) ? "`\(text)` has no value" : nil
    }

    /// Whether a value of a map of tags is one text, number, boolean or duration.
    static func isSingle(_ value: Cell) -> Bool {
        switch value.kind {
        case CellKind.integer, CellKind.float, CellKind.boolean, CellKind.duration: true
        default: value.isText
        }
    }

    /// Describes what is wrong with an entry of a map of tags; nil if it is valid. An invalid entry would become a
    /// different tag, or several.
    ///
    /// - Parameter value: the printed value; nil for one that is not single.
    static func problem(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>?) -> String? {
        func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
        if key.isEmpty { return "a key is empty" }
        guard let value else { return "the tag `\(text(key))` is not a text, number or boolean" }
        if value.isEmpty { return "`\(text(key))` has no value" }
        if key.contains(UInt8(ascii: ",")) || key.contains(UInt8(ascii: "=")) {
            return "the key `\(text(key))` contains `,` or `=`"
        }
        return value.contains(UInt8(ascii: ",")) ? "the value `\(text(value))` contains `,`" : nil
    }

    /// The pairs of a text of tags, in order. An item without `=` has an empty value.
    package static func pairs(_ text: String) -> [(key: String, value: String)] {
        text.utf8.split(separator: UInt8(ascii: ",")).map { item in
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else {
                return (String(decoding: item, as: UTF8.self), "")
            }
            return (
                String(decoding: item[..<equals], as: UTF8.self),
                String(decoding: item[item.index(after: equals)...], as: UTF8.self)
            )
        }
    }
}
