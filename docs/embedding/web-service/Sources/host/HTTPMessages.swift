import Foundation

struct HTTPRequest: Sendable {
    var method: Substring
    var path: Substring
    var body: [UInt8]
}

struct HTTPResponse: Sendable {
    var status: Int
    var body: Data

    init(_ status: Int, _ body: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.status = status
        self.body = (try? encoder.encode(body)) ?? Data()
    }

    var bytes: [UInt8] {
        let fields = "Content-Type: application/json\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
        return Array("HTTP/1.1 \(status) \r\n\(fields)\r\n".utf8) + body
    }
}

/// Collects the bytes of one request.
struct RequestReader {
    enum Progress {
        case incomplete
        case request(HTTPRequest)
        /// The client is answered with this, and nothing more of it is read.
        case refused(HTTPResponse)
    }

    private static let headBytes = 8 << 10
    private static let bodyBytes = 64 << 10
    private var bytes: [UInt8] = []

    mutating func add(_ more: ArraySlice<UInt8>) -> Progress {
        bytes += more
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            guard bytes.count > Self.headBytes else { return .incomplete }
            return .refused(HTTPResponse(431, ["error": "the head is too long"]))
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return .refused(HTTPResponse(400, ["error": "this is not HTTP"])) }
        let fields = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
        let given = fields.first { $0.count == 2 && $0[0].lowercased() == "content-length" }
        let length = given.flatMap { Int($0[1].trimmingCharacters(in: .whitespaces)) } ?? 0
        guard (0...Self.bodyBytes).contains(length) else {
            return .refused(HTTPResponse(413, ["error": "a script has at most \(Self.bodyBytes) bytes"]))
        }
        guard bytes.count >= end.upperBound + length else { return .incomplete }
        return .request(
            HTTPRequest(method: words[0], path: words[1], body: Array(bytes[end.upperBound..<end.upperBound + length])))
    }
}
