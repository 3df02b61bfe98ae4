import NIOCore

/// Filters the head of an answer before it is decoded.
///
/// A chunked body may come with a `Content-Length`, which must be ignored (RFC 9112, section 6.3). The decoder refuses
/// such a head, so this filter removes the length.
struct AnswerHeadFilter {
    private enum State {
        /// No byte of the head has come.
        case expected
        /// The head is incomplete; these are its bytes so far.
        case head(ByteBuffer)
        /// The head has passed; the following bytes are not filtered.
        case passed
    }

    /// Whether a length was removed. Both fields together may be part of a forged answer, so the connection is not used
    /// again.
    private(set) var hadTwoLengths = false
    /// Whether the answer begins like a TLS record.
    private(set) var isTLS = false
    /// Whether a line of the latest head ends with a blank, which the decoder keeps as a part of the value.
    private(set) var hasBlanksAtEnds = false
    private var state = State.expected
    private let maximumBytes: Int

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    var hasPassed: Bool {
        if case .passed = state { true } else { false }
    }

    /// Expects a head in the next bytes, after a request was written.
    mutating func expectNext() {
        hasBlanksAtEnds = false
        state = .expected
    }

    /// Takes the next bytes and returns the bytes for the decoder; nil while the head is incomplete.
    mutating func filter(_ bytes: ByteBuffer) -> ByteBuffer? {
        var unread: ByteBuffer
        switch state {
        case .expected: unread = bytes
        case .head(var held):
            // From here on `held` is the only owner, so the bytes are appended in place.
            state = .passed
            held.writeImmutableBuffer(bytes)
            unread = held
        case .passed: return bytes
        }
        state = .passed
        var start = 0
        var lengths: [Int] = []
        while true {
            let head = unread.withUnsafeReadableBytes { AnswerHead(UnsafeRawBufferPointer(rebasing: $0[start...])) }
            switch head {
            case .foreign(let isTLS):
                self.isTLS = isTLS
                return unread
            case .incomplete:
                if unread.readableBytes <= maximumBytes { state = .head(unread) } else { return unread }
                return nil
            case .complete(let end, let isInterim, let found, let hasBlanks):
                hasBlanksAtEnds = hasBlanksAtEnds || hasBlanks
                if !found.isEmpty { lengths += found.map { $0 + start } }
                start += end
                if isInterim, start < unread.readableBytes { continue }
                if isInterim { state = .expected }
            }
            return removing(lengths, from: unread)
        }
    }

    /// Returns the bytes that were held back when no more bytes follow; nil for none.
    mutating func end() -> ByteBuffer? {
        guard case .head(let held) = state, held.readableBytes > 0 else { return nil }
        state = .passed
        return held
    }

    /// - Parameter lines: The start and the end of each line, in pairs.
    private mutating func removing(_ lines: [Int], from bytes: ByteBuffer) -> ByteBuffer {
        guard !lines.isEmpty else { return bytes }
        hadTwoLengths = true
        var kept = Array(bytes.readableBytesView)
        for index in stride(from: lines.count - 2, through: 0, by: -2) {
            kept.removeSubrange(lines[index]..<lines[index + 1])
        }
        return ByteBuffer(bytes: kept)
    }
}

/// The result of parsing bytes that should begin with a head.
private enum AnswerHead {
    /// The bytes are not HTTP/1.
    case foreign(isTLS: Bool)
    /// The head is incomplete.
    case incomplete
    /// The end of the head, whether another head follows it, the start and end of each `Content-Length` line that must be
    /// ignored, and whether a line ends with a blank.
    case complete(end: Int, isInterim: Bool, uselessLengths: [Int], hasBlanks: Bool)

    private static let start = StaticString("HTTP/1.")

    init(_ bytes: UnsafeRawBufferPointer) {
        guard Self.isHTTP(bytes) else {
            self = .foreign(isTLS: bytes.count > 1 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 0x03)
            return
        }
        var (isChunked, hasBlanks) = (false, false)
        var line = 0
        while let end = Self.lineEnd(in: bytes, from: line) {
            // An empty line ends the head.
            if end - line == 1 || end - line == 2 && bytes[line] == UInt8(ascii: "\r") {
                let isInterim = bytes.count > 9 && bytes[9] == UInt8(ascii: "1")
                let lengths = isChunked ? Self.lengthLines(in: UnsafeRawBufferPointer(rebasing: bytes[..<end])) : []
                self = .complete(end: end, isInterim: isInterim, uselessLengths: lengths, hasBlanks: hasBlanks)
                return
            }
            let last = bytes[end - 2] == UInt8(ascii: "\r") && end - line > 2 ? bytes[end - 3] : bytes[end - 2]
            hasBlanks = hasBlanks || last == UInt8(ascii: " ") || last == UInt8(ascii: "\t")
            if bytes[line] | 0x20 == UInt8(ascii: "t") {
                let field = UnsafeRawBufferPointer(rebasing: bytes[line..<end])
                if Self.isNamed(field, "transfer-encoding:") { isChunked = Self.endsInChunks(field) }
            }
            line = end
        }
        self = .incomplete
    }

    /// Returns where the line ends that begins at a position, behind its line feed; nil if it is incomplete.
    private static func lineEnd(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var position = start
        while position + 8 <= bytes.count {
            // Eight bytes at once: a byte of `word` is zero where a line feed is.
            let word =
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                ^ 0x0A0A_0A0A_0A0A_0A0A
            let found = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            // The lowest bit is that of the first line feed, as the word is in little-endian order.
            guard found == 0 else { return position + found.trailingZeroBitCount / 8 + 1 }
            position += 8
        }
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        return position < bytes.count ? position + 1 : nil
    }

    /// Returns the start and the end of each `Content-Length` line of a head, in pairs.
    private static func lengthLines(in head: UnsafeRawBufferPointer) -> [Int] {
        var lines: [Int] = []
        var line = 0
        while let end = lineEnd(in: head, from: line) {
            let field = UnsafeRawBufferPointer(rebasing: head[line..<end])
            if isNamed(field, "content-length:") { lines += [line, end] }
            line = end
        }
        return lines
    }

    private static func isHTTP(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for index in 0..<min(bytes.count, start.utf8CodeUnitCount) where bytes[index] != start.utf8Start[index] {
            return false
        }
        return true
    }

    /// - Parameter name: The name in lower case, with its colon.
    private static func isNamed(_ field: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
        guard field.count > name.utf8CodeUnitCount, field[0] | 0x20 == name.utf8Start[0] else { return false }
        for index in 0..<name.utf8CodeUnitCount where field[index] | 0x20 != name.utf8Start[index] | 0x20 {
            return false
        }
        return true
    }

    /// Whether the last of the field's codings is `chunked`.
    private static func endsInChunks(_ field: UnsafeRawBufferPointer) -> Bool {
        var end = field.count
        while end > 0, field[end - 1] <= 0x20 { end -= 1 }
        let name = StaticString("chunked")
        let begin = end - name.utf8CodeUnitCount
        guard begin > 0 else { return false }
        for index in 0..<name.utf8CodeUnitCount where field[begin + index] | 0x20 != name.utf8Start[index] {
            return false
        }
        return true
    }
}
