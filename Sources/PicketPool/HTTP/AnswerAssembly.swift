import NIOCore
import NIOHTTP1

/// Joins the parts of an answer.
struct AnswerAssembly {
    private let maximumBodyBytes: Int
    private(set) var isComplete = false
    private var head: HTTPResponseHead?
    private var body = ByteBuffer()

    init(maximumBodyBytes: Int) {
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// - Throws: `TransportFailure` for a body beyond the limit, or an answer that nobody asked for.
    mutating func receive(_ part: HTTPClientResponsePart) throws(TransportFailure) {
        switch part {
        case .head(let head):
            guard self.head == nil else { throw Self.unasked }
            guard head.status != .switchingProtocols else {
                throw TransportFailure(.protocolViolation, "the server switched to a protocol that nobody asked for")
            }
            self.head = head
        case .body(var chunk):
            guard body.readableBytes + chunk.readableBytes <= maximumBodyBytes else {
                throw TransportFailure(.bodyTooLarge, "the answer's body is larger than \(maximumBodyBytes) bytes")
            }
            // An answer in one piece, the usual one, is never copied.
            if body.readableBytes == 0 { body = chunk } else { body.writeBuffer(&chunk) }
        case .end:
            guard head != nil else { throw Self.unasked }
            isComplete = true
        }
    }

    /// The complete answer, and whether the connection may be used again; nil before `isComplete`. Makes ready for the
    /// next one.
    mutating func take() -> (response: HTTPResponse, keepsAlive: Bool)? {
        guard let head, isComplete else { return nil }
        let response = HTTPResponse(status: Int(head.status.code), headers: head.headers, body: body)
        self.head = nil
        body = ByteBuffer()
        isComplete = false
        return (response, head.isKeepAlive)
    }

    private static let unasked = TransportFailure(.protocolViolation, "the server sent an answer that nobody asked for")
}
