/// Sends requests to one endpoint and returns their answers: `HTTPClient`, or a simulated network.
///
/// Everything happens on one event loop.
package protocol HTTPTransport: AnyObject {
    /// The number of requests so far of which a byte may have been sent.
    var requestCount: Int { get }
    /// The number of open connections, including idle ones.
    var openConnections: Int { get }
    /// Whether a request waits for its connection or its answer, so that the loop must look at its sockets.
    var isBusy: Bool { get }

    /// Sends a request; see `HTTPClient.send`. The completion is called exactly once, and never from within this call.
    func begin(_ request: HTTPRequest, completion: @escaping (HTTPExchange) -> Void) -> any RequestOnItsWay

    /// Lets a proxy that refused the credentials be tried again.
    func forgetProxyRefusal()

    /// Ends every request. Later requests fail.
    func close()
}

/// The handle of a request that was given to a transport.
package protocol RequestOnItsWay: AnyObject {
    /// Whether the server may have received the request, fully or in part. False guarantees that no byte of it was
    /// sent.
    var mayHaveReachedServer: Bool { get }

    /// Ends the request with `TransportFailure.Kind.cancelled`. It does nothing to a request that has ended.
    func cancel()
}

extension PendingRequest: RequestOnItsWay {}

extension HTTPClient: HTTPTransport {
    package var isBusy: Bool { !unended.isEmpty }

    package func begin(
        _ request: HTTPRequest, completion: @escaping (HTTPExchange) -> Void
    ) -> any RequestOnItsWay {
        send(request, completion: completion)
    }
}
