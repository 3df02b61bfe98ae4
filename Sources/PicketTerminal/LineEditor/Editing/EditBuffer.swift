/// The edited text and the cursor, as a value that each command changes.
///
/// Positions count scalars, as libedit does. A command always stops between two grapheme clusters.
struct EditBuffer: Hashable {
    var scalars: [Unicode.Scalar] = []
    var cursor = 0

    init() {}

    init(_ text: String, cursor: Int? = nil) {
        scalars = Array(text.unicodeScalars)
        self.cursor = cursor ?? scalars.count
    }

    init(scalars: [Unicode.Scalar], cursor: Int) {
        self.scalars = scalars
        self.cursor = cursor
    }

    var text: String { string(0..<scalars.count) }
    var isEmpty: Bool { scalars.isEmpty }
    var isAtEnd: Bool { cursor == scalars.count }

    /// The text without the newline that libedit adds.
    var withoutLineEnd: String { string(0..<scalars.count - (scalars.last == "\n" ? 1 : 0)) }

    func string(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    /// The cursor as a UTF-8 offset, which the language uses.
    var cursorInUTF8: Int { utf8Offset(of: cursor) }

    func utf8Offset(of index: Int) -> Int {
        scalars[..<index].reduce(0) { $0 + UTF8.width($1) }
    }

    func index(ofUTF8 offset: Int) -> Int {
        var bytes = 0
        for (index, scalar) in scalars.enumerated() {
            if bytes >= offset { return index }
            bytes += UTF8.width(scalar)
        }
        return scalars.count
    }

    mutating func insert(_ text: String) {
        let new = Array(text.unicodeScalars)
        scalars.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    /// Removes a range and moves the cursor to its start. Returns the removed text.
    @discardableResult
    mutating func remove(_ range: Range<Int>) -> String {
        let removed = string(range)
        scalars.removeSubrange(range)
        cursor = range.lowerBound
        return removed
    }

    mutating func replace(_ range: Range<Int>, with text: String) {
        remove(range)
        insert(text)
    }
}

extension UTF8 {
    /// Returns the number of UTF-8 bytes of a scalar.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x80: 1
        case ..<0x800: 2
        case ..<0x10000: 3
        default: 4
        }
    }
}
