/// Reserved room for a message, filled from its beginning.
struct MessageRoom {
    private let room: UnsafeMutableRawBufferPointer
    /// The number of bytes so far.
    private(set) var count = 0

    /// - Parameter room: It must outlive the value.
    init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

    mutating func append(_ byte: UInt8) {
        precondition(count < room.count, "the room is reserved for the whole message")
        room[count] = byte
        count += 1
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    mutating func append(digitsOf number: Int) {
        if number > 9 { append(digitsOf: number / 10) }
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= room.count - count, "the room is reserved for the whole message")
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: bytes)
        count += bytes.count
    }
}
