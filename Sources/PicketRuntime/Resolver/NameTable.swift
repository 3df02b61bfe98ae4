import PicketSyntax

/// Numbers the names of a text or of a session. Two names are the same if their bytes are.
///
/// A recent name is found without hashing.
struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    /// The end of each name in `bytes`, after an initial zero.
    private var ends: [Int] = [0]
    /// The numbers of the names by hash; -1 for a free slot. The number of slots is a power of two, and at most half of
    /// them are used.
    private var slots = [Int32](repeating: -1, count: 64)
    /// The keys of some recent names, see `SourceFile.key`.
    private var recentKeys = [UInt64](repeating: 0, count: recentCount)
    /// The numbers of these names.
    private var recentNumbers = [Int32](repeating: -1, count: recentCount)

    private static let recentCount = 64

    /// The number of names. Names are numbered from 0.
    var count: Int { ends.count - 1 }

    /// The number of the name in a span. A new name is added.
    @inline(__always)
    mutating func number(of span: SourceSpan, in source: SourceFile) -> Int {
        let key = source.key(span)
        let place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 58)
        let recent = Int(recentNumbers[place])
        if recent >= 0, recentKeys[place] == key, isName(recent, span, source) { return recent }
        let number = look(for: source.bytes(span))
        recentKeys[place] = key
        recentNumbers[place] = Int32(truncatingIfNeeded: number)
        return number
    }

    /// The number of the name in a span; nil if it is new. Adds nothing.
    func existing(_ span: SourceSpan, in source: SourceFile) -> Int? { existing(source.bytes(span)) }

    /// The number of a name; nil if it is unknown.
    func number(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { existing($0) }
    }

    private func existing(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        let number = slots[slot(of: name)]
        return number < 0 ? nil : Int(number)
    }

    func text(of number: Int) -> String { String(decoding: bytes[range(of: number)], as: UTF8.self) }

    /// The first byte of a name; 0 for an empty name.
    func firstByte(of number: Int) -> UInt8 { bytes[range(of: number)].first ?? 0 }

    private func range(of number: Int) -> Range<Int> { ends[number]..<ends[number + 1] }

    /// Whether the name of a number, whose first eight bytes match, is that of a span.
    @inline(__always)
    private func isName(_ number: Int, _ span: SourceSpan, _ source: SourceFile) -> Bool {
        let count = ends[number + 1] - ends[number]
        return count == span.count && (count <= 8 || bytes[range(of: number)].elementsEqual(source.bytes(span)))
    }

    @inline(never)
    private mutating func look(for name: UnsafeBufferPointer<UInt8>) -> Int {
        let place = slot(of: name)
        if slots[place] >= 0 { return Int(slots[place]) }
        slots[place] = Int32(truncatingIfNeeded: count)
        bytes += name
        ends.append(bytes.count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    /// The slot that holds a name's number, or the free slot for it.
    private func slot(of name: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(name))
        var place = hasher.finalize() & (slots.count - 1)
        while slots[place] >= 0, !bytes[range(of: Int(slots[place]))].elementsEqual(name) {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 4)
        bytes.withUnsafeBufferPointer { bytes in
            for number in 0..<count {
                let place = slot(of: UnsafeBufferPointer(rebasing: bytes[range(of: number)]))
                slots[place] = Int32(truncatingIfNeeded: number)
            }
        }
    }
}
