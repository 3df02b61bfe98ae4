import Picket
import Synchronization

/// The texts that a handle has returned. Each is made once, so that a host may ask for it often.
final class ReturnedTexts: Sendable {
    /// What the host asked for.
    private struct Question: Hashable, Sendable {
        /// The address of the name of the function that was called.
        var function: UInt
        var index: Int
        var name: TextKey
    }

    private let texts = Mutex<[Question: ReturnedText]>([:])

    /// Returns the text that a function answers, made by `make` at the first time; NULL if there is none.
    ///
    /// - Parameters:
    ///
    ///   - length: gets the number of bytes, without the zero byte at the end; may be NULL.
    ///
    ///   - index: what the function was asked for; `name` likewise.
    func text(
        _ length: UnsafeMutablePointer<Int>?, function: StaticString = #function, index: Int = 0, name: String = "",
        _ make: () -> String?
    ) -> UnsafePointer<CChar>? {
        let question = Question(function: UInt(bitPattern: function.utf8Start), index: index, name: TextKey(name))
        guard let text = known(question) ?? make().map({ keep(ReturnedText($0), for: question) }) else {
            length?.pointee = 0
            return nil
        }
        length?.pointee = text.count
        return text.start
    }

    private func known(_ question: Question) -> ReturnedText? { texts.withLock { $0[question] } }

    private func keep(_ text: ReturnedText, for question: Question) -> ReturnedText {
        texts.withLock { texts in
            // Another thread may have asked the same meanwhile.
            if let known = texts[question] { return known }
            texts[question] = text
            return text
        }
    }

    func removeAll() { texts.withLock { $0 = [:] } }
}

/// The bytes of a text with a zero byte after them.
///
/// `@unchecked Sendable`: the bytes are written before `init` returns, never after it, and freed when no reference is left.
private final class ReturnedText: @unchecked Sendable {
    let start: UnsafePointer<CChar>
    let count: Int

    init(_ text: String) {
        var text = text
        (start, count) = text.withUTF8 { bytes in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
            for (offset, byte) in bytes.enumerated() { copy[offset] = CChar(bitPattern: byte) }
            copy[bytes.count] = 0
            return (UnsafePointer(copy), bytes.count)
        }
    }

    deinit { start.deallocate() }
}
