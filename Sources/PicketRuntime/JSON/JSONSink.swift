/// Receives the content of a JSON text from a `JSONReader`, in the order of the text.
///
/// The bytes of keys and texts are decoded, valid UTF-8, and borrowed: a sink copies what it keeps.
package protocol JSONSink {
    /// Whether it is told numbers. Making one of its digits takes a while.
    static var takesNumbers: Bool { get }
    /// Whether it is told keys and texts with an escape. If not, it gets an empty text for each of them.
    static var takesEscapedTexts: Bool { get }
    mutating func null()
    mutating func boolean(_ value: Bool)
    mutating func number(_ number: WrittenNumber)
    mutating func text(_ bytes: UnsafeRawBufferPointer)
    mutating func beginObject()
    mutating func key(_ bytes: UnsafeRawBufferPointer)
    mutating func endObject()
    mutating func beginArray()
    mutating func endArray()
    /// A member of an object has ended: where its key stands between the quotes, and where its value does.
    mutating func endMember(key: Range<Int>, value: Range<Int>)
}

extension JSONSink {
    package static var takesNumbers: Bool { true }
    package static var takesEscapedTexts: Bool { true }
    package mutating func endMember(key: Range<Int>, value: Range<Int>) {}
}

/// The maximum nesting of a JSON text. It is one less than that of a value, because `$last` is a map around a body.
package enum JSONDepth {
    package static let limit = Int(HeapState.depthLimit) - 1
}
