/// Unicode white space, which `trim` removes and `split` separates at.
enum Blanks {
    /// For each byte of a text, whether it is part of a blank.
    static func flags(_ text: [UInt8]) -> [Bool] {
        var flags = [Bool](repeating: false, count: text.count)
        var position = 0
        while position < text.count {
            let length = length(text, position)
            for offset in 0..<length { flags[position + offset] = true }
            position += max(length, 1)
        }
        return flags
    }

    /// The length of the blank at a position; 0 if there is none.
    private static func length(_ text: [UInt8], _ position: Int) -> Int {
        func byte(_ offset: Int) -> UInt8 { position + offset < text.count ? text[position + offset] : 0 }
        switch text[position] {
        case 0x20, 0x09...0x0D: return 1
        // U+0085 and U+00A0.
        case 0xC2: return byte(1) == 0x85 || byte(1) == 0xA0 ? 2 : 0
        // U+1680.
        case 0xE1: return byte(1) == 0x9A && byte(2) == 0x80 ? 3 : 0
        // U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F.
        case 0xE2:
            switch (byte(1), byte(2)) {
            case (0x80, 0x80...0x8A), (0x80, 0xA8), (0x80, 0xA9), (0x80, 0xAF), (0x81, 0x9F): return 3
            default: return 0
            }
        // U+3000.
        case 0xE3: return byte(1) == 0x80 && byte(2) == 0x80 ? 3 : 0
        default: return 0
        }
    }
}
