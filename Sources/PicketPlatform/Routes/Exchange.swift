import HTTPTypes
import HummingbirdCore
import NIOCore

/// A request in a route. Its parts are parsed when the route asks for them.
struct Exchange: Sendable {
    let request: Request
    /// The `{name}` of the path as it was sent; nil if the route has none.
    let nameSegment: Substring?
    let bodyLimit: Int
    let strictJSON: Bool

    /// - Throws: A 400 if the segment is not percent-encoded UTF-8 or not a valid name.
    func connectionName() throws(Refusal) -> ConnectionName {
        guard let text = percentDecoded(nameSegment ?? "", plusIsSpace: false) else {
            throw .badRequest("The connection name in the path is not percent-encoded UTF-8.")
        }
        return try ConnectionName(text)
    }

    /// Returns the first value of a query key; nil if the key is absent.
    func query(_ key: String) -> String? {
        for item in (request.uri.query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard percentDecoded(parts[0], plusIsSpace: true) == key else { continue }
            return parts.count == 2 ? percentDecoded(parts[1], plusIsSpace: true) : ""
        }
        return nil
    }

    /// Returns the body as JSON, regardless of its Content-Type (section 13, choice 33).
    ///
    /// - Throws: A 413 for a body above the limit, a 400 for a body that is not JSON.
    func json() async throws -> JSONValue {
        let body = try await bytes()
        guard !body.isEmpty else { throw Refusal.badRequest("The body is empty, a JSON object is required.") }
        do {
            return try JSONValue(parsing: body, strict: strictJSON)
        } catch {
            throw Refusal.badRequest("The body is not JSON: \(error.sentence).")
        }
    }

    private func bytes() async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyLimit {
            throw Refusal.bodyTooLarge(limit: bodyLimit)
        }
        do {
            let buffer = try await request.body.collect(upTo: bodyLimit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Refusal.bodyTooLarge(limit: bodyLimit)
        }
    }
}

/// Decodes percent-encoding; nil if an escape is invalid or the result is not UTF-8.
func percentDecoded(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst().flatMap(hexadecimalDigit),
                let low = rest.popFirst().flatMap(hexadecimalDigit)
            else { return nil }
            bytes.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}
