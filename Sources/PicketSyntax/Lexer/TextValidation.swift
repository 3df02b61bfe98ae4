/// An encoding problem of a text, which is found before any token is read.
enum TextFault: Equatable {
    /// The span of the first bytes that are not UTF-8.
    case invalidUTF8(SourceSpan)
    case nulByte(Int)
    /// The text is UTF-16, which other systems call Unicode.
    case utf16
    /// The span of all byte order marks after the first.
    case repeatedMark(SourceSpan)
}

extension SourceFile {
    /// Returns the first problem of the text's encoding, or nil.
    func firstTextFault() -> TextFault? {
        if isUTF16 { return .utf16 }
        var offset = lengthOfMarks
        if offset > 3 { return .repeatedMark(SourceSpan(3, offset)) }
        while offset < count {
            offset = endOfPlainText(from: offset)
            guard offset < count else { return nil }
            if base[offset] == 0 { return .nulByte(offset) }
            let length = lengthOfScalar(at: offset)
            if length == 0 { return .invalidUTF8(SourceSpan(offset, offset + 1)) }
            offset += length
        }
        return nil
    }

    /// The length in bytes of the byte order marks at the start.
    var lengthOfMarks: Int {
        var length = 0
        while length + 3 <= count, base[length] == 0xEF, base[length + 1] == 0xBB, base[length + 2] == 0xBF {
            length += 3
        }
        return length
    }

    /// Whether the text begins like UTF-16: with its byte order mark, or with a zero byte beside an ASCII character.
    private var isUTF16: Bool {
        guard count >= 2 else { return false }
        switch (base[0], base[1]) {
        case (0xFF, 0xFE), (0xFE, 0xFF): return true
        case (0, 1..<0x80), (1..<0x80, 0): return count >= 4 && (base[2] == 0) != (base[3] == 0)
        default: return false
        }
    }

    /// Skips ASCII other than NUL, eight bytes at a time.
    private func endOfPlainText(from start: Int) -> Int {
        let high: UInt64 = 0x8080_8080_8080_8080
        let low: UInt64 = 0x0101_0101_0101_0101
        var offset = start
        while offset + 8 <= count {
            let chunk = UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)
            if (chunk | (chunk &- low)) & high != 0 { break }
            offset += 8
        }
        while offset < count, base[offset] != 0, base[offset] < 0x80 { offset += 1 }
        return offset
    }

    /// The length of the UTF-8 sequence at `offset`, by table 3-7 of the Unicode standard; 0 if it is malformed.
    func lengthOfScalar(at offset: Int) -> Int {
        let first = base[offset]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard offset + length <= count, second.contains(base[offset + 1]) else { return 0 }
        for index in 2..<max(length, 2) where base[offset + index] & 0xC0 != 0x80 {
            return 0
        }
        return length
    }
}
