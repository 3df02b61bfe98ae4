/// The members of a JSON object as ranges of its text. A value is made only of a member that a caller asks for.
///
///     let line = try JSONMembers(bytes)
///     if line.holds("event", "answer"), let body = line["body"] { … }
///
/// The whole text is parsed, so it is valid JSON. Keys are compared as they are written, so an escape in a key never
/// matches. If two members have the same name, the later one counts.
package struct JSONMembers {
    private let bytes: [UInt8]
    private let places: [Place]

    /// The ranges of a member.
    fileprivate struct Place {
        let key: Range<UInt32>
        let value: Range<UInt32>
        /// Whether the value is a text with an escape.
        let isEscaped: Bool

        var bytes: Range<Int> { Int(value.lowerBound)..<Int(value.upperBound) }
    }

    /// - Returns: nil for JSON that is not an object.
    /// - Throws: `JSONProblem` for a text that is not JSON.
    package init?(_ bytes: [UInt8]) throws(JSONProblem) {
        guard bytes.count < Int(UInt32.max) else { return nil }
        let sink = try JSONReader.read(bytes, into: JSONMembersSink())
        guard sink.isObject else { return nil }
        self.bytes = bytes
        places = sink.places
    }

    private func place(of key: StaticString) -> Place? {
        bytes.withUnsafeBufferPointer { bytes in
            for place in places.reversed() where place.key.count == key.utf8CodeUnitCount {
                let start = Int(place.key.lowerBound)
                var offset = 0
                while offset < place.key.count, bytes[start + offset] == key.utf8Start[offset] { offset += 1 }
                if offset == place.key.count { return place }
            }
            return nil
        }
    }

    package func has(_ key: StaticString) -> Bool { place(of: key) != nil }

    /// Returns the value of a member; nil if there is none.
    package subscript(key: StaticString) -> Value? { place(of: key).flatMap { value(at: $0) } }

    private func value(at place: Place) -> Value? { try? Value(json: Array(bytes[place.bytes])) }

    /// Returns the text of a member; nil if there is no such member, or if it is not a text.
    package func text(_ key: StaticString) -> String? { withText(key) { String(decoding: $0, as: UTF8.self) } }

    /// Calls back with the bytes of a text.
    ///
    /// - Returns: nil if there is no such member, or if it is not a text.
    package func withText<Result>(_ key: StaticString, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        guard let place = place(of: key), bytes[place.bytes.lowerBound] == UInt8(ascii: "\"") else { return nil }
        guard place.isEscaped else {
            let inner = place.bytes.dropFirst().dropLast()
            return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[inner])) }
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: place.value.count) { room in
            if let count = decode(place, into: room) { return body(UnsafeBufferPointer(rebasing: room[..<count])) }
            guard case .string(var text)? = value(at: place) else { return nil }
            return text.withUTF8(body)
        }
    }

    /// Decodes a text whose escapes are quotes, slashes and backslashes, as those of nested JSON are.
    ///
    /// - Returns: The number of bytes; nil for a text with another escape.
    private func decode(_ place: Place, into room: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        var (count, isEscape) = (0, false)
        for byte in bytes[place.bytes.dropFirst().dropLast()] {
            if isEscape {
                guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/") else {
                    return nil
                }
            } else if byte == UInt8(ascii: "\\") {
                isEscape = true
                continue
            }
            isEscape = false
            room[count] = byte
            count += 1
        }
        return count
    }

    /// Whether a member equals a text.
    package func holds(_ key: StaticString, _ text: StaticString) -> Bool {
        withText(key) { bytes in
            guard bytes.count == text.utf8CodeUnitCount else { return false }
            for place in 0..<bytes.count where bytes[place] != text.utf8Start[place] { return false }
            return true
        } ?? false
    }

    /// Whether a member is `true`.
    package func isTrue(_ key: StaticString) -> Bool {
        place(of: key).map { bytes[$0.bytes.lowerBound] == UInt8(ascii: "t") } ?? false
    }

    /// Returns a member that is an integer of 64 bits; nil for any other.
    package func integer(_ key: StaticString) -> Int64? {
        guard let place = place(of: key) else { return nil }
        return Int64(String(decoding: bytes[place.bytes], as: UTF8.self))
    }
}

/// Records the ranges of the members of the outermost object.
private struct JSONMembersSink: JSONSink {
    static let takesNumbers = false
    static let takesEscapedTexts = false

    private(set) var isObject = false
    private(set) var places: [JSONMembers.Place] = []
    private var depth = 0
    /// The length of the latest text; 0 if it has an escape.
    private var textCount = 0

    mutating func null() {}
    mutating func boolean(_ value: Bool) {}
    mutating func number(_ number: WrittenNumber) {}
    mutating func text(_ bytes: UnsafeRawBufferPointer) { textCount = bytes.count }
    mutating func key(_ bytes: UnsafeRawBufferPointer) {}

    mutating func beginObject() {
        if depth == 0 {
            isObject = true
            places.reserveCapacity(24)
        }
        depth += 1
    }

    mutating func endObject() { depth -= 1 }
    mutating func beginArray() { depth += 1 }
    mutating func endArray() { depth -= 1 }

    mutating func endMember(key: Range<Int>, value: Range<Int>) {
        guard depth == 1 else { return }
        places.append(
            JSONMembers.Place(
                key: UInt32(key.lowerBound)..<UInt32(key.upperBound),
                value: UInt32(value.lowerBound)..<UInt32(value.upperBound), isEscaped: value.count != textCount + 2))
    }
}
