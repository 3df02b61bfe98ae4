/// Bytes that are neither JSON nor text, such as a PDF. Their content is never shown, only their number and type.
public struct Bytes: Sendable, Equatable {
    /// The bytes as they were received.
    public let content: [UInt8]
    /// The media type, such as `application/pdf`; empty if it is unknown.
    public let type: String

    /// - Parameter type: a media type. Any other text is ignored.
    public init(_ content: [UInt8], type: String = "") {
        self.init(content, described: MediaType(type).text)
    }

    /// - Parameter described: their type and encoding, as they are shown.
    init(_ content: [UInt8], described: String) {
        self.content = content
        type = String(decoding: described.utf8.prefix(Self.typeLimit), as: UTF8.self)
    }

    /// The heap stores the length of a type in one byte.
    static let typeLimit = 255

    /// Compares only the content, not the types.
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
