/// The parts of a `"""` string that are dropped.
///
/// If the text begins on the line after the opening quotes, that newline is dropped. If the closing quotes are then also
/// alone on their line, their line is dropped, and every other line loses the same number of leading blanks. A `\r`
/// before a newline is always dropped, so that both kinds of line ends mean the same.
struct BlockStringLayout {
    private let source: SourceFile
    private let start: Int
    private let end: Int
    private let indentation: Int

    /// - Parameters: the offsets of the text between the quotes.
    init(_ source: SourceFile, from start: Int, to end: Int) {
        self.source = source
        let bytes = source.base
        var first = start
        while first < end, bytes[first] == UInt8(ascii: " ") || bytes[first] == UInt8(ascii: "\t") { first += 1 }
        if first < end, bytes[first] == UInt8(ascii: "\r") { first += 1 }
        let opensLine = first < end && bytes[first] == UInt8(ascii: "\n")
        self.start = opensLine ? first + 1 : start
        var last = end
        while last > self.start, bytes[last - 1] == UInt8(ascii: " ") || bytes[last - 1] == UInt8(ascii: "\t") {
            last -= 1
        }
        let closesLine = opensLine && (last == self.start || bytes[last - 1] == UInt8(ascii: "\n"))
        indentation = closesLine ? end - last : 0
        self.end = closesLine ? max(self.start, last - 1) : end
    }

    func trim(_ pieces: [TextLiteral.Piece]) -> [TextLiteral.Piece] {
        var trimmed: [TextLiteral.Piece] = []
        for piece in pieces {
            guard case .verbatim(let span) = piece else {
                trimmed.append(piece)
                continue
            }
            trim(Int(span.start), Int(span.end), into: &trimmed)
        }
        return trimmed
    }

    private func trim(_ first: Int, _ last: Int, into trimmed: inout [TextLiteral.Piece]) {
        var pieceStart = max(first, start)
        let last = min(last, end)
        var offset = pieceStart
        func flush(upTo stop: Int) {
            if stop > pieceStart { trimmed.append(.verbatim(SourceSpan(pieceStart, stop))) }
        }
        while offset < last {
            if offset == start || source.base[offset - 1] == UInt8(ascii: "\n") {
                let blanks = leadingBlanks(at: offset, before: last)
                if blanks > 0 {
                    flush(upTo: offset)
                    offset += blanks
                    pieceStart = offset
                    continue
                }
            }
            if source.base[offset] == UInt8(ascii: "\r"), source.base[offset + 1] == UInt8(ascii: "\n") {
                flush(upTo: offset)
                pieceStart = offset + 1
            }
            offset += 1
        }
        flush(upTo: last)
    }

    private func leadingBlanks(at offset: Int, before last: Int) -> Int {
        var blanks = 0
        while blanks < indentation, offset + blanks < last {
            let byte = source.base[offset + blanks]
            guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") else { break }
            blanks += 1
        }
        return blanks
    }
}
