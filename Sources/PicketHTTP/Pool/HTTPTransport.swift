/// What takes requests to one endpoint and brings their answers: `HTTPClient`, or a network that is simulated.
///
/// Everything happens on one event loop.
package protocol HTTPTransport: AnyObject {
    /// Requests so far of which a byte may have left.
    var requestCount: Int { get }
    /// Open connections, idle ones included.
    var openConnections: Int { get }

    /// Sends a request; see `HTTPClient.send`. The completion is called exactly once, never from within this call.
    func begin(_ request: HTTPRequest, completion: @escaping (HTTPExchange) -> Void) -> any RequestOnItsWay

    /// Lets a proxy be tried again that refused the credentials.
    func forgetProxyRefusal()

    /// Ends every request; later ones fail.
    func close()
}

/// The handle of a request that was given to a transport.
package protocol RequestOnItsWay: AnyObject {
    /// Whether the server may have got the request, wholly or in part. False is a promise: no byte of it left.
    var mayHaveReachedServer: Bool { get }

    /// Ends the request with `TransportFailure.Kind.cancelled`; on one that has ended it does nothing.
    func cancel()
}

extension PendingRequest: RequestOnItsWay {}

extension HTTPClient: HTTPTransport {
    package func begin(
        _ request: HTTPRequest, completion: @escaping (HTTPExchange) -> Void
    ) -> any RequestOnItsWay {
        send(request, completion: completion)
    }
}
