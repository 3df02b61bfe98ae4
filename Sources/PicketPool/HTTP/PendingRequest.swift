import NIOCore
import NIOHTTP1

/// A request between `HTTPClient.send` and its completion: the handle by which it can be cancelled.
///
/// Confined to its client's event loop.
package final class PendingRequest {
    enum Phase {
        /// In the client's queue.
        case waiting
        /// Waits for a connection that is being opened for it alone.
        case reserved
        /// Its bytes were handed to this connection.
        case sent(HTTPConnection)
        /// Its result is known, though perhaps not yet handed on.
        case ended
    }

    let method: HTTPMethod
    let deadline: NIODeadline
    let startedAt: NIODeadline
    /// Head and body, ready for the socket.
    var encoded = ByteBuffer()
    var phase = Phase.waiting
    /// Sticky over a repetition on a fresh connection.
    var mayHaveReachedServer = false
    /// It was repeated once; a second closed connection is reported.
    var wasRepeated = false

    /// Both nil once completed: the handle may outlive the run, the driver must not because of it.
    private var client: HTTPClient?
    private var completion: ((HTTPExchange) -> Void)?

    init(
        _ request: HTTPRequest, client: HTTPClient, startedAt: NIODeadline,
        completion: @escaping (HTTPExchange) -> Void
    ) {
        method = request.method
        deadline = request.deadline
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

    var isEnded: Bool {
        if case .ended = phase { true } else { false }
    }

    /// Calls the completion; a second call does nothing.
    func complete(with result: Result<HTTPResponse, TransportFailure>, at now: NIODeadline) {
        guard let completion else { return }
        self.completion = nil
        client = nil
        phase = .ended
        completion(HTTPExchange(result: result, duration: (now - startedAt).nanoseconds))
    }
}

@available(*, unavailable)
extension PendingRequest: Sendable {}
