import Foundation

/// An HTTP response as it came off the wire, up to the end of the connection.
struct Reply: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String
    /// False when the connection ended before the announced length.
    let isComplete: Bool

    /// Nil when the bytes do not begin with a whole response head.
    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        self.status = status
        self.headers = Dictionary(
            lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
            }
        ) { $0 + ", " + $1 }
        self.body = String(text[end.upperBound...])
        self.isComplete = headers["content-length"].flatMap { Int($0) } == body.utf8.count
    }

    /// The body's object, nil when it is none.
    var object: [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]
    }

    /// The sentence of an error body: an object with the one key `error`.
    var error: String? {
        guard let object, object.count == 1 else { return nil }
        return object["error"] as? String
    }

    /// The text of a success body: an object with the one key `status`.
    var statusText: String? {
        guard let object, object.count == 1 else { return nil }
        return object["status"] as? String
    }
}
