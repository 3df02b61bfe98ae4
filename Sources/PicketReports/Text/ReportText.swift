/// A growing UTF-8 text that the renderers write to.
struct ReportText {
    private(set) var bytes: [UInt8] = []
    /// The start and end of each escaped text, in order, if this is wanted.
    private(set) var seams: [Int] = []
    private let keepsSeams: Bool

    init(keepsSeams: Bool = false) { self.keepsSeams = keepsSeams }

    /// Adds a text without escaping it.
    mutating func raw(_ text: String) { bytes += text.utf8 }

    mutating func line(_ text: String) {
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func seam() {
        if keepsSeams { seams.append(bytes.count) }
    }
}

extension Unicode.Scalar {
    /// The replacement for a control character or another scalar that a document must not contain; nil for all others.
    ///
    /// Control characters become their pictures. Marks that reorder text, which could change how a report reads, and
    /// noncharacters become U+FFFD.
    var shownInstead: Unicode.Scalar? {
        switch value {
        case 0x09, 0x0A: return nil
        case 0..<0x20: return Unicode.Scalar(0x2400 + value)
        case 0x7F: return "\u{2421}"
        case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: return "\u{FFFD}"
        default: return nil
        }
    }
}
