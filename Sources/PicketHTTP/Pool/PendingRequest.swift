import NIOCore
import NIOHTTP1

/// A request between `HTTPClient.send` and its completion. It is also the handle that can cancel the request.
///
/// It is confined to its client's event loop.
package final class PendingRequest {
    enum State {
        /// The request is in the client's queue, or about to enter it.
        case waiting
        /// A connection is being opened for this request alone.
        case reserved
        /// The request's bytes were given to this connection.
        case sent(HTTPConnection)
        /// The failure is known, and is delivered in a later turn of the loop.
        case failed
        /// The result was delivered.
        case completed
    }

    let method: HTTPMethod
    /// Whether the request changes nothing, so that sending it twice is harmless.
    let isRead: Bool
    let deadline: NIODeadline
    let bound: RequestBound
    let startedAt: NIODeadline
    /// The head and the body, ready for the socket.
    var encoded = ByteBuffer()
    private(set) var state = State.waiting
    /// Whether the server may have received the request, fully or in part. False guarantees that no byte of it was
    /// sent.
    package private(set) var mayHaveReachedServer = false
    /// Whether the request was sent again on a fresh connection. If that closes as well, the failure is reported.
    private(set) var wasRepeated = false

    /// Both are nil after the completion, so that a handle that outlives the run does not keep the driver alive.
    private var client: HTTPClient?
    private var completion: ((HTTPExchange) -> Void)?

    init(
        _ request: HTTPRequest, client: HTTPClient, startedAt: NIODeadline,
        completion: @escaping (HTTPExchange) -> Void
    ) {
        method = request.method
        isRead = request.isRead
        deadline = request.deadline
        bound = request.bound
        self.client = client
        self.startedAt = startedAt
        self.completion = completion
    }

    /// Ends the request with `TransportFailure.Kind.cancelled`. It does nothing to a request that has ended.
    ///
    /// The completion is called soon after, not from within this call. The connection that carries the request is
    /// closed, since the answer would be taken for the answer to the next request.
    package func cancel() {
        client?.end(self, because: TransportFailure(.cancelled, "the request was cancelled"))
    }

    /// Whether the result is known.
    var isEnded: Bool {
        switch state {
        case .waiting, .reserved, .sent: false
        case .failed, .completed: true
        }
    }

    // MARK: Transitions

    /// Marks the request as sent on a connection that is about to write it.
    func wasGiven(to connection: HTTPConnection) {
        switch state {
        case .waiting, .reserved: state = .sent(connection)
        case .sent, .failed, .completed: assertionFailure("a request is sent once at a time, and only before its end")
        }
    }

    /// Records that a byte of the request may have been sent.
    func noteSent() {
        assert(!isEnded, "a request that ended is not sent")
        guard !mayHaveReachedServer else { return }
        mayHaveReachedServer = true
        client?.noteSent()
    }

    /// Records that a proxy refused the request, so that the server did not get it.
    func noteRefusedOnTheWay() {
        if !wasRepeated { mayHaveReachedServer = false }
    }

    /// Reserves a fresh connection for the request after its connection closed without an answer.
    func reserveFreshConnection() {
        guard case .sent = state, !wasRepeated else {
            return assertionFailure("only a request that was sent is repeated, and only once")
        }
        wasRepeated = true
        state = .reserved
    }

    /// Marks the request as failed. The completion follows.
    func fail() {
        assert(!isEnded, "a request ends once")
        state = .failed
    }

    /// Calls the completion.
    func complete(with result: Result<HTTPResponse, TransportFailure>, at now: NIODeadline) {
        guard let completion else { return assertionFailure("a request is completed once") }
        self.completion = nil
        client = nil
        state = .completed
        completion(HTTPExchange(result: result, duration: (now - startedAt).nanoseconds))
    }
}

@available(*, unavailable)
extension PendingRequest: Sendable {}
