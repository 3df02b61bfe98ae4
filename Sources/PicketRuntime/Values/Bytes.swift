/// Bytes that are neither JSON nor text, such as a PDF. What they hold is never shown: only how many they are, and of which type.
public struct Bytes: Sendable, Equatable {
    public let content: [UInt8]
    /// Their media type, such as `application/pdf`; empty if nobody says it.
    public let type: String

    /// - Parameter type: a media type; anything else is left out.
    public init(_ content: [UInt8], type: String = "") {
        self.init(content, described: MediaType(type).text)
    }

    /// - Parameter described: their type, and how they are encoded, as it is shown.
    init(_ content: [UInt8], described: String) {
        self.content = content
        type = String(decoding: described.utf8.prefix(Self.typeLimit), as: UTF8.self)
    }

    /// The length of a type stands in one byte of the heap.
    static let typeLimit = 255

    /// Two are equal whose bytes are, whatever somebody says of their types.
    public static func == (left: Bytes, right: Bytes) -> Bool { left.content == right.content }
}

extension Bytes: CustomStringConvertible {
    /// `<252596 bytes, application/pdf>`
    public var description: String { "<\(Self.form(content.count, type))>" }

    /// `252596 bytes, application/pdf`
    static func form(_ count: Int, _ type: String) -> String {
        (count == 1 ? "1 byte" : "\(count) bytes") + (type.isEmpty ? "" : ", \(type)")
    }
}
