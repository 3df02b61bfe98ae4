import HTTPTypes
import HummingbirdCore
import NIOCore

/// The answer of a route: a status and a JSON body.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var body: JSONValue
    var headers: HTTPFields = [:]

    static func success(_ status: HTTPResponse.Status = .ok, body: JSONValue) -> Answer {
        Answer(status: status, body: body)
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        Answer(status: refusal.status, body: ["error": .string(refusal.sentence)], headers: refusal.headers)
    }

    func response(withBody: Bool = true) -> Response {
        let buffer = ByteBuffer(bytes: body.bytes)
        var headers = self.headers
        headers[.contentType] = "application/json"
        headers[.contentLength] = String(buffer.readableBytes)
        return Response(
            status: status, headers: headers, body: withBody ? ResponseBody(byteBuffer: buffer) : ResponseBody())
    }
}
