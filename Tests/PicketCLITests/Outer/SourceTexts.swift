/// The text literals of a Swift file, cut at their interpolations.
///
/// Literals inside of interpolations are found, too; those behind `assert`, `precondition` and `fatalError` are for developers
/// and left out.
struct SourceTexts {
    private(set) var parts: [String] = []
    private let bytes: [UInt8]
    private var place = 0

    init(_ source: String) {
        bytes = Array(source.utf8)
        while place < bytes.count { readCode(to: nil) }
    }

    /// Parts that read like a sentence: twelve characters and more, of three words and more.
    var sentences: [String] {
        parts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: true) }
            .map { collapsed($0) }
            .filter { $0.count >= 12 && $0.filter { $0 == " " }.count >= 2 && $0.contains(#/[a-z]{3}/#) }
    }

    /// Reads code up to a closing parenthesis of its own, or to the end.
    private mutating func readCode(to end: UInt8?) {
        var depth = 0
        while place < bytes.count {
            let byte = bytes[place]
            if skipsComment() || skipsRegex() { continue }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") {
                if readLiteral() { continue }
            }
            place += 1
            if end == nil { continue }
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") {
                if depth == 0 { return }
                depth -= 1
            }
        }
    }

    private func begins(_ text: StaticString, at place: Int) -> Bool {
        text.withUTF8Buffer { bytes[min(place, bytes.count)...].starts(with: $0) }
    }

    private mutating func skipsComment() -> Bool {
        guard begins("//", at: place) else { return false }
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        return true
    }

    private mutating func skipsRegex() -> Bool {
        guard begins("#/", at: place) else { return false }
        place += 2
        while place < bytes.count, !begins("/#", at: place) { place += 1 }
        place += 2
        return true
    }

    /// Reads a literal that begins here, if one does.
    private mutating func readLiteral() -> Bool {
        var hashes = 0
        while place + hashes < bytes.count, bytes[place + hashes] == UInt8(ascii: "#") { hashes += 1 }
        let start = place + hashes
        guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { return false }
        let isForDevelopers = lineBefore(place).contains(#/assert|precondition|fatalError/#)
        let isLong = begins("\"\"\"", at: start)
        let quotes = isLong ? 3 : 1
        let count = parts.count
        place = start + quotes
        var part: [UInt8] = []
        while place < bytes.count {
            if isEnd(quotes, hashes) {
                place += quotes + hashes
                break
            }
            if bytes[place] == UInt8(ascii: "\\"), hasHashes(hashes, at: place + 1) {
                readEscape(hashes, &part)
            } else {
                part.append(bytes[place])
                place += 1
            }
        }
        parts.append(String(decoding: part, as: UTF8.self))
        if isForDevelopers { parts.removeSubrange(count...) }
        return true
    }

    private func isEnd(_ quotes: Int, _ hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { place + $0 < bytes.count && bytes[place + $0] == UInt8(ascii: "\"") }
            && hasHashes(hashes, at: place + quotes)
    }

    private func hasHashes(_ count: Int, at place: Int) -> Bool {
        (0..<count).allSatisfy { place + $0 < bytes.count && bytes[place + $0] == UInt8(ascii: "#") }
    }

    /// An interpolation ends a part; its code is read as code.
    private mutating func readEscape(_ hashes: Int, _ part: inout [UInt8]) {
        place += 1 + hashes
        guard place < bytes.count else { return }
        let sign = bytes[place]
        place += 1
        switch sign {
        case UInt8(ascii: "("):
            parts.append(String(decoding: part, as: UTF8.self))
            part = []
            readCode(to: UInt8(ascii: ")"))
        case UInt8(ascii: "n"): part.append(UInt8(ascii: "\n"))
        // A line that goes on.
        case UInt8(ascii: "\n"): part.append(UInt8(ascii: " "))
        case UInt8(ascii: "t"): part.append(UInt8(ascii: " "))
        default: part.append(sign)
        }
    }

    private func lineBefore(_ place: Int) -> String {
        let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")) ?? 0
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }
}

/// A text whose blanks and line ends are one blank each.
func collapsed(_ text: some StringProtocol) -> String {
    text.split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
}
