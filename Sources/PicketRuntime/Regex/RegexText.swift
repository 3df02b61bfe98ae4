/// Reads UTF-8 that may be invalid.
enum RegexText {
    static let replacement: UInt32 = 0xFFFD

    /// The scalar at a position before the end, and its length; U+FFFD and 1 for an invalid byte.
    @inline(__always)
    static func decode(_ text: UnsafeRawBufferPointer, at position: Int) -> (scalar: UInt32, length: Int) {
        let lead = text[position]
        return lead < 0x80 ? (UInt32(lead), 1) : decodeLong(text, at: position, lead)
    }

    private static func decodeLong(
        _ text: UnsafeRawBufferPointer, at position: Int, _ lead: UInt8
    ) -> (scalar: UInt32, length: Int) {
        let length: Int
        let least: UInt32
        switch lead {
        case 0xC2...0xDF: (length, least) = (2, 0x80)
        case 0xE0...0xEF: (length, least) = (3, 0x800)
        case 0xF0...0xF4: (length, least) = (4, 0x1_0000)
        default: return (replacement, 1)
        }
        guard position + length <= text.count else { return (replacement, 1) }
        var scalar = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for offset in 1..<length {
            let byte = text[position + offset]
            guard byte & 0xC0 == 0x80 else { return (replacement, 1) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        guard scalar >= least, isScalar(scalar) else { return (replacement, 1) }
        return (scalar, length)
    }

    static func isScalar(_ value: UInt32) -> Bool {
        value < 0xD800 || (0xE000...0x10_FFFF).contains(value)
    }

    /// Finds a byte at `start` or later, eight bytes at a time.
    static func find(_ byte: UInt8, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let pattern = UInt64(byte) &* ones
        var position = start
        while position + 8 <= text.count {
            let word = text.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian ^ pattern
            // The lowest zero byte of the word has its high bit set here, and no lower byte does.
            let zeros = (word &- ones) & ~word & (ones << 7)
            if zeros != 0 { return position + zeros.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < text.count {
            if text[position] == byte { return position }
            position += 1
        }
        return nil
    }

    /// The number of bytes of `wanted` that match at a position.
    static func commonLength(_ wanted: [UInt8], _ text: UnsafeRawBufferPointer, at position: Int) -> Int {
        let limit = min(wanted.count, text.count - position)
        var count = 0
        while count < limit, wanted[count] == text[position + count] { count += 1 }
        return count
    }

    /// The length of the common prefix of two texts.
    static func commonLength(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let limit = min(left.count, right.count)
        var count = 0
        while count + 8 <= limit,
            left.loadUnaligned(fromByteOffset: count, as: UInt64.self)
                == right.loadUnaligned(fromByteOffset: count, as: UInt64.self)
        { count += 8 }
        while count < limit, left[count] == right[count] { count += 1 }
        return count
    }
}

/// Simple case mappings: one scalar to one scalar.
enum RegexCase {
    static func lower(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return (0x41...0x5A).contains(scalar) ? scalar | 0x20 : scalar }
        return mapped(scalar) { $0.lowercaseMapping }
    }

    static func upper(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return (0x61...0x7A).contains(scalar) ? scalar & ~0x20 : scalar }
        return mapped(scalar) { $0.uppercaseMapping }
    }

    /// The form in which scalars that differ only in case are equal.
    static func fold(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return lower(scalar) }
        // The only two scalars beyond ASCII that Unicode folds into ASCII. Dotless i is not one, although its upper
        // case is `I`.
        if scalar == longS { return 0x73 }
        if scalar == kelvin { return 0x6B }
        let folded = lower(upper(scalar))
        return folded < 0x80 ? scalar : folded
    }

    static let longS: UInt32 = 0x17F
    static let kelvin: UInt32 = 0x212A

    private static func mapped(_ value: UInt32, _ mapping: (Unicode.Scalar.Properties) -> String) -> UInt32 {
        guard let scalar = Unicode.Scalar(value) else { return value }
        var scalars = mapping(scalar.properties).unicodeScalars.makeIterator()
        guard let first = scalars.next(), scalars.next() == nil else { return value }
        return first.value
    }
}
