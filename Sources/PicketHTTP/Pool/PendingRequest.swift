import NIOCore
import NIOHTTP1

/// A request between `HTTPClient.send` and its completion: the handle by which it can be cancelled.
///
/// Confined to its client's event loop.
package final class PendingRequest {
    enum State {
        /// In the client's queue, or about to enter it.
        case waiting
        /// A connection is being opened for it alone.
        case reserved
        /// Its bytes were handed to this connection.
        case sent(HTTPConnection)
        /// Its failure is known, and handed on in a later turn of the loop.
        case failed
        /// Its result was handed on.
        case completed
    }

    let method: HTTPMethod
    let deadline: NIODeadline
    let bound: RequestBound
    let startedAt: NIODeadline
    /// Head and body, ready for the socket.
    var encoded = ByteBuffer()
    private(set) var state = State.waiting
    /// Whether the server may have got the request, wholly or in part. False is a promise: no byte of it left.
    package private(set) var mayHaveReachedServer = false
    /// Whether it was sent again on a fresh connection. If that closes as well, the failure is reported.
    private(set) var wasRepeated = false

    /// Both nil once completed: the handle may outlive the run, the driver must not because of it.
    private var client: HTTPClient?
    private var completion: ((HTTPExchange) -> Void)?

    init(
        _ request: HTTPRequest, client: HTTPClient, startedAt: NIODeadline,
        completion: @escaping (HTTPExchange) -> Void
    ) {
        method = request.method
        deadline = request.deadline
        bound = request.bound
        self.client = client
        self.startedAt = startedAt
        self.completion = completion
    }

    /// Ends the request with `TransportFailure.Kind.cancelled`; on one that has ended it does nothing.
    ///
    /// The completion is called soon after, not from within this call. A connection that carries the request is
    /// closed, since the answer would be taken for the next request's.
    package func cancel() {
        client?.end(self, because: TransportFailure(.cancelled, "the request was cancelled"))
    }

    /// Whether it changes nothing, so that sending it twice does no harm.
    var isRead: Bool { method == .GET || method == .HEAD }

    /// Whether its result is known.
    var isEnded: Bool {
        switch state {
        case .waiting, .reserved, .sent: false
        case .failed, .completed: true
        }
    }

    // MARK: Transitions

    /// The connection is about to write it.
    func wasGiven(to connection: HTTPConnection) {
        switch state {
        case .waiting, .reserved: state = .sent(connection)
        case .sent, .failed, .completed: assertionFailure("a request is sent once at a time, and only before its end")
        }
    }

    /// A byte of it may have left.
    func noteSent() {
        assert(!isEnded, "a request that ended is not sent")
        guard !mayHaveReachedServer else { return }
        mayHaveReachedServer = true
        client?.noteSent()
    }

    /// Whoever stands before the server refused it, and so the server never got it.
    func noteRefusedOnTheWay() {
        if !wasRepeated { mayHaveReachedServer = false }
    }

    /// The connection that carried it closed without an answer: it is sent again on one of its own.
    func reserveFreshConnection() {
        guard case .sent = state, !wasRepeated else {
            return assertionFailure("only a request that was sent is repeated, and only once")
        }
        wasRepeated = true
        state = .reserved
    }

    /// Its failure is known: the completion follows.
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
