extension HeapState {
    /// A JSON text (RFC 8259) as a value, its keys in their order; nil if it is none, or nests too deep.
    ///
    /// A number without fraction and exponent that fits into 64 bits becomes an integer, any other a float. Of two
    /// members with one name the later value wins, in the place of the first.
    mutating func json(_ bytes: [UInt8]) -> Cell? {
        var end = 0
        return json(bytes, end: &end)
    }

    /// - Parameter end: how far the text was read; without a result, the place of the fault.
    mutating func json(_ bytes: [UInt8], end: inout Int) -> Cell? {
        bytes.withUnsafeBytes { buffer in
            var reader = JSONReader(buffer)
            let value = reader.value(&self, depth: 0)
            guard let value, reader.isAtEnd() else {
                end = reader.position
                return nil
            }
            end = reader.position
            return value
        }
    }
}

/// Reads one JSON text; every function returns nil where the text is not JSON.
private struct JSONReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0
    private var scratch: [UInt8] = []

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func isAtEnd() -> Bool {
        skipBlanks()
        return position == bytes.count
    }

    mutating func value(_ heap: inout HeapState, depth: UInt32) -> Cell? {
        skipBlanks()
        switch byte {
        case UInt8(ascii: "{"): return depth < HeapState.depthLimit - 1 ? object(&heap, depth: depth) : nil
        case UInt8(ascii: "["): return depth < HeapState.depthLimit - 1 ? array(&heap, depth: depth) : nil
        case UInt8(ascii: "\""): return string(&heap)
        case UInt8(ascii: "t"): return word("true") ? Cell(true) : nil
        case UInt8(ascii: "f"): return word("false") ? Cell(false) : nil
        case UInt8(ascii: "n"): return word("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            HeapState.sameBytes(
                UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]),
                UnsafeRawBufferPointer(start: word.utf8Start, count: count))
        else { return false }
        position += count
        return true
    }

    private mutating func object(_ heap: inout HeapState, depth: UInt32) -> Cell? {
        position += 1
        let map = heap.map(capacity: 0)
        skipBlanks()
        if take(UInt8(ascii: "}")) { return map }
        repeat {
            skipBlanks()
            guard byte == UInt8(ascii: "\""), let key = string(&heap) else { return nil }
            skipBlanks()
            guard take(UInt8(ascii: ":")), let value = value(&heap, depth: depth + 1) else { return nil }
            heap.set(key, to: value, in: map)
            skipBlanks()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? map : nil
    }

    private mutating func array(_ heap: inout HeapState, depth: UInt32) -> Cell? {
        position += 1
        let list = heap.list(capacity: 0)
        skipBlanks()
        if take(UInt8(ascii: "]")) { return list }
        repeat {
            guard let element = value(&heap, depth: depth + 1) else { return nil }
            heap.append(element, to: list)
            skipBlanks()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? list : nil
    }

    private mutating func take(_ expected: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == expected else { return false }
        position += 1
        return true
    }

    private mutating func string(_ heap: inout HeapState) -> Cell? {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = valid(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
                position += 1
                return text.map { heap.text($0) } ?? repaired(start, &heap)
            case UInt8(ascii: "\\"): return escapedString(from: start, &heap)
            case 0..<0x20: return nil
            default: position += 1
            }
        }
        return nil
    }

    /// The bytes if they are ASCII or otherwise valid UTF-8.
    private func valid(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        if text.allSatisfy({ $0 < 0x80 }) { return text }
        return String(validating: text, as: UTF8.self) == nil ? nil : text
    }

    private func repaired(_ start: Int, _ heap: inout HeapState) -> Cell {
        heap.text(String(decoding: bytes[start..<position - 1], as: UTF8.self))
    }

    private mutating func escapedString(from start: Int, _ heap: inout HeapState) -> Cell? {
        scratch.removeAll(keepingCapacity: true)
        scratch += bytes[start..<position]
        while position < bytes.count {
            let current = bytes[position]
            position += 1
            switch current {
            case UInt8(ascii: "\""): return heap.text(String(decoding: scratch, as: UTF8.self))
            case UInt8(ascii: "\\"): guard escape() else { return nil }
            case 0..<0x20: return nil
            default: scratch.append(current)
            }
        }
        return nil
    }

    private mutating func escape() -> Bool {
        let code = byte
        position += 1
        switch code {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(code)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "u"): return unicodeEscape()
        default: return false
        }
        return true
    }

    /// `\uXXXX`, two of them for a surrogate pair; a lone surrogate becomes U+FFFD.
    private mutating func unicodeEscape() -> Bool {
        guard let unit = fourDigits() else { return false }
        var scalar = Unicode.Scalar(unit)
        if (0xD800..<0xDC00).contains(unit), byte == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let mark = position
            position += 2
            guard let low = fourDigits() else { return false }
            if (0xDC00..<0xE000).contains(low) {
                scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            } else {
                position = mark
            }
        }
        scratch += String(scalar ?? "\u{FFFD}").utf8
        return true
    }

    private mutating func fourDigits() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private mutating func number() -> Cell? {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let firstDigit = position
        guard skipDigits() else { return nil }
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { return nil }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() else { return nil }
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() else { return nil }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int64(text) { return Cell(value) }
        return Double(text).map { Cell($0) }
    }

    private mutating func skipDigits() -> Bool {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start
    }
}
