/// The text of one script, under the name that diagnostics show.
///
/// The bytes are stored once and never copied. A zero byte follows them, so that the lexer needs no bounds checks. A
/// text of 4 GiB or more is truncated, and the parser reports `source-too-large`.
///
/// `@unchecked Sendable`: the buffer is filled in the initialiser, never written afterwards, and freed in `deinit`,
/// when no reference is left.
public final class SourceFile: @unchecked Sendable {
    /// The name shown in diagnostics: a path as the user wrote it, `<stdin>`, `<command line>`.
    public let name: String

    /// The file that the text was read from; nil if there is none, or if the host does not know it.
    package let file: SourceIdentity?

    /// The number of bytes, without the sentinel.
    public let count: Int

    /// Whether the text was longer than spans can address.
    package let isTruncated: Bool

    /// The number of zero bytes after the text: the sentinel, and the bytes that `key` may read past the end.
    private static let padding = 8

    /// The bytes and their sentinel, for the lexer.
    package let base: UnsafePointer<UInt8>

    /// Copies the bytes of `text`. They may be invalid UTF-8, which the parser reports.
    package convenience init(name: String, bytes text: some Collection<UInt8>) {
        self.init(name: name, bytes: text, file: nil)
    }

    /// - Parameter file: the file that the text was read from, if the host knows it.
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

    /// Reads the bytes directly into the buffer, so that memory holds them once.
    ///
    /// - Parameters:
    ///
    ///   - expected: the approximate number of bytes.
    ///
    ///   - file: the file that the bytes are read from, if the host knows it.
    ///
    ///   - read: stores more bytes in the buffer and returns their number; zero at the end.
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
                // If the estimate was exact, little more room is needed to detect the end.
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

    package convenience init(name: String, text: String) {
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

    /// The first eight bytes of a span as one integer, padded with zeros. Together with `count` it identifies a short
    /// name.
    @inline(__always)
    package func key(_ span: SourceSpan) -> UInt64 {
        let start = min(Int(span.start), count)
        let length = min(span.count, 8)
        guard length > 0 else { return 0 }
        let word = UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self).littleEndian
        return word & UInt64.max >> UInt64((8 - length) * 8)
    }

    /// The key of a text outside this source.
    package static func key(_ text: String) -> UInt64 {
        var key: UInt64 = 0
        var shift: UInt64 = 0
        for byte in text.utf8 where shift < 64 {
            key |= UInt64(byte) << shift
            shift += 8
        }
        return key
    }

    /// The text of a span. Invalid UTF-8 is replaced by U+FFFD.
    public func text(_ span: SourceSpan) -> String {
        String(decoding: bytes(span), as: UTF8.self)
    }

    /// The span of the whole text.
    public var span: SourceSpan { SourceSpan(0, count) }
}
