/// What can be said of an answer's body without building a value of it.
struct JSONInspection: Equatable {
    enum Form { case empty, json, other }

    private(set) var form = Form.empty
    /// The members of the outermost object.
    private(set) var hasError = false
    private(set) var hasSecret = false

    init(_ bytes: [UInt8]) {
        guard bytes.contains(where: { !JSONScanner.isBlank($0) }) else { return }
        var scanner = JSONScanner(bytes)
        var found = JSONInspection()
        let isValid = scanner.scan { key in
            if key.elementsEqual(Self.error) { found.hasError = true }
            if key.elementsEqual(Self.password) || key.elementsEqual(Self.token) { found.hasSecret = true }
        }
        found.form = isValid ? .json : .other
        self = isValid ? found : JSONInspection(form: .other)
    }

    private init(form: Form = .empty) { self.form = form }

    private static let error = Array("error".utf8)
    private static let password = Array("password".utf8)
    private static let token = Array("user-token".utf8)
}

/// Checks that a text is JSON (RFC 8259), and tells the keys of its outermost object as they are written.
private struct JSONScanner {
    private let bytes: [UInt8]
    private var position = 0
    private static let depthLimit = 128

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    mutating func scan(_ tell: (ArraySlice<UInt8>) -> Void) -> Bool {
        guard value(depth: 0, tell) else { return false }
        skipBlanks()
        return position == bytes.count
    }

    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipBlanks() {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    private mutating func take(_ expected: UInt8) -> Bool {
        guard byte == expected, position < bytes.count else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int, _ tell: (ArraySlice<UInt8>) -> Void) -> Bool {
        skipBlanks()
        switch byte {
        case UInt8(ascii: "{"): return depth < Self.depthLimit && members(depth, tell)
        case UInt8(ascii: "["): return depth < Self.depthLimit && elements(depth)
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func members(_ depth: Int, _ tell: (ArraySlice<UInt8>) -> Void) -> Bool {
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            skipBlanks()
            guard byte == UInt8(ascii: "\""), let key = string() else { return false }
            if depth == 0 { tell(key) }
            skipBlanks()
            guard take(UInt8(ascii: ":")), value(depth: depth + 1, tell) else { return false }
            skipBlanks()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    private mutating func elements(_ depth: Int) -> Bool {
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            guard value(depth: depth + 1, { _ in }) else { return false }
            skipBlanks()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    /// What stands between the quotes, escapes and all.
    private mutating func string() -> ArraySlice<UInt8>? {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return bytes[start..<position - 1]
            case UInt8(ascii: "\\"): position += 2
            case 0..<0x20: return nil
            default: position += 1
            }
        }
        return nil
    }

    private mutating func word(_ word: StaticString) -> Bool {
        for expected in "\(word)".utf8 where !take(expected) { return false }
        return true
    }

    private mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        guard digits() else { return false }
        if take(UInt8(ascii: ".")), !digits() { return false }
        guard byte | 0x20 == UInt8(ascii: "e") else { return true }
        position += 1
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        return digits()
    }

    private mutating func digits() -> Bool {
        let start = position
        while byte &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start
    }
}
