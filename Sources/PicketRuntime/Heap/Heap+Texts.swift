extension HeapState {
    /// Creates a text from bytes: in the cell if it fits, else in the heap.
    @inline(__always)
    mutating func text(_ bytes: UnsafeRawPointer, count: Int) -> Cell {
        if let cell = Cell.inlineText(bytes, count: count) { return cell }
        let object = allocateText(count: count)
        (object + TextObject.byteOffset).copyMemory(from: bytes, byteCount: count)
        return Cell(kind: CellKind.heapText, object: object)
    }

    /// Creates a text object, whose bytes the caller fills. A text object has more than 15 bytes.
    @inline(__always)
    mutating func allocateText(count: Int) -> UnsafeMutableRawPointer {
        let object = allocate(TextObject.byteOffset + count, kind: CellKind.heapText, count: count)
        object.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
        return object
    }

    /// Creates a decimal. It is always an object, because a cell itself holds only texts.
    mutating func decimal(_ text: String) -> Cell {
        var text = text
        return text.withUTF8 { bytes in
            let object = allocateText(count: bytes.count)
            UnsafeMutableRawBufferPointer(start: object + TextObject.byteOffset, count: bytes.count).copyBytes(
                from: bytes)
            return Cell(kind: CellKind.decimal, object: object)
        }
    }

    /// Creates an object for bytes. Their type precedes them, and the first byte is its length.
    mutating func bytes(_ value: Bytes) -> Cell {
        let type = Array(value.type.utf8.prefix(Bytes.typeLimit))
        let object = allocateText(count: 1 + type.count + value.content.count)
        let target = UnsafeMutableRawBufferPointer(
            start: object + TextObject.byteOffset, count: 1 + type.count + value.content.count)
        target[0] = UInt8(truncatingIfNeeded: type.count)
        target[1...].copyBytes(from: type)
        target[(1 + type.count)...].copyBytes(from: value.content)
        return Cell(kind: CellKind.bytes, object: object)
    }

    /// Creates an object for a value that cannot be read: its line, then its tag.
    mutating func unreadable(_ value: UnreadableValue) -> Cell {
        let tag = Array(value.tag.utf8)
        let object = allocateText(count: 8 + tag.count)
        let target = UnsafeMutableRawBufferPointer(start: object + TextObject.byteOffset, count: 8 + tag.count)
        target.storeBytes(of: Int64(value.line), as: Int64.self)
        target[8...].copyBytes(from: tag)
        return Cell(kind: CellKind.unreadable, object: object)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) -> Cell {
        guard let base = bytes.baseAddress else { return .emptyText }
        return text(base, count: bytes.count)
    }

    mutating func text(_ string: String) -> Cell {
        var string = string
        return string.withUTF8 { text(UnsafeRawBufferPointer($0)) }
    }

    mutating func text(_ bytes: [UInt8]) -> Cell {
        bytes.withUnsafeBytes { text($0) }
    }

    /// The hash of a text. The heap has its own seed, so that a script cannot provoke collisions.
    @inline(__always)
    func hash(_ text: Cell) -> UInt64 {
        if text.kind >= CellKind.inlineText {
            return HeapState.mix(text.low ^ seed.0, (text.high & ~Cell.secretBit) ^ seed.1)
        }
        return longHash(text.object)
    }

    private func longHash(_ object: UnsafeMutableRawPointer) -> UInt64 {
        let known = TextObject.at(object).pointee.hash
        if known != 0 { return known }
        let bytes = TextObject.bytes(object)
        var state = seed.0 ^ UInt64(bytes.count)
        var offset = 0
        while offset + 16 <= bytes.count {
            state = HeapState.mix(
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ seed.1,
                bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self) ^ state)
            offset += 16
        }
        // Reads the last 16 bytes, which may overlap earlier ones: the text has at least 16.
        state = HeapState.mix(
            bytes.loadUnaligned(fromByteOffset: bytes.count - 16, as: UInt64.self) ^ seed.1,
            bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self) ^ state)
        let hash = state == 0 ? 1 : state
        // Several threads may read a constant, so it does not cache its hash.
        if TextObject.at(object).pointee.header.color != ObjectHeader.Color.immortal {
            TextObject.at(object).pointee.hash = hash
        }
        return hash
    }

    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: right ^ 0xD1B5_4A32_D192_ED03)
        return product.high ^ product.low
    }

    /// Whether two texts have the same bytes, secret or not.
    @inline(__always)
    static func sameText(_ left: Cell, _ right: Cell) -> Bool {
        if left.low == right.low, (left.high ^ right.high) & ~Cell.secretBit == 0 { return true }
        guard left.kind == CellKind.heapText, right.kind == CellKind.heapText else { return false }
        return sameBytes(TextObject.bytes(left.object), TextObject.bytes(right.object))
    }

    /// Whether two decimals have the same spelling.
    static func sameDigits(_ left: Cell, _ right: Cell) -> Bool {
        left.withText { left in right.withText { sameBytes(left, $0) } }
    }

    /// Whether two bytes values have the same content. Their types do not matter.
    static func sameContent(_ left: Cell, _ right: Cell) -> Bool {
        left.withContent { left, _ in right.withContent { right, _ in sameBytes(left, right) } }
    }

    @inline(__always)
    static func sameBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        var offset = 0
        while offset + 8 <= left.count {
            if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            {
                return false
            }
            offset += 8
        }
        while offset < left.count {
            if left[offset] != right[offset] { return false }
            offset += 1
        }
        return true
    }
}
