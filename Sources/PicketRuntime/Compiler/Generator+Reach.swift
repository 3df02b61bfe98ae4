import PicketSyntax

/// Names that a text declares where the name that reads them does not reach.
extension Generator {
    /// How much of a text is looked through for a declaration.
    private static let reach = 1 << 20

    /// Where the text declares the name that a span reads: in another block, or further down. Nil if it does so nowhere.
    func declaration(of name: SourceSpan) -> SourceLocation? {
        let source = context.source
        let bytes = source.bytes(SourceSpan(0, min(source.count, Generator.reach)))
        let wanted = source.bytes(name)
        guard !wanted.isEmpty else { return nil }
        var lineStart = 0
        while lineStart < bytes.count {
            var position = lineStart
            while position < bytes.count, Generator.startsStatement(bytes[position]) { position += 1 }
            for keyword in ["let ", "secret ", "param "] as [StaticString] {
                let start = position + keyword.utf8CodeUnitCount
                guard Generator.matches(bytes, keyword.utf8Start, keyword.utf8CodeUnitCount, at: position),
                    let base = wanted.baseAddress, Generator.matches(bytes, base, wanted.count, at: start)
                else { continue }
                let end = start + wanted.count
                if end == bytes.count || !Generator.isNameByte(bytes[end]) { return location(SourceSpan(start, end)) }
            }
            while position < bytes.count, !Generator.endsStatement(bytes[position]) { position += 1 }
            lineStart = position + 1
        }
        return nil
    }

    private static func matches(
        _ bytes: UnsafeBufferPointer<UInt8>, _ text: UnsafePointer<UInt8>, _ count: Int, at start: Int
    ) -> Bool {
        guard start + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[start + $0] == text[$0] }
    }

    private static func startsStatement(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ";")
            || byte == UInt8(ascii: "{")
    }

    private static func endsStatement(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "{")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte &- UInt8(ascii: "0") < 10
    }
}
