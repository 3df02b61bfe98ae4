/// The unique name of a connection: any text of 1 to 255 bytes without `/`.
///
/// Names are compared by bytes. Swift's own `==` treats composed and decomposed letters as equal.
struct ConnectionName: Sendable, Hashable {
    static let greatestLength = 255

    let text: String

    /// - Throws: A 400 that says what is wrong with the name.
    init(_ text: String) throws(Refusal) {
        guard !text.isEmpty else { throw .badRequest("The connection name is empty.") }
        guard text.utf8.count <= Self.greatestLength else {
            throw .badRequest("The connection name is longer than \(Self.greatestLength) bytes.")
        }
        guard !text.utf8.contains(UInt8(ascii: "/")) else { throw .badRequest("The connection name holds a `/`.") }
        guard !text.utf8.contains(0) else { throw .badRequest("The connection name holds a NUL character.") }
        self.text = text
    }

    /// Creates a name that is already in the store.
    init(stored text: String) { self.text = text }

    static func == (left: ConnectionName, right: ConnectionName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(text.utf8.count)
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
