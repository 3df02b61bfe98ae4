import NIOCore
import NIOHTTP1

/// Assembles an answer from its parts.
struct AnswerAssembly {
    private enum State {
        case empty
        case receiving(HTTPResponseHead, ByteBuffer)
        case complete(HTTPResponseHead, ByteBuffer)
    }

    private let maximumBodyBytes: Int
    private var state = State.empty

    init(maximumBodyBytes: Int) {
        self.maximumBodyBytes = maximumBodyBytes
    }

    var isComplete: Bool {
        if case .complete = state { true } else { false }
    }

    /// - Parameter hasBlanksAtEnds: Whether values may have blanks at their ends, which are not part of them.
    /// - Throws: `TransportFailure` for a body beyond the limit, or an answer that nobody asked for.
    mutating func receive(
        _ part: HTTPClientResponsePart, hasBlanksAtEnds: Bool = true
    ) throws(TransportFailure) {
        switch (part, state) {
        case (.head(let head), .empty):
            guard head.status != .switchingProtocols else {
                throw TransportFailure(
                    .protocolViolation, "the server switched to a protocol that nobody asked for", isFinal: true)
            }
            state = .receiving(hasBlanksAtEnds ? head.trimmed : head, ByteBuffer())
        case (.body(var chunk), .receiving(let head, var body)):
            guard body.readableBytes + chunk.readableBytes <= maximumBodyBytes else {
                throw TransportFailure(.bodyTooLarge, "the answer's body is larger than \(maximumBodyBytes) bytes")
            }
            // The body must have a single owner here. Otherwise each chunk would copy it.
            state = .empty
            // An answer in one piece, which is usual, is never copied.
            if body.readableBytes == 0 { body = chunk } else { body.writeBuffer(&chunk) }
            state = .receiving(head, body)
        case (.end, .receiving(let head, let body)):
            state = .complete(head, body)
        case (.head, .receiving), (.body, .empty), (.end, .empty), (_, .complete):
            throw TransportFailure(.protocolViolation, "the server sent an answer that nobody asked for")
        }
    }

    /// Returns the complete answer, and whether the connection may be used again; nil before `isComplete`. It resets
    /// the assembly for the next answer.
    mutating func take() -> (response: HTTPResponse, keepsAlive: Bool)? {
        guard isComplete else { return nil }
        var complete = State.empty
        swap(&complete, &state)
        guard case .complete(let head, let body) = consume complete else { return nil }
        return (HTTPResponse(status: Int(head.status.code), headers: head.headers, body: body), head.isKeepAlive)
    }
}

extension HTTPResponseHead {
    /// The head without blanks around its values, which are not part of them (RFC 9110, section 5.5).
    fileprivate var trimmed: HTTPResponseHead {
        var head = self
        head.headers = HTTPHeaders(headers.map { ($0.name, $0.value.withoutBlanksAtItsEnds) })
        return head
    }
}

extension String {
    fileprivate var withoutBlanksAtItsEnds: String {
        var bytes = utf8[...]
        while let first = bytes.first, Self.isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
        return String(Substring(bytes))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
