/// Eight bytes of a text, searched at once (Warren, *Hacker's Delight*, 2nd edition, section 6-1).
struct ByteWord: Equatable {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    private let bits: UInt64

    init(_ bits: UInt64) { self.bits = bits }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool { ByteWord.hasZero(bits ^ (ByteWord.ones &* UInt64(byte))) }

    /// Whether one of the bytes is less than a limit of at most 128.
    @inline(__always)
    func containsLess(than limit: UInt8) -> Bool {
        (bits &- ByteWord.ones &* UInt64(limit)) & ~bits & ByteWord.tops != 0
    }

    @inline(__always)
    private static func hasZero(_ word: UInt64) -> Bool { (word &- ones) & ~word & tops != 0 }
}

extension RawSpan {
    /// The number of whole words from the beginning.
    @inline(__always)
    var wordCount: Int { byteCount / 8 }

    @inline(__always)
    func word(_ index: Int) -> ByteWord {
        // Any eight bytes are a number.
        ByteWord(unsafeLoadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }

    @inline(__always)
    func byte(_ place: Int) -> UInt8 { unsafeLoad(fromByteOffset: place, as: UInt8.self) }

    /// Whether the bytes equal those of a span of the same length.
    func isEqual(to other: RawSpan) -> Bool {
        for index in 0..<wordCount where word(index) != other.word(index) { return false }
        for place in wordCount * 8..<byteCount where byte(place) != other.byte(place) { return false }
        return true
    }
}
