/// The text of one script under the name that diagnostics show.
///
/// The bytes are stored once, followed by a zero byte, so that the lexer needs no bounds check; nothing copies them.
/// A text of more than 4 GiB less one byte is cut there, and the parser reports `source-too-large`.
///
/// `@unchecked Sendable`: the buffer is filled in the initialiser, never written afterwards, and freed in `deinit`, when
/// nobody holds a reference any more.
public final class SourceFile: @unchecked Sendable {
    /// The name shown in diagnostics: a path as the user wrote it, `<stdin>`, `<command line>`.
    public let name: String

    /// The file that the text was read from; nil for a text that is none, or from a host that does not know.
    package let file: SourceIdentity?

    /// The number of bytes, without the sentinel.
    public let count: Int

    /// Whether the text was longer than spans can address.
    package let isTruncated: Bool

    /// Zero bytes after the text: the sentinel, and what `key` may read beyond it.
    private static let padding = 8

    /// The bytes and their sentinel, for the lexer.
    package let base: UnsafePointer<UInt8>

    /// Keeps the bytes of `text`, which need not be valid UTF-8: the parser reports what is not.
    public convenience init(name: String, bytes text: some Collection<UInt8>) {
        self.init(name: name, bytes: text, file: nil)
    }

    /// - Parameter file: what the text was read from, if the host knows.
    package init(name: String, bytes text: some Collection<UInt8>, file: SourceIdentity?) {
        let limit = Int(UInt32.max) - 1
        let kept = min(text.count, limit)
        let buffer = TextBuffer.allocate(kept + SourceFile.padding)
        _ = UnsafeMutableBufferPointer(start: buffer, count: kept).initialize(fromContentsOf: text.prefix(kept))
        (buffer + kept).initialize(repeating: 0, count: SourceFile.padding)
        self.name = name
        self.file = file
        self.count = kept
        self.isTruncated = text.count > limit
        self.base = UnsafePointer(buffer)
    }

    /// Takes the bytes from where they are read, so that they stand in memory once.
    ///
    /// - Parameters:
    ///   - expected: about how many bytes there are.
    ///   - file: what they are read from, if the host knows.
    ///   - read: puts some more into the buffer and says how many; zero at the end.
    package init<Problem: Error>(
        name: String, expecting expected: Int, file: SourceIdentity? = nil,
        read: (UnsafeMutableRawBufferPointer) throws(Problem) -> Int
    ) throws(Problem) {
        let limit = Int(UInt32.max) - 1
        var capacity = min(max(expected, 4_096), limit) + SourceFile.padding
        var buffer = TextBuffer.allocate(capacity)
        var kept = 0
        var isTruncated = false
        do {
            while true {
                let free = UnsafeMutableRawBufferPointer(
                    start: buffer + kept, count: capacity - SourceFile.padding - kept)
                let count = try read(free)
                if count == 0 { break }
                kept += count
                guard kept == capacity - SourceFile.padding else { continue }
                if kept == limit {
                    isTruncated = true
                    break
                }
                // The guess may have been right: one more byte of room is enough to see the end.
                let larger = min(kept == expected ? kept + 4_096 : kept * 2, limit) + SourceFile.padding
                let grown = TextBuffer.allocate(larger)
                grown.moveInitialize(from: buffer, count: kept)
                TextBuffer.free(buffer)
                (buffer, capacity) = (grown, larger)
            }
        } catch {
            TextBuffer.free(buffer)
            throw error
        }
        (buffer + kept).initialize(repeating: 0, count: SourceFile.padding)
        self.name = name
        self.file = file
        self.count = kept
        self.isTruncated = isTruncated
        self.base = UnsafePointer(buffer)
    }

    public convenience init(name: String, text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.init(name: name, bytes: text.utf8)
    }

    deinit {
        TextBuffer.free(base)
    }

    /// The bytes of a span, clamped to the text.
    package func bytes(_ span: SourceSpan) -> UnsafeBufferPointer<UInt8> {
        let start = min(Int(span.start), count)
        let end = min(max(Int(span.end), start), count)
        return UnsafeBufferPointer(start: base + start, count: end - start)
    }

    /// The first eight bytes of a span as one word, zeros after a shorter one: with `count` they tell short names apart.
    @inline(__always)
    package func key(_ span: SourceSpan) -> UInt64 {
        let start = min(Int(span.start), count)
        let length = min(span.count, 8)
        guard length > 0 else { return 0 }
        let word = UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self).littleEndian
        return word & UInt64.max >> UInt64((8 - length) * 8)
    }

    /// The key of a text that stands elsewhere.
    package static func key(_ text: String) -> UInt64 {
        var key: UInt64 = 0
        var shift: UInt64 = 0
        for byte in text.utf8 where shift < 64 {
            key |= UInt64(byte) << shift
            shift += 8
        }
        return key
    }

    /// The text of a span; bytes that are not UTF-8 read as U+FFFD.
    public func text(_ span: SourceSpan) -> String {
        String(decoding: bytes(span), as: UTF8.self)
    }

    /// The span of the whole text.
    public var span: SourceSpan { SourceSpan(0, count) }
}
