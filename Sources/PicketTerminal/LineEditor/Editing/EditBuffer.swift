/// The text under edit and the cursor: a plain value that commands turn into the next one.
///
/// Positions count scalars, as libedit does; a command only ever stops between two grapheme clusters.
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

    /// The text as libedit hands it over, with a newline that it adds.
    var withoutLineEnd: String { string(0..<scalars.count - (scalars.last == "\n" ? 1 : 0)) }

    func string(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    /// The cursor as the language counts it.
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

    /// Takes a range out; the cursor ends where the range was.
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
    /// The bytes of one scalar.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x80: 1
        case ..<0x800: 2
        case ..<0x10000: 3
        default: 4
        }
    }
}
