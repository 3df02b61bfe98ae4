/// A value in the machine: two words, trivially copyable.
///
/// The top byte of `high` is the tag: bit 7 marks a secret, the rest is the kind. A plain integer has a `high` of zero,
/// so one comparison can check that two operands are plain integers. A text of up to 15 bytes is stored in the cell
/// itself, with its length in the low bits of the tag. Longer texts, lists and maps are references into the heap.
struct Cell {
    var low: UInt64
    var high: UInt64

    @inline(__always)
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }
}

/// The kind of a cell, without the secret bit. Kinds from `inlineText` on hold their length in the lower four bits.
enum CellKind {
    static let integer: UInt8 = 0
    static let float: UInt8 = 1
    static let boolean: UInt8 = 2
    static let null: UInt8 = 3
    static let missing: UInt8 = 4
    static let duration: UInt8 = 5
    static let heapText: UInt8 = 8
    static let list: UInt8 = 9
    static let map: UInt8 = 10
    /// A number that 64 bits cannot hold: a reference to its text.
    static let decimal: UInt8 = 11
    /// Bytes of an answer: a reference to a text object with their type and content.
    static let bytes: UInt8 = 12
    /// A value of a file that cannot be read: a reference to a text object with its line and tag.
    static let unreadable: UInt8 = 13
    static let inlineText: UInt8 = 0x10
}

extension Cell {
    static let secretBit: UInt64 = 0x80 << 56
    static let inlineCapacity = 15

    @inline(__always)
    init(kind: UInt8, low: UInt64 = 0) {
        self.init(low: low, high: UInt64(kind) << 56)
    }

    @inline(__always)
    init(_ integer: Int64) { self.init(low: UInt64(bitPattern: integer), high: 0) }

    @inline(__always)
    init(_ float: Double) { self.init(kind: CellKind.float, low: float.bitPattern) }

    @inline(__always)
    init(_ boolean: Bool) { self.init(kind: CellKind.boolean, low: boolean ? 1 : 0) }

    /// A duration in nanoseconds.
    @inline(__always)
    init(nanoseconds: Int64) { self.init(kind: CellKind.duration, low: UInt64(bitPattern: nanoseconds)) }

    @inline(__always)
    static var null: Cell { Cell(kind: CellKind.null) }

    /// The result of reading a path to nothing, and the value of an omitted argument.
    @inline(__always)
    static var missing: Cell { Cell(kind: CellKind.missing) }

    /// Null for an unknown answer: the request was only planned.
    @inline(__always)
    static var unknown: Cell { Cell(kind: CellKind.null, low: 1) }

    @inline(__always)
    var isUnknown: Bool { kind == CellKind.null && low != 0 }

    @inline(__always)
    init(kind: UInt8, object: UnsafeMutableRawPointer) {
        self.init(kind: kind, low: UInt64(UInt(bitPattern: object)))
    }

    /// The tag without the secret bit.
    @inline(__always)
    var kind: UInt8 { UInt8(truncatingIfNeeded: high >> 56) & 0x7F }

    /// Whether a script may hold the cell: every cell except *missing*, which exists only during a look-up. It is
    /// asserted wherever a cell is stored in a name or a container, returned, or passed to a host.
    @inline(__always)
    var isValue: Bool { kind != CellKind.missing }

    @inline(__always)
    var isSecret: Bool { high & Cell.secretBit != 0 }

    @inline(__always)
    var isPlainInteger: Bool { high == 0 }

    @inline(__always)
    var isText: Bool {
        let kind = kind
        return kind >= CellKind.inlineText || kind == CellKind.heapText
    }

    @inline(__always)
    var isContainer: Bool {
        let kind = kind
        return kind == CellKind.list || kind == CellKind.map
    }

    @inline(__always)
    var isReference: Bool { kind & 0x78 == 8 }

    @inline(__always)
    var isNumber: Bool { kind <= CellKind.float }

    @inline(__always)
    var integer: Int64 { Int64(bitPattern: low) }

    @inline(__always)
    var float: Double { Double(bitPattern: low) }

    @inline(__always)
    var boolean: Bool { low != 0 }

    /// Only missing, null and false are false.
    @inline(__always)
    var isTrue: Bool {
        switch kind {
        case CellKind.boolean: return low != 0
        case CellKind.null, CellKind.missing: return false
        default: return true
        }
    }

    @inline(__always)
    var object: UnsafeMutableRawPointer {
        // A reference cell always holds an object's address, which is never null.
        UnsafeMutableRawPointer(bitPattern: UInt(low)).unsafelyUnwrapped
    }

    /// The same value, marked as secret if `secret` is true. Containers and booleans are never marked.
    @inline(__always)
    func tainted(_ secret: Bool) -> Cell {
        guard secret, !isContainer, kind != CellKind.boolean, kind != CellKind.null, kind != CellKind.missing else {
            return self
        }
        return Cell(low: low, high: high | Cell.secretBit)
    }

    @inline(__always)
    var revealed: Cell { Cell(low: low, high: high & ~Cell.secretBit) }
}

extension Cell {
    /// A text that fits in the cell; nil if it does not.
    @inline(__always)
    static func inlineText(_ bytes: UnsafeRawPointer, count: Int) -> Cell? {
        guard count <= inlineCapacity else { return nil }
        let tag = UInt64(CellKind.inlineText | UInt8(truncatingIfNeeded: count)) << 56
        if count >= 8 {
            let tail = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self).littleEndian
            return Cell(
                low: bytes.loadUnaligned(as: UInt64.self).littleEndian,
                high: (count == 8 ? 0 : tail >> UInt64((16 - count) * 8)) | tag)
        }
        return Cell(low: shortWord(bytes, count: count), high: tag)
    }

    /// Reads up to seven bytes into a word, by two loads that may overlap but never read past the end.
    @inline(__always)
    private static func shortWord(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
        if count >= 4 {
            let head = UInt64(bytes.loadUnaligned(as: UInt32.self).littleEndian)
            let tail = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self).littleEndian)
            return head | tail << UInt64((count - 4) * 8)
        }
        guard count > 0 else { return 0 }
        let head = UInt64(bytes.load(as: UInt8.self))
        let middle = UInt64(bytes.load(fromByteOffset: count / 2, as: UInt8.self)) << UInt64(count / 2 * 8)
        let tail = UInt64(bytes.load(fromByteOffset: count - 1, as: UInt8.self)) << UInt64((count - 1) * 8)
        return head | middle | tail
    }

    @inline(__always)
    static func inlineText(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell? {
        guard let base = bytes.baseAddress else { return .emptyText }
        return inlineText(base, count: bytes.count)
    }

    @inline(__always)
    static var emptyText: Cell { Cell(kind: CellKind.inlineText) }

    var isEmptyText: Bool { isText && textCount == 0 }

    /// The length of a text in bytes.
    @inline(__always)
    var textCount: Int {
        let kind = kind
        return kind >= CellKind.inlineText ? Int(kind & 0x0F) : Int(TextObject.at(object).pointee.count)
    }

    /// Reads the bytes of a text or a decimal. The pointer is valid only during the call.
    @inline(__always)
    func withText<Result, Problem: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        if kind >= CellKind.inlineText {
            let count = Int(kind & 0x0F)
            return try withUnsafeBytes(of: self) { (bytes) throws(Problem) in
                try body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
        }
        return try body(TextObject.bytes(object))
    }

    /// Reads the content and the type of bytes. The pointers are valid only during the call.
    func withContent<Result>(
        _ body: (_ content: UnsafeRawBufferPointer, _ type: UnsafeRawBufferPointer) -> Result
    ) -> Result {
        assert(kind == CellKind.bytes, "only bytes have a content")
        let all = TextObject.bytes(object)
        let start = 1 + Int(all[0])
        return body(
            UnsafeRawBufferPointer(rebasing: all[start...]), UnsafeRawBufferPointer(rebasing: all[1..<start]))
    }

    /// The bytes as a host gets them.
    var bytes: Bytes {
        withContent { Bytes(Array($0), described: String(decoding: $1, as: UTF8.self)) }
    }

    /// The value that cannot be read, as a host gets it.
    var unreadable: UnreadableValue {
        assert(kind == CellKind.unreadable, "only this kind has a tag and a line")
        let bytes = TextObject.bytes(object)
        let line = bytes.loadUnaligned(as: Int64.self)
        return UnreadableValue(tag: String(decoding: bytes.dropFirst(8), as: UTF8.self), line: Int(line))
    }

    /// The text as a `String`; empty for any other kind.
    var string: String {
        guard isText else { return "" }
        return withText { String(decoding: $0, as: UTF8.self) }
    }
}

/// Collects the kinds of several cells, and whether one was secret, in few instructions per cell.
struct CellSigns {
    private var kinds: UInt64 = 0
    private var highs: UInt64 = 0

    private static let odd: UInt64 =
        1 << UInt64(CellKind.list) | 1 << UInt64(CellKind.map) | 1 << UInt64(CellKind.float)

    @inline(__always)
    mutating func add(_ cell: Cell) {
        highs |= cell.high
        // The shift uses the lowest six bits: the kind without the secret bit.
        kinds |= 1 &<< (cell.high &>> 56)
    }

    /// Whether one of the cells was a list, a map, a float or a secret.
    @inline(__always)
    var hasOddArgument: Bool { kinds & CellSigns.odd != 0 || highs & Cell.secretBit != 0 }
}
